package com.huleedu.ras.application.checkup.planted.usecase;

/** Planted: a use case knows another. */
record KnowsAnother(com.huleedu.ras.application.query.BatchQueryService other) {}
