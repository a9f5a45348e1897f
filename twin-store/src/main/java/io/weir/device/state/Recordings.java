package io.weir.device.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The devices of whose messages it is recorded why they go where they go. */
public record Recordings(List<Recording> devices) {

  /**
   * One of them.
   *
   * @param until epoch milliseconds
   */
  public record Recording(String deviceId, long until) {
    public Recording {
      Objects.requireNonNull(deviceId, "deviceId");
    }
  }

  /** How many devices are recorded at a time, at most. */
  public static final int MAX_DEVICES = 100;

  public static final Recordings NONE = new Recordings(List.of());

  public Recordings {
    devices = List.copyOf(devices);
  }

  /**
   * With this one besides, or until another time; empty when there are too many. Those whose time
   * is over are forgotten.
   */
  Optional<Recordings> and(Recording recording, long now) {
    List<Recording> next = new ArrayList<>(devices);
    next.removeIf(one -> one.deviceId.equals(recording.deviceId));
    next.add(recording);
    next.removeIf(one -> one.until <= now);
    return next.size() > MAX_DEVICES ? Optional.empty() : Optional.of(new Recordings(next));
  }
}
