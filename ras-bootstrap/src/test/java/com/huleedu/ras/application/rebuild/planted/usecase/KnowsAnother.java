package com.huleedu.ras.application.rebuild.planted.usecase;

/** Planted: a use case knows another. */
record KnowsAnother(com.huleedu.ras.application.deadletter.DeadLetterService other) {}
