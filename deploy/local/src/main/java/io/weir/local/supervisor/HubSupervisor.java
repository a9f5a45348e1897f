package io.weir.local.supervisor;

import io.weir.device.topic.Topics;
import io.weir.local.CommandFailure;
import io.weir.local.components.CassandraComponent;
import io.weir.local.components.EdgeComponent;
import io.weir.local.components.FlinkComponents;
import io.weir.local.components.HubLayout;
import io.weir.local.components.KafkaComponent;
import io.weir.local.hub.HubConfig;
import io.weir.local.hub.Phase;
import io.weir.local.hub.PrivateFiles;
import io.weir.local.install.RunningBuild;
import io.weir.local.jobs.JobKeeper;
import io.weir.local.jobs.JobsStart;
import io.weir.local.process.ComponentState;
import io.weir.local.process.ComponentStatus;
import io.weir.local.process.ProcessSupervisor;
import io.weir.local.store.SchemaMaker;
import io.weir.local.topics.TopicMaker;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one hub: starts its components in parallel as far as they depend on each other, keeps them
 * and the jobs running, and stops everything in order.
 */
final class HubSupervisor {
  private static final Logger log = LoggerFactory.getLogger(HubSupervisor.class);
  private static final Duration START_LIMIT = Duration.ofMinutes(8);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration JOBS_LIMIT = Duration.ofMinutes(3);
  private static final Duration JOBS_POLL = Duration.ofSeconds(1);

  private final HubLayout layout;
  private final RunningBuild build;
  private final StateWriter state;
  private final ProcessSupervisor processes;
  private final JobKeeper jobs;
  private final CountDownLatch stopRequested = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);

  HubSupervisor(HubLayout layout, RunningBuild build) throws IOException {
    this.layout = layout;
    this.build = build;
    this.state = new StateWriter(layout.data(), build.id(), HubLayout.COMPONENTS);
    this.processes = new ProcessSupervisor(layout.data().logs(), this::componentChanged);
    this.jobs = new JobKeeper(layout.hub(), layout.data(), build.jobs());
  }

  /** Runs until {@link #requestStop}; returns the process's exit code. */
  int run() throws InterruptedException {
    state.phase(Phase.STARTING);
    boolean up = false;
    try {
      startAll();
      up = stopRequested.getCount() > 0;
      if (up) {
        state.phase(Phase.READY);
        log.info("ready");
        keepJobs();
      }
      state.phase(Phase.STOPPING);
      stopAll(up);
      state.phase(Phase.STOPPED);
      return 0;
    } catch (StartFailure | CommandFailure e) {
      log.error("{}", e.getMessage());
      return failed(e.getMessage(), up);
    } catch (RuntimeException e) {
      log.error("the supervisor failed", e);
      return failed("the supervisor failed (" + e + "); the log is " + layout.data().logs(), up);
    } finally {
      stopped.countDown();
    }
  }

  /** Whatever happened, no component is left without a supervisor. */
  private int failed(String sentence, boolean wasUp) throws InterruptedException {
    state.failed(sentence);
    stopAll(wasUp);
    state.failed(sentence);
    return 1;
  }

  /** Asks for an orderly stop and waits for it. */
  void requestStop(Duration within) throws InterruptedException {
    stopRequested.countDown();
    if (!stopped.await(within.toMillis(), TimeUnit.MILLISECONDS)) {
      log.warn("the hub did not stop within {}", within);
    }
  }

  private void startAll() throws InterruptedException, StartFailure {
    CompletableFuture<Void> kafka =
        processes
            .start(KafkaComponent.of(layout))
            .thenRunAsync(() -> attempt("making the topics", this::makeTopics));
    CompletableFuture<Void> cassandra =
        processes
            .start(CassandraComponent.of(layout))
            .thenRunAsync(() -> attempt("making the schema", this::makeSchema));
    CompletableFuture<Void> flink =
        CompletableFuture.allOf(
            processes.start(FlinkComponents.jobManager(layout)),
            processes.start(FlinkComponents.taskManager(layout)));
    CompletableFuture<Void> stores = CompletableFuture.allOf(kafka, cassandra);
    // The edge waits for what it needs by itself; meanwhile its broker starts.
    CompletableFuture<Void> edge =
        processes.start(
            EdgeComponent.of(layout, EdgeComponent.NODE, build.launcher(), build.edgeExtension()));
    CompletableFuture<Void> submitted =
        CompletableFuture.allOf(stores, flink)
            .thenRunAsync(() -> attempt("starting the jobs", this::startJobs));
    awaitAll(kafka, cassandra, flink, edge, submitted);
  }

  private void makeTopics() throws IOException {
    Set<String> made =
        TopicMaker.makeMissing(layout.hub().kafkaAddress(), new Topics(layout.hub().hub()));
    log.info("topics made: {}", made);
  }

  private void makeSchema() throws IOException {
    HubConfig hub = layout.hub();
    long now = Instant.now().toEpochMilli() * 1000;
    SchemaMaker.Claimed claimed =
        SchemaMaker.make(
            hub.internalHost(), hub.ports().cassandra(), hub.hub(), now, hub.indexedPaths());
    log.info("schema made: {}", claimed);
  }

  private void startJobs() throws IOException {
    new JobsStart(jobs, JOBS_LIMIT).await(stopRequested);
  }

  /** Keeps the jobs submitted until a stop is asked for. */
  private void keepJobs() throws InterruptedException {
    String problem = "";
    while (!stopRequested.await(JOBS_POLL.toMillis(), TimeUnit.MILLISECONDS)) {
      String before = problem;
      try {
        jobs.tend();
        jobs.prune();
        problem = "";
      } catch (IOException e) {
        problem = PrivateFiles.reason(e);
        if (!problem.equals(before)) {
          log.warn("jobs: {}", problem);
        }
      } catch (RuntimeException e) {
        // Whatever is wrong with a job's files, the devices' connections do not end for it.
        log.error("jobs", e);
      }
    }
  }

  /**
   * A JobManager that comes back knows no jobs. Before it does, the TaskManager is killed: the old
   * jobs' tasks must be gone when the jobs are submitted again (docs/architecture.md, "The log's
   * rules" 13). This runs on the JobManager's own keeper, so it is done before the restart.
   */
  private void componentChanged(ComponentStatus status) {
    state.component(status);
    boolean jobManagerDied =
        status.name().equals(FlinkComponents.JOB_MANAGER)
            && status.state() == ComponentState.RESTARTING;
    if (jobManagerDied) {
      try {
        processes.kill(FlinkComponents.TASK_MANAGER);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void stopAll(boolean withSavepoints) throws InterruptedException {
    processes.close();
    if (withSavepoints) {
      takeSavepoints();
    }
    stopTogether(EdgeComponent.NAME, FlinkComponents.TASK_MANAGER, FlinkComponents.JOB_MANAGER);
    stopTogether(KafkaComponent.NAME, CassandraComponent.NAME);
    log.info("stopped");
  }

  private void takeSavepoints() {
    state.activity("taking savepoints");
    try {
      jobs.stopWithSavepoints();
    } catch (RuntimeException e) {
      log.warn("no savepoints; the jobs go on from their last checkpoints", e);
    } finally {
      state.activity("");
    }
  }

  private void stopTogether(String... components) throws InterruptedException {
    List<Thread> stops = new ArrayList<>();
    for (String component : components) {
      Thread stop = new Thread(() -> stop(component), "stop-" + component);
      stop.start();
      stops.add(stop);
    }
    for (Thread stop : stops) {
      stop.join();
    }
  }

  private void stop(String component) {
    try {
      if (processes.stop(component)) {
        layout.installation().archives().keep(component);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until all are done, one has failed, or a stop is asked for. */
  private void awaitAll(CompletableFuture<?>... parts) throws InterruptedException, StartFailure {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    do {
      boolean allDone = true;
      for (CompletableFuture<?> part : parts) {
        allDone &= isDone(part);
      }
      if (allDone) {
        return;
      }
      if (System.nanoTime() > deadline) {
        throw new StartFailure(
            "the hub was not ready within " + START_LIMIT.toMinutes() + " minutes");
      }
    } while (!stopRequested.await(POLL.toMillis(), TimeUnit.MILLISECONDS));
  }

  private static boolean isDone(CompletableFuture<?> part)
      throws InterruptedException, StartFailure {
    if (!part.isDone()) {
      return false;
    }
    try {
      part.get();
      return true;
    } catch (ExecutionException e) {
      throw new StartFailure(StartFailure.sentence(e));
    }
  }

  private void attempt(String what, Step step) {
    state.activity(what);
    try {
      step.run();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(what + " failed: " + e.getMessage(), e);
    } finally {
      state.activity("");
    }
  }

  /** One step of the start. */
  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }
}
