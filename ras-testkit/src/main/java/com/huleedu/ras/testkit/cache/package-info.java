/** Contract suites for the cache and the marks of seen events, and both in memory. */
package com.huleedu.ras.testkit.cache;
