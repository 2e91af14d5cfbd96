/** Holds the read model against the log, and builds it afresh beside the live one. */
package com.huleedu.ras.application.rebuild;
