/** What drivers call. */
package com.huleedu.ras.domain.port.in;
