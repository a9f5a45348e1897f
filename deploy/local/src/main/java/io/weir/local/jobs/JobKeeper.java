package io.weir.local.jobs;

import io.weir.local.components.FlinkComponents;
import io.weir.local.flink.FlinkClient;
import io.weir.local.flink.FlinkJob;
import io.weir.local.flink.JobSubmission;
import io.weir.local.hub.DataDirectory;
import io.weir.local.hub.HubConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the hub's jobs run: submits those that are not there, each from its newest
 * retained checkpoint or savepoint (docs/architecture.md, "Starting and stopping the jobs"). A job
 * that its user ended is left alone.
 */
public final class JobKeeper {
  private static final Logger log = LoggerFactory.getLogger(JobKeeper.class);
  private static final Duration SAVEPOINT_LIMIT = Duration.ofMinutes(1);

  /** One of the jobs, and how its tries went. */
  private record Kept(HubJob job, Retry retry) {}

  private final HubConfig hub;
  private final DataDirectory data;
  private final JobLedger ledger;
  private final FlinkClient cluster;
  private final KeptJars jars;
  private final Path jar;
  private final String jarId;
  private final List<Kept> jobs = new ArrayList<>();

  public JobKeeper(HubConfig hub, DataDirectory data, Path jar) throws IOException {
    this(hub, data, jar, new FlinkClient(FlinkComponents.restUri(hub)), System::nanoTime);
  }

  JobKeeper(HubConfig hub, DataDirectory data, Path jar, FlinkClient cluster, LongSupplier nanoTime)
      throws IOException {
    this.hub = hub;
    this.data = data;
    this.ledger = new JobLedger(data);
    this.cluster = cluster;
    this.jars = new KeptJars(data.flink().resolve("jars"));
    this.jar = jar;
    this.jarId = KeptJars.idOf(jar);
    for (HubJob job : HubJob.values()) {
      if (JobRunner.holds(jar, job)) {
        jobs.add(new Kept(job, new Retry(nanoTime)));
      }
    }
  }

  /** The hub starts: jobs that their user had stopped run again. */
  public synchronized void resumePaused() throws IOException {
    for (Kept kept : jobs) {
      if (ledger.standing(kept.job()) == Standing.PAUSED) {
        ledger.want(kept.job(), Optional.empty());
      }
    }
  }

  /**
   * Submits every job that should run and does not.
   *
   * @return true once every task of every job processes records, but for jobs that their user ended
   * @throws JobRefusedException when a job must not be started
   * @throws IOException why a job does not run; the other jobs are seen to all the same
   */
  public synchronized boolean tend() throws IOException {
    Map<String, FlinkJob> known = known();
    Problems problems = new Problems();
    boolean submit = false;
    boolean allRun = true;
    for (Kept kept : jobs) {
      switch (step(kept.job(), known)) {
        case LEAVE -> allRun &= isSettled(kept, known);
        case PAUSE -> {
          log.info("{} was ended by its user and stays so", kept.job().shortName());
          ledger.pause(kept.job(), ledger.lastRun(kept.job()).orElse(""));
        }
        case CHANGE_JAR -> {
          allRun = false;
          problems.attempt(() -> stop(kept.job(), known));
        }
        case SUBMIT -> {
          allRun = false;
          submit |= isDue(kept);
          problems.attempt(() -> tellFailure(kept, known));
        }
      }
    }
    if (submit) {
      ledger.exclusively(() -> submitMissing(problems));
    }
    problems.throwAny();
    return allRun;
  }

  /** Deletes the checkpoints, savepoints and jars that no job needs any more. */
  public synchronized void prune() throws IOException {
    for (Kept kept : jobs) {
      ledger.prune(kept.job());
    }
    Set<String> needed = new HashSet<>(ledger.jars());
    needed.add(jarId);
    jars.retain(needed);
  }

  /** Stops the jobs, each with a savepoint that the next start goes on from. */
  public synchronized void stopWithSavepoints() {
    Map<String, FlinkJob> known;
    try {
      known = known();
    } catch (IOException e) {
      log.warn("no savepoints ({}); the jobs go on from their last checkpoints", text(e));
      return;
    }
    for (Kept kept : jobs) {
      try {
        stop(kept.job(), known);
      } catch (IOException e) {
        log.warn(
            "no savepoint of {} ({}); it goes on from its last checkpoint",
            kept.job().shortName(),
            text(e));
      }
    }
  }

  private JobStep step(HubJob job, Map<String, FlinkJob> known) throws IOException {
    Optional<FlinkJob> run = ledger.lastRun(job).map(known::get);
    boolean anotherLives =
        known.values().stream()
            .filter(other -> run.filter(other::equals).isEmpty())
            .anyMatch(other -> other.isLive() && other.name().equals(job.nameIn(hub.hub())));
    boolean otherJar = ledger.jar(job).filter(id -> !id.equals(jarId)).isPresent();
    return JobStep.next(ledger.standing(job), run, anotherLives, otherJar);
  }

  private boolean isSettled(Kept kept, Map<String, FlinkJob> known) throws IOException {
    if (ledger.hasCheckpoint(kept.job())) {
      kept.retry().succeeded();
    }
    Standing standing = ledger.standing(kept.job());
    Optional<FlinkJob> run = ledger.lastRun(kept.job()).map(known::get);
    if (standing == Standing.WANTED && run.filter(FlinkJob::isLive).isPresent()) {
      ledger.settle(kept.job(), run.get().id());
    }
    return standing.isStopped() || run.filter(FlinkJob::isFullyRunning).isPresent();
  }

  private boolean isDue(Kept kept) throws IOException {
    return kept.retry().isDue() || ledger.standing(kept.job()) == Standing.WANTED;
  }

  /** While a job that could not start waits for its next try, its user may know why. */
  private void tellFailure(Kept kept, Map<String, FlinkJob> known) throws IOException {
    Optional<FlinkJob> run = ledger.lastRun(kept.job()).map(known::get);
    if (run.isPresent() && !isDue(kept)) {
      throw new IOException(
          run.get().name()
              + " failed: "
              + cluster.failure(run.get().id()).orElse("Flink does not say why"));
    }
  }

  private Void submitMissing(Problems problems) throws IOException {
    // Under the lock all is looked at again: a command may have written meanwhile.
    Map<String, FlinkJob> known = known();
    try (Uploads uploads = new Uploads(cluster)) {
      for (Kept kept : jobs) {
        if (step(kept.job(), known) == JobStep.SUBMIT && isDue(kept)) {
          problems.attempt(() -> submit(kept, known, uploads));
        }
      }
    }
    return null;
  }

  private void submit(Kept kept, Map<String, FlinkJob> known, Uploads uploads) throws IOException {
    HubJob job = kept.job();
    Optional<FlinkJob> last = ledger.lastRun(job).map(known::get);
    if (last.isPresent() && !ledger.hasCheckpoint(job)) {
      kept.retry().failedToStart();
    }
    if (ledger.standing(job) == Standing.WANTED) {
      kept.retry().succeeded();
    }
    kept.retry().tried();
    Optional<String> from = pointOf(kept);
    String ownJar = jarFor(job);
    String uploaded = uploads.of(ownJar.equals(jarId) ? jar : jars.find(ownJar).orElseThrow());
    String id = idFor(job, last);
    jars.keep(ownJar, jar);
    ledger.starting(job, id, from, ownJar);
    log.info("submitting {} as {} from {}", job.shortName(), id, from.orElse("nothing"));
    boolean rebuild = from.isEmpty() && ledger.isRebuilt(job);
    List<String> arguments =
        JobArguments.of(hub, data, FlinkComponents.parallelism()).toList(job, rebuild);
    cluster.run(uploaded, new JobSubmission(id, job.mainClass(), arguments, from));
  }

  private Optional<String> pointOf(Kept kept) throws IOException {
    List<String> points = ledger.resumePoints(kept.job());
    if (!points.isEmpty()) {
      return Optional.of(kept.retry().pointOf(points));
    }
    if (ledger.hasLostItsState(kept.job())) {
      throw JobRefusedException.stateIsLost(kept.job());
    }
    return Optional.empty();
  }

  /** The jar to run: this build's, unless another one has to bring its run to an end first. */
  private String jarFor(HubJob job) throws IOException {
    Optional<String> last = ledger.jar(job).filter(id -> !id.equals(jarId));
    if (last.isEmpty() || !ledger.needsItsJar(job)) {
      return jarId;
    }
    if (jars.find(last.get()).isEmpty()) {
      String name = job.shortName();
      throw new JobRefusedException(
          name
              + " was not stopped with a savepoint, and the jar that ran it is not there any more;"
              + " another jar does not go on from its checkpoints. Start the hub with the former"
              + " build and stop it again, or name a savepoint: `weir flink submit "
              + name
              + " --from PATH`");
    }
    log.info("{} first runs from its former jar {}", job.shortName(), last.get());
    return last.get();
  }

  /**
   * A run that the cluster does not know and that never had a checkpoint is submitted again under
   * its own id: if the former submission is still on its way, Flink refuses the second.
   */
  private String idFor(HubJob job, Optional<FlinkJob> last) throws IOException {
    Optional<String> lost = last.isPresent() ? Optional.empty() : ledger.lastRun(job);
    boolean mayBeOnItsWay = !ledger.hasCheckpoint(job) && ledger.endingSavepoint(job).isEmpty();
    return lost.filter(id -> mayBeOnItsWay).orElseGet(JobRunner::newJobId);
  }

  private void stop(HubJob job, Map<String, FlinkJob> known) throws IOException {
    Optional<FlinkJob> run = ledger.lastRun(job).map(known::get).filter(FlinkJob::isLive);
    if (run.isPresent()) {
      String path = stop(job, run.get().id());
      ledger.stopped(job, run.get().id(), path);
      log.info("stopped {} with savepoint {}", job.shortName(), path);
    }
  }

  /** Stops a run; returns its savepoint, also when the answer that names it is missed. */
  private String stop(HubJob job, String id) throws IOException {
    try {
      return cluster.stopWithSavepoint(id, Optional.empty(), SAVEPOINT_LIMIT);
    } catch (IOException e) {
      boolean ended =
          cluster.jobs().stream()
              .anyMatch(run -> run.id().equals(id) && run.state().equals("FINISHED"));
      return ledger.endingSavepoint(job).filter(path -> ended).orElseThrow(() -> e);
    }
  }

  private Map<String, FlinkJob> known() throws IOException {
    return cluster.jobs().stream().collect(Collectors.toMap(FlinkJob::id, Function.identity()));
  }

  private static String text(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
