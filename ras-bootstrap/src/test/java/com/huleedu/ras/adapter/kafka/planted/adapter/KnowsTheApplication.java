package com.huleedu.ras.adapter.kafka.planted.adapter;

/** Planted: an adapter knows the application. */
record KnowsTheApplication(com.huleedu.ras.application.Backoff backoff) {}
