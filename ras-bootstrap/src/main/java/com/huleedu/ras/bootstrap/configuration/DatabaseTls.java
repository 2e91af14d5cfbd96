package com.huleedu.ras.bootstrap.configuration;

import com.huleedu.ras.tls.Identity;
import com.huleedu.ras.tls.Material;
import com.huleedu.ras.tls.Secret;
import com.huleedu.ras.tls.Tls;
import com.huleedu.ras.tls.Trust;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

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

  /** Of the modes, those that ask for TLS whatever the server says. */
  private static final Set<String> STRICT = Set.of("require", "verify-ca", "verify-full");

  private static final Pattern PARAMETER =
      Pattern.compile("(?<=[?&])(sslmode|sslrootcert|sslcert|sslkey|sslpassword)=([^&]*)&?");

  /** Of the URL alone: the older word for verify-full. */
  private static final Pattern SSL = Pattern.compile("(?<=[?&])ssl(?:=true)?(?=&|$)");

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
    Map<String, String> inUrl = new HashMap<>();
    for (MatchResult found : PARAMETER.matcher(jdbcUrl).results().toList()) {
      Optional<String> value = value(found);
      if (value.isEmpty() || inUrl.put(found.group(1), value.get()) != null) {
        return new Result(jdbcUrl, Optional.empty()); // the adapter names it, with all else
      }
    }
    String mode = mode(inUrl, SSL.matcher(jdbcUrl).find());
    Map<String, Material> files = files(inUrl);
    Secret password = password(inUrl);
    if (!STRICT.contains(mode)) {
      FILES.stream()
          .filter(word -> settings.isSet(setting(word)))
          .forEach(word ->
              settings.mistake(
                  setting(word),
                  "is of no use: DATABASE_SSLMODE has to be verify-full (or verify-ca, require), or"
                      + " RAS would speak without TLS to who offers none"));
    }
    if (!files.containsKey(AUTHORITY) || !STRICT.contains(mode) || !isOurs(files)) {
      return new Result(forDriver(jdbcUrl, files), Optional.empty());
    }
    String rest = PARAMETER.matcher(jdbcUrl).replaceAll("").replaceFirst("[?&]$", "");
    return new Result(
        with(rest, MODE, mode),
        new TlsReader(settings)
            .load("postgresql", trust(files.get(AUTHORITY)), identity(files, password)));
  }

  /** Empty if it has a percent sign that begins no escape. */
  private static Optional<String> value(MatchResult parameter) {
    try {
      return Optional.of(URLDecoder.decode(parameter.group(2), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException wrongEscape) {
      return Optional.empty();
    }
  }

  /** In lower case, as the driver compares it, too; empty if nothing is said. */
  private String mode(Map<String, String> inUrl, boolean ssl) {
    once(MODE, inUrl);
    String otherwise = inUrl.getOrDefault(MODE, ssl ? "verify-full" : "");
    return (settings.isSet(setting(MODE))
            ? settings.oneOf(setting(MODE))
            : settings.text(setting(MODE), otherwise))
        .toLowerCase(Locale.ROOT);
  }

  private Map<String, Material> files(Map<String, String> inUrl) {
    Map<String, Material> files = new LinkedHashMap<>();
    for (String word : FILES) {
      once(word, inUrl);
      Optional<Material> set =
          settings.is(setting(word), SYSTEM)
              ? Optional.of(Material.file(setting(word), Path.of(SYSTEM)))
              : settings.material(setting(word));
      set.or(() -> Optional.ofNullable(inUrl.get(word)).map(path -> inUrl(word, path)))
          .ifPresent(material -> files.put(word, material));
    }
    return files;
  }

  private static Material inUrl(String word, String path) {
    try {
      return Material.file("DATABASE_URL's " + word, Path.of(path));
    } catch (InvalidPathException none) {
      // Its words would quote it.
      throw new IllegalArgumentException("the parameter %s is no path".formatted(word));
    }
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

  /** With what the settings say as parameters: of files, where they are. */
  private String forDriver(String jdbcUrl, Map<String, Material> files) {
    String url = jdbcUrl;
    for (String word : List.of(MODE, PASSWORD)) {
      if (settings.isSet(setting(word))) {
        url = with(url, word, settings.text(setting(word), ""));
      }
    }
    for (Map.Entry<String, Material> file : files.entrySet()) {
      String setting = setting(file.getKey());
      Optional<Path> path = file.getValue().file();
      if (settings.isSet(setting) && path.isPresent()) {
        url = with(url, file.getKey(), path.get().toString());
      } else if (settings.isSet(setting)) {
        settings.mistake(
            setting,
            "holds a PEM text, which is of use beside DATABASE_SSLROOTCERT in PEM alone: name the"
                + " file");
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
