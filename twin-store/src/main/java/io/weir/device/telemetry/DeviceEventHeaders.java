package io.weir.device.telemetry;

import static io.weir.device.telemetry.TelemetryHeaders.put;
import static io.weir.device.telemetry.TelemetryHeaders.putProperty;

import io.weir.device.state.DeviceEventType;
import io.weir.device.state.Effect;
import io.weir.device.state.Stamped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.apache.kafka.common.header.Headers;

/** The headers of a record on {@code device-events}: those of a message, and ROUTE-14's. */
public final class DeviceEventHeaders {

  /** {@code POSITION/INDEX} of the effect: what is not higher for its device is a repeat. */
  public static final String POSITION = "weir-position";

  public static final String SOURCE_TWIN_CHANGE = "twinChangeEvents";
  public static final String SOURCE_LIFECYCLE = "deviceLifecycleEvents";
  public static final String SOURCE_CONNECTION_STATE = "deviceConnectionStateEvents";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private DeviceEventHeaders() {}

  /**
   * Writes the headers of an event.
   *
   * @param hub the hub's name
   */
  public static void write(Headers headers, String hub, Stamped stamped, Effect.Happened event) {
    String time = TIME.format(Instant.ofEpochMilli(event.time()));
    boolean module = event.key().isModule();
    put(headers, TelemetryHeaders.CONNECTION_DEVICE_ID, event.key().deviceId());
    put(headers, TelemetryHeaders.CONNECTION_MODULE_ID, event.key().moduleId());
    put(headers, TelemetryHeaders.ENQUEUED_TIME, time);
    put(headers, TelemetryHeaders.MESSAGE_SOURCE, source(event.type()));
    put(headers, TelemetryHeaders.CORRELATION_ID, Long.toHexString(stamped.position()));
    put(headers, TelemetryHeaders.USER_ID, hub);
    put(headers, TelemetryHeaders.CONTENT_TYPE, "application/json");
    put(headers, TelemetryHeaders.CONTENT_ENCODING, "utf-8");
    put(headers, POSITION, stamped.position() + "/" + stamped.index());
    putProperty(headers, "hubName", hub);
    putProperty(headers, "deviceId", event.key().deviceId());
    if (module) {
      putProperty(headers, "moduleId", event.key().moduleId());
    }
    putProperty(headers, "operationTimestamp", time);
    putProperty(headers, "opType", operation(event.type(), module));
    putProperty(headers, "iothub-message-schema", schema(event.type()));
  }

  /** EH-09. */
  private static String source(DeviceEventType type) {
    return switch (type) {
      case TWIN_UPDATED, TWIN_REPLACED -> SOURCE_TWIN_CHANGE;
      case IDENTITY_CREATED, IDENTITY_UPDATED, IDENTITY_DELETED -> SOURCE_LIFECYCLE;
      case CONNECTED, DISCONNECTED -> SOURCE_CONNECTION_STATE;
    };
  }

  private static String schema(DeviceEventType type) {
    return switch (type) {
      case TWIN_UPDATED, TWIN_REPLACED -> "twinChangeNotification";
      case IDENTITY_CREATED, IDENTITY_UPDATED, IDENTITY_DELETED -> "deviceLifecycleNotification";
      case CONNECTED, DISCONNECTED -> "deviceConnectionStateNotification";
    };
  }

  private static String operation(DeviceEventType type, boolean module) {
    String owner = module ? "Module" : "Device";
    return switch (type) {
      case TWIN_UPDATED -> "updateTwin";
      case TWIN_REPLACED -> "replaceTwin";
      case IDENTITY_CREATED -> "create" + owner + "Identity";
      case IDENTITY_UPDATED -> "update" + owner + "Identity";
      case IDENTITY_DELETED -> "delete" + owner + "Identity";
      case CONNECTED -> module ? "moduleConnected" : "deviceConnected";
      case DISCONNECTED -> module ? "moduleDisconnected" : "deviceDisconnected";
    };
  }
}
