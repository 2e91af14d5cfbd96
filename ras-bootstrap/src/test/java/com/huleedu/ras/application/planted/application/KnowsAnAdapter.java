package com.huleedu.ras.application.planted.application;

/** Planted: the application knows an adapter. */
record KnowsAnAdapter(com.huleedu.ras.adapter.redis.RedisConfig config) {}
