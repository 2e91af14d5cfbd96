package com.huleedu.ras.domain.port.projection;

/**
 * Why a message can't be applied.
 *
 * @param type a short constant, for metrics and filters
 * @param detail for a person: where in the message, and what was expected
 */
public record DeadLetterReason(String type, String detail) {}
