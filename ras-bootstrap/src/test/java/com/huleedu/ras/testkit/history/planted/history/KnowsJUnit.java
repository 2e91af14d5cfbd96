package com.huleedu.ras.testkit.history.planted.history;

/** Planted: histories know a test framework. */
record KnowsJUnit(org.junit.jupiter.api.TestInfo info) {}
