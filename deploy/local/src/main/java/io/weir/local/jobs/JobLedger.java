package io.weir.local.jobs;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.weir.local.flink.CheckpointFiles;
import io.weir.local.hub.DataDirectory;
import io.weir.local.hub.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Where each job goes on from ({@code jobs.json}). A job's id is written down before it is
 * submitted, so that its checkpoints are found again whatever dies in between. The supervisor and
 * the commands write it, each under one lock.
 */
public final class JobLedger {
  /** The file's shape. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Content(Map<String, LedgerEntry> jobs) {}

  private final DataDirectory data;
  private final CheckpointFiles files;
  private final LedgerLock lock;

  public JobLedger(DataDirectory data) {
    this.data = data;
    this.files = new CheckpointFiles(data.flink());
    this.lock = new LedgerLock(data.root().resolve("jobs.lock"));
  }

  /** Whatever is read, decided, submitted and written down in there, nobody else does meanwhile. */
  <T> T exclusively(LedgerLock.Action<T> action) throws IOException {
    return lock.hold(action);
  }

  /**
   * What the job may go on from, the newest first: the last run's retained checkpoints, else the
   * savepoint that ended it, else what it went on from itself. A savepoint that ended a run stands
   * alone: what is older is not all that the run did.
   */
  public List<String> resumePoints(HubJob job) throws IOException {
    LedgerEntry entry = entry(job);
    List<Path> checkpoints = checkpoints(entry);
    Optional<String> ending = endingSavepoint(entry);
    if (ending.isPresent()) {
      return List.of(ending.get());
    }
    Set<String> points = new LinkedHashSet<>();
    checkpoints.forEach(path -> points.add(uri(path)));
    if (!entry.startedFrom().isEmpty() && files.exists(entry.startedFrom())) {
      points.add(entry.startedFrom());
      files.olderThan(entry.startedFrom()).forEach(path -> points.add(uri(path)));
    }
    return List.copyOf(points);
  }

  /** The newest of {@link #resumePoints}. */
  public Optional<String> resumePoint(HubJob job) throws IOException {
    return resumePoints(job).stream().findFirst();
  }

  /** The id of the job's last run; empty when it was stopped with a savepoint or never ran. */
  public Optional<String> lastRun(HubJob job) throws IOException {
    return entry(job).lastRun();
  }

  /** The savepoint that ended the job's last run, when the answer that names it was missed. */
  Optional<String> endingSavepoint(HubJob job) throws IOException {
    return endingSavepoint(entry(job));
  }

  /** True when the last run has a checkpoint. */
  boolean hasCheckpoint(HubJob job) throws IOException {
    return !checkpoints(entry(job)).isEmpty();
  }

  /** True when the job must not start from nothing. */
  boolean hasState(HubJob job) throws IOException {
    LedgerEntry entry = entry(job);
    return entry.hasState() || !checkpoints(entry).isEmpty();
  }

  /** True when nothing is left that the job may go on from, and it must not start from nothing. */
  boolean hasLostItsState(HubJob job) throws IOException {
    return hasState(job) && !isRebuilt(job) && resumePoints(job).isEmpty();
  }

  /**
   * True when the job's last run was not ended by a savepoint: only the jar that ran it may go on
   * from there (docs/architecture.md, "Starting and stopping the jobs").
   */
  boolean needsItsJar(HubJob job) throws IOException {
    LedgerEntry entry = entry(job);
    return hasState(job) && entry.lastRun().isPresent() && endingSavepoint(entry).isEmpty();
  }

  /** The jar of the job's last run; empty when it never ran. */
  Optional<String> jar(HubJob job) throws IOException {
    return Optional.of(entry(job).jar()).filter(jar -> !jar.isEmpty());
  }

  Standing standing(HubJob job) throws IOException {
    return entry(job).standing();
  }

  /** The jobs whose last run nobody stopped with a savepoint and no user ended. */
  public List<HubJob> unsaved() throws IOException {
    List<HubJob> unsaved = new ArrayList<>();
    for (HubJob job : kept(List.of(HubJob.values()))) {
      LedgerEntry entry = entry(job);
      if (entry.lastRun().isPresent() && endingSavepoint(entry).isEmpty()) {
        unsaved.add(job);
      }
    }
    return List.copyOf(unsaved);
  }

  /** Those of the jobs that the hub keeps running. */
  public List<HubJob> kept(List<HubJob> jobs) throws IOException {
    List<HubJob> kept = new ArrayList<>();
    for (HubJob job : jobs) {
      if (!standing(job).isStopped()) {
        kept.add(job);
      }
    }
    return List.copyOf(kept);
  }

  /** A run is about to be submitted. */
  void starting(HubJob job, String jobId, Optional<String> from, String jar) throws IOException {
    lock.hold(
        () -> {
          LedgerEntry before = entry(job);
          boolean left = !checkpoints(before).isEmpty() || endingSavepoint(before).isPresent();
          if (!left && before.lastRun().isPresent() && !before.jobId().equals(jobId)) {
            files.delete(before.jobId());
          }
          return put(job, before.running(jobId, from.orElse(""), jar, left));
        });
  }

  /** The hub's stop ended that run with a savepoint that holds all it did. */
  void stopped(HubJob job, String jobId, String savepoint) throws IOException {
    changeRun(job, jobId, entry -> entry.stopped(savepoint, false));
  }

  /** Its user stopped that run with a savepoint; it stays stopped until it is wanted again. */
  public void stoppedByUser(HubJob job, String jobId, String savepoint) throws IOException {
    changeRun(job, jobId, entry -> entry.stopped(savepoint, true));
  }

  /** Its user ended that run, without a savepoint that is known. */
  void pause(HubJob job, String jobId) throws IOException {
    changeRun(job, jobId, entry -> entry.standing(Standing.PAUSED));
  }

  /** Its user has submitted it to another cluster. */
  public void moved(HubJob job) throws IOException {
    lock.hold(() -> put(job, entry(job).standing(Standing.MOVED)));
  }

  /** That run, which was wanted, lives. */
  void settle(HubJob job, String jobId) throws IOException {
    changeRun(job, jobId, entry -> entry.standing(Standing.RUN));
  }

  /** Its user wants it to run again. */
  void want(HubJob job, Optional<String> from) throws IOException {
    lock.hold(
        () -> {
          LedgerEntry entry = entry(job);
          return put(job, from.map(entry::from).orElseGet(() -> entry.standing(Standing.WANTED)));
        });
  }

  /** Its user wants its state made anew of Cassandra. */
  void wantRebuilt(HubJob job) throws IOException {
    lock.hold(() -> put(job, entry(job).rebuilt()));
  }

  /** True when a run from nothing makes its state anew of Cassandra. */
  boolean isRebuilt(HubJob job) throws IOException {
    return entry(job).rebuild();
  }

  /** Deletes what earlier runs left, once the present run has a checkpoint of its own. */
  void prune(HubJob job) throws IOException {
    LedgerEntry seen = entry(job);
    boolean nothing = seen.former().isEmpty() && seen.hasState() && seen.startedFrom().isEmpty();
    if (nothing || checkpoints(seen).isEmpty()) {
      return;
    }
    lock.hold(
        () -> {
          LedgerEntry entry = entry(job);
          if (checkpoints(entry).isEmpty()) {
            return entry;
          }
          for (String former : entry.former()) {
            files.delete(former);
          }
          return put(job, entry.withState().pruned());
        });
  }

  /** The jars that some job's last run ran from. */
  Set<String> jars() throws IOException {
    return read().values().stream().map(LedgerEntry::jar).collect(Collectors.toSet());
  }

  private void changeRun(HubJob job, String jobId, UnaryOperator<LedgerEntry> change)
      throws IOException {
    lock.hold(
        () -> {
          LedgerEntry entry = entry(job);
          return entry.jobId().equals(jobId) ? put(job, change.apply(entry)) : entry;
        });
  }

  private Optional<String> endingSavepoint(LedgerEntry entry) throws IOException {
    // Flink deletes the checkpoints of a run that a savepoint ended, and keeps those of any other.
    return entry.lastRun().isPresent() && checkpoints(entry).isEmpty()
        ? files.newestSavepoint(entry.jobId()).map(JobLedger::uri)
        : Optional.empty();
  }

  private List<Path> checkpoints(LedgerEntry entry) throws IOException {
    return entry.lastRun().isPresent() ? files.checkpoints(entry.jobId()) : List.of();
  }

  private static String uri(Path path) {
    return path.toUri().toString();
  }

  private LedgerEntry entry(HubJob job) throws IOException {
    return read().getOrDefault(job.shortName(), LedgerEntry.NONE);
  }

  private LedgerEntry put(HubJob job, LedgerEntry entry) throws IOException {
    Map<String, LedgerEntry> jobs = new TreeMap<>(read());
    jobs.put(job.shortName(), entry);
    PrivateFiles.write(data.jobsFile(), new Content(jobs));
    return entry;
  }

  private Map<String, LedgerEntry> read() throws IOException {
    return PrivateFiles.read(data.jobsFile(), Content.class).map(Content::jobs).orElse(Map.of());
  }
}
