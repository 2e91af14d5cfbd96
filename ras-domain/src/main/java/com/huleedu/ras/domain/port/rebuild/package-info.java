/**
 * Auditing and rebuilding the read model (guarantees, G12). In: {@link
 * com.huleedu.ras.domain.port.rebuild.AuditModel} and {@link
 * com.huleedu.ras.domain.port.rebuild.RebuildModel}, called by operators' commands. Out: {@code
 * MessageLog}, {@code ModelRows} and {@code SideModels}, beside the ports of the service.
 */
package com.huleedu.ras.domain.port.rebuild;
