package io.weir.jobs.routing;

import io.weir.device.telemetry.DeviceEventHeaders;
import io.weir.device.telemetry.TelemetryHeaders;
import io.weir.device.topic.Duplicates;
import io.weir.device.topic.Topics;
import io.weir.dsl.message.MessageSource;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Predicate;

/** What the records of a topic are to the rules. */
enum Sources implements Serializable {

  /** The topic {@code telemetry} carries nothing but what devices send. */
  TELEMETRY {
    @Override
    String topicOf(Topics topics) {
      return topics.telemetry();
    }

    @Override
    MessageSource of(TelemetryRecord record) {
      return MessageSource.DEVICE_MESSAGES;
    }

    @Override
    Predicate<TelemetryRecord> news() {
      return record -> true;
    }
  },

  /** The topic {@code device-events} says of each record what it is. */
  DEVICE_EVENTS {
    @Override
    String topicOf(Topics topics) {
      return topics.deviceEvents();
    }

    @Override
    MessageSource of(TelemetryRecord record) {
      return eventSource(record).orElseThrow();
    }

    @Override
    Predicate<TelemetryRecord> news() {
      Duplicates duplicates = new Duplicates(REMEMBERED);
      return record -> eventSource(record).isPresent() && isNew(duplicates, record);
    }
  };

  private static final int REMEMBERED = 100_000;

  /** The topic. */
  abstract String topicOf(Topics topics);

  /**
   * @param record one that {@link #news()} lets pass
   */
  abstract MessageSource of(TelemetryRecord record);

  /**
   * Tells what is to be routed from repeats, which the devices job leaves after a failure
   * (docs/architecture.md, "The log's rules" 4), and from what no route can name; for one reader.
   */
  abstract Predicate<TelemetryRecord> news();

  /** Whatever a record of {@code device-events} says, the fallback is not for it (ROUTE-10). */
  private static Optional<MessageSource> eventSource(TelemetryRecord record) {
    return Optional.ofNullable(
            TelemetryHeaders.text(record.headers(), TelemetryHeaders.MESSAGE_SOURCE))
        .flatMap(MessageSource::named)
        .filter(source -> source != MessageSource.DEVICE_MESSAGES);
  }

  /** What has no place in the log cannot be a repeat. */
  private static boolean isNew(Duplicates duplicates, TelemetryRecord record) {
    String place = TelemetryHeaders.text(record.headers(), DeviceEventHeaders.POSITION);
    int slash = place == null ? -1 : place.indexOf('/');
    if (slash < 0 || record.key() == null) {
      return true;
    }
    try {
      return duplicates.isNew(
          new String(record.key(), StandardCharsets.UTF_8),
          Long.parseLong(place.substring(0, slash)),
          Integer.parseInt(place.substring(slash + 1)));
    } catch (NumberFormatException e) {
      return true;
    }
  }
}
