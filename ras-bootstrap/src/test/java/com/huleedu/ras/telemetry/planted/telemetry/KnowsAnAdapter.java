package com.huleedu.ras.telemetry.planted.telemetry;

/** Planted: traces know by what a server is asked. */
record KnowsAnAdapter(com.huleedu.ras.adapter.redis.RedisConfig redis) {}
