package io.weir.jobs.routing;

import io.weir.device.telemetry.TelemetryHeaders;
import io.weir.dsl.message.Message;
import io.weir.dsl.message.MessageSource;
import io.weir.dsl.message.SystemProperty;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;

/**
 * A telemetry record as the rules see it. One view serves all records of a subtask, one after
 * another; a header is decoded when a rule asks for it.
 */
final class TelemetryMessage implements Message {

  private static final byte[] EMPTY = {};

  private TelemetryRecord record;

  /** Looks at this record from now on. */
  TelemetryMessage of(TelemetryRecord next) {
    record = next;
    return this;
  }

  /** The topic {@code telemetry} carries nothing but what devices send. */
  @Override
  public MessageSource source() {
    return MessageSource.DEVICE_MESSAGES;
  }

  @Override
  public String systemProperty(SystemProperty property) {
    return TelemetryHeaders.systemProperty(record.headers(), property);
  }

  @Override
  public String property(String name) {
    int prefix = TelemetryHeaders.APP_PREFIX.length();
    for (Header header : record.headers()) {
      String key = header.key();
      if (key.length() == prefix + name.length()
          && key.startsWith(TelemetryHeaders.APP_PREFIX)
          && key.regionMatches(true, prefix, name, 0, name.length())) {
        return header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
      }
    }
    return null;
  }

  @Override
  public byte[] body() {
    return record.value() == null ? EMPTY : record.value();
  }
}
