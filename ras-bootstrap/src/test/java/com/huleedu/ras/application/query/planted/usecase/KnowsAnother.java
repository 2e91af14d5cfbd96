package com.huleedu.ras.application.query.planted.usecase;

/** Planted: a use case knows another. */
record KnowsAnother(com.huleedu.ras.application.projection.ProjectionService other) {}
