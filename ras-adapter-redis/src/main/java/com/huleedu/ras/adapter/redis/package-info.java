/** The cache with its fence, the marks of seen events, and copies of dead letters, in Redis. */
package com.huleedu.ras.adapter.redis;
