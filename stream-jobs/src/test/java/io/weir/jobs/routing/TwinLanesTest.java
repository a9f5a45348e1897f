package io.weir.jobs.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.device.identity.TwinKey;
import io.weir.device.telemetry.TelemetryHeaders;
import io.weir.jobs.twins.TwinRead;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TwinLanesTest {

  private final List<String> routed = new ArrayList<>();
  private final List<String> reads = new ArrayList<>();
  private boolean needed = true;
  private long now = TimeUnit.HOURS.toNanos(1);
  private final TwinLanes lanes =
      new TwinLanes(message -> needed, this::route, twin -> reads.add(twin.path()), () -> now);

  @Test
  @DisplayName("The log's rules 12: a device's messages stay in order, and others overtake")
  void fifoForEachDevice() {
    lanes.add(message("a", null, "1"));
    lanes.add(message("a", null, "2"));
    lanes.add(message("b", null, "3"));
    assertThat(routed).isEmpty();
    assertThat(reads).as("one read for each device").containsExactly("a", "b");

    answer("b", null, now, "south");
    assertThat(routed).containsExactly("3 south");
    answer("a", null, now, "north");
    assertThat(routed).containsExactly("3 south", "1 north", "2 north");
    assertThat(lanes.isEmpty()).isTrue();
  }

  @Test
  @DisplayName("The log's rules 12: what was read less than a second ago is not read again")
  void readsAgainAfterASecond() {
    lanes.add(message("a", null, "1"));
    answer("a", null, now, "north");
    pass(899);
    lanes.add(message("a", null, "2"));
    assertThat(routed).containsExactly("1 north", "2 north");
    pass(1);
    lanes.add(message("a", null, "3"));
    answer("a", null, now, "south");
    assertThat(routed).containsExactly("1 north", "2 north", "3 south");
    assertThat(reads).containsExactly("a", "a");
  }

  @Test
  @DisplayName("The log's rules 12: a read that began too early is not for a message behind it")
  void aSlowReadIsNotForLaterMessages() {
    lanes.add(message("a", null, "1"));
    long started = now;
    pass(2_000);
    lanes.add(message("a", null, "2"));
    answer("a", null, started, "north");
    assertThat(routed).containsExactly("1 north");
    assertThat(reads).containsExactly("a", "a");
    answer("a", null, now, "south");
    assertThat(routed).containsExactly("1 north", "2 south");
  }

  @Test
  @DisplayName("ROUTE-08: a module's message is judged by its own twin, in the device's order")
  void modulesHaveTheirOwnTwins() {
    lanes.add(message("a", null, "1"));
    lanes.add(message("a", "m", "2"));
    lanes.add(message("a", null, "3"));
    answer("a", null, now, "north");
    assertThat(routed).containsExactly("1 north");
    answer("a", "m", now, "south");
    assertThat(routed).containsExactly("1 north", "2 south", "3 north");
    assertThat(reads).containsExactly("a", "a/m");
  }

  @Test
  void nothingIsReadWithoutNeed() {
    needed = false;
    lanes.add(message("a", null, "1"));
    assertThat(routed).containsExactly("1 none");
    assertThat(reads).isEmpty();
  }

  @Test
  void aMessageOfNobodyHasNoTwin() {
    lanes.add(new TelemetryRecord(null, bytes("1"), new RecordHeaders(), 0, 0, 0));
    assertThat(routed).containsExactly("1 none");
  }

  @Test
  void whatNeedsNoTwinStillWaitsBehindWhatDoes() {
    lanes.add(message("a", null, "1"));
    needed = false;
    lanes.add(message("a", null, "2"));
    lanes.add(message("b", null, "3"));
    assertThat(routed).containsExactly("3 none");
  }

  @Test
  @DisplayName("Messages that wait are judged by the rules in force when they are routed")
  void rulesWithoutTwinSetThemFree() {
    lanes.add(message("a", null, "1"));
    lanes.add(message("a", null, "2"));
    needed = false;
    lanes.rulesChanged();
    assertThat(routed).containsExactly("1 none", "2 none");
    assertThat(lanes.isEmpty()).isTrue();

    needed = true;
    lanes.add(message("a", null, "3"));
    assertThat(reads).as("the first read is under way still").containsExactly("a");
    answer("a", null, now, "north");
    assertThat(routed).containsExactly("1 none", "2 none", "3 north");
  }

  @Test
  void isFullOfManyMessages() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(lanes.isFull()).isFalse();
      lanes.add(message("a", null, "1"));
    }
    assertThat(lanes.isFull()).isTrue();
    assertThat(lanes.size()).isEqualTo(1_000);
    answer("a", null, now, "north");
    assertThat(lanes.isFull()).isFalse();
    assertThat(lanes.size()).isZero();
  }

  @Test
  void isFullOfLargeMessages() {
    String large = "x".repeat(4 * 1024 * 1024);
    lanes.add(message("a", null, large));
    assertThat(lanes.isFull()).isFalse();
    lanes.add(message("b", null, large));
    assertThat(lanes.isFull()).isTrue();
    answer("a", null, now, "north");
    assertThat(lanes.isFull()).isFalse();
  }

  private void route(TelemetryRecord message, JsonNode twin) {
    String body = new String(message.value(), StandardCharsets.UTF_8);
    routed.add(body + " " + (twin == null ? "none" : twin.path("site").asText()));
  }

  private void answer(String device, String module, long startedAt, String site) {
    lanes.answered(
        TwinRead.of(
            new TwinKey(device, module), startedAt, Optional.of("{\"site\":\"" + site + "\"}")));
  }

  private void pass(long millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private static TelemetryRecord message(String device, String module, String body) {
    Headers headers = new RecordHeaders();
    TelemetryHeaders.put(headers, TelemetryHeaders.CONNECTION_DEVICE_ID, device);
    TelemetryHeaders.put(headers, TelemetryHeaders.CONNECTION_MODULE_ID, module);
    return new TelemetryRecord(bytes(device), bytes(body), headers, 0, 0, 0);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
