package io.weir.device.identity;

import java.util.Objects;

/**
 * What the registry holds of a device (REG-02).
 *
 * @param deviceId 1..128 characters of REG-01
 * @param generationId the position that created it, in decimal; new on re-creation
 * @param etag changes with every accepted write; unquoted (REST-57)
 * @param status whether the device may connect
 * @param statusReason at most 128 UTF-8 bytes; null when unset
 * @param statusUpdatedTime epoch milliseconds; 0 when the status never changed
 * @param authentication how the device proves who it is
 * @param authenticatedSince the position of the last change that ends connections made before it:
 *     creation, new credentials, disabling
 */
public record Identity(
    String deviceId,
    String generationId,
    String etag,
    Status status,
    String statusReason,
    long statusUpdatedTime,
    Authentication authentication,
    long authenticatedSince) {

  public Identity {
    Objects.requireNonNull(deviceId, "deviceId");
    Objects.requireNonNull(generationId, "generationId");
    Objects.requireNonNull(etag, "etag");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(authentication, "authentication");
  }

  public boolean enabled() {
    return status == Status.ENABLED;
  }
}
