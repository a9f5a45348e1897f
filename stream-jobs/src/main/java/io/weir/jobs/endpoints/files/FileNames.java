package io.weir.jobs.endpoints.files;

import io.weir.dsl.endpoint.FilesEndpoint;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Names files after their first message alone: the pattern with its time (UTC), then its offset in
 * the outbox. So a file that is written again after a failure has the name that it had before.
 */
final class FileNames {

  private final FilesEndpoint endpoint;
  private final String hub;
  private final int partition;

  FileNames(FilesEndpoint endpoint, String hub, int partition) {
    this.endpoint = endpoint;
    this.hub = hub;
    this.partition = partition;
  }

  /**
   * A file's name below the endpoint's path.
   *
   * @param timestamp of the first message, epoch milliseconds
   */
  String of(long timestamp, long offset) {
    var time = Instant.ofEpochMilli(Math.max(0, timestamp)).atOffset(ZoneOffset.UTC);
    String name =
        endpoint
            .pattern()
            .replace("{iothub}", hub)
            .replace("{partition}", Integer.toString(partition));
    for (Part part : Part.values()) {
      name = name.replace("{" + part.written + "}", part.format.format(time));
    }
    return "%s-%020d.%s".formatted(name, offset, endpoint.format().wireName());
  }

  private enum Part {
    YEAR("YYYY", "uuuu"),
    MONTH("MM", "MM"),
    DAY("DD", "dd"),
    HOUR("HH", "HH"),
    MINUTE("mm", "mm");

    private final String written;
    private final DateTimeFormatter format;

    Part(String written, String format) {
      this.written = written;
      this.format = DateTimeFormatter.ofPattern(format, Locale.ROOT);
    }
  }
}
