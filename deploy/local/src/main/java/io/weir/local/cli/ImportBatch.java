package io.weir.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.twin.TwinJson;
import io.weir.local.client.HubAnswer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Lines that go to the hub in one request, each about another device or module. */
final class ImportBatch {
  private static final int MAX_LINES = 100;

  /** Well below what the hub takes. */
  private static final int MAX_CHARACTERS = 1 << 20;

  private final ArrayNode lines = TwinJson.mapper().createArrayNode();
  private final List<Long> numbers = new ArrayList<>();
  private final Map<String, Long> numberOf = new HashMap<>();
  private final Set<String> devices = new HashSet<>();
  private final List<Failure> failures = new ArrayList<>();
  private long characters;
  private int unreadable;
  private long end;
  private long checksum;

  /** A line that was not written, and why. */
  record Failure(long number, String problem) {}

  ImportBatch(long end, long checksum) {
    this.end = end;
    this.checksum = checksum;
  }

  /** The last line that it has come to. */
  long end() {
    return end;
  }

  /** Of the file up to there. */
  long checksum() {
    return checksum;
  }

  /** How far the import has come when this is done, with so many failures. */
  ImportState after(ImportState before, int failed) {
    int begun = lines.size() + unreadable;
    return new ImportState(
        end, before.imported() + begun - failed, before.failed() + failed, checksum);
  }

  boolean isFull() {
    return lines.size() + unreadable >= MAX_LINES || characters >= MAX_CHARACTERS;
  }

  /** Whether a line about the same device or module is in it. */
  boolean has(ObjectNode line) {
    return numberOf.containsKey(BulkSender.owner(line, "id"));
  }

  /** Whether one of the other's devices has a line in it: theirs keep their order. */
  boolean concerns(ImportBatch other) {
    return other.devices.stream().anyMatch(devices::contains);
  }

  /** A line that nothing is to be done about, or cannot be. */
  void pass(JsonLines.Line line) {
    end = line.number();
    checksum = line.checksum();
  }

  void fail(JsonLines.Line line, String problem) {
    pass(line);
    failures.add(new Failure(line.number(), problem));
    unreadable++;
  }

  void add(JsonLines.Line line, ObjectNode json) {
    pass(line);
    lines.add(json);
    numbers.add(line.number());
    numberOf.put(BulkSender.owner(json, "id"), line.number());
    devices.add(json.path("id").asText());
    characters += line.text().length();
  }

  /** Sends what there is; returns what failed, with what had failed before. */
  List<Failure> send(BulkSender sender) {
    if (!lines.isEmpty()) {
      send(sender, lines, numbers);
    }
    return failures;
  }

  private void send(BulkSender sender, ArrayNode some, List<Long> theirNumbers) {
    BulkSender.Result result = sender.send(some);
    HubAnswer answer = result.refusal();
    for (JsonNode error : result.errors()) {
      failures.add(
          new Failure(
              numberOf.getOrDefault(BulkSender.owner(error, "deviceId"), theirNumbers.get(0)),
              describe(error)));
    }
    if (answer == null) {
      return;
    }
    if (answer.status() != 400 && answer.status() != 413) {
      answer.orThrow();
    } else if (some.size() == 1) {
      failures.add(new Failure(theirNumbers.get(0), answer.problem()));
    } else {
      // One line that the hub does not understand costs the whole request: which one is it?
      for (int i = 0; i < some.size(); i++) {
        send(
            sender,
            TwinJson.mapper().createArrayNode().add(some.get(i)),
            List.of(theirNumbers.get(i)));
      }
    }
  }

  /** An error of REG-06 in words. */
  static String describe(JsonNode error) {
    return BulkSender.owner(error, "deviceId")
        + ": "
        + error.path("errorCode").asText()
        + ": "
        + error.path("errorStatus").asText();
  }
}
