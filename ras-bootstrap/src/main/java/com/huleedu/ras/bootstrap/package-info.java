/** The service: its wiring in one method, its parts in the order of their stopping, its health. */
package com.huleedu.ras.bootstrap;
