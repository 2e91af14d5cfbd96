package com.huleedu.ras.domain.event;

import com.huleedu.ras.domain.UploadId;
import org.jspecify.annotations.Nullable;

/**
 * Which file is which essay.
 *
 * @param fileName as sent, which may be percent-encoded
 */
public record Slot(UploadId upload, @Nullable String fileName) {}
