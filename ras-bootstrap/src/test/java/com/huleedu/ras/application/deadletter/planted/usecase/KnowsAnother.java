package com.huleedu.ras.application.deadletter.planted.usecase;

/** Planted: a use case knows another. */
record KnowsAnother(com.huleedu.ras.application.rebuild.AuditService other) {}
