package io.weir.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.error.HubError;
import io.weir.device.twin.TwinJson;
import io.weir.local.CommandFailure;
import io.weir.local.client.HubAnswer;
import io.weir.local.client.HubClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Sends lines of a bulk request (REG-05), and sends again those that only met an outage of the hub,
 * such as a failover of its jobs: they say nothing about the line.
 */
final class BulkSender {

  private static final Set<String> OUTAGES =
      Stream.of(HubError.SERVICE_UNAVAILABLE, HubError.THROTTLED)
          .map(HubError::wireName)
          .collect(Collectors.toUnmodifiableSet());

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long FIRST_PAUSE_MILLIS = 1_000;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;

  private final HubClient client;

  BulkSender(HubClient client) {
    this.client = client;
  }

  /**
   * What became of the lines.
   *
   * @param refusal of the whole request; null when each line has been answered
   * @param errors of lines that failed (REG-06)
   */
  record Result(HubAnswer refusal, List<JsonNode> errors) {}

  /**
   * Sends the lines, each about another device or module.
   *
   * @throws CommandFailure when the hub cannot be reached, or is out of order for minutes
   */
  Result send(ArrayNode lines) {
    List<JsonNode> errors = new ArrayList<>();
    ArrayNode left = lines;
    long end = System.nanoTime() + PATIENCE.toNanos();
    long pauseMillis = FIRST_PAUSE_MILLIS;
    boolean again = false;
    while (true) {
      HubAnswer answer = client.sendBulk(left);
      ArrayNode met = TwinJson.mapper().createArrayNode();
      if (answer.isBulkResult()) {
        met = sort(answer, left, errors, again);
      } else if (answer.status() == 429 || answer.status() == 503) {
        met = left;
      } else {
        return new Result(answer, errors);
      }
      if (met.isEmpty()) {
        return new Result(null, errors);
      }
      if (System.nanoTime() > end) {
        throw new CommandFailure(
            "the hub cannot write for minutes ("
                + (answer.isBulkResult() ? "ServiceUnavailable" : answer.problem())
                + "); `weir status` shows what runs");
      }
      pause(pauseMillis);
      pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, 2 * pauseMillis);
      left = met;
      again = true;
    }
  }

  /** Adds what failed for good to the errors, and returns what has to be sent again. */
  private static ArrayNode sort(
      HubAnswer answer, ArrayNode sent, List<JsonNode> errors, boolean again) {
    ArrayNode met = TwinJson.mapper().createArrayNode();
    Map<String, JsonNode> lines = new HashMap<>();
    sent.forEach(line -> lines.put(owner(line, "id"), line));
    for (JsonNode error : TwinJson.parse(answer.body()).path("errors")) {
      JsonNode line = lines.get(owner(error, "deviceId"));
      if (line != null && OUTAGES.contains(error.path("errorCode").asText())) {
        met.add(line);
      } else {
        errors.add(again ? doubtful(error) : error);
      }
    }
    return met;
  }

  private static JsonNode doubtful(JsonNode error) {
    ObjectNode copy = error.deepCopy();
    return copy.put(
        "errorStatus",
        error.path("errorStatus").asText()
            + " (sent again after an outage; it may have been done the first time)");
  }

  /** The command has nothing else to do, and its hub is better not asked all the time. */
  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted", e);
    }
  }

  /** Whom a line, or the error of one, is about. */
  static String owner(JsonNode json, String device) {
    String module = json.path("moduleId").textValue();
    String id = json.path(device).asText();
    return module == null || module.isEmpty() ? id : id + "/" + module;
  }
}
