/**
 * The ports, by use case: projection, query, dead letters, rebuild. Which side implements one shows
 * in its name: an in-port says what somebody asks of the service ({@code ProjectEvents}, {@code
 * QueryBatches}), an out-port names a thing that the service needs ({@code BatchRepository}).
 */
package com.huleedu.ras.domain.port;
