package io.weir.device.state;

import java.util.List;

/**
 * What the state machine made of one command; {@code next} is null when nothing is left to keep.
 */
public record Decision<S>(S next, List<RowChange> rows, List<Effect> effects) {

  public Decision {
    rows = List.copyOf(rows);
    effects = List.copyOf(effects);
  }
}
