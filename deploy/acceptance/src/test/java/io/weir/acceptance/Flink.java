package io.weir.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The Flink cluster of the hub, as its own REST interface shows it. */
final class Flink {
  private static final Set<String> ENDED = Set.of("CANCELED", "FAILED", "FINISHED");

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final String address;

  private Flink(String address) {
    this.address = address;
  }

  static Flink of(Hub hub) {
    return at(hub.flink());
  }

  /** Any cluster, by the address of its REST interface. */
  static Flink at(String address) {
    return new Flink(address);
  }

  int freeSlots() {
    return get("/overview").path("slots-available").asInt();
  }

  /** The names of the jobs that have not ended, each as often as it lives. */
  List<String> liveJobs() {
    List<String> names = new ArrayList<>();
    for (JsonNode job : get("/jobs/overview").path("jobs")) {
      if (!ENDED.contains(job.path("state").asText())) {
        names.add(job.path("name").asText());
      }
    }
    return names;
  }

  /** The ids of the jobs that run, by job name. */
  Map<String, String> runningJobs() {
    Map<String, String> jobs = new TreeMap<>();
    for (JsonNode job : get("/jobs/overview").path("jobs")) {
      if (job.path("state").asText().equals("RUNNING")) {
        jobs.put(job.path("name").asText(), job.path("jid").asText());
      }
    }
    return jobs;
  }

  /** When the jobs that run were last restarted after a failure, by job name; 0 for never. */
  Map<String, Long> lastRestarts() {
    Map<String, Long> restarts = new TreeMap<>();
    runningJobs()
        .forEach(
            (name, id) ->
                restarts.put(name, get("/jobs/" + id).at("/timestamps/RESTARTING").asLong()));
    return restarts;
  }

  private JsonNode get(String path) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(address + path))
              .timeout(Duration.ofSeconds(10))
              .build();
      return Json.parse(client.send(request, BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking Flink", e);
    }
  }
}
