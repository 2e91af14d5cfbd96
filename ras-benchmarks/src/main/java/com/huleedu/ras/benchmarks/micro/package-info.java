/** The pure parts alone, measured by JMH: time and allocation per operation. */
@org.jspecify.annotations.NullMarked
package com.huleedu.ras.benchmarks.micro;
