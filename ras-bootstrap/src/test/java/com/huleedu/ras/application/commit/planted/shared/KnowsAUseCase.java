package com.huleedu.ras.application.commit.planted.shared;

/** Planted: what use cases share knows one of them. */
record KnowsAUseCase(com.huleedu.ras.application.query.BatchQueryService useCase) {}
