package io.weir.edge.operations;

import io.weir.device.error.HubError;
import java.time.Instant;
import java.util.Objects;

/**
 * One operation as operations monitoring shows it.
 *
 * @param time when it ended
 * @param operationName OPS-02, 03, 05: {@code deviceConnect}, {@code deviceDisconnect}, {@code
 *     ingress}, {@code create}, ...
 * @param error null when it went well
 * @param description one sentence for the operator; no secret
 * @param deviceId the record's key; what the client claimed, for a refused connection; null when
 *     unknown
 * @param protocol {@code Mqtt}, {@code Https}; null when it does not matter
 * @param authType JSON of EH-08 or a plain word; null when unknown
 * @param durationMs milliseconds
 * @param messageSizeInBytes OPS-03; null for everything but telemetry
 */
public record OperationRecord(
    Instant time,
    String operationName,
    Category category,
    Level level,
    HubError error,
    String description,
    String deviceId,
    String protocol,
    String authType,
    long durationMs,
    Integer messageSizeInBytes) {

  /** OPS-02, 03, 05. */
  public enum Category {
    CONNECTIONS("Connections"),
    DEVICE_TELEMETRY("DeviceTelemetry"),
    DEVICE_IDENTITY_OPERATIONS("DeviceIdentityOperations");

    private final String wireName;

    Category(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }

  /** OPS-05. */
  public enum Level {
    ERROR("Error"),
    INFORMATION("Information"),
    VERBOSE("Verbose");

    private final String wireName;

    Level(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }

  public OperationRecord {
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(operationName, "operationName");
    Objects.requireNonNull(category, "category");
    Objects.requireNonNull(level, "level");
  }

  /** A connection that was made, refused or ended (OPS-05). */
  public static OperationRecord connection(
      Instant time,
      String operationName,
      HubError error,
      String description,
      String deviceId,
      String protocol,
      String authType) {
    return new OperationRecord(
        time,
        operationName,
        Category.CONNECTIONS,
        error == null ? Level.INFORMATION : Level.ERROR,
        error,
        description,
        deviceId,
        protocol,
        authType,
        0,
        null);
  }

  /** A message that was refused or lost (OPS-03). */
  public static OperationRecord ingress(
      Instant time,
      HubError error,
      String description,
      String deviceId,
      String protocol,
      String authType,
      int messageSizeInBytes) {
    return new OperationRecord(
        time,
        "ingress",
        Category.DEVICE_TELEMETRY,
        error == null ? Level.INFORMATION : Level.ERROR,
        error,
        description,
        deviceId,
        protocol,
        authType,
        0,
        messageSizeInBytes);
  }
}
