package io.weir.jobs.routing;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.device.telemetry.TelemetryHeaders;
import io.weir.dsl.message.Message;
import io.weir.dsl.message.MessageSource;
import io.weir.dsl.message.SystemProperty;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;

/**
 * A telemetry record as the rules see it. One view serves all records of a subtask, one after
 * another. The names of the headers are decoded once for a record, when a rule asks for the first
 * of them; a value when a rule asks for it.
 */
final class TelemetryMessage implements Message {

  private static final byte[] EMPTY = {};

  private final Sources sources;
  private final List<String> names = new ArrayList<>();
  private final List<Header> headers = new ArrayList<>();
  private TelemetryRecord record;
  private JsonNode twin;

  TelemetryMessage(Sources sources) {
    this.sources = sources;
  }

  /**
   * Looks at this record from now on.
   *
   * @param nextTwin null where there is none, or no rule asks for it
   */
  TelemetryMessage of(TelemetryRecord next, JsonNode nextTwin) {
    record = next;
    twin = nextTwin;
    names.clear();
    headers.clear();
    return this;
  }

  @Override
  public MessageSource source() {
    return sources.of(record);
  }

  @Override
  public String systemProperty(SystemProperty property) {
    index();
    int last = names.lastIndexOf(TelemetryHeaders.headerOf(property));
    return last < 0 ? null : text(headers.get(last));
  }

  @Override
  public String property(String name) {
    index();
    int prefix = TelemetryHeaders.APP_PREFIX.length();
    for (int i = 0; i < names.size(); i++) {
      String key = names.get(i);
      if (key.length() == prefix + name.length()
          && key.startsWith(TelemetryHeaders.APP_PREFIX)
          && key.regionMatches(true, prefix, name, 0, name.length())) {
        return text(headers.get(i));
      }
    }
    return null;
  }

  @Override
  public byte[] body() {
    return record.value() == null ? EMPTY : record.value();
  }

  @Override
  public JsonNode twin() {
    return twin;
  }

  private void index() {
    if (headers.isEmpty()) {
      for (Header header : record.headers()) {
        names.add(header.key());
        headers.add(header);
      }
    }
  }

  private static String text(Header header) {
    return header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
  }
}
