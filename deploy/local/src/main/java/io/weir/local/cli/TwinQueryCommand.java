package io.weir.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.weir.device.twin.TwinJson;
import io.weir.local.client.HubClient;
import io.weir.local.client.QueryAnswer;
import io.weir.local.hub.HubOptions;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir device-twin query}: the twin query language. */
@Command(
    name = "query",
    mixinStandardHelpOptions = true,
    description = {
      "Answer a query such as: SELECT deviceId, tags.hall FROM devices WHERE tags.floor > 3",
      "EXPLAIN before it shows how it would be answered. docs/queries.md has the language."
    })
final class TwinQueryCommand implements Callable<Integer> {
  private static final int PAGE = 500;
  private static final Duration WATCH = Duration.ofSeconds(1);

  @Spec private CommandSpec spec;
  @Mixin private HubOptions hub;
  @Mixin private Output output;

  @Parameters(paramLabel = "QUERY", arity = "0..1", description = "the query")
  private String positional;

  @Option(
      names = {"-q", "--query"},
      paramLabel = "QUERY",
      description = "the query")
  private String option;

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "stop after N rows (default: all of them)")
  private Integer top;

  @Override
  public Integer call() {
    if (option != null && positional != null) {
      throw new ParameterException(spec.commandLine(), "the query is there twice");
    }
    String query = option == null ? positional : option;
    if (query == null || query.isBlank()) {
      throw new ParameterException(spec.commandLine(), "the query is missing");
    }
    if (top != null && top < 1) {
      throw new ParameterException(spec.commandLine(), "--top: " + top + " (expected: 1 or more)");
    }
    HubClient client = new HubClient(hub.address());
    long left = top == null ? Long.MAX_VALUE : top;
    String token = null;
    do {
      QueryAnswer page = page(client, query, (int) Math.min(PAGE, left), token);
      for (JsonNode item : page.items()) {
        if (left-- > 0) {
          print(item, page.type());
        }
      }
      token = page.continuation().orElse(null);
    } while (token != null && left > 0 && !out().checkError());
    out().flush();
    return 0;
  }

  /** While it takes long, what was read is shown. */
  private QueryAnswer page(HubClient client, String query, int size, String token) {
    String id = UUID.randomUUID().toString();
    Thread watcher = new Thread(() -> watch(client, id), "weir-query-progress");
    watcher.setDaemon(true);
    watcher.start();
    try {
      return client.query(query, size, Optional.ofNullable(token), id);
    } finally {
      watcher.interrupt();
    }
  }

  private void watch(HubClient client, String id) {
    PrintWriter err = spec.commandLine().getErr();
    try {
      while (true) {
        Thread.sleep(WATCH.toMillis());
        client.queryProgress(id).ifPresent(scanned -> err.println(scanned + " twins read"));
        err.flush();
      }
    } catch (InterruptedException e) {
      // The answer is here.
    }
  }

  private void print(JsonNode item, String type) {
    if (output.isJson() || type.equals("Twin") || !item.isObject()) {
      out().println(TwinJson.text(item));
      return;
    }
    if (item.path("plan") instanceof ArrayNode plan && item.size() == 1) {
      plan.forEach(line -> out().println(line.asText()));
      return;
    }
    Set<String> names = new LinkedHashSet<>();
    item.fieldNames().forEachRemaining(names::add);
    StringBuilder line = new StringBuilder();
    for (String name : names) {
      JsonNode value = item.get(name);
      line.append(line.isEmpty() ? "" : "  ").append(name).append('=');
      line.append(value.isTextual() ? value.textValue() : TwinJson.text(value));
    }
    out().println(Output.printable(line.toString()));
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
