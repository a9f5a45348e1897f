package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.acceptance.ServiceApi.Device;
import io.weir.acceptance.Webhook.Mood;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A webhook is down for a minute. That is mostly waiting, so other tests run meanwhile. */
@HubTest
@ResourceLock(Hub.LOCK)
@ResourceLock(Rules.LOCK)
@Execution(ExecutionMode.CONCURRENT)
class WebhookOutageTest {
  private static final Duration OUTAGE = Duration.ofMinutes(1);
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Hub hub = Hub.shared();
  private final Device device = new ServiceApi(hub).createDevice("webhook-outage");

  @AfterAll
  static void removeRoutes() {
    Rules.apply(Hub.shared(), "none.weir", "fallback on\n");
  }

  @Test
  @DisplayName(
      "ROUTE-15: a webhook that is down for a minute slows nobody, loses nothing, and is seen to be"
          + " so")
  void downForAMinute() throws Exception {
    try (Webhook hook = new Webhook()) {
      Rules.enforce(
          hub,
          "webhook.weir",
          """
          endpoint desk webhook { url = '%s', batch = 5, timeout = 2 seconds }
          endpoint beside kafka { topic = 'webhook-beside' }

          route both
            from DeviceMessages
            where $connectionDeviceId = 'webhook-outage'
            to desk, beside
          """
              .formatted(hook.url()));
      try (MqttSocket connection = MqttSocket.connected(hub, Trust.inHub(hub), device);
          EventLog beside = EventLog.of(hub, "webhook-beside")) {
        Probes probes = new Probes(connection, beside);
        List<Duration> before = probes.send(Duration.ofSeconds(5));
        await(() -> hook.taken().containsAll(probes.sent()));
        await(() -> state().equals("healthy"));

        List<Duration> during = new ArrayList<>();
        for (Mood mood : List.of(Mood.REFUSES, Mood.HANGS, Mood.BREAKS_OFF)) {
          hook.set(mood);
          during.addAll(probes.send(OUTAGE.dividedBy(3)));
        }
        assertThat(probes.states()).containsSubsequence("healthy", "degraded", "unhealthy");
        assertThat(state()).isEqualTo("unhealthy");
        await(() -> desk().path("lag").asInt() >= during.size());
        assertThat(median(during))
            .as("beside, where it took %s before", median(before))
            .isLessThan(median(before).multipliedBy(5).plusMillis(200));

        hook.set(Mood.TAKES);
        await(() -> hook.taken().containsAll(probes.sent()));
        assertThat(hook.taken()).isEqualTo(probes.sent());
        await(() -> !state().equals("unhealthy"));
        await(() -> desk().path("delivered").asInt() >= probes.sent().size());
        assertThat(desk().path("deadLettered").asInt()).isZero();
        assertThat(hub.weir("endpoints", "list").succeeded().stdout())
            .contains("ENDPOINT", "desk", "webhook", "beside");
      }
    }
  }

  private static Duration median(List<Duration> durations) {
    return durations.stream().sorted().toList().get(durations.size() / 2);
  }

  private String state() {
    return desk().path("state").asText();
  }

  private JsonNode desk() {
    JsonNode endpoints =
        Json.parse(hub.weir("endpoints", "list", "-o", "json").succeeded().stdout())
            .path("endpoints");
    return StreamSupport.stream(endpoints.spliterator(), false)
        .filter(endpoint -> endpoint.path("name").asText().equals("desk"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("desk is not in " + endpoints));
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(250)).until(condition);
  }

  /** Messages with rising numbers, each sent when the one before has come out beside. */
  private final class Probes {
    private static final Duration PAUSE = Duration.ofMillis(300);

    private final MqttSocket connection;
    private final EventLog beside;
    private final Set<String> states = new LinkedHashSet<>();
    private long last;

    Probes(MqttSocket connection, EventLog beside) {
      this.connection = connection;
      this.beside = beside;
    }

    /** Sends for so long, and returns how long each was on its way. */
    List<Duration> send(Duration time) throws Exception {
      List<Duration> taken = new ArrayList<>();
      long end = System.nanoTime() + time.toNanos();
      while (System.nanoTime() < end) {
        long number = ++last;
        long begun = System.nanoTime();
        publish(number);
        assertThat(beside.bodies(device.id(), found -> !found.isEmpty(), Duration.ofSeconds(10)))
            .as("what comes out beside")
            .extracting(body -> body.path("sequence").asLong())
            .containsExactly(number);
        taken.add(Duration.ofNanos(System.nanoTime() - begun));
        states.add(state());
        TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
      }
      return taken;
    }

    /** The numbers of all that was sent. */
    List<Long> sent() {
      return LongStream.rangeClosed(1, last).boxed().toList();
    }

    /** The states of the webhook that were seen, in the order of their first time. */
    List<String> states() {
      return List.copyOf(states);
    }

    private void publish(long number) throws IOException {
      connection.publishAndWait(
          MqttSocket.eventsTopic(device.id()) + "$.ct=application%2Fjson&$.ce=utf-8",
          ("{\"sequence\":" + number + "}").getBytes(StandardCharsets.UTF_8));
    }
  }
}
