package com.huleedu.ras.adapter.postgres.migration.planted.room;

/** Planted: a room of the PostgreSQL adapter knows one that it may not. */
record KnowsTheWrongRoom(com.huleedu.ras.adapter.postgres.deadletter.PostgresDeadLetters other) {}
