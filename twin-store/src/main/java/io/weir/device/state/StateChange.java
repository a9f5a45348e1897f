package io.weir.device.state;

import io.weir.device.twin.Section;
import io.weir.device.twin.ServiceTwin;
import java.util.Objects;

/** What a decision changes of a {@link DeviceMemory}; {@code moduleId} is null for the device. */
public sealed interface StateChange {

  String moduleId();

  record KeepHead(String moduleId, DeviceState head) implements StateChange {
    public KeepHead {
      Objects.requireNonNull(head, "head");
    }
  }

  record KeepService(String moduleId, ServiceTwin service) implements StateChange {
    public KeepService {
      Objects.requireNonNull(service, "service");
    }
  }

  record KeepReported(String moduleId, Section reported) implements StateChange {
    public KeepReported {
      Objects.requireNonNull(reported, "reported");
    }
  }

  /** Nothing is left to keep: all parts go. */
  record Forget(String moduleId) implements StateChange {}
}
