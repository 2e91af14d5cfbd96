package com.huleedu.ras.application.planted.bootstrap;

/** Planted: the application knows the bootstrap. */
record KnowsTheBootstrap(com.huleedu.ras.bootstrap.RasService service) {}
