package com.huleedu.ras.domain.port.query;

/**
 * The finished body of an answer. The bytes are shared, not copied: nobody may change them.
 *
 * @param utf8 JSON
 */
@SuppressWarnings("ArrayRecordComponent") // a body is handed on, never compared
public record Body(byte[] utf8) {}
