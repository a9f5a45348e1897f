package io.weir.device.state;

import java.util.List;

/** What the state machine made of one command about a device or a module. */
public record DeviceDecision(
    List<StateChange> changes, List<RowChange> rows, List<Effect> effects) {

  public DeviceDecision {
    changes = List.copyOf(changes);
    rows = List.copyOf(rows);
    effects = List.copyOf(effects);
  }
}
