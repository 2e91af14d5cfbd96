/** What the use cases need from the world. */
package com.huleedu.ras.domain.port.out;
