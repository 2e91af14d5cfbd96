/** The cache with its fence, deduplication marks, and copies of dead letters, in Redis. */
package com.huleedu.ras.adapter.redis;
