package io.weir.device.state;

import io.weir.device.twin.Section;
import io.weir.device.twin.ServiceTwin;

/**
 * What the one writer remembers of a device and its modules, part by part: a decision reads what it
 * needs, so that a small command never reads a large twin.
 *
 * <p>{@code moduleId} is null for the device itself.
 */
public interface DeviceMemory {

  /** {@link DeviceState#UNKNOWN} when there is none. */
  DeviceState head(String moduleId);

  /** A new twin's when there is none: devices of older releases have no twin. */
  ServiceTwin service(String moduleId);

  /** Likewise. */
  Section reported(String moduleId);
}
