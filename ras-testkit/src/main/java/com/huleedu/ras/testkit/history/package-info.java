/**
 * Random histories of events, as values and as the messages that producers write, and what a fold
 * of them says: what proofs and benchmarks are fed with. Needs no test framework.
 */
package com.huleedu.ras.testkit.history;
