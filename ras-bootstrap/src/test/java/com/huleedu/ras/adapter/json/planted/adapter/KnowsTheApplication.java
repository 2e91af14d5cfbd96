package com.huleedu.ras.adapter.json.planted.adapter;

/** Planted: an adapter knows the application. */
record KnowsTheApplication(com.huleedu.ras.application.Backoff backoff) {}
