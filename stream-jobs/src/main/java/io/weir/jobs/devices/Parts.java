package io.weir.jobs.devices;

import io.weir.device.codec.Codecs;
import io.weir.device.state.DeviceMemory;
import io.weir.device.state.DeviceState;
import io.weir.device.state.StateChange;
import io.weir.device.twin.Section;
import io.weir.device.twin.ServiceTwin;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The keyed state of one key: bytes of a codec under a part's name. The head of a device, and a
 * rule set, is the part {@link #HEAD}, which was all there was in the first release; the others are
 * {@code /service} and {@code /reported}, and {@code MODULE/head}, {@code MODULE/service}, {@code
 * MODULE/reported}. No id contains a slash.
 */
interface Parts {

  String HEAD = "";

  /** Null when there is none; nobody changes the array. */
  byte[] get(String part);

  /**
   * One part's new bytes.
   *
   * @param bytes null when the part is gone
   */
  record Change(String part, Bytes bytes) {}

  /** Bytes that nobody changes; compared by identity. */
  final class Bytes {
    private final byte[] array;

    Bytes(byte[] array) {
      this.array = array;
    }

    byte[] array() {
      return array;
    }
  }

  /** The state cannot be had: the task must fail, and nothing may be decided. */
  final class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableException(String part, Throwable cause) {
      super("state '" + part + "': not readable (expected: readable)", cause);
    }
  }

  /** Reads a device's parts as they are asked for; for one decision. */
  final class OfDevice implements DeviceMemory {
    private final Parts parts;
    private DeviceState device;

    OfDevice(Parts parts) {
      this.parts = parts;
    }

    /** The device's own head, which every decision needs, is read once. */
    DeviceState device() {
      if (device == null) {
        device = read(HEAD);
      }
      return device;
    }

    private DeviceState read(String part) {
      byte[] bytes = parts.get(part);
      return bytes == null ? DeviceState.UNKNOWN : Codecs.DEVICE_STATE.decode(bytes);
    }

    @Override
    public DeviceState head(String moduleId) {
      return moduleId == null ? device() : read(headOf(moduleId));
    }

    @Override
    public ServiceTwin service(String moduleId) {
      byte[] bytes = parts.get(serviceOf(moduleId));
      return bytes == null ? ServiceTwin.initial() : Codecs.SERVICE_TWIN.decode(bytes);
    }

    @Override
    public Section reported(String moduleId) {
      byte[] bytes = parts.get(reportedOf(moduleId));
      return bytes == null ? Section.initial() : Codecs.REPORTED.decode(bytes);
    }
  }

  /** What a decision changes, as bytes. */
  static List<Change> changes(List<StateChange> decided) {
    List<Change> changes = new ArrayList<>(decided.size());
    for (StateChange change : decided) {
      String moduleId = change.moduleId();
      if (change instanceof StateChange.KeepHead keep) {
        put(changes::add, headOf(moduleId), Codecs.DEVICE_STATE.encode(keep.head()));
      } else if (change instanceof StateChange.KeepService keep) {
        put(changes::add, serviceOf(moduleId), Codecs.SERVICE_TWIN.encode(keep.service()));
      } else if (change instanceof StateChange.KeepReported keep) {
        put(changes::add, reportedOf(moduleId), Codecs.REPORTED.encode(keep.reported()));
      } else {
        changes.add(new Change(headOf(moduleId), null));
        changes.add(new Change(serviceOf(moduleId), null));
        changes.add(new Change(reportedOf(moduleId), null));
      }
    }
    return changes;
  }

  private static void put(Consumer<Change> to, String part, byte[] bytes) {
    to.accept(new Change(part, new Bytes(bytes)));
  }

  static String headOf(String moduleId) {
    return moduleId == null ? HEAD : moduleId + "/head";
  }

  static String serviceOf(String moduleId) {
    return moduleId == null ? "/service" : moduleId + "/service";
  }

  static String reportedOf(String moduleId) {
    return moduleId == null ? "/reported" : moduleId + "/reported";
  }
}
