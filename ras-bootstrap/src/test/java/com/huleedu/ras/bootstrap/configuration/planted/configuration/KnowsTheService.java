package com.huleedu.ras.bootstrap.configuration.planted.configuration;

/** Planted: the configuration knows what is made of it. */
record KnowsTheService(com.huleedu.ras.bootstrap.RasService service) {}
