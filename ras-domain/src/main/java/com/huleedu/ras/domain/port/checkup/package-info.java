/**
 * What {@code ras doctor} looks at: each adapter contributes its checks, which read and never
 * change anything.
 */
package com.huleedu.ras.domain.port.checkup;
