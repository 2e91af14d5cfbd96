/** Adapters in memory, which fulfil the suites: what the use cases are tested with. */
package com.huleedu.ras.testkit.memory;
