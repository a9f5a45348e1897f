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
 * Back ends that write the desired properties of a few devices each, one after another, and
 * remember what they were promised.
 */
final class TwinWriter implements AutoCloseable {
  private static final int WRITERS = 4;
  private static final int DEVICES_OF_EACH = 2;
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** What a 200 said. */
  private record Promise(long version, long number) {}

  private final Hub hub;
  private final ServiceApi api;
  private final Map<String, List<Promise>> promised = new ConcurrentHashMap<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  private TwinWriter(Hub hub, String prefix) {
    this.hub = hub;
    this.api = new ServiceApi(hub);
    for (int writer = 0; writer < WRITERS; writer++) {
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < DEVICES_OF_EACH; i++) {
        String id = prefix + writer + "-" + i;
        api.createDevice(id);
        promised.put(id, new ArrayList<>());
        ids.add(id);
      }
      threads.add(new Thread(() -> write(ids), "twin-writer-" + writer));
    }
  }

  static TwinWriter start(Hub hub, String prefix) {
    TwinWriter writer = new TwinWriter(hub, prefix);
    for (Thread thread : writer.threads) {
      thread.setDaemon(true);
      thread.start();
    }
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
    for (Thread thread : threads) {
      thread.join(Duration.ofMinutes(1).toMillis());
      assertThat(thread.isAlive()).isFalse();
    }
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
    List<Promise> told;
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
              .map(TwinWriter::promise)
              // A record that is repeated says the same; another change of the same version does
              // not.
              .distinct()
              .toList();
    }
    assertThat(told)
        .extracting(Promise::version)
        .as("ROUTE-14: each change of %s is told, versions without gap or repetition", id)
        .containsExactlyElementsOf(LongStream.rangeClosed(2, version).boxed().toList());
    assertThat(told).as("what was promised to %s is what was told", id).containsAll(promises);
  }

  private static Promise promise(JsonNode change) {
    return new Promise(
        change.path("version").asLong(), change.at("/properties/desired/n").asLong());
  }

  private void write(List<String> ids) {
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
