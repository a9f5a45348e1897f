package io.weir.edge.operations;

import io.weir.device.error.HubError;
import java.time.Instant;
import java.util.Objects;

/**
 * One operation as operations monitoring shows it (OPS-01).
 *
 * @param time when it ended
 * @param operationName OPS-02, 03, 05: {@code deviceConnect}, {@code deviceDisconnect}, {@code
 *     ingress}, {@code create}, ...
 * @param error null when it went well
 * @param description one sentence for the operator; no secret
 * @param deviceId the record's key; what the client claimed, for a refusal; null when unknown
 * @param durationMs milliseconds
 * @param details what its category adds
 */
public record OperationRecord(
    Instant time,
    String operationName,
    Level level,
    HubError error,
    String description,
    String deviceId,
    long durationMs,
    Details details) {

  /** What an operation of one category says besides. */
  public sealed interface Details {
    Category category();
  }

  /**
   * OPS-05.
   *
   * @param protocol {@code Mqtt}
   * @param authType JSON of EH-08: what was tried, for a refused connection; null when unknown
   */
  public record ConnectionDetails(String protocol, String authType) implements Details {
    @Override
    public Category category() {
      return Category.CONNECTIONS;
    }
  }

  /** OPS-03. Messages come one by one, so that {@code batching} is 0. */
  public record TelemetryDetails(String protocol, String authType, int messageSizeInBytes)
      implements Details {
    @Override
    public Category category() {
      return Category.DEVICE_TELEMETRY;
    }
  }

  /**
   * OPS-02.
   *
   * @param userAgent null when the caller did not say
   * @param sharedAccessPolicy that the caller claimed to act for; null when it is none of the hub's
   */
  public record IdentityDetails(String userAgent, String sharedAccessPolicy) implements Details {
    @Override
    public Category category() {
      return Category.DEVICE_IDENTITY_OPERATIONS;
    }
  }

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
    Objects.requireNonNull(level, "level");
    Objects.requireNonNull(details, "details");
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
    return of(
        time,
        operationName,
        error,
        description,
        deviceId,
        0,
        new ConnectionDetails(protocol, authType));
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
    return of(
        time,
        "ingress",
        error,
        description,
        deviceId,
        0,
        new TelemetryDetails(protocol, authType, messageSizeInBytes));
  }

  /**
   * A request to the registry that was refused (OPS-02).
   *
   * @param operationName {@code create}, {@code update}, {@code delete} or {@code get}
   */
  public static OperationRecord identity(
      Instant time,
      String operationName,
      HubError error,
      String description,
      String deviceId,
      long durationMs,
      IdentityDetails details) {
    return of(time, operationName, error, description, deviceId, durationMs, details);
  }

  private static OperationRecord of(
      Instant time,
      String operationName,
      HubError error,
      String description,
      String deviceId,
      long durationMs,
      Details details) {
    return new OperationRecord(
        time,
        operationName,
        error == null ? Level.INFORMATION : Level.ERROR,
        error,
        description,
        deviceId,
        durationMs,
        details);
  }
}
