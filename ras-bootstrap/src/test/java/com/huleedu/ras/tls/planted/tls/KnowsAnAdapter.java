package com.huleedu.ras.tls.planted.tls;

/** Planted: certificates know what is spoken over them. */
record KnowsAnAdapter(com.huleedu.ras.adapter.redis.RedisConfig redis) {}
