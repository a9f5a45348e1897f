package io.weir.edge.telemetry;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A message from a device to the cloud, whatever protocol brought it. Immutable, except that the
 * body is not copied.
 */
public final class DeviceMessage {

  /** Bytes of a message's {@link #size} (LIM-01). */
  public static final int MAX_SIZE = 256 * 1024;

  private final Map<String, String> systemProperties;
  private final Map<String, String> properties;
  private final byte[] body;

  /**
   * @param systemProperties by the names of {@code TelemetryHeaders}
   * @param properties the application's; a null value is a property without a value (MQTT-13)
   * @param body byte for byte
   */
  public DeviceMessage(
      Map<String, String> systemProperties, Map<String, String> properties, byte[] body) {
    this.systemProperties = Collections.unmodifiableMap(new LinkedHashMap<>(systemProperties));
    this.properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    this.body = Objects.requireNonNull(body, "body");
  }

  public Map<String, String> systemProperties() {
    return systemProperties;
  }

  public Map<String, String> properties() {
    return properties;
  }

  public byte[] body() {
    return body;
  }

  /**
   * Bytes that count against the limit: the body, the values of the system properties, the names
   * and values of the application's (LIM-01).
   */
  public int size() {
    int size = body.length;
    for (String value : systemProperties.values()) {
      size += bytes(value);
    }
    for (Map.Entry<String, String> property : properties.entrySet()) {
      size += bytes(property.getKey()) + bytes(property.getValue());
    }
    return size;
  }

  public boolean tooLarge() {
    return size() > MAX_SIZE;
  }

  private static int bytes(String text) {
    return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
  }
}
