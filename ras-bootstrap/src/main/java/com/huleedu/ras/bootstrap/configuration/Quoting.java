package com.huleedu.ras.bootstrap.configuration;

import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.regex.Pattern;

/** What may be said of a value or a file that is wrong. */
final class Quoting {
  /**
   * What may be quoted: a value that is longer, or has other characters, may be a key or a URL with
   * a password that was given to the wrong setting. A strong key is longer.
   *
   * @see AccessReader#STRONG_KEY
   */
  private static final Pattern HARMLESS = Pattern.compile("[\\w.+-]{1,15}");

  private Quoting() {}

  /** The rest of a sentence that says what was expected. */
  static String quoted(String value) {
    if (value.startsWith("tcp://")) {
      return " (Kubernetes sets variables of the names of services: enableServiceLinks: false)";
    }
    return isHarmless(value) ? ", not " + value : "";
  }

  static boolean isHarmless(String value) {
    return HARMLESS.matcher(value).matches();
  }

  /** Why a file can't be read, without its path. */
  static String reason(Exception failure) {
    return switch (failure) {
      case NoSuchFileException _ -> "there is none";
      case AccessDeniedException _ -> "no right to";
      case CharacterCodingException _ -> "it is not UTF-8";
      case InvalidPathException _ -> "that is no path";
      default -> failure.getClass().getSimpleName();
    };
  }
}
