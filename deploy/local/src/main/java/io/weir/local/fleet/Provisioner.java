package io.weir.local.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.local.CommandFailure;
import io.weir.local.client.HubAnswer;
import io.weir.local.client.HubClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Makes the fleet's identities over the hub's registry, a few at a time, and deletes those that it
 * made. An identity that is there already is used as it is, and stays.
 */
public final class Provisioner {
  private static final int AT_ONCE = 8;
  private static final long LAST_SECONDS = 30;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HubClient hub;
  private final Queue<String> made = new ConcurrentLinkedQueue<>();

  public Provisioner(HubClient hub) {
    this.hub = hub;
  }

  /** Identities {@code prefix-00001} and so on, each with a key of its own. */
  public List<DeviceCredentials> provision(String prefix, int number) throws InterruptedException {
    List<Callable<DeviceCredentials>> tasks = new ArrayList<>(number);
    for (int i = 1; i <= number; i++) {
      String deviceId = String.format(Locale.ROOT, "%s-%05d", prefix, i);
      tasks.add(() -> provision(deviceId));
    }
    return inParallel(tasks);
  }

  private DeviceCredentials provision(String deviceId) {
    ObjectNode wanted = JSON.createObjectNode().put("deviceId", deviceId);
    wanted.putObject("authentication").put("type", "sas");
    HubAnswer answer = hub.createDevice(wanted);
    if (answer.ok()) {
      made.add(deviceId);
    } else if (answer.status() == 409) {
      answer = hub.getDevice(deviceId);
    }
    JsonNode identity = answer.json();
    String key = identity.at("/authentication/symmetricKey/primaryKey").asText("");
    if (key.isEmpty()) {
      throw new CommandFailure(
          "the device " + deviceId + " exists and has no key; choose another --prefix");
    }
    return new DeviceCredentials(deviceId, key);
  }

  /** Deletes what was made; returns how many are left because the hub refused. */
  public int deleteMade() throws InterruptedException {
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (String deviceId : made) {
      tasks.add(() -> delete(deviceId));
    }
    made.clear();
    return (int) inParallel(tasks).stream().filter(gone -> !gone).count();
  }

  private boolean delete(String deviceId) {
    try {
      HubAnswer answer = hub.deleteDevice(deviceId, "*");
      return answer.ok() || answer.status() == 404;
    } catch (CommandFailure e) {
      return false;
    }
  }

  private static <T> List<T> inParallel(List<Callable<T>> tasks) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    List<Future<T>> futures = tasks.stream().map(threads::submit).toList();
    try {
      List<T> results = new ArrayList<>(tasks.size());
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CommandFailure failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      // After a failure what has begun is finished, so that it is known what was made.
      futures.forEach(future -> future.cancel(false));
      threads.shutdown();
      threads.awaitTermination(LAST_SECONDS, TimeUnit.SECONDS);
      threads.shutdownNow();
    }
  }
}
