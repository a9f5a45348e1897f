package io.weir.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.identity.TwinKey;
import io.weir.device.twin.Tags;
import io.weir.device.twin.TwinJson;
import io.weir.local.CommandFailure;
import io.weir.local.ExitCode;
import io.weir.local.cli.BulkUpdateState.Twin;
import io.weir.local.client.HubAnswer;
import io.weir.local.client.HubClient;
import io.weir.local.client.QueryAnswer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Patches every twin that a condition finds, a page at a time. Before each page it writes down whom
 * it is about to patch and where the next page begins, so that it goes on there when it was
 * stopped, and patches nobody twice.
 */
final class TwinBulkUpdate {
  private static final int MAX_PAGE = 100;

  /** Characters of a request, well below what the hub takes. */
  private static final int MAX_REQUEST = 1 << 20;

  private static final Path STATE = Path.of("weir-twin-update.json");

  private final HubClient client;
  private final String query;
  private final ObjectNode patch;
  private final int page;
  private final ResumeFile<BulkUpdateState> file;
  private final PrintWriter err;

  TwinBulkUpdate(
      HubClient client, String query, ObjectNode patch, Optional<Path> state, PrintWriter err) {
    this.client = client;
    this.query = query;
    this.patch = patch;
    this.page = Math.max(1, Math.min(MAX_PAGE, MAX_REQUEST / TwinJson.text(patch).length()));
    this.file = new ResumeFile<>(state.orElse(STATE), BulkUpdateState.class);
    this.err = err;
  }

  /** How many twins it would touch. */
  int count(PrintWriter out) {
    long found = 0;
    String token = null;
    do {
      QueryAnswer some = client.query(query, 1_000, Optional.ofNullable(token), null);
      found += some.items().size();
      token = some.continuation().orElse(null);
      if (token != null) {
        tell(found + " twins found");
      }
    } while (token != null);
    out.println(found + " twins would be changed");
    return ExitCode.OK;
  }

  int run(PrintWriter out) throws IOException {
    Optional<BulkUpdateState> stopped = file.read();
    BulkUpdateState state = stopped.orElseGet(() -> BulkUpdateState.beginning(query, patch));
    if (!state.isOf(query, patch)) {
      throw new CommandFailure(
          file + " belongs to another update that was stopped; finish it, or remove the file");
    }
    boolean more = true;
    if (stopped.isPresent()) {
      tell("going on after " + state.changed() + " twins, as " + file + " says");
      state = patched(state, state.underWay().stream().filter(twin -> !fits(twin)).toList());
      more = state.next() != null;
    }
    while (more) {
      QueryAnswer found = client.query(query, page, Optional.ofNullable(state.next()), null);
      List<Twin> twins = new ArrayList<>(found.items().size());
      found.items().forEach(item -> twins.add(Twin.of(item)));
      state = state.sending(twins, found.continuation().orElse(null));
      if (!twins.isEmpty()) {
        file.write(state);
      }
      state = patched(state, twins);
      more = state.next() != null;
    }
    file.delete();
    out.println(state.changed() + " twins changed, " + state.failed() + " failed");
    return state.failed() == 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  /** Each failure is told; the others go on. */
  private BulkUpdateState patched(BulkUpdateState state, List<Twin> twins) {
    int failures = 0;
    if (!twins.isEmpty()) {
      ArrayNode lines = TwinJson.mapper().createArrayNode();
      twins.forEach(twin -> lines.add(twin.line(patch)));
      for (JsonNode error : client.bulk(lines).path("errors")) {
        err.println(Output.printable(ImportBatch.describe(error)));
        failures++;
      }
    }
    BulkUpdateState after = state.sent(failures);
    tell(
        after.changed()
            + " twins changed"
            + (after.failed() == 0 ? "" : ", " + after.failed() + " failed"));
    return after;
  }

  /** Whether the twin is what the patch makes of it, so that it has been sent it already. */
  private boolean fits(Twin twin) {
    HubAnswer answer = client.twin(new TwinKey(twin.deviceId(), twin.moduleId()));
    if (!answer.ok()) {
      return false;
    }
    JsonNode present = TwinJson.parse(answer.body());
    return fits(present.path("tags"), patch.get("tags"))
        && fits(present.at("/properties/desired"), patch.path("properties").get("desired"));
  }

  private static boolean fits(JsonNode section, JsonNode wanted) {
    if (wanted == null || !(section instanceof ObjectNode present)) {
      return wanted == null;
    }
    ObjectNode values = present.without(List.of("$metadata", "$version"));
    return Tags.merged(values, wanted).equals(values);
  }

  private void tell(String progress) {
    err.println(progress);
    err.flush();
  }
}
