package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.adapter.kafka.BrokerConnection.StrangerException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads answers in Kafka's oldest forms; whoever gives them may be anybody.
 *
 * <p>What is too short or of a negative length is a {@link java.nio.BufferUnderflowException} or a
 * {@link NegativeArraySizeException}.
 */
final class BrokerAnswers {
  private static final Pattern HOST = Pattern.compile("[\\w.:%-]{1,255}");

  private BrokerAnswers() {}

  /** After the code of an error: keys of requests, and their versions from and to. */
  static boolean takes(ByteBuffer answer, int api) {
    boolean found = false;
    answer.getShort();
    for (int left = answer.getInt(); left > 0; left--) {
      found |= answer.getShort() == api;
      answer.getShort();
      answer.getShort();
    }
    return found;
  }

  /** Those that an answer to Metadata names. */
  static List<Peer.Advertised> advertised(ByteBuffer answer) throws StrangerException {
    List<Peer.Advertised> advertised = new ArrayList<>();
    for (int left = answer.getInt(); left > 0; left--) {
      int broker = answer.getInt();
      String host = string(answer);
      if (!HOST.matcher(host).matches()) {
        throw new StrangerException("the name of a host that is none");
      }
      advertised.add(new Peer.Advertised(broker, new Address(host, answer.getInt())));
      string(answer); // its rack
    }
    return List.copyOf(advertised);
  }

  private static String string(ByteBuffer answer) {
    int length = answer.getShort();
    byte[] bytes = new byte[Math.max(0, length)];
    answer.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** After the code of an error in an answer to SaslHandshake: by which one may sign in. */
  static List<String> mechanisms(ByteBuffer answer) {
    List<String> taken = new ArrayList<>();
    for (int left = answer.getInt(); left > 0; left--) {
      taken.add(string(answer));
    }
    return taken;
  }
}
