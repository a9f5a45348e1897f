package io.weir.jobs.endpoints.files;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A JSON object for each line: {@code {"EnqueuedTimeUtc", "Properties": {...}, "SystemProperties":
 * {...}, "Body": ...}}. The body is JSON where it was that, and base64 text otherwise.
 */
final class JsonLinesFile implements MessageFile {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final OutputStream out;
  private long size;

  JsonLinesFile(OutputStream out) {
    this.out = new BufferedOutputStream(out);
  }

  @Override
  public void append(StoredMessage message) throws IOException {
    ObjectNode json = MAPPER.createObjectNode();
    json.put(StoredMessage.ENQUEUED_TIME, message.enqueuedTimeUtc());
    ObjectNode properties = json.putObject(StoredMessage.PROPERTIES);
    message.properties().forEach(properties::put);
    ObjectNode system = json.putObject(StoredMessage.SYSTEM_PROPERTIES);
    message.systemProperties().forEach(system::put);
    if (message.json().isPresent()) {
      json.set(StoredMessage.BODY, message.json().get());
    } else {
      byte[] bytes = new byte[message.body().remaining()];
      message.body().duplicate().get(bytes);
      json.put(StoredMessage.BODY, Base64.getEncoder().encodeToString(bytes));
    }
    byte[] line = (json + "\n").getBytes(StandardCharsets.UTF_8);
    out.write(line);
    size += line.length;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void finish() throws IOException {
    out.flush();
  }
}
