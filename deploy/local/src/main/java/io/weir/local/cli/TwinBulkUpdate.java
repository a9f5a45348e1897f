package io.weir.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.twin.TwinJson;
import io.weir.local.CommandFailure;
import io.weir.local.client.HubClient;
import io.weir.local.client.QueryAnswer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;

/**
 * Patches every twin that a condition finds, a page at a time. After each page it writes down where
 * the next one begins, so that it goes on there when it was stopped.
 */
final class TwinBulkUpdate {
  private static final int PAGE = 100;
  private static final Path STATE = Path.of("weir-twin-update.json");

  private final HubClient client;
  private final String query;
  private final ObjectNode patch;
  private final Path state;
  private final PrintWriter err;

  TwinBulkUpdate(
      HubClient client, String wish, ObjectNode patch, Optional<Path> state, PrintWriter err) {
    this.client = client;
    this.query = idsOf(wish);
    this.patch = patch;
    this.state = state.orElse(STATE);
    this.err = err;
  }

  /** Of what is found only the ids matter. */
  private static String idsOf(String wish) {
    String lower = wish.strip().toLowerCase(Locale.ROOT);
    if (!lower.startsWith("select")) {
      return "SELECT deviceId, moduleId FROM devices"
          + (wish.isBlank() || wish.strip().equals("*") ? "" : " WHERE " + wish);
    }
    int from = lower.indexOf(" from ");
    if (from < 0) {
      throw new CommandFailure("--query: no FROM (expected: a condition or a query)");
    }
    return "SELECT deviceId, moduleId" + wish.strip().substring(from);
  }

  /** How many twins it would touch. */
  int count(PrintWriter out) {
    long found = 0;
    String token = null;
    do {
      QueryAnswer page = client.query(query, 1_000, Optional.ofNullable(token), null);
      found += page.items().size();
      token = page.continuation().orElse(null);
    } while (token != null);
    out.println(found + " twins would be changed");
    return 0;
  }

  int run(PrintWriter out) throws IOException {
    ObjectNode done = resumed();
    long changed = done.path("changed").asLong();
    long failed = done.path("failed").asLong();
    String token = done.path("continuation").textValue();
    if (token != null) {
      err.println("going on after " + changed + " twins, as " + state + " says");
    }
    do {
      QueryAnswer page = client.query(query, PAGE, Optional.ofNullable(token), null);
      int failures = page.items().isEmpty() ? 0 : patch(page.items());
      changed += page.items().size() - failures;
      failed += failures;
      token = page.continuation().orElse(null);
      write(changed, failed, token);
      err.println(changed + " twins changed" + (failed == 0 ? "" : ", " + failed + " failed"));
      err.flush();
    } while (token != null);
    Files.deleteIfExists(state);
    out.println(changed + " twins changed, " + failed + " failed");
    return failed == 0 ? 0 : 1;
  }

  /** Each failure is told; the others go on. */
  private int patch(JsonNode page) {
    ArrayNode lines = TwinJson.mapper().createArrayNode();
    for (JsonNode twin : page) {
      ObjectNode line = lines.addObject();
      line.put("id", twin.path("deviceId").asText());
      if (twin.has("moduleId")) {
        line.put("moduleId", twin.path("moduleId").asText());
      }
      line.put("importMode", "updateTwin");
      line.setAll(patch);
    }
    JsonNode result = client.bulk(lines);
    for (JsonNode error : result.path("errors")) {
      err.println(
          error.path("deviceId").asText()
              + ": "
              + error.path("errorCode").asText()
              + ": "
              + error.path("errorStatus").asText());
    }
    return result.path("errors").size();
  }

  private ObjectNode resumed() throws IOException {
    ObjectNode fresh = TwinJson.mapper().createObjectNode();
    if (!Files.exists(state)) {
      return fresh;
    }
    JsonNode read = TwinJson.parse(Files.readString(state));
    boolean same = read.path("query").asText().equals(query) && read.path("patch").equals(patch);
    if (!same) {
      throw new CommandFailure(
          state + " belongs to another update that was stopped; finish it, or remove the file");
    }
    return (ObjectNode) read;
  }

  private void write(long changed, long failed, String token) throws IOException {
    ObjectNode json = TwinJson.mapper().createObjectNode();
    json.put("query", query);
    json.set("patch", patch);
    json.put("changed", changed);
    json.put("failed", failed);
    json.put("continuation", token);
    Path draft = state.resolveSibling(state.getFileName() + ".draft");
    Files.writeString(draft, TwinJson.text(json));
    Files.move(draft, state, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
