package com.huleedu.ras.bootstrap.configuration;

import com.huleedu.ras.tls.Identity;
import com.huleedu.ras.tls.Material;
import com.huleedu.ras.tls.Secret;
import com.huleedu.ras.tls.Tls;
import com.huleedu.ras.tls.Trust;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * TLS towards PostgreSQL, by the words of its own clients: in the URL, or as {@code
 * DATABASE_SSLMODE} and so on. Where the server's authority is named and all is in PEM, RAS reads
 * the files itself, and again when they change; else they are left to the driver.
 */
final class DatabaseTls {
  private static final String MODE = "sslmode";
  private static final String AUTHORITY = "sslrootcert";
  private static final String CERTIFICATE = "sslcert";
  private static final String KEY = "sslkey";
  private static final String PASSWORD = "sslpassword";
  private static final List<String> FILES = List.of(AUTHORITY, CERTIFICATE, KEY);
  private static final String[] MODES = {
    "disable", "allow", "prefer", "require", "verify-ca", "verify-full"
  };

  /** Of the modes, those that ask for TLS whatever the server says. */
  private static final Set<String> STRICT = Set.of("require", "verify-ca", "verify-full");

  private static final Pattern PARAMETER =
      Pattern.compile("(?<=[?&])(sslmode|sslrootcert|sslcert|sslkey|sslpassword)=([^&]*)&?");

  /** The word for the authorities of the system. */
  private static final String SYSTEM = "system";

  private final Settings settings;

  DatabaseTls(Settings settings) {
    this.settings = settings;
  }

  /**
   * The URL for the driver, and what it need not know.
   *
   * @param tls empty if the driver reads the files itself, or there are none
   */
  record Result(String jdbcUrl, Optional<Tls> tls) {}

  /** What the URL and the settings say. */
  Result read(String jdbcUrl) {
    Map<String, String> inUrl =
        PARAMETER
            .matcher(jdbcUrl)
            .results()
            .collect(
                Collectors.toMap(
                    found -> found.group(1), DatabaseTls::value, (one, other) -> other));
    String mode = mode(inUrl);
    Map<String, Material> files = files(inUrl);
    Secret password = password(inUrl);
    if (!files.containsKey(AUTHORITY) || !STRICT.contains(mode) || !isOurs(files)) {
      return new Result(forDriver(jdbcUrl), Optional.empty());
    }
    String rest = PARAMETER.matcher(jdbcUrl).replaceAll("").replaceFirst("[?&]$", "");
    return new Result(
        with(rest, MODE, mode),
        new TlsReader(settings)
            .load("postgresql", trust(files.get(AUTHORITY)), identity(files, password)));
  }

  private static String value(MatchResult parameter) {
    return URLDecoder.decode(parameter.group(2), StandardCharsets.UTF_8);
  }

  private String mode(Map<String, String> inUrl) {
    once(MODE, inUrl);
    return settings.isSet(setting(MODE))
        ? settings.oneOf(setting(MODE), "", MODES).toLowerCase(Locale.ROOT)
        : settings.text(setting(MODE), inUrl.getOrDefault(MODE, ""));
  }

  private Map<String, Material> files(Map<String, String> inUrl) {
    Map<String, Material> files = new LinkedHashMap<>();
    for (String word : FILES) {
      once(word, inUrl);
      settings
          .material(setting(word))
          .or(() ->
              Optional.ofNullable(inUrl.get(word))
                  .map(path -> Material.file("DATABASE_URL's " + word, Path.of(path))))
          .ifPresent(material -> files.put(word, material));
    }
    return files;
  }

  private Secret password(Map<String, String> inUrl) {
    once(PASSWORD, inUrl);
    Secret set = settings.secret(setting(PASSWORD));
    return set.value().isEmpty()
        ? new Secret("DATABASE_URL's " + PASSWORD, inUrl.getOrDefault(PASSWORD, ""))
        : set;
  }

  private void once(String word, Map<String, String> inUrl) {
    if (inUrl.containsKey(word) && settings.isSet(setting(word))) {
      settings.mistake(
          setting(word), "and %s in DATABASE_URL are both set; set one of them".formatted(word));
    }
  }

  private static String setting(String word) {
    return "DATABASE_" + word.toUpperCase(Locale.ROOT);
  }

  /** Whether RAS can read all of it; the driver knows keys in other forms. */
  private static boolean isOurs(Map<String, Material> files) {
    return files.entrySet().stream()
        .allMatch(file ->
            isSystem(file.getValue())
                || isPkcs12(file.getKey(), file.getValue())
                || TlsReader.isPem(file.getValue()));
  }

  private static boolean isSystem(Material authority) {
    return authority.file().filter(Path.of(SYSTEM)::equals).isPresent();
  }

  /** As the driver knows it: by the end of its name. */
  private static boolean isPkcs12(String word, Material material) {
    return word.equals(KEY)
        && material.file().filter(path -> path.toString().matches(".*\\.(?:p12|pfx)")).isPresent();
  }

  private static Trust trust(Material authority) {
    return isSystem(authority) ? new Trust.OfTheJvm() : new Trust.Pem(authority);
  }

  private Identity identity(Map<String, Material> files, Secret password) {
    Material key = files.get(KEY);
    Material certificate = files.get(CERTIFICATE);
    if (key != null && isPkcs12(KEY, key)) {
      return new Identity.Store(key, "PKCS12", password, password);
    }
    if (key != null && certificate != null) {
      return new Identity.Pem(certificate, key, password);
    }
    if (key != null || certificate != null) {
      settings.mistake(
          setting(key == null ? KEY : CERTIFICATE),
          "is not set, nor %s in DATABASE_URL: a certificate and its key belong together"
              .formatted(key == null ? KEY : CERTIFICATE));
    }
    return new Identity.None();
  }

  /** With what the settings say as parameters. */
  private String forDriver(String jdbcUrl) {
    String url = jdbcUrl;
    for (String word : Stream.concat(Stream.of(MODE, PASSWORD), FILES.stream()).toList()) {
      if (settings.isSet(setting(word))) {
        url = with(url, word, settings.text(setting(word), ""));
      }
    }
    return url;
  }

  private static String with(String url, String word, String value) {
    return "%s%s%s=%s"
        .formatted(
            url,
            url.contains("?") ? "&" : "?",
            word,
            URLEncoder.encode(value, StandardCharsets.UTF_8));
  }
}
