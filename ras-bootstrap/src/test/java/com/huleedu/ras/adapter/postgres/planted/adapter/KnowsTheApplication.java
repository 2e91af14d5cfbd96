package com.huleedu.ras.adapter.postgres.planted.adapter;

/** Planted: an adapter knows the application. */
record KnowsTheApplication(com.huleedu.ras.application.Backoff backoff) {}
