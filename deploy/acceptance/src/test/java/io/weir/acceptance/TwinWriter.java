package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.acceptance.ServiceApi.Device;
import io.weir.acceptance.WriteLedger.Part;
import io.weir.acceptance.WriteLedger.Write;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/**
 * Back ends and devices that write twins at the same time, each its own, and the account of what
 * they were promised.
 */
final class TwinWriter implements AutoCloseable {
  private static final int BACK_ENDS = 4;
  private static final int TWINS_OF_EACH = 2;
  private static final int DEVICES = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** From when to when, by {@link System#nanoTime}. */
  record Span(long from, long to) {
    boolean has(long time) {
      return time > from && time < to;
    }

    boolean meets(Write write) {
      return write.ended() > from && write.begun() < to;
    }
  }

  private final Hub hub;
  private final ServiceApi api;
  private final Map<String, WriteLedger> ledgers = new TreeMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  private TwinWriter(Hub hub, String prefix) {
    this.hub = hub;
    this.api = new ServiceApi(hub);
    SSLContext tls = Trust.inHub(hub);
    for (int i = 0; i < BACK_ENDS; i++) {
      List<WriteLedger> twins = new ArrayList<>();
      for (int j = 0; j < TWINS_OF_EACH; j++) {
        Device device = api.createDevice(prefix + "-" + i + "-" + j);
        twins.add(ledger(device, Part.SERVICE));
      }
      program(prefix + "-" + i, new TwinBackEnd(api, List.copyOf(twins), () -> stopped));
    }
    for (int i = 0; i < DEVICES; i++) {
      Device device = api.createDevice(prefix + "-device-" + i);
      WriteLedger reported = ledger(device, Part.REPORTED);
      program(device.id(), new ReportingDevice(hub, tls, device, reported, () -> stopped));
    }
  }

  private void program(String name, Runnable program) {
    threads.add(new Thread(program, name));
  }

  private WriteLedger ledger(Device device, Part part) {
    WriteLedger ledger = new WriteLedger(device.id(), part);
    ledgers.put(device.id(), ledger);
    return ledger;
  }

  /**
   * Creates the devices and begins to write.
   *
   * @param prefix of the devices' ids
   */
  static TwinWriter start(Hub hub, String prefix) {
    TwinWriter writer = new TwinWriter(hub, prefix);
    for (Thread thread : writer.threads) {
      thread.setDaemon(true);
      thread.start();
    }
    return writer;
  }

  /** Waits until of each twin so many more writes have been promised. */
  void awaitProgress(int writes) {
    Map<String, Integer> wanted = new TreeMap<>();
    ledgers.forEach((id, ledger) -> wanted.put(id, ledger.promises() + writes));
    await(writes + " more writes of each twin")
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                ledgers.values().stream()
                    .allMatch(ledger -> ledger.promises() >= wanted.get(ledger.id())));
  }

  /** Ends the writing, and compares what was promised with what the hub shows and tells. */
  void finish() throws InterruptedException {
    assertThat(compare()).as("twins that were told whole, though no state was lost").isEmpty();
  }

  /**
   * The same when the hub has made its state anew meanwhile: changes may not have been told then,
   * but such a twin is told whole.
   *
   * @return the ids of twins that were told whole
   */
  List<String> finishRebuilt() throws InterruptedException {
    return compare();
  }

  private List<String> compare() throws InterruptedException {
    close();
    for (Thread thread : threads) {
      thread.join(PATIENCE.toMillis());
      assertThat(thread.isAlive()).as(thread.getName()).isFalse();
    }
    Map<String, JsonNode> twins = new TreeMap<>();
    ledgers.keySet().forEach(id -> twins.put(id, twin(id)));
    Map<String, List<JsonNode>> told;
    try (EventLog events = EventLog.of(hub, Hub.NAME + ".device-events")) {
      told = events.bodiesOf(ledgers.keySet(), bodies -> areTold(twins, bodies), PATIENCE);
    }
    List<String> whole = new ArrayList<>();
    ledgers.forEach(
        (id, ledger) -> {
          List<JsonNode> events = told.getOrDefault(id, List.of());
          ledger.assertKept(twins.get(id));
          ledger.assertTold(twins.get(id), events);
          if (ledger.isToldAgain(events)) {
            whole.add(id);
          }
        });
    return whole;
  }

  private JsonNode twin(String id) {
    HttpResponse<String> answer = api.send("GET", "/twins/" + id, null, Map.of());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.parse(answer.body());
  }

  /** Whether the last version of each twin has been told. */
  private boolean areTold(Map<String, JsonNode> twins, Map<String, List<JsonNode>> bodies) {
    return ledgers.values().stream()
        .allMatch(
            ledger -> {
              Part part = ledger.part();
              long version = part.versionIn(twins.get(ledger.id()));
              return bodies.getOrDefault(ledger.id(), List.of()).stream()
                  .anyMatch(body -> part.versionIn(body) >= version);
            });
  }

  /** How many writes were not answered with a version. */
  long unanswered() {
    return writes().filter(write -> !write.isPromised()).count();
  }

  /** How many writes were promised within one of the spans. */
  long promisedWithin(List<Span> spans) {
    return writes()
        .filter(Write::isPromised)
        .filter(write -> spans.stream().anyMatch(span -> span.has(write.ended())))
        .count();
  }

  /** The median of how long the writes took that were under way in one of the spans. */
  Duration medianWithin(List<Span> spans) {
    List<Long> nanos =
        writes()
            .filter(Write::isPromised)
            .filter(write -> spans.stream().anyMatch(span -> span.meets(write)))
            .map(write -> write.ended() - write.begun())
            .sorted()
            .toList();
    assertThat(nanos).isNotEmpty();
    return Duration.ofNanos(nanos.get(nanos.size() / 2));
  }

  private Stream<Write> writes() {
    return ledgers.values().stream().flatMap(ledger -> ledger.writes().stream());
  }

  @Override
  public void close() {
    stopped = true;
  }
}
