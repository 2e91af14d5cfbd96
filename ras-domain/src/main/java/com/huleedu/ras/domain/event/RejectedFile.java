package com.huleedu.ras.domain.event;

import org.jspecify.annotations.Nullable;

/**
 * Why a file never became an essay.
 *
 * @param fileName as sent, which may be percent-encoded
 * @param message for a person
 */
public record RejectedFile(String fileName, String errorCode, @Nullable String message) {}
