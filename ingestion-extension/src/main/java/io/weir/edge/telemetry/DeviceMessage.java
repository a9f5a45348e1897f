package io.weir.edge.telemetry;

import io.weir.device.telemetry.TelemetryHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * A message from a device to the cloud, whatever protocol brought it, its properties in the form in
 * which the log takes them. Immutable, except that the body is not copied.
 */
public final class DeviceMessage {

  /** Bytes of a message's {@link #size} (LIM-01). */
  public static final int MAX_SIZE = 256 * 1024;

  /** What a record takes beside its parts, the headers of its connection among it. */
  private static final int RECORD_BYTES = 512;

  /** What a header takes beside its text: objects, arrays, lengths. */
  private static final int HEADER_BYTES = 96;

  private final List<Header> headers;
  private final byte[] body;
  private final int size;
  private final long footprint;

  private DeviceMessage(List<Header> headers, byte[] body, int size) {
    this.headers = headers;
    this.body = body;
    this.size = size;
    this.footprint = footprint(headers, body);
  }

  private static long footprint(List<Header> headers, byte[] body) {
    long bytes = RECORD_BYTES + (long) body.length;
    for (Header header : headers) {
      byte[] value = header.value();
      bytes += HEADER_BYTES + header.key().length() + (value == null ? 0 : value.length);
    }
    return bytes;
  }

  /** Bytes of memory that the message takes while it waits for the log, more or less. */
  long footprint() {
    return footprint;
  }

  List<Header> headers() {
    return headers;
  }

  byte[] body() {
    return body;
  }

  /**
   * Bytes that count against the limit: the body, the values of the system properties, the names
   * and values of the application's (LIM-01).
   */
  public int size() {
    return size;
  }

  public boolean tooLarge() {
    return size > MAX_SIZE;
  }

  /** Of properties with one name the first counts (MQTT-13). */
  public static final class Builder {
    private final List<Header> headers = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private int size;

    /**
     * @param header one of the names of {@link TelemetryHeaders}
     * @param value null when it has none, and then it is not sent
     */
    public Builder system(String header, String value) {
      if (names.add(header) && value != null) {
        byte[] bytes = utf8(value);
        size += bytes.length;
        headers.add(new RecordHeader(header, bytes));
      }
      return this;
    }

    /**
     * @param value null for a property without a value (MQTT-13)
     */
    public Builder property(String name, String value) {
      String header = TelemetryHeaders.APP_PREFIX + name;
      if (names.add(header)) {
        byte[] bytes = value == null ? null : utf8(value);
        size += utf8(name).length + (bytes == null ? 0 : bytes.length);
        headers.add(new RecordHeader(header, bytes));
      }
      return this;
    }

    /** The message; this builder is not to be used again. */
    public DeviceMessage build(byte[] body) {
      Objects.requireNonNull(body, "body");
      return new DeviceMessage(headers, body, size + body.length);
    }

    private static byte[] utf8(String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }
}
