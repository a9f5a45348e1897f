package io.weir.device.state;

import io.weir.device.codec.Codecs;
import io.weir.device.command.CommandEnvelope;
import io.weir.device.twin.Section;
import io.weir.device.twin.ServiceTwin;
import java.util.HashMap;
import java.util.Map;

/** The memory of one device and its modules, as decisions leave it. */
final class InMemoryDevice implements DeviceMemory {

  private static final DeviceStateMachine MACHINE = new DeviceStateMachine();

  private final Map<String, DeviceState> heads = new HashMap<>();
  private final Map<String, ServiceTwin> services = new HashMap<>();
  private final Map<String, Section> reported = new HashMap<>();

  InMemoryDevice() {}

  InMemoryDevice(InMemoryDevice other) {
    heads.putAll(other.heads);
    services.putAll(other.services);
    reported.putAll(other.reported);
  }

  /** A device whose twin was never written. */
  static InMemoryDevice of(DeviceState head) {
    InMemoryDevice device = new InMemoryDevice();
    if (head != null) {
      device.heads.put(null, head);
    }
    return device;
  }

  /** As a snapshot brings it back. */
  InMemoryDevice restored() {
    InMemoryDevice restored = new InMemoryDevice(this);
    restored.heads.replaceAll(
        (id, head) -> Codecs.DEVICE_STATE.decode(Codecs.DEVICE_STATE.encode(head)));
    restored.services.replaceAll(
        (id, twin) -> Codecs.SERVICE_TWIN.decode(Codecs.SERVICE_TWIN.encode(twin)));
    restored.reported.replaceAll(
        (id, section) -> Codecs.REPORTED.decode(Codecs.REPORTED.encode(section)));
    return restored;
  }

  DeviceDecision decide(String id, CommandEnvelope envelope, long position, long logTime) {
    DeviceDecision decision = MACHINE.decide(id, this, envelope, position, logTime);
    decision.changes().forEach(this::keep);
    return decision;
  }

  void keep(StateChange change) {
    String moduleId = change.moduleId();
    if (change instanceof StateChange.KeepHead keep) {
      heads.put(moduleId, keep.head());
    } else if (change instanceof StateChange.KeepService keep) {
      services.put(moduleId, keep.service());
    } else if (change instanceof StateChange.KeepReported keep) {
      reported.put(moduleId, keep.reported());
    } else {
      heads.remove(moduleId);
      services.remove(moduleId);
      reported.remove(moduleId);
    }
  }

  /** By module id; under null the device's own. */
  Map<String, DeviceState> heads() {
    return heads;
  }

  /** Null when nothing is left of the device. */
  DeviceState headOrNull() {
    return heads.get(null);
  }

  boolean isForgotten() {
    return heads.isEmpty() && services.isEmpty() && reported.isEmpty();
  }

  @Override
  public DeviceState head(String moduleId) {
    return heads.getOrDefault(moduleId, DeviceState.UNKNOWN);
  }

  @Override
  public ServiceTwin service(String moduleId) {
    return services.getOrDefault(moduleId, ServiceTwin.initial());
  }

  @Override
  public Section reported(String moduleId) {
    return reported.getOrDefault(moduleId, Section.initial());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof InMemoryDevice device
        && heads.equals(device.heads)
        && services.equals(device.services)
        && reported.equals(device.reported);
  }

  @Override
  public int hashCode() {
    return heads.hashCode();
  }

  @Override
  public String toString() {
    return "InMemoryDevice[" + heads + ", " + services + ", " + reported + "]";
  }
}
