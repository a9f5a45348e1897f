package io.weir.local.jobs;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is written down of one job.
 *
 * @param jobId the last run, whose retained checkpoints come first; empty after a stop with a
 *     savepoint
 * @param startedFrom what that run went on from, or the savepoint of the stop; empty for nothing
 * @param ownSavepoint true when {@code startedFrom} is a savepoint that the hub's stop took, so
 *     that nobody else needs it
 * @param hasState true once a run has had a checkpoint or has gone on from one: it never starts
 *     from nothing again
 * @param jar identifies the jar of the last run
 * @param former ids of earlier runs and paths of the hub's own savepoints, to be deleted once the
 *     present run has a checkpoint of its own and needs none of them
 * @param rebuild true when the next run from nothing makes its state anew of Cassandra
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record LedgerEntry(
    String jobId,
    String startedFrom,
    boolean ownSavepoint,
    boolean hasState,
    String jar,
    Standing standing,
    List<String> former,
    boolean rebuild) {
  static final LedgerEntry NONE =
      new LedgerEntry("", "", false, false, "", Standing.RUN, List.of(), false);

  LedgerEntry {
    jobId = jobId == null ? "" : jobId;
    startedFrom = startedFrom == null ? "" : startedFrom;
    jar = jar == null ? "" : jar;
    standing = standing == null ? Standing.RUN : standing;
    former = former == null ? List.of() : List.copyOf(former);
  }

  Optional<String> lastRun() {
    return Optional.of(jobId).filter(id -> !id.isEmpty());
  }

  /**
   * A run is about to be submitted.
   *
   * @param keepLast whether the last run left something that may still be needed
   */
  LedgerEntry running(String newJobId, String from, String newJar, boolean keepLast) {
    boolean another = keepLast && !newJobId.equals(jobId);
    return new LedgerEntry(
        newJobId,
        from,
        false,
        hasState || !from.isEmpty(),
        newJar,
        Standing.RUN,
        left(another ? jobId : ""),
        rebuild);
  }

  /** A stop ended the last run with a savepoint that holds all it did. */
  LedgerEntry stopped(String savepoint, boolean byUser) {
    return new LedgerEntry(
        "",
        savepoint,
        !byUser,
        true,
        jar,
        byUser ? Standing.PAUSED : Standing.RUN,
        left(jobId),
        false);
  }

  /** Its user names what it goes on from. */
  LedgerEntry from(String path) {
    return new LedgerEntry("", path, false, true, jar, Standing.WANTED, left(jobId), false);
  }

  /** Its user has its state made anew of Cassandra; what former runs left stays until it runs. */
  LedgerEntry rebuilt() {
    return new LedgerEntry("", "", false, false, "", Standing.WANTED, left(jobId), true);
  }

  LedgerEntry standing(Standing next) {
    return new LedgerEntry(jobId, startedFrom, ownSavepoint, hasState, jar, next, former, rebuild);
  }

  /** The present run has a checkpoint. */
  LedgerEntry withState() {
    return new LedgerEntry(jobId, startedFrom, ownSavepoint, true, jar, standing, former, false);
  }

  /**
   * The run has a checkpoint of its own: what the former runs left is gone, and nobody goes back to
   * what it once went on from.
   */
  LedgerEntry pruned() {
    return new LedgerEntry(jobId, "", false, hasState, jar, standing, List.of(), false);
  }

  private List<String> left(String run) {
    List<String> left = new ArrayList<>(former);
    for (String each : List.of(run, ownSavepoint ? startedFrom : "")) {
      if (!each.isEmpty() && !left.contains(each)) {
        left.add(each);
      }
    }
    return left;
  }
}
