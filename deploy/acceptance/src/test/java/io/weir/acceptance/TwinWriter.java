package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/**
 * A back end that writes the desired properties of a few devices, one after another, and remembers
 * what it was promised.
 */
final class TwinWriter implements AutoCloseable {
  private static final int DEVICES = 3;
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** What a 200 said. */
  private record Promise(long version, long number) {}

  private final Hub hub;
  private final ServiceApi api;
  private final Map<String, List<Promise>> promised = new ConcurrentHashMap<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private final Thread thread = new Thread(this::write, "twin-writer");
  private volatile boolean stopped;

  private TwinWriter(Hub hub, String prefix) {
    this.hub = hub;
    this.api = new ServiceApi(hub);
    for (int i = 0; i < DEVICES; i++) {
      api.createDevice(prefix + i);
      promised.put(prefix + i, new ArrayList<>());
    }
  }

  static TwinWriter start(Hub hub, String prefix) {
    TwinWriter writer = new TwinWriter(hub, prefix);
    writer.thread.setDaemon(true);
    writer.thread.start();
    return writer;
  }

  /** Waits until so many more writes have got their 200. */
  void awaitProgress(int writes) {
    int wanted = accepted.get() + writes;
    await().atMost(Duration.ofMinutes(2)).until(() -> accepted.get() >= wanted);
  }

  /** Ends the writing, and compares what was promised with what the hub shows and tells. */
  void finish() throws InterruptedException {
    close();
    thread.join(Duration.ofMinutes(1).toMillis());
    assertThat(thread.isAlive()).isFalse();
    promised.forEach(this::assertKept);
  }

  private void assertKept(String id, List<Promise> promises) {
    JsonNode twin = Json.parse(api.send("GET", "/twins/" + id, null, Map.of()).body());
    long version = twin.path("version").asLong();
    Promise last = promises.get(promises.size() - 1);
    assertThat(promises)
        .extracting(Promise::version)
        .as("TWIN-04: versions of %s go on", id)
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(version)
        .as("%s: what got its 200 is there", id)
        .isGreaterThanOrEqualTo(last.version);
    assertThat(twin.at("/properties/desired/n").asLong()).isGreaterThanOrEqualTo(last.number);
    assertThat(twin.at("/properties/desired/$version").asLong()).isEqualTo(version - 1);
    List<Long> told;
    try (EventLog events = EventLog.of(hub, Hub.NAME + ".device-events")) {
      told =
          events
              .bodies(
                  id,
                  bodies ->
                      bodies.stream().anyMatch(body -> body.path("version").asLong() == version),
                  PATIENCE)
              .stream()
              .filter(body -> body.has("version"))
              .map(body -> body.path("version").asLong())
              .distinct()
              .toList();
    }
    assertThat(told)
        .as("ROUTE-14: each change of %s is told, versions without gap or repetition", id)
        .containsExactlyElementsOf(LongStream.rangeClosed(2, version).boxed().toList());
  }

  private void write() {
    List<String> ids = List.copyOf(promised.keySet());
    for (long number = 1; !stopped; number++) {
      String id = ids.get((int) (number % ids.size()));
      if (!write(id, number)) {
        await().pollDelay(PAUSE).until(() -> true);
      }
    }
  }

  private boolean write(String id, long number) {
    try {
      HttpResponse<String> answer =
          api.send(
              "PATCH",
              "/twins/" + id,
              "{\"properties\":{\"desired\":{\"n\":" + number + "}}}",
              Map.of());
      if (answer.statusCode() == 200) {
        long version = Json.parse(answer.body()).path("version").asLong();
        promised.get(id).add(new Promise(version, number));
        accepted.incrementAndGet();
        return true;
      }
    } catch (UncheckedIOException e) {
      // The edge is gone or does not answer: the outcome is not known.
    }
    return false;
  }

  @Override
  public void close() {
    stopped = true;
  }
}
