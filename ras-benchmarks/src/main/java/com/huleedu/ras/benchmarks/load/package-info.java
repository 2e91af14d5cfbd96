/** Load on a server of HTTP: as fast as it goes, or at a pace that does not wait for answers. */
package com.huleedu.ras.benchmarks.load;
