package com.huleedu.ras.adapter.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.huleedu.ras.domain.UnavailableException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether a server may hold data from before what it, or the server in its place, was
 * told to forget: after a restart from a snapshot, or the promotion of a replica that lagged. Then
 * its bodies are in quarantine until all that it can have brought along has expired (decision 12).
 *
 * <p>The data name the server that they were last used on, and until when they are in quarantine,
 * by the server's clock, which is the one that entries expire by. Used by one thread.
 */
final class ServerCheck implements RedisLink.Check {
  private static final Logger LOG = LoggerFactory.getLogger(ServerCheck.class);

  /** Each start of a server makes another one of it, and all of them are sent with each check. */
  static final int LEFT_AT_MOST = 100;

  /**
   * One step in Redis, so that no two instances disagree.
   *
   * <p>KEYS: the name of the server. ARGV: how long a quarantine takes in ms; the server and the
   * end of its quarantine as this instance last saw them; then all servers that it came from, and
   * {@code *} if there are more: then each that it comes to with a name may be one of them.
   *
   * <p>A run id is another after each start, a replication id after each promotion. Data without a
   * name are trusted if there are none, or if they were flushed, or the name evicted, while this
   * instance knew the server: then it is the same process with the same history.
   */
  private static final String SCRIPT =
      """
      local info = redis.call('INFO', 'server') .. redis.call('INFO', 'replication')
      if not string.find(info, 'role:master', 1, true) then
        return redis.error_reply('READONLY it is a replica')
      end
      local server = string.match(info, 'run_id:(%w+)') .. ':'
          .. string.match(info, 'master_replid:(%w+)')
      local time = redis.call('TIME')
      local now = time[1] * 1000 + math.floor(time[2] / 1000)

      local trusted_from = nil
      local recorded = redis.pcall('GET', KEYS[1])
      if type(recorded) == 'string' then
        local name, from = string.match(recorded, '^(%S+) (%d+)$')
        if name == server then
          trusted_from = tonumber(from)
        end
      elseif recorded == false and ARGV[2] == server then
        trusted_from = tonumber(ARGV[3])
      elseif recorded == false and redis.call('DBSIZE') == 0 then
        trusted_from = 0
      end
      local returned_to = trusted_from ~= nil and recorded ~= false and ARGV[2] ~= server
      for i = 4, #ARGV do
        if ARGV[i] == server or (ARGV[i] == '*' and returned_to) then
          trusted_from = nil
        end
      end

      if trusted_from == nil then
        trusted_from = now + ARGV[1]
      end
      local name = string.format('%s %.0f', server, trusted_from)
      if name ~= recorded then
        redis.call('SET', KEYS[1], name)
      end
      return string.format('%s %.0f', name, now)
      """;

  private final String address;
  private final Duration quarantine;
  private final Duration timeout;

  /** Servers that this instance left for another: what happened there meanwhile it can't know. */
  private final SequencedSet<String> left = new LinkedHashSet<>();

  private boolean leftMore;

  private String server = "";
  private String trustedFrom = "0";
  private boolean inQuarantine;
  private boolean looked;

  /**
   * @param quarantine after this long everything that a server can have brought along has expired
   * @param timeout how long to wait for an answer
   */
  ServerCheck(String address, Duration quarantine, Duration timeout) {
    this.address = address;
    this.quarantine = quarantine;
    this.timeout = timeout;
  }

  /**
   * Whether the server's bodies are in quarantine; also if it doesn't say who it is.
   *
   * @throws UnavailableException if it is a replica: what is invalidated elsewhere would reach it
   *     late
   * @throws TimeoutException if it does not answer
   * @throws ExecutionException if the connection has ended
   */
  @Override
  public boolean inQuarantine(RedisAsyncCommands<String, byte[]> redis)
      throws InterruptedException, ExecutionException, TimeoutException {
    try {
      byte[] reply =
          redis
              .<byte[]>eval(SCRIPT, ScriptOutputType.VALUE, new String[] {Keys.SERVER}, arguments())
              .toCompletableFuture()
              .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      String[] words = new String(reply, UTF_8).split(" ", 3);
      standsOn(words[0], words[1]);
      report(Long.parseLong(words[1]) > Long.parseLong(words[2]), "its data may be old");
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof RedisCommandExecutionException refusal)) {
        throw e;
      }
      String reason = Failures.reason(refusal);
      if (reason.startsWith("READONLY")) {
        throw new UnavailableException("Redis", reason, refusal);
      }
      report(true, "it can't be asked who it is: " + reason);
    }
    if (!looked) {
      NeededCommands.look(redis, address, timeout, !server.isEmpty());
      looked = true;
    }
    return inQuarantine;
  }

  private byte[][] arguments() {
    List<String> arguments = new ArrayList<>();
    arguments.add(Long.toString(quarantine.toMillis()));
    arguments.add(server);
    arguments.add(trustedFrom);
    arguments.addAll(left);
    if (leftMore) {
      arguments.add("*");
    }
    return arguments.stream().map(text -> text.getBytes(UTF_8)).toArray(byte[][]::new);
  }

  private void standsOn(String current, String from) {
    if (!current.equals(server)) {
      left.remove(current);
      if (!server.isEmpty()) {
        left.add(server);
      }
      if (left.size() > LEFT_AT_MOST) {
        left.removeFirst();
        leftMore = true;
      }
      server = current;
      looked = false;
    }
    trustedFrom = from;
  }

  private void report(boolean now, String why) {
    if (now && !inQuarantine) {
      LOG.warn("Cached answers in Redis at {} aren't used for now, since {}", address, why);
    } else if (!now && inQuarantine) {
      LOG.info("Cached answers in Redis at {} are used again", address);
    }
    inQuarantine = now;
  }
}
