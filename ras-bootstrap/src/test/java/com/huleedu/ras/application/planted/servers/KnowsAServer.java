package com.huleedu.ras.application.planted.servers;

/** Planted: the service knows an embedded server. */
record KnowsAServer(com.huleedu.ras.embedded.RedisServer server) {}
