/**
 * From the log to the read model. In: {@link com.huleedu.ras.domain.port.projection.ProjectEvents},
 * called by whoever reads the log. Out: {@code MessageDecoder}, {@code Positions}, {@code
 * Transactions} and {@code DeduplicationMarks}, and the ports of the other use cases that it writes
 * to.
 */
package com.huleedu.ras.domain.port.projection;
