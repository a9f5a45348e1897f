package io.weir.device.identity;

import java.util.Objects;

/**
 * What the registry holds of a device or a module (REG-02, REG-09).
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
 * @param moduleId null for a device
 * @param managedBy who manages the module; null when nobody is named, and for a device
 * @param modelId the digital twin model that the device said it is of (PNP-01); null when unset
 */
public record Identity(
    String deviceId,
    String generationId,
    String etag,
    Status status,
    String statusReason,
    long statusUpdatedTime,
    Authentication authentication,
    long authenticatedSince,
    String moduleId,
    String managedBy,
    String modelId) {

  public Identity {
    Objects.requireNonNull(deviceId, "deviceId");
    Objects.requireNonNull(generationId, "generationId");
    Objects.requireNonNull(etag, "etag");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(authentication, "authentication");
  }

  /** A device of no model. */
  public Identity(
      String deviceId,
      String generationId,
      String etag,
      Status status,
      String statusReason,
      long statusUpdatedTime,
      Authentication authentication,
      long authenticatedSince) {
    this(
        deviceId,
        generationId,
        etag,
        status,
        statusReason,
        statusUpdatedTime,
        authentication,
        authenticatedSince,
        null,
        null,
        null);
  }

  public boolean enabled() {
    return status == Status.ENABLED;
  }

  public TwinKey key() {
    return new TwinKey(deviceId, moduleId);
  }

  /** The same, of another model. */
  public Identity withModelId(String other) {
    return new Identity(
        deviceId,
        generationId,
        etag,
        status,
        statusReason,
        statusUpdatedTime,
        authentication,
        authenticatedSince,
        moduleId,
        managedBy,
        other);
  }
}
