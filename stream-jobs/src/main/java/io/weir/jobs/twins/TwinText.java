package io.weir.jobs.twins;

import com.fasterxml.jackson.core.JsonGenerator;
import io.weir.device.identity.Identity;
import io.weir.device.store.TwinRow;
import io.weir.device.twin.TwinJson;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** A stored twin as rules see it (ROUTE-08). Sections are passed on without being parsed. */
final class TwinText {

  private TwinText() {}

  /** As {@link TwinStore#read} says. */
  static String of(TwinRow row) {
    StringWriter text = new StringWriter(512);
    try (JsonGenerator json = TwinJson.mapper().createGenerator(text)) {
      write(json, row);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, TwinRow row) throws IOException {
    Identity identity = row.identity();
    json.writeStartObject();
    json.writeStringField("deviceId", identity.deviceId());
    if (identity.moduleId() != null) {
      json.writeStringField("moduleId", identity.moduleId());
    }
    json.writeNumberField("version", row.version());
    json.writeFieldName("tags");
    json.writeRawValue(row.tags());
    json.writeObjectFieldStart("properties");
    json.writeFieldName("desired");
    json.writeRawValue(row.desired().deviceWire());
    json.writeFieldName("reported");
    json.writeRawValue(row.reported().deviceWire());
    json.writeEndObject();
    json.writeEndObject();
  }
}
