/**
 * Auditing and rebuilding the model (guarantees, G12): what operators' commands call, and what that
 * needs of the world beside the ports of the service.
 */
package com.huleedu.ras.domain.port.upkeep;
