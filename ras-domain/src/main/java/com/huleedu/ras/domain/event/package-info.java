/** What services announce, decoded; and the stamps that order it. */
package com.huleedu.ras.domain.event;
