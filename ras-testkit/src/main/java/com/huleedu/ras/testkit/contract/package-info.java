/** The contract suites of the out-ports: whoever writes another adapter extends and runs them. */
package com.huleedu.ras.testkit.contract;
