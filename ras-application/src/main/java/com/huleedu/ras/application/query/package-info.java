/** Answers from the cache, else from the read model. */
package com.huleedu.ras.application.query;
