package com.huleedu.ras.domain.port.checkup;

import java.util.List;
import java.util.function.Supplier;

/**
 * Something to look at. Looking changes nothing, and may take as long as it wants: whoever has it
 * done waits for no longer than he wants.
 *
 * @param id as documented; several checks may have the same
 * @param looksAt what it looks at, in a few words
 * @param premises the ids of the checks without which this one finds nothing
 * @param look done anew with each call; at least one finding. May throw {@link
 *     com.huleedu.ras.domain.RasException}, whose message then is what was found
 */
public record Check(
    String id, String looksAt, List<String> premises, Supplier<List<Finding>> look) {
  public Check {
    premises = List.copyOf(premises);
  }

  /** One that needs no other. */
  public static Check first(String id, String looksAt, Supplier<List<Finding>> look) {
    return new Check(id, looksAt, List.of(), look);
  }

  /** One that is left out where another failed. */
  public static Check after(
      String premise, String id, String looksAt, Supplier<List<Finding>> look) {
    return new Check(id, looksAt, List.of(premise), look);
  }
}
