/** {@code ./ras bench}: every row of the benchmark in one run, the table, and the report. */
package com.huleedu.ras.benchmarks;
