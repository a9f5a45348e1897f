package io.weir.local.jobs;

import io.weir.local.CommandFailure;
import io.weir.local.flink.CheckpointFiles;
import io.weir.local.flink.FlinkClient;
import io.weir.local.flink.FlinkJob;
import io.weir.local.hub.DataDirectory;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a user asks of the local hub's jobs. The supervisor alone submits them, so that no job runs
 * twice; a request is written down for it.
 */
public final class JobRequests {
  private static final Duration POLL = Duration.ofMillis(200);

  private final DataDirectory data;
  private final String hub;
  private final FlinkClient cluster;
  private final JobLedger ledger;

  /**
   * @param hub the hub's name
   */
  public JobRequests(DataDirectory data, String hub, FlinkClient cluster) {
    this.data = data;
    this.hub = hub;
    this.cluster = cluster;
    this.ledger = new JobLedger(data);
  }

  /** The jobs of a hub that does not run are to run when it does. */
  public void want(List<HubJob> jobs, Start start) throws IOException {
    requireState(start.from());
    for (HubJob job : jobs) {
      if (start.rebuild()) {
        refuseRebuild(job);
        ledger.wantRebuilt(job);
      } else {
        ledger.want(job, start.from());
      }
    }
  }

  /**
   * Where jobs begin.
   *
   * @param from a savepoint or checkpoint; empty for where they stopped
   * @param rebuild to make their state anew of Cassandra instead
   */
  public record Start(Optional<String> from, boolean rebuild) {
    /** Where they stopped. */
    public static final Start WHERE_STOPPED = new Start(Optional.empty(), false);
  }

  /** Has the supervisor run the jobs; returns the id of each run once it processes records. */
  public Map<HubJob, String> run(List<HubJob> jobs, Start start, Duration within)
      throws IOException {
    requireState(start.from());
    Map<HubJob, String> before = new HashMap<>();
    ledger.exclusively(
        () -> {
          Map<String, FlinkJob> known = known();
          for (HubJob job : jobs) {
            refuseSecond(job, known);
            refuseLostState(job, start);
            before.put(job, ledger.lastRun(job).orElse(""));
          }
          want(jobs, start);
          return null;
        });
    long deadline = System.nanoTime() + within.toNanos();
    while (true) {
      Map<HubJob, String> running = running(jobs, before);
      if (running.size() == jobs.size()) {
        return running;
      }
      if (System.nanoTime() > deadline) {
        throw new CommandFailure(
            "the jobs do not run after "
                + within.toSeconds()
                + " s; the hub goes on trying, `weir flink list` and the log of the supervisor say"
                + " more");
      }
      pause();
    }
  }

  /** Cancels a job of the cluster; one of the hub's is not started again. */
  public void cancel(FlinkJob run, Duration within) throws IOException {
    ledger.exclusively(
        () -> {
          for (HubJob job : HubJob.values()) {
            ledger.pause(job, run.id());
          }
          return null;
        });
    try {
      cluster.cancel(run.id(), within);
    } catch (IOException e) {
      keepLiving(run);
      throw e;
    }
  }

  /** A run that could not be cancelled is kept running as before. */
  private void keepLiving(FlinkJob run) throws IOException {
    FlinkJob present = known().get(run.id());
    if (present != null && present.isLive()) {
      for (HubJob job : HubJob.values()) {
        ledger.settle(job, run.id());
      }
    }
  }

  /** Stops a job of the cluster with a savepoint; one of the hub's goes on from there. */
  public String stop(FlinkJob run, Optional<String> directory, Duration within) throws IOException {
    String path = cluster.stopWithSavepoint(run.id(), directory, within);
    for (HubJob job : HubJob.values()) {
      ledger.stoppedByUser(job, run.id(), path);
    }
    return path;
  }

  private void requireState(Optional<String> from) {
    if (from.isPresent() && !new CheckpointFiles(data.flink()).exists(from.get())) {
      throw new CommandFailure("--from " + from.get() + " (expected: the path of a savepoint)");
    }
  }

  /** Two runs of one job would decide every command twice. */
  private void refuseSecond(HubJob job, Map<String, FlinkJob> known) {
    String name = job.nameIn(hub);
    if (known.values().stream().anyMatch(run -> run.isLive() && run.name().equals(name))) {
      throw new CommandFailure(
          name + " runs already; stop it with `weir flink savepoint --stop " + name + "`");
    }
  }

  /** The supervisor would refuse it as well, and only its log would say so. */
  private void refuseLostState(HubJob job, Start start) throws IOException {
    if (start.equals(Start.WHERE_STOPPED) && ledger.hasLostItsState(job)) {
      throw new CommandFailure(JobRefusedException.stateIsLost(job).getMessage());
    }
  }

  /** A checkpoint knows more than Cassandra: open calls, timers, what is being told again. */
  private void refuseRebuild(HubJob job) throws IOException {
    Optional<String> point = ledger.resumePoint(job);
    if (point.isPresent()) {
      throw new CommandFailure(
          job.nameIn(hub)
              + " can go on from "
              + point.get()
              + " (expected: --rebuild when nothing is left; `weir flink submit "
              + job.shortName()
              + "` goes on from there; move it away if Flink cannot read it)");
    }
  }

  private Map<HubJob, String> running(List<HubJob> jobs, Map<HubJob, String> before)
      throws IOException {
    Map<String, FlinkJob> known = known();
    Map<HubJob, String> running = new HashMap<>();
    for (HubJob job : jobs) {
      Optional<FlinkJob> run = ledger.lastRun(job).map(known::get);
      if (run.filter(FlinkJob::isFullyRunning).isPresent()) {
        running.put(job, run.get().id());
      }
      boolean isNew = run.filter(last -> !last.id().equals(before.get(job))).isPresent();
      if (isNew && run.get().state().equals("FAILED")) {
        throw new CommandFailure(
            job.nameIn(hub)
                + " failed, and the hub goes on trying: "
                + cluster.failure(run.get().id()).orElse("Flink does not say why"));
      }
    }
    return running;
  }

  private Map<String, FlinkJob> known() throws IOException {
    return cluster.jobs().stream().collect(Collectors.toMap(FlinkJob::id, Function.identity()));
  }

  private static void pause() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the jobs");
    }
  }
}
