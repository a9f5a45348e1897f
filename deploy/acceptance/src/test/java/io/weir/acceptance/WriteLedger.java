package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/**
 * What was written to one part of a twin, in the order in which it was sent, and what was promised
 * of it. A write sets a property {@code n} to its number, and the numbers rise.
 */
final class WriteLedger {

  /** A part of a twin that has a version of its own. */
  enum Part {
    /** Tags and desired properties, which back ends write. */
    SERVICE(2),
    /** Reported properties, which the device writes. */
    REPORTED(1);

    private final long newborn;

    Part(long newborn) {
      this.newborn = newborn;
    }

    /** The version in a twin or in an event about it; 0 when that says nothing of this part. */
    long versionIn(JsonNode json) {
      return this == SERVICE
          ? json.path("version").asLong()
          : json.at("/properties/reported/$version").asLong();
    }

    /** The number of the last write in a twin, or of the one that an event is about. */
    long numberIn(JsonNode json) {
      return this == SERVICE
          ? Math.max(json.at("/tags/n").asLong(), json.at("/properties/desired/n").asLong())
          : json.at("/properties/reported/n").asLong();
    }

    /** How a hub says that it cannot; a device may also be told that its connection is lost. */
    boolean isOutage(int status) {
      return status == 429 || status == 503 || (this == REPORTED && status == 404);
    }
  }

  /** One write, and what became of it. */
  static final class Write {
    private final long number;
    private final long begun = System.nanoTime();
    private volatile long ended;
    private volatile long version;

    private Write(long number) {
      this.number = number;
    }

    /** When it was sent, by {@link System#nanoTime}. */
    long begun() {
      return begun;
    }

    /** When it was promised, if it was. */
    long ended() {
      return ended;
    }

    /** Whether it was answered with a version; otherwise its outcome is not known. */
    boolean isPromised() {
      return version > 0;
    }
  }

  private final String id;
  private final Part part;
  private final List<Write> writes = new ArrayList<>();
  private final Set<Integer> refusals = ConcurrentHashMap.newKeySet();
  private final AtomicInteger promises = new AtomicInteger();

  /**
   * @param id of the device whose twin it is, which nobody else writes
   */
  WriteLedger(String id, Part part) {
    this.id = id;
    this.part = part;
  }

  String id() {
    return id;
  }

  Part part() {
    return part;
  }

  /** A write is about to be sent. */
  Write begin(long number) {
    Write write = new Write(number);
    synchronized (writes) {
      writes.add(write);
    }
    return write;
  }

  /** The hub has answered that the write made this version. */
  void promised(Write write, long version) {
    write.ended = System.nanoTime();
    write.version = version;
    promises.incrementAndGet();
  }

  /** The hub has answered that it could not; it may have written all the same. */
  void refused(int status) {
    refusals.add(status);
  }

  /** How many writes have been promised. */
  int promises() {
    return promises.get();
  }

  /** All writes up to now. */
  List<Write> writes() {
    synchronized (writes) {
      return List.copyOf(writes);
    }
  }

  /** The twin has what was promised, and each write made at most one version, in their order. */
  void assertKept(JsonNode twin) {
    assertThat(refusals)
        .as("%s: writes are refused for an outage only", id)
        .allMatch(part::isOutage);
    long version = part.newborn;
    long unknown = 0;
    Set<Long> possible = new TreeSet<>(Set.of(0L));
    for (Write write : writes()) {
      if (write.isPromised()) {
        assertThat(write.version)
            .as("TWIN-04: %s: write %s, behind %s and unknown ones", id, write.number, version)
            .isBetween(version + 1, version + 1 + unknown);
        version = write.version;
        unknown = 0;
        possible.clear();
      } else {
        unknown++;
      }
      possible.add(write.number);
    }
    assertThat(part.versionIn(twin))
        .as("TWIN-04: %s: version, %s unknown writes behind the last promise", id, unknown)
        .isBetween(version, version + unknown);
    assertThat(possible)
        .as("%s: the last promise, or what was sent behind it", id)
        .contains(part.numberIn(twin));
  }

  /** The highest version that was told with the whole twin, if only that of its creation. */
  long toldWhole(List<JsonNode> events) {
    return events.stream()
        .filter(WriteLedger::isWhole)
        .mapToLong(part::versionIn)
        .reduce(part.newborn, Math::max);
  }

  /** Whether the twin was told whole since its creation. */
  boolean isToldAgain(List<JsonNode> events) {
    return toldWhole(events) > part.newborn;
  }

  /**
   * Each version since the twin was told whole was told, and no version was ever given to two
   * writes, nor two versions to one.
   */
  void assertTold(JsonNode twin, List<JsonNode> events) {
    NavigableMap<Long, JsonNode> told = told(events);
    long whole = toldWhole(events);
    assertThat(told.tailMap(whole, false).keySet())
        .as("ROUTE-14: each change of %s is told, versions without gap", id)
        .containsExactlyElementsOf(range(whole + 1, part.versionIn(twin)));
    assertThat(told.values().stream().map(part::numberIn).toList())
        .as("%s: no write is done twice, none overtakes another", id)
        .isSorted()
        .doesNotHaveDuplicates();
    for (Write write : writes()) {
      if (write.isPromised() && told.containsKey(write.version)) {
        assertThat(part.numberIn(told.get(write.version)))
            .as("%s: whose version %s is", id, write.version)
            .isEqualTo(write.number);
      }
    }
    if (part == Part.SERVICE && whole == part.newborn) {
      assertThat(
              told.values().stream().map(WriteLedger::desiredVersion).filter(v -> v > 0).toList())
          .as("TWIN-04: desired properties of %s have versions of their own", id)
          .containsExactlyElementsOf(range(2, desiredVersion(twin)));
    }
  }

  /** The changes by version; one that is told again must be the same. */
  private NavigableMap<Long, JsonNode> told(List<JsonNode> events) {
    NavigableMap<Long, JsonNode> told = new TreeMap<>();
    for (JsonNode event : events) {
      long version = part.versionIn(event);
      if (version > 0 && !isWhole(event)) {
        JsonNode before = told.putIfAbsent(version, event);
        if (before != null) {
          assertThat(event).as("%s: version %s again", id, version).isEqualTo(before);
        }
      }
    }
    return told;
  }

  private static boolean isWhole(JsonNode event) {
    return event.has("etag");
  }

  private static long desiredVersion(JsonNode json) {
    return json.at("/properties/desired/$version").asLong();
  }

  private static List<Long> range(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }
}
