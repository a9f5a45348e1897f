package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A back end that creates and updates identities without a pause, and notes what the hub promised.
 * A write whose outcome it does not learn may have been applied (the log's rules 5): of that device
 * it expects nothing any more, and goes on with another.
 */
final class RegistryWriter implements AutoCloseable {

  private static final int DEVICES = 4;
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final ServiceApi api;
  private final String prefix;
  private final Map<String, JsonNode> promised = new ConcurrentHashMap<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private final Thread thread = new Thread(this::write, "registry-writer");
  private volatile boolean stopped;

  private RegistryWriter(Hub hub, String prefix) {
    this.api = new ServiceApi(hub);
    this.prefix = prefix;
  }

  static RegistryWriter start(Hub hub, String prefix) {
    RegistryWriter writer = new RegistryWriter(hub, prefix);
    writer.thread.setDaemon(true);
    writer.thread.start();
    return writer;
  }

  /** Waits until so many more writes have got their 200. */
  void awaitProgress(int writes) {
    int wanted = accepted.get() + writes;
    await().atMost(Duration.ofMinutes(2)).until(() -> accepted.get() >= wanted);
  }

  /** Ends the writing, and compares what was promised with what the hub shows. */
  void finish() throws InterruptedException {
    close();
    thread.join(Duration.ofMinutes(1).toMillis());
    assertThat(thread.isAlive()).isFalse();
    assertThat(promised).isNotEmpty();
    promised.forEach(
        (id, identity) -> {
          HttpResponse<String> answer = api.send("GET", ServiceApi.path(id), null, Map.of());
          assertThat(answer.statusCode()).as(id).isEqualTo(200);
          JsonNode found = Json.parse(answer.body());
          for (String field : new String[] {"etag", "generationId", "authentication", "status"}) {
            assertThat(found.get(field)).as(id + " " + field).isEqualTo(identity.get(field));
          }
          assertThat(found.get("statusReason")).as(id).isEqualTo(identity.get("statusReason"));
        });
  }

  private void write() {
    String[] ids = new String[DEVICES];
    for (int turn = 0; !stopped; turn++) {
      int slot = turn % DEVICES;
      if (ids[slot] == null) {
        ids[slot] = prefix + "-" + turn;
      }
      if (!write(ids[slot], turn)) {
        ids[slot] = null;
        await().pollDelay(PAUSE).until(() -> true);
      }
    }
  }

  private boolean write(String id, int turn) {
    JsonNode present = promised.get(id);
    ObjectNode wish = present == null ? Json.object() : present.deepCopy();
    wish.put("deviceId", id).put("statusReason", "turn " + turn);
    Map<String, String> condition =
        present == null ? Map.of() : Map.of("If-Match", '"' + present.get("etag").asText() + '"');
    try {
      HttpResponse<String> answer =
          api.send("PUT", ServiceApi.path(id), wish.toString(), condition);
      if (answer.statusCode() == 200) {
        promised.put(id, Json.parse(answer.body()));
        accepted.incrementAndGet();
        return true;
      }
    } catch (UncheckedIOException e) {
      // The edge is gone or does not answer: the outcome is not known.
    }
    promised.remove(id);
    return false;
  }

  @Override
  public void close() {
    stopped = true;
  }
}
