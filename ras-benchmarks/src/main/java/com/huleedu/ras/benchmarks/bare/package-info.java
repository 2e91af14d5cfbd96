/**
 * The yardsticks: the barest programs that do what a part of the service does, without its
 * guarantees, written as well as they can be.
 */
package com.huleedu.ras.benchmarks.bare;
