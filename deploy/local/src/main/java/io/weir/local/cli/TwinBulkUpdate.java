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
import io.weir.local.hub.HubAddress;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Patches every twin that a condition finds, a page at a time. It finds them all first, since what
 * a patch changes may be found once more, and before each page it writes down whom it is about to
 * patch, so that it goes on there when it was stopped, and patches nobody twice.
 */
final class TwinBulkUpdate {
  private static final int MAX_PAGE = 100;
  private static final int FOUND_AT_ONCE = 1_000;

  /** Characters of a request, well below what the hub takes. */
  private static final int MAX_REQUEST = 1 << 20;

  private static final Path STATE = Path.of("weir-twin-update.json");

  private final HubClient client;
  private final BulkSender sender;
  private final String query;
  private final ObjectNode patch;
  private final int page;
  private final ResumeFile<BulkUpdateState> file;
  private final Path ids;
  private final PrintWriter err;

  TwinBulkUpdate(
      HubAddress hub, String query, ObjectNode patch, Optional<Path> state, PrintWriter err) {
    this.client = new HubClient(hub);
    this.sender = new BulkSender(client);
    this.query = query;
    this.patch = patch;
    this.page = Math.max(1, Math.min(MAX_PAGE, MAX_REQUEST / TwinJson.text(patch).length()));
    Path path = state.orElse(STATE);
    this.file = new ResumeFile<>(path, BulkUpdateState.class, hub);
    this.ids = path.resolveSibling(path.getFileName() + ".ids");
    this.err = err;
  }

  /** How many twins it would touch. */
  int count(PrintWriter out) {
    long found = 0;
    String token = null;
    do {
      QueryAnswer some = client.query(query, FOUND_AT_ONCE, Optional.ofNullable(token), null);
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
    if (stopped.isPresent()) {
      tell("going on after " + state.changed() + " twins, as " + file + " says");
      state = patched(state, state.underWay().stream().filter(twin -> !fits(twin)).toList());
    } else {
      find();
      file.write(state);
    }
    try (BufferedReader found = Files.newBufferedReader(ids)) {
      skip(found, state.taken());
      for (List<Twin> twins = next(found); !twins.isEmpty(); twins = next(found)) {
        state = state.sending(twins);
        file.write(state);
        state = patched(state, twins);
      }
    }
    file.delete();
    Files.delete(ids);
    out.println(state.changed() + " twins changed, " + state.failed() + " failed");
    return state.failed() == 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  private void find() throws IOException {
    long number = 0;
    String token = null;
    try (BufferedWriter found = Files.newBufferedWriter(ids)) {
      do {
        QueryAnswer some = client.query(query, FOUND_AT_ONCE, Optional.ofNullable(token), null);
        for (JsonNode item : some.items()) {
          found.write(Twin.of(item).path());
          found.newLine();
          number++;
        }
        token = some.continuation().orElse(null);
        tell(number + " twins found");
      } while (token != null);
    }
  }

  private static void skip(BufferedReader found, long lines) throws IOException {
    for (long i = 0; i < lines; i++) {
      if (found.readLine() == null) {
        throw new CommandFailure("the list of twins is shorter than what was patched already");
      }
    }
  }

  private List<Twin> next(BufferedReader found) throws IOException {
    List<Twin> twins = new ArrayList<>(page);
    while (twins.size() < page) {
      String path = found.readLine();
      if (path == null) {
        break;
      }
      twins.add(Twin.of(path));
    }
    return twins;
  }

  /** Each failure is told; the others go on. */
  private BulkUpdateState patched(BulkUpdateState state, List<Twin> twins) {
    int failures = 0;
    if (!twins.isEmpty()) {
      ArrayNode lines = TwinJson.mapper().createArrayNode();
      twins.forEach(twin -> lines.add(twin.line(patch)));
      BulkSender.Result result = sender.send(lines);
      if (result.refusal() != null) {
        result.refusal().orThrow();
      }
      for (JsonNode error : result.errors()) {
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
