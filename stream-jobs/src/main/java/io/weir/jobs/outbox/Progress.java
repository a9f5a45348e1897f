package io.weir.jobs.outbox;

import io.weir.jobs.kafka.SourcePosition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How far one partition of an outbox is delivered. It is committed as a whole: an offset, and as
 * its metadata the rest.
 *
 * @param outbox Kafka's id of the outbox: offsets of a topic that had its name before mean nothing
 * @param next the offset to go on from
 * @param seen the highest offset that came of each partition that messages are routed from
 */
public record Progress(String outbox, long next, Map<String, Long> seen) {

  public Progress {
    Objects.requireNonNull(outbox, "outbox");
    seen = Map.copyOf(seen);
  }

  /** Nothing is delivered. */
  public static Progress none(String outbox) {
    return new Progress(outbox, 0, Map.of());
  }

  /**
   * Reads what was committed.
   *
   * @return empty when it was of another topic, or nothing that {@link #text} writes
   */
  public static Optional<Progress> parse(String outbox, long next, String text) {
    String[] parts = text.split(" ", -1);
    if (!parts[0].equals(outbox)) {
      return Optional.empty();
    }
    Map<String, Long> seen = new HashMap<>();
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].lastIndexOf('=');
      try {
        seen.put(parts[i].substring(0, equals), Long.parseLong(parts[i].substring(equals + 1)));
      } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
        return Optional.empty();
      }
    }
    return Optional.of(new Progress(outbox, next, seen));
  }

  /** The metadata of {@code next}: the outbox's id, then {@code PARTITION=OFFSET} for each. */
  public String text() {
    StringBuilder text = new StringBuilder(outbox);
    new TreeMap<>(seen)
        .forEach(
            (partition, offset) -> text.append(' ').append(partition).append('=').append(offset));
    return text.toString();
  }

  /**
   * The progress when these are delivered, too.
   *
   * @param newNext where to go on after them
   */
  public Progress after(List<Letter> letters, long newNext) {
    Map<String, Long> now = new HashMap<>(seen);
    for (Letter letter : letters) {
      letter
          .source()
          .ifPresent(source -> now.merge(source.partition(), source.offset(), Math::max));
    }
    return new Progress(outbox, newNext, now);
  }

  /** Tells new letters from repeats, from here on; for one reader. */
  Repeats repeats() {
    return new Repeats(new HashMap<>(seen));
  }

  /** What came so far. */
  static final class Repeats {
    private final Map<String, Long> seen;

    private Repeats(Map<String, Long> seen) {
      this.seen = seen;
    }

    /** What does not say where it comes from cannot be a repeat. */
    boolean isNew(Letter letter) {
      if (letter.source().isEmpty()) {
        return true;
      }
      SourcePosition source = letter.source().get();
      Long last = seen.get(source.partition());
      if (last != null && source.offset() <= last) {
        return false;
      }
      seen.put(source.partition(), source.offset());
      return true;
    }
  }
}
