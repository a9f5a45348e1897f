package io.weir.local.jobs;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.weir.local.flink.CheckpointFiles;
import io.weir.local.hub.DataDirectory;
import io.weir.local.hub.PrivateFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where each job goes on from ({@code jobs.json}). A job's id is written down before it is
 * submitted, so that its checkpoints are found again whatever dies in between.
 */
public final class JobLedger {
  /**
   * @param jobId the run whose retained checkpoints come first; empty after a stop
   * @param startedFrom what that run went on from, or the savepoint of the stop; empty for nothing
   * @param paused true when its user stopped it, so that nothing but its user starts it again
   * @param former ids of earlier runs and paths of earlier stops' savepoints, to be deleted once
   *     the present run has a checkpoint of its own and needs none of them
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Entry(String jobId, String startedFrom, boolean paused, List<String> former) {
    static final Entry NONE = new Entry("", "", false, List.of());

    Entry {
      former = former == null ? List.of() : List.copyOf(former);
    }

    Entry running(String newJobId, String from) {
      List<String> left = new ArrayList<>(former);
      if (!jobId.isEmpty()) {
        left.add(jobId);
      } else if (startedFrom.equals(from) && !from.isEmpty()) {
        left.add(from);
      }
      return new Entry(newJobId, from, false, left);
    }

    Entry stopped(String savepoint, boolean byUser) {
      List<String> left = new ArrayList<>(former);
      if (!jobId.isEmpty()) {
        left.add(jobId);
      }
      return new Entry("", savepoint, byUser, left);
    }

    Entry resumed() {
      return new Entry(jobId, startedFrom, false, former);
    }

    Entry pruned() {
      return new Entry(jobId, startedFrom, paused, List.of());
    }
  }

  /** The file's shape. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Content(Map<String, Entry> jobs) {}

  private final DataDirectory data;
  private final CheckpointFiles checkpoints;

  public JobLedger(DataDirectory data) {
    this.data = data;
    this.checkpoints = new CheckpointFiles(data.flink().resolve("checkpoints"));
  }

  /** The newest retained checkpoint of the last run, else what that run went on from. */
  public synchronized Optional<String> resumePoint(HubJob job) throws IOException {
    Entry entry = entry(job);
    Optional<String> newest =
        lastRun(job).flatMap(checkpoints::newest).map(path -> path.toUri().toString());
    return newest.or(() -> Optional.of(entry.startedFrom()).filter(from -> !from.isEmpty()));
  }

  /** The id of the job's last run; empty when it was stopped with a savepoint or never ran. */
  public synchronized Optional<String> lastRun(HubJob job) throws IOException {
    return Optional.of(entry(job).jobId()).filter(id -> !id.isEmpty());
  }

  /** A run is about to be submitted. */
  public synchronized void starting(HubJob job, String jobId, Optional<String> from)
      throws IOException {
    put(job, entry(job).running(jobId, from.orElse("")));
  }

  /** The hub's stop ended the run with a savepoint that holds all it did. */
  public synchronized void stopped(HubJob job, String savepoint) throws IOException {
    put(job, entry(job).stopped(savepoint, false));
  }

  /** Its user stopped it with a savepoint; it stays stopped until it is submitted again. */
  public synchronized void paused(HubJob job, String savepoint) throws IOException {
    put(job, entry(job).stopped(savepoint, true));
  }

  /** Takes a {@link #paused} back. */
  public synchronized void resume(HubJob job) throws IOException {
    if (isPaused(job)) {
      put(job, entry(job).resumed());
    }
  }

  /** True when its user stopped it. */
  public synchronized boolean isPaused(HubJob job) throws IOException {
    return entry(job).paused();
  }

  /** Deletes what earlier runs left, once the present run has a checkpoint of its own. */
  public synchronized void prune(HubJob job) throws IOException {
    Entry entry = entry(job);
    if (entry.former().isEmpty() || lastRun(job).flatMap(checkpoints::newest).isEmpty()) {
      return;
    }
    for (String former : entry.former()) {
      checkpoints.delete(former);
    }
    put(job, entry.pruned());
  }

  private Entry entry(HubJob job) throws IOException {
    return read().getOrDefault(job.shortName(), Entry.NONE);
  }

  private void put(HubJob job, Entry entry) throws IOException {
    Map<String, Entry> jobs = new TreeMap<>(read());
    jobs.put(job.shortName(), entry);
    PrivateFiles.write(data.jobsFile(), new Content(jobs));
  }

  private Map<String, Entry> read() throws IOException {
    return PrivateFiles.read(data.jobsFile(), Content.class).map(Content::jobs).orElse(Map.of());
  }
}
