package io.weir.jobs.outbox;

import io.weir.device.telemetry.TelemetryHeaders;
import io.weir.jobs.kafka.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Letters of the device {@code d1}. */
public final class Letters {

  /** 2026-03-04T05:06:07Z. */
  public static final long TIME = 1_772_600_767_000L;

  private Letters() {}

  /** One with a JSON body, that was routed from the offset that it has in the outbox. */
  public static Letter json(long offset, String body) {
    return of(offset, body.getBytes(StandardCharsets.UTF_8), headers(offset));
  }

  /** As many, with the bodies {@code {"n":OFFSET}}. */
  public static List<Letter> numbered(long first, int count) {
    List<Letter> letters = new ArrayList<>();
    for (long offset = first; offset < first + count; offset++) {
      letters.add(json(offset, "{\"n\":" + offset + "}"));
    }
    return letters;
  }

  public static Letter of(long offset, byte[] body, Headers headers) {
    return Letter.of(
        new ConsumerRecord<>(
            "hub.outbox.one",
            0,
            offset,
            TIME,
            TimestampType.CREATE_TIME,
            2,
            body.length,
            "d1".getBytes(StandardCharsets.UTF_8),
            body,
            headers,
            Optional.empty()));
  }

  /** Those of a JSON message with the property {@code level}. */
  public static Headers headers(long source) {
    Headers headers = new RecordHeaders();
    TelemetryHeaders.put(headers, TelemetryHeaders.CONNECTION_DEVICE_ID, "d1");
    TelemetryHeaders.put(headers, TelemetryHeaders.ENQUEUED_TIME, "2026-03-04T05:06:07.000Z");
    TelemetryHeaders.put(headers, TelemetryHeaders.CONTENT_TYPE, "application/json");
    TelemetryHeaders.put(headers, TelemetryHeaders.CONTENT_ENCODING, "utf-8");
    TelemetryHeaders.putProperty(headers, "level", "high");
    new SourcePosition("hub.telemetry", 0, source).write(headers);
    return headers;
  }
}
