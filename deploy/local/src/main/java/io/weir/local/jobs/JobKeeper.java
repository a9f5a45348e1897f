package io.weir.local.jobs;

import io.weir.local.components.FlinkComponents;
import io.weir.local.flink.FlinkClient;
import io.weir.local.flink.FlinkJob;
import io.weir.local.flink.JobSubmission;
import io.weir.local.hub.HubConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the hub's jobs run: submits those that are not there, each from its newest
 * retained checkpoint or savepoint (docs/architecture.md, "The log's rules" 13). A job that its
 * user canceled is left alone.
 */
public final class JobKeeper {
  private static final Logger log = LoggerFactory.getLogger(JobKeeper.class);
  private static final Duration SAVEPOINT_LIMIT = Duration.ofMinutes(1);

  private final HubConfig hub;
  private final JobLedger ledger;
  private final FlinkClient cluster;
  private final JobRunner runner;
  private final List<HubJob> jobs = new ArrayList<>();

  public JobKeeper(HubConfig hub, JobLedger ledger, Path jar) throws IOException {
    this.hub = hub;
    this.ledger = ledger;
    this.cluster = new FlinkClient(FlinkComponents.restUri(hub));
    this.runner = new JobRunner(cluster, jar);
    for (HubJob job : HubJob.values()) {
      if (JobRunner.holds(jar, job)) {
        jobs.add(job);
      }
    }
  }

  /** The hub starts: jobs that their user had stopped run again. */
  public synchronized void resumePaused() throws IOException {
    for (HubJob job : jobs) {
      ledger.resume(job);
    }
  }

  /** Submits every job that should run and does not. */
  public synchronized void ensureSubmitted() throws IOException {
    Map<String, FlinkJob> known = known();
    List<JobSubmission> submissions = new ArrayList<>();
    for (HubJob job : jobs) {
      if (shouldSubmit(job, known)) {
        Optional<String> from = ledger.resumePoint(job);
        String id = JobRunner.newJobId();
        ledger.starting(job, id, from);
        log.info("submitting {} as {} from {}", job.shortName(), id, from.orElse("nothing"));
        submissions.add(
            new JobSubmission(
                id,
                job.mainClass(),
                JobArguments.of(hub, FlinkComponents.parallelism()).toList(),
                from));
      }
    }
    if (!submissions.isEmpty()) {
      runner.submit(submissions);
    }
  }

  /** Deletes the checkpoints and savepoints that no job needs any more. */
  public synchronized void prune() throws IOException {
    for (HubJob job : jobs) {
      ledger.prune(job);
    }
  }

  /** True once every task of every job of the hub processes records. */
  public boolean allRunning() throws IOException {
    Map<String, FlinkJob> known = known();
    for (HubJob job : jobs) {
      FlinkJob run = ledger.lastRun(job).map(known::get).orElse(null);
      if (run == null || !run.isFullyRunning()) {
        return false;
      }
    }
    return true;
  }

  /** Stops the jobs, each with a savepoint that the next start goes on from. */
  public synchronized void stopWithSavepoints() {
    Map<String, FlinkJob> known;
    try {
      known = known();
    } catch (IOException e) {
      log.warn("Flink does not answer ({}); the jobs go on from their last checkpoints", text(e));
      return;
    }
    for (HubJob job : jobs) {
      try {
        FlinkJob run = ledger.lastRun(job).map(known::get).orElse(null);
        if (run != null && run.isLive()) {
          String path = cluster.stopWithSavepoint(run.id(), Optional.empty(), SAVEPOINT_LIMIT);
          ledger.stopped(job, path);
          log.info("stopped {} with savepoint {}", job.shortName(), path);
        }
      } catch (IOException e) {
        log.warn("no savepoint of {} ({}); it goes on from its last checkpoint", job, text(e));
      }
    }
  }

  private boolean shouldSubmit(HubJob job, Map<String, FlinkJob> known) throws IOException {
    Optional<String> last = ledger.lastRun(job);
    FlinkJob run = last.map(known::get).orElse(null);
    if (ledger.isPaused(job)) {
      return false;
    }
    if (run == null) {
      return known.values().stream()
          .noneMatch(other -> other.isLive() && other.name().equals(job.nameIn(hub.hub())));
    }
    return run.state().equals("FAILED");
  }

  private Map<String, FlinkJob> known() throws IOException {
    return cluster.jobs().stream().collect(Collectors.toMap(FlinkJob::id, Function.identity()));
  }

  private static String text(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
