package io.weir.edge.telemetry;

import io.weir.device.telemetry.TelemetryHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** The time of the moment as a header; formatted once for all messages of one millisecond. */
final class EnqueuedTime {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Clock clock;
  private volatile Stamp latest = new Stamp(Long.MIN_VALUE, null);

  EnqueuedTime(Clock clock) {
    this.clock = clock;
  }

  Header header() {
    long now = clock.millis();
    Stamp stamp = latest;
    if (stamp.millis() != now) {
      stamp = new Stamp(now, header(now));
      latest = stamp;
    }
    return stamp.header();
  }

  private static Header header(long millis) {
    byte[] text = MILLIS.format(Instant.ofEpochMilli(millis)).getBytes(StandardCharsets.US_ASCII);
    return new RecordHeader(TelemetryHeaders.ENQUEUED_TIME, text);
  }

  private record Stamp(long millis, Header header) {}
}
