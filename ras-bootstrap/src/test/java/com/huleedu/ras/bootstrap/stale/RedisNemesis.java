package com.huleedu.ras.bootstrap.stale;

import static org.awaitility.Awaitility.await;

import com.huleedu.ras.embedded.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Does to Redis what happens to servers, in the middle of a hunt. */
final class RedisNemesis {
  /** What it can do. */
  enum Deed {
    KILL,
    HANG,
    FLUSH,
    /** A start from an old snapshot; what a failover to a replica that lagged comes to as well. */
    GO_BACK
  }

  private static final String SERVER = "ras:server";

  private final RedisServer redis;
  private final Path directory;
  private final Hunt hunt;
  private final SplittableRandom random;

  RedisNemesis(RedisServer redis, Path directory, Hunt hunt) {
    this.redis = redis;
    this.directory = directory;
    this.hunt = hunt;
    this.random = new SplittableRandom(hunt.seed - 1);
  }

  /** Returns once all instances reach Redis again. */
  void commit(Deed deed) {
    switch (deed) {
      case KILL -> {
        forgetSnapshots();
        kill(random.nextInt(5_000));
      }
      case HANG -> hang();
      case FLUSH -> at(RedisCommands::flushall);
      case GO_BACK -> {
        snapshotAndChanges();
        if (random.nextBoolean()) {
          kill(random.nextInt(2_000));
        } else {
          hunt.whileNobodyWrites(() -> {
            kill(0);
            hunt.awaitRedis();
            hunt.awaitReads(3_000);
          });
        }
      }
    }
    hunt.awaitRedis();
  }

  /** The snapshot is one of a full cache: what changes afterwards is stale in it. */
  private void snapshotAndChanges() {
    hunt.whileNobodyWrites(() -> {
      hunt.awaitReads(3_000);
      at(RedisCommands::save);
    });
    hunt.awaitWrites(30);
  }

  /** Goes back, and tells all instances that the data are as good as new. */
  void goBackAndLiftTheQuarantine() {
    snapshotAndChanges();
    hunt.whileNobodyWrites(() -> {
      kill(0);
      hunt.awaitRedis();
      at(commands -> commands.set(SERVER, commands.get(SERVER).split(" ", 2)[0] + " 0"));
      long hits = hunt.lookups("hits");
      await().until(() -> hunt.lookups("hits") > hits + 1_000);
    });
  }

  private void kill(int reads) {
    redis.kill();
    hunt.awaitReads(reads);
    redis.start();
  }

  private void hang() {
    signal("STOP");
    hunt.awaitReads(random.nextInt(10_000));
    signal("CONT");
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(redis.pid())).start().onExit().join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void forgetSnapshots() {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> snapshots = files.filter(file -> file.toString().endsWith(".rdb")).toList();
      for (Path snapshot : snapshots) {
        Files.delete(snapshot);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void at(Consumer<RedisCommands<String, String>> work) {
    try (RedisClient client = RedisClient.create(redis.uri())) {
      work.accept(client.connect().sync());
    }
  }
}
