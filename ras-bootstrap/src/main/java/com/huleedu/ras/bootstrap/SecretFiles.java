package com.huleedu.ras.bootstrap;

import com.huleedu.ras.bootstrap.configuration.RasConfiguration;
import com.huleedu.ras.bootstrap.configuration.Setting;
import com.huleedu.ras.bootstrap.configuration.Setting.Form;
import com.huleedu.ras.bootstrap.configuration.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The files of this machine that hold what nobody else may know: keys, passwords, URLs of both. */
final class SecretFiles {
  /** The file of settings, in which any of them may stand itself. */
  private static final String SETTINGS = "RAS_CONFIG";

  /** A store has the key in a form of its own. */
  private static final String STORE = "KAFKA_SSL_KEYSTORE_LOCATION";

  private static final Pattern PRIVATE_KEY = Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----");

  /** Of a URL that is secret for the password that it may have. */
  private static final Pattern PASSWORD = Pattern.compile("//[^/@]*:[^/@]+@|[?&]password=");

  private final Map<String, String> environment;
  private final Map<String, String> variables;
  private final List<String> found = new ArrayList<>();

  private SecretFiles(Map<String, String> environment) {
    this.environment = environment;
    this.variables = RasConfiguration.variables(environment);
  }

  /**
   * Those that every user of this machine may read, each in words: whose file it is. Nothing of
   * what is in them.
   */
  static List<String> readByAll(Map<String, String> environment) {
    SecretFiles files = new SecretFiles(environment);
    Setting.all().forEach(files::look);
    files.lookAtSettings();
    return files.found;
  }

  private void look(Setting setting) {
    if (setting.accepts().form() == Form.PEM && isKeyReadByAll(setting, setting.name())) {
      found.add("the file of " + setting.name());
    }
    String inAFile = setting.name() + Settings.IN_A_FILE;
    if (setting.secret() ? isReadByAll(value(inAFile)) : isKeyReadByAll(setting, inAFile)) {
      found.add("the file of " + inAFile);
    }
  }

  /** Certificates may be read by everybody, and keys may not. */
  private boolean isKeyReadByAll(Setting setting, String variable) {
    String path = value(variable);
    return isReadByAll(path) && (setting.name().equals(STORE) || hasPrivateKey(path));
  }

  private void lookAtSettings() {
    List<String> secrets =
        Setting.all().stream()
            .filter(Setting::secret)
            .map(Setting::name)
            .filter(name -> !environment.containsKey(name) && isSecret(name))
            .toList();
    if (!secrets.isEmpty() && isReadByAll(environment.getOrDefault(SETTINGS, ""))) {
      found.add(
          "the file of %s, in which %s stands".formatted(SETTINGS, String.join(", ", secrets)));
    }
  }

  private boolean isSecret(String name) {
    String value = value(name);
    return value.contains("://") ? PASSWORD.matcher(value).find() : !value.isBlank();
  }

  private String value(String variable) {
    return variables.getOrDefault(variable, "").strip();
  }

  private static boolean hasPrivateKey(String path) {
    try {
      return PRIVATE_KEY
          .matcher(new String(Files.readAllBytes(Path.of(path)), StandardCharsets.ISO_8859_1))
          .find();
    } catch (IOException | InvalidPathException unread) {
      return false; // which is said where it is read
    }
  }

  /** False as well where it is no file. */
  private static boolean isReadByAll(String path) {
    try {
      Path file = Path.of(path);
      return Files.isRegularFile(file)
          && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
    } catch (IOException | InvalidPathException | UnsupportedOperationException none) {
      return false;
    }
  }
}
