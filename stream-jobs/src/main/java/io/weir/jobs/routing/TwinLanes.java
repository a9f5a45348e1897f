package io.weir.jobs.routing;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.device.identity.TwinKey;
import io.weir.device.telemetry.TelemetryHeaders;
import io.weir.jobs.twins.TwinCache;
import io.weir.jobs.twins.TwinRead;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.kafka.common.header.Header;

/**
 * Messages that wait for a twin (docs/architecture.md, "The log's rules" 12): a FIFO for each
 * device. While its first message waits for a read, the others wait behind it, whether or not they
 * need a twin; other devices go on. A twin that was read a moment ago is not read again.
 *
 * <p>Single-threaded: it says what to read and what to route, and is told what was read. Whether a
 * message needs a twin is asked when it is its turn, so that the rules of that moment decide.
 */
final class TwinLanes {

  /** Each waiting device has a read in flight; a connection to Cassandra carries 1,024. */
  private static final int MAX_WAITING = 1_000;

  private static final long MAX_WAITING_BYTES = 8L * 1024 * 1024;

  /** Parsed, about ten times as many bytes. */
  private static final long CACHED_CHARACTERS = 2L * 1024 * 1024;

  private record Waiting(TelemetryRecord message, TwinKey twin, long arrivedAt, long bytes) {}

  private final Predicate<TelemetryRecord> needsTwin;
  private final BiConsumer<TelemetryRecord, JsonNode> router;
  private final Consumer<TwinKey> reader;
  private final LongSupplier clock;
  private final TwinCache cache = new TwinCache(CACHED_CHARACTERS);
  private final Map<String, Queue<Waiting>> lanes = new HashMap<>();
  private final Set<TwinKey> reading = new HashSet<>();
  private int size;
  private long bytes;

  /**
   * Makes empty lanes.
   *
   * @param needsTwin whether the rules in force look at the twin of such a message
   * @param router routes a message by its twin, which is null where there is none or none is needed
   * @param reader starts a read; calls {@link #answered} later, never from within
   * @param clock nanoseconds that {@link TwinRead#startedAt} is compared with
   */
  TwinLanes(
      Predicate<TelemetryRecord> needsTwin,
      BiConsumer<TelemetryRecord, JsonNode> router,
      Consumer<TwinKey> reader,
      LongSupplier clock) {
    this.needsTwin = needsTwin;
    this.router = router;
    this.reader = reader;
    this.clock = clock;
  }

  /** Routes a message, or lets it wait. */
  void add(TelemetryRecord message) {
    if (lanes.isEmpty() && !needsTwin.test(message)) {
      router.accept(message, null);
      return;
    }
    String device = header(message, TelemetryHeaders.CONNECTION_DEVICE_ID);
    if (device == null) {
      router.accept(message, null);
      return;
    }
    TwinKey twin = new TwinKey(device, header(message, TelemetryHeaders.CONNECTION_MODULE_ID));
    Waiting next = new Waiting(message, twin, clock.getAsLong(), bytes(message));
    Queue<Waiting> lane = lanes.get(device);
    if (lane != null) {
      enqueue(lane, next);
    } else if (!routes(next)) {
      lane = new ArrayDeque<>();
      lanes.put(device, lane);
      enqueue(lane, next);
      read(twin);
    }
  }

  /** A read has ended. */
  void answered(TwinRead read) {
    reading.remove(read.key());
    cache.put(read);
    if (lanes.containsKey(read.key().deviceId())) {
      advance(read.key().deviceId());
    }
  }

  /** Other rules are in force, by which some messages need not wait. */
  void rulesChanged() {
    List.copyOf(lanes.keySet()).forEach(this::advance);
  }

  boolean isEmpty() {
    return lanes.isEmpty();
  }

  /** Whether no message may be added until some are routed. */
  boolean isFull() {
    return size >= MAX_WAITING || bytes >= MAX_WAITING_BYTES;
  }

  /** How many messages wait. */
  int size() {
    return size;
  }

  private void advance(String device) {
    Queue<Waiting> lane = lanes.get(device);
    while (!lane.isEmpty() && routes(lane.element())) {
      Waiting routed = lane.remove();
      size--;
      bytes -= routed.bytes;
    }
    if (lane.isEmpty()) {
      lanes.remove(device);
    } else {
      read(lane.element().twin);
    }
  }

  /** Routes the message if it need not wait. */
  private boolean routes(Waiting next) {
    if (!needsTwin.test(next.message)) {
      router.accept(next.message, null);
      return true;
    }
    Optional<TwinRead> known = cache.find(next.twin, next.arrivedAt);
    known.ifPresent(read -> router.accept(next.message, read.document()));
    return known.isPresent();
  }

  private void enqueue(Queue<Waiting> lane, Waiting next) {
    lane.add(next);
    size++;
    bytes += next.bytes;
  }

  private void read(TwinKey twin) {
    if (reading.add(twin)) {
      reader.accept(twin);
    }
  }

  private static String header(TelemetryRecord message, String name) {
    return TelemetryHeaders.text(message.headers(), name);
  }

  private static long bytes(TelemetryRecord message) {
    long bytes = length(message.value());
    for (Header header : message.headers()) {
      bytes += header.key().length() + length(header.value());
    }
    return bytes;
  }

  private static long length(byte[] value) {
    return value == null ? 0 : value.length;
  }
}
