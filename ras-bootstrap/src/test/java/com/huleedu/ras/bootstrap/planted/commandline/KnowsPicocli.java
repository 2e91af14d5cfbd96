package com.huleedu.ras.bootstrap.planted.commandline;

/** Planted: the service knows the library of its command line. */
record KnowsPicocli(picocli.CommandLine line) {}
