package io.weir.local.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.weir.local.flink.FlinkClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** As much of a Flink cluster's REST interface as the supervisor's decisions depend on. */
final class FakeFlink implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HOST = "127.0.0.5";

  /** A job that was submitted. */
  record Run(String id, String mainClass, String from, String jar) {}

  /** What becomes of the answer to a stop. */
  enum StopAnswer {
    GIVEN,
    MISSED,
    REFUSED
  }

  private final HttpServer server;
  private final Path home;
  private final AtomicInteger uploads = new AtomicInteger();
  private final List<Run> runs = new ArrayList<>();
  private final Map<String, String> states = new LinkedHashMap<>();
  private final Map<String, String> savepoints = new LinkedHashMap<>();
  private Predicate<Run> fails = run -> false;
  private StopAnswer stopAnswer = StopAnswer.GIVEN;
  private int unavailable;
  private boolean refusesCancels;

  /**
   * @param home where the cluster has its checkpoints and savepoints
   */
  FakeFlink(Path home) throws IOException {
    this.home = home;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(HOST), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  FlinkClient client() {
    return new FlinkClient(uri());
  }

  URI uri() {
    return URI.create("http://" + HOST + ":" + server.getAddress().getPort());
  }

  /** Everything that was submitted so far, of one job. */
  synchronized List<Run> runs(HubJob job) {
    return runs.stream().filter(run -> run.mainClass().equals(job.mainClass())).toList();
  }

  synchronized Run lastRun(HubJob job) {
    List<Run> all = runs(job);
    return all.get(all.size() - 1);
  }

  /** From now on a job is not cancelled, and the answer is 500. */
  synchronized void refuseCancels() {
    refusesCancels = true;
  }

  synchronized void state(String id, String state) {
    states.put(id, state);
  }

  synchronized String state(String id) {
    return states.getOrDefault(id, "unknown");
  }

  /** A new JobManager: no job is known. */
  synchronized void forgetJobs() {
    states.clear();
  }

  synchronized void failWhen(Predicate<Run> condition) {
    fails = condition;
  }

  synchronized void answerStops(StopAnswer answer) {
    stopAnswer = answer;
  }

  /** The next so many requests get 503. */
  synchronized void beUnavailable(int requests) {
    unavailable = requests;
  }

  /** The run writes a checkpoint. */
  String checkpoint(String id, int number) throws IOException {
    return complete(home.resolve("checkpoints").resolve(id).resolve("chk-" + number));
  }

  static String complete(Path state) throws IOException {
    Files.createDirectories(state);
    Files.writeString(state.resolve("_metadata"), "m");
    return state.toUri().toString();
  }

  private synchronized void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String[] path = exchange.getRequestURI().getPath().substring(1).split("/", -1);
    if (unavailable > 0) {
      unavailable--;
      answer(exchange, 503, JSON.createObjectNode());
    } else if (path[0].equals("jars")) {
      jars(exchange, path, body);
    } else if (path[1].equals("overview")) {
      answer(exchange, 200, overview());
    } else {
      job(exchange, path[1], path.length > 2 ? path[2] : "");
    }
  }

  private void jars(HttpExchange exchange, String[] path, byte[] body) throws IOException {
    ObjectNode answer = JSON.createObjectNode();
    if (path[1].equals("upload")) {
      String text = new String(body, StandardCharsets.ISO_8859_1);
      String name = text.replaceAll("(?s).*?filename=\"([^\"]*)\".*", "$1");
      answer.put("filename", "/upload/" + uploads.incrementAndGet() + "_" + name);
    } else if (path.length == 3) {
      JsonNode asked = JSON.readTree(body);
      Run run =
          new Run(
              asked.path("jobId").asText(),
              asked.path("entryClass").asText(),
              asked.path("savepointPath").asText(""),
              path[1]);
      if (states.containsKey(run.id())) {
        answer(exchange, 400, JSON.createObjectNode());
        return;
      }
      runs.add(run);
      states.put(run.id(), fails.test(run) ? "FAILED" : "RUNNING");
      answer.put("jobid", run.id());
    }
    answer(exchange, 200, answer);
  }

  private void job(HttpExchange exchange, String id, String what) throws IOException {
    ObjectNode answer = JSON.createObjectNode();
    int status = 200;
    switch (what) {
      case "stop" -> {
        if (stopAnswer == StopAnswer.REFUSED) {
          status = 400;
        } else {
          end(id);
          answer.put("request-id", "trigger");
        }
      }
      case "savepoints" -> {
        if (stopAnswer == StopAnswer.MISSED) {
          status = 404;
        } else {
          answer.putObject("status").put("id", "COMPLETED");
          answer.putObject("operation").put("location", savepoints.get(id));
        }
      }
      case "exceptions" ->
          answer
              .putObject("exceptionHistory")
              .putArray("entries")
              .addObject()
              .put("timestamp", 1)
              .put("stacktrace", "java.A: outer\n\tat a.B\nCaused by: java.B: no such state\n");
      default -> {
        if (refusesCancels) {
          status = 500;
        } else {
          states.put(id, "CANCELED");
        }
      }
    }
    answer(exchange, status, answer);
  }

  /** Like Flink: the savepoint is written, the job finishes, its checkpoints are deleted. */
  private void end(String id) throws IOException {
    String name = "savepoint-" + id.substring(0, 6) + "-" + savepoints.size();
    savepoints.put(id, complete(home.resolve("savepoints").resolve(name)));
    states.put(id, "FINISHED");
    Path checkpoints = home.resolve("checkpoints").resolve(id);
    if (Files.isDirectory(checkpoints)) {
      try (var all = Files.walk(checkpoints)) {
        for (Path file : all.filter(path -> path.endsWith("_metadata")).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private ObjectNode overview() {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode jobs = answer.putArray("jobs");
    states.forEach(
        (id, state) -> {
          ObjectNode job =
              jobs.addObject().put("jid", id).put("name", name(id)).put("state", state);
          job.putObject("tasks").put("total", 1).put("running", state.equals("RUNNING") ? 1 : 0);
        });
    return answer;
  }

  private String name(String id) {
    return runs.stream()
        .filter(run -> run.id().equals(id))
        .flatMap(
            run ->
                List.of(HubJob.values()).stream()
                    .filter(job -> job.mainClass().equals(run.mainClass())))
        .map(job -> job.nameIn("weir"))
        .findFirst()
        .orElse("another");
  }

  private static void answer(HttpExchange exchange, int status, ObjectNode body)
      throws IOException {
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
