package io.weir.dsl.message;

import java.util.Locale;
import java.util.Optional;

/** Where a message comes from: what stands after {@code from} in a route ({@code ROUTE-01}). */
public enum MessageSource {
  DEVICE_MESSAGES("DeviceMessages"),
  TWIN_CHANGE_EVENTS("TwinChangeEvents"),
  DEVICE_LIFECYCLE_EVENTS("DeviceLifecycleEvents"),
  DEVICE_JOB_LIFECYCLE_EVENTS("DeviceJobLifecycleEvents"),
  DIGITAL_TWIN_CHANGE_EVENTS("DigitalTwinChangeEvents"),
  DEVICE_CONNECTION_STATE_EVENTS("DeviceConnectionStateEvents"),
  MQTT_BROKER_MESSAGES("MqttBrokerMessages");

  private final String wireName;

  MessageSource(String wireName) {
    this.wireName = wireName;
  }

  /** The name as rule files write it, such as {@code DeviceMessages}. */
  public String wireName() {
    return wireName;
  }

  /** The source of that name, case-insensitively; empty when there is none. */
  public static Optional<MessageSource> named(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    for (MessageSource source : values()) {
      if (source.wireName.toLowerCase(Locale.ROOT).equals(wanted)) {
        return Optional.of(source);
      }
    }
    return Optional.empty();
  }
}
