package io.weir.jobs.endpoints;

import io.weir.device.endpoint.EndpointKind;
import io.weir.device.endpoint.EndpointState;
import io.weir.device.endpoint.EndpointStatus;
import io.weir.device.endpoint.Health;
import io.weir.jobs.outbox.LaneLog;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the outboxes every second, and keeps what has changed. It goes on from what an earlier
 * run has kept: neither a count nor a failure begins anew with the job. A store that is away holds
 * nothing up.
 */
final class StatusWatch {

  private static final Logger LOG = LoggerFactory.getLogger(StatusWatch.class);
  private static final long PERIOD_MILLIS = 1_000;
  private static final long CLOSE_MILLIS = 2_000;

  private final Supplier<Collection<Outbox>> outboxes;
  private final StatusStore store;
  private final EndpointReports reports;
  private final EndpointMetrics metrics;
  private final Clock clock;
  private final Map<Outbox, Optional<EndpointStatus>> before = new HashMap<>();
  private final Map<String, EndpointStatus> written = new HashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "endpoint-status");
            thread.setDaemon(true);
            return thread;
          });

  StatusWatch(
      Supplier<Collection<Outbox>> outboxes,
      StatusStore store,
      EndpointReports reports,
      EndpointMetrics metrics,
      Clock clock) {
    this.outboxes = outboxes;
    this.store = store;
    this.reports = reports;
    this.metrics = metrics;
    this.clock = clock;
  }

  void start() {
    var unused =
        timer.scheduleWithFixedDelay(
            this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      Collection<Outbox> running = outboxes.get();
      before.keySet().retainAll(running);
      for (Outbox outbox : running) {
        look(outbox);
      }
    } catch (RuntimeException e) {
      LOG.warn("The status of endpoints is not kept: {}", e.toString());
    }
  }

  private void look(Outbox outbox) {
    Optional<EndpointStatus> former = before.get(outbox);
    if (former == null) {
      former = store.read(outbox.name());
      before.put(outbox, former);
      former.ifPresent(status -> written.put(outbox.name(), status));
    }
    EndpointStatus last = written.get(outbox.name());
    EndpointStatus now =
        status(
            outbox.name(),
            EndpointKind.of(outbox.endpoint()).wireName(),
            outbox.counts(),
            former,
            Optional.ofNullable(last),
            clock.millis());
    metrics.show(now);
    if (!now.equals(last)) {
      reports.changed(last == null ? EndpointState.UNKNOWN : last.state(), now, clock.millis());
      store.write(now);
      written.put(outbox.name(), now);
    }
  }

  /**
   * The status of an endpoint.
   *
   * @param former what was kept before the outbox was started
   * @param last what was kept last
   */
  static EndpointStatus status(
      String name,
      String kind,
      LaneLog.Counts counts,
      Optional<EndpointStatus> former,
      Optional<EndpointStatus> last,
      long now) {
    Health health = counts.health().since(former.map(EndpointStatus::health).orElse(Health.NEVER));
    EndpointState state = health.state(now);
    return new EndpointStatus(
        name,
        kind,
        state,
        last.filter(status -> status.state() == state).map(EndpointStatus::since).orElse(now),
        health,
        counts.delivered() + former.map(EndpointStatus::delivered).orElse(0L),
        counts.deadLettered() + former.map(EndpointStatus::deadLettered).orElse(0L),
        counts.lag());
  }

  void close() {
    timer.shutdownNow();
    try {
      if (!timer.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
        LOG.warn("The last status of endpoints is not kept");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    store.close();
  }
}
