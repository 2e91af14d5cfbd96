/**
 * From a question to its answer. In: {@link com.huleedu.ras.domain.port.query.QueryBatches}. Out:
 * the read model itself ({@code BatchRepository}), the cache in front of it ({@code CacheManager}),
 * and the text of an answer ({@code BodyWriter}).
 */
package com.huleedu.ras.domain.port.query;
