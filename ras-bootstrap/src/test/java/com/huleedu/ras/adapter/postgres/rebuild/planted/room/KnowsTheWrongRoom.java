package com.huleedu.ras.adapter.postgres.rebuild.planted.room;

/** Planted: a room of the PostgreSQL adapter knows one that it may not. */
record KnowsTheWrongRoom(com.huleedu.ras.adapter.postgres.PostgresAdapter other) {}
