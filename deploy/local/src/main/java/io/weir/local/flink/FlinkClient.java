package io.weir.local.flink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A Flink cluster's REST interface, as far as the hub needs it; works on any cluster. */
public final class FlinkClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SHORT = Duration.ofSeconds(10);
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(50);

  private final URI cluster;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(3))
          .build();

  /**
   * @param cluster such as {@code http://127.0.0.1:8081}
   */
  public FlinkClient(URI cluster) {
    String text = cluster.toString();
    this.cluster = text.endsWith("/") ? cluster : URI.create(text + "/");
  }

  public ClusterOverview overview() throws IOException {
    JsonNode answer = send(request("overview", SHORT).GET());
    return new ClusterOverview(
        answer.path("taskmanagers").asInt(),
        answer.path("slots-total").asInt(),
        answer.path("slots-available").asInt());
  }

  /** Every job that the cluster remembers, ended ones included. */
  public List<FlinkJob> jobs() throws IOException {
    List<FlinkJob> jobs = new ArrayList<>();
    for (JsonNode job : send(request("jobs/overview", SHORT).GET()).path("jobs")) {
      jobs.add(
          new FlinkJob(
              job.path("jid").asText(),
              job.path("name").asText(),
              job.path("state").asText(),
              job.path("start-time").asLong(),
              job.path("tasks").path("total").asInt(),
              job.path("tasks").path("running").asInt()));
    }
    return List.copyOf(jobs);
  }

  /** Uploads a jar; returns the name to run it by. */
  public String upload(Path jar) throws IOException {
    JsonNode answer = send(new Multipart(jar).applyTo(request("jars/upload", LONG)));
    String file = answer.path("filename").asText();
    return file.substring(file.lastIndexOf('/') + 1);
  }

  /** Forgets an uploaded jar; jobs that run from it are not harmed. */
  public void deleteJar(String jar) throws IOException {
    send(request("jars/" + jar, SHORT).DELETE());
  }

  /** Runs a job; returns its id. */
  public String run(String jar, JobSubmission job) throws IOException {
    ObjectNode body = JSON.createObjectNode();
    body.put("entryClass", job.mainClass());
    ArrayNode arguments = body.putArray("programArgsList");
    job.arguments().forEach(arguments::add);
    body.put("jobId", job.jobId());
    job.savepoint().ifPresent(path -> body.put("savepointPath", path));
    return send(post("jars/" + jar + "/run", LONG, body)).path("jobid").asText();
  }

  /** Takes a savepoint of a running job; returns its path. */
  public String savepoint(String jobId, Optional<String> directory, Duration within)
      throws IOException {
    ObjectNode body = JSON.createObjectNode();
    body.put("cancel-job", false);
    directory.ifPresent(path -> body.put("target-directory", path));
    return awaitSavepoint(jobId, send(post("jobs/" + jobId + "/savepoints", SHORT, body)), within);
  }

  /** Stops a job once a savepoint holds all it has done; returns the savepoint's path. */
  public String stopWithSavepoint(String jobId, Optional<String> directory, Duration within)
      throws IOException {
    ObjectNode body = JSON.createObjectNode();
    body.put("drain", false);
    directory.ifPresent(path -> body.put("targetDirectory", path));
    return awaitSavepoint(jobId, send(post("jobs/" + jobId + "/stop", SHORT, body)), within);
  }

  /** Cancels a job; returns when it has ended. */
  public void cancel(String jobId, Duration within) throws IOException {
    send(request("jobs/" + jobId + "?mode=cancel", SHORT).method("PATCH", BodyPublishers.noBody()));
    long deadline = System.nanoTime() + within.toNanos();
    while (jobs().stream().anyMatch(job -> job.id().equals(jobId) && job.isLive())) {
      if (System.nanoTime() > deadline) {
        throw new IOException(
            "job " + jobId + " has not ended within " + within.toSeconds() + " s");
      }
      pause();
    }
  }

  /** Why a job failed last, its innermost cause; empty when the cluster knows of no failure. */
  public Optional<String> failure(String jobId) throws IOException {
    JsonNode answer = send(request("jobs/" + jobId + "/exceptions", SHORT).GET());
    String trace = "";
    long newest = -1;
    for (JsonNode entry : answer.path("exceptionHistory").path("entries")) {
      if (entry.path("timestamp").asLong() > newest) {
        newest = entry.path("timestamp").asLong();
        trace = entry.path("stacktrace").asText();
      }
    }
    return rootCause(trace);
  }

  private String awaitSavepoint(String jobId, JsonNode trigger, Duration within)
      throws IOException {
    String id = trigger.path("request-id").asText();
    long deadline = System.nanoTime() + within.toNanos();
    while (System.nanoTime() < deadline) {
      JsonNode answer = poll("jobs/" + jobId + "/savepoints/" + id);
      if (answer.path("status").path("id").asText().equals("COMPLETED")) {
        JsonNode operation = answer.path("operation");
        if (operation.has("failure-cause")) {
          throw new FlinkException(
              200, "the savepoint failed: " + cause(operation.path("failure-cause")));
        }
        return operation.path("location").asText();
      }
      pause();
    }
    throw new IOException("no savepoint of job " + jobId + " within " + within.toSeconds() + " s");
  }

  /** One look at an operation; a look that the cluster misses says nothing about the operation. */
  private JsonNode poll(String path) throws IOException {
    try {
      return send(request(path, SHORT).GET());
    } catch (InterruptedIOException e) {
      throw e;
    } catch (FlinkException e) {
      if (e.status() < 500) {
        throw e;
      }
      return JSON.createObjectNode();
    } catch (IOException missed) {
      return JSON.createObjectNode();
    }
  }

  private static String cause(JsonNode failure) {
    String trace = failure.path("stack-trace").asText();
    return rootCause(trace).orElseGet(() -> failure.path("class").asText());
  }

  /** The innermost cause of a stack trace in text form, which is how Flink reports errors. */
  static Optional<String> rootCause(String trace) {
    String found = null;
    for (String line : trace.lines().toList()) {
      String text = line.strip();
      if (text.startsWith("Caused by: ")) {
        found = text.substring("Caused by: ".length());
      } else if (found == null && !text.isEmpty() && !text.startsWith("at ")) {
        found = text;
      }
    }
    return Optional.ofNullable(found);
  }

  private HttpRequest.Builder request(String path, Duration timeout) {
    return HttpRequest.newBuilder(cluster.resolve(path)).timeout(timeout);
  }

  private HttpRequest.Builder post(String path, Duration timeout, ObjectNode body) {
    return request(path, timeout)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8));
  }

  private JsonNode send(HttpRequest.Builder request) throws IOException {
    HttpResponse<byte[]> response;
    try {
      response = http.send(request.build(), BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for Flink");
    } catch (ConnectException | HttpConnectTimeoutException e) {
      throw new IOException("the Flink cluster at " + cluster + " does not answer", e);
    } catch (HttpTimeoutException e) {
      throw new IOException("the Flink cluster at " + cluster + " did not answer in time", e);
    }
    JsonNode answer = parse(response.body());
    if (response.statusCode() / 100 != 2) {
      List<String> errors = new ArrayList<>();
      answer.path("errors").forEach(error -> rootCause(error.asText()).ifPresent(errors::add));
      throw new FlinkException(
          response.statusCode(),
          "Flink answered "
              + response.statusCode()
              + (errors.isEmpty() ? "" : ": " + errors.get(errors.size() - 1)));
    }
    return answer;
  }

  private static JsonNode parse(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException notJson) {
      return JSON.createObjectNode();
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for Flink");
    }
  }
}
