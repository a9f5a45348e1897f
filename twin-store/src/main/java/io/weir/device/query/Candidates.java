package io.weir.device.query;

import io.weir.device.identity.TwinKey;
import io.weir.device.query.Plan.Branch;
import io.weir.device.store.ConnectionPage;
import io.weir.device.store.StoredTwin;
import io.weir.device.store.TwinScan;
import io.weir.device.twin.IndexTerm;
import io.weir.dsl.query.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The twins that a plan finds, batch by batch, each of them once, from a place on. One at a time.
 */
final class Candidates {

  /** A twin, and the place behind it. */
  record Candidate(StoredTwin twin, int branch) {}

  private final Plan plan;
  private final QueryRun.Reads reads;
  private final long to;
  private final boolean modules;
  private int branch;
  private long token;
  private TwinKey last;
  private boolean done;

  /**
   * @param to up to and with this token
   */
  Candidates(Plan plan, QueryRun.Reads reads, Continuation from, long to) {
    this.plan = plan;
    this.reads = reads;
    this.to = to;
    this.modules = plan.query().source() == Source.MODULES;
    this.branch = from.branch();
    this.token = from.token();
    this.last = from.last();
  }

  /** Whether there are no more. */
  boolean isDone() {
    return done;
  }

  /** Some more; may be empty though there are more. */
  CompletionStage<List<Candidate>> next(int limit) {
    if (plan.access() instanceof Plan.ByIds ids) {
      return byIds(ids.deviceIds(), limit);
    }
    if (plan.access() instanceof Plan.Connected) {
      return connected(limit);
    }
    List<Branch> branches =
        plan.access() instanceof Plan.Indexed indexed
            ? indexed.branches()
            : List.of(new Branch(List.of()));
    if (branch >= branches.size()) {
      done = true;
      return CompletableFuture.completedFuture(List.of());
    }
    return reads
        .scan()
        .read(
            new TwinScan.Request(
                modules, branches.get(branch).terms(), from(), to, limit, plan.parts()))
        .thenApply(page -> found(page, branches));
  }

  /** A module's place is within its device, whose token is read once more. */
  private long from() {
    return modules && last == null && token != Long.MIN_VALUE ? token + 1 : token;
  }

  private List<Candidate> found(TwinScan.Page page, List<Branch> branches) {
    List<Candidate> found = new ArrayList<>(page.twins().size());
    for (StoredTwin twin : page.twins()) {
      TwinKey key = twin.identity().key();
      if (!isBehindLast(key)) {
        continue;
      }
      if (branches.subList(0, branch).stream().noneMatch(earlier -> has(twin, earlier))) {
        found.add(new Candidate(twin, branch));
      }
      last = key;
      token = twin.token();
    }
    if (!page.more()) {
      branch++;
      token = Long.MIN_VALUE;
      last = null;
      done = branch >= branches.size();
    }
    return found;
  }

  /** A module's page begins with its device, of which some may have been shown. */
  private boolean isBehindLast(TwinKey key) {
    return last == null
        || !key.deviceId().equals(last.deviceId())
        || (key.isModule() && key.moduleId().compareTo(last.moduleId()) > 0);
  }

  /** Whether the row has what the index was asked for. */
  private static boolean has(StoredTwin twin, Branch branch) {
    for (IndexTerm term : branch.terms()) {
      boolean there =
          term.column() == IndexTerm.Column.STATUS
              ? term.text().equals(twin.identity().enabled() ? "enabled" : "disabled")
              : twin.terms().contains(term.text());
      if (!there) {
        return false;
      }
    }
    return true;
  }

  private CompletionStage<List<Candidate>> byIds(List<String> ids, int limit) {
    int from = Math.min(branch, ids.size());
    int end = Math.min(ids.size(), from + limit);
    List<TwinKey> keys = ids.subList(from, end).stream().map(TwinKey::device).toList();
    branch = end;
    done = end == ids.size();
    return twins(keys, from + 1);
  }

  private CompletionStage<List<Candidate>> connected(int limit) {
    return reads
        .scan()
        .held(modules, last, limit)
        .thenCompose(
            page -> {
              List<TwinKey> keys = new ArrayList<>();
              for (ConnectionPage.Held held : page) {
                if (isBehindLast(held.key()) && reads.presence().isAlive(held.connection())) {
                  keys.add(held.key());
                }
              }
              done = page.size() < limit;
              if (!page.isEmpty()) {
                last = page.get(page.size() - 1).key();
              }
              return twins(keys, 0);
            });
  }

  /**
   * @param branch of the first; counts on when it is above 0
   */
  private CompletionStage<List<Candidate>> twins(List<TwinKey> keys, int branch) {
    List<CompletableFuture<Optional<StoredTwin>>> reading =
        keys.stream()
            .map(key -> reads.scan().read(key, plan.parts()).toCompletableFuture())
            .toList();
    return CompletableFuture.allOf(reading.toArray(new CompletableFuture<?>[0]))
        .thenApply(
            read -> {
              List<Candidate> found = new ArrayList<>();
              for (int i = 0; i < reading.size(); i++) {
                int place = branch == 0 ? 0 : branch + i;
                reading.get(i).join().ifPresent(twin -> found.add(new Candidate(twin, place)));
              }
              return found;
            });
  }
}
