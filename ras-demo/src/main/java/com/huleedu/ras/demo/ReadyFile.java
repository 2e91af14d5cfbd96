package com.huleedu.ras.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file that is there, and whole, exactly when the demo is ready: for scripts that wait for it.
 */
record ReadyFile(Path path) {

  /** Removes what an earlier demo left, which would tell of readiness too soon. */
  void clear() {
    try {
      Path parent = path.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  void write(Addresses addresses) {
    Path temporary = path.resolveSibling(path.getFileName() + ".tmp");
    try {
      Files.write(temporary, new JsonMapper().writeValueAsBytes(addresses.members()));
      Files.move(
          temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private CommandFailedException failed(IOException e) {
    return new CommandFailedException("can't write the ready file " + path + ": " + e, e);
  }
}
