package io.weir.device.query;

import io.weir.device.identity.TwinKey;
import io.weir.device.query.Plan.Branch;
import io.weir.device.store.ConnectionPage;
import io.weir.device.store.StoredTwin;
import io.weir.device.store.TwinScan;
import io.weir.dsl.query.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/**
 * The twins that a plan finds, batch by batch, each of them once, from a place on. One at a time.
 */
final class Candidates {

  /** More modules than one device may have, so that a batch never ends within its first device. */
  private static final int MIN_MODULES = 60;

  private static final int MIN_DEVICES = 8;

  static final int MAX_BATCH = 1_000;

  /** Branches that are read at once, when those before have had few twins. */
  private static final int MAX_AHEAD = 4;

  /** What a batch's texts should take at most, in UTF-16 units. */
  private static final int BATCH_LENGTH = 1_000_000;

  /** A twin, and the branch of the plan that it was found by. */
  record Candidate(StoredTwin twin, int branch) {}

  private final Plan plan;
  private final QueryRun.Reads reads;
  private final long to;
  private final boolean modules;
  private int batch;
  private int ahead = 1;
  private int branch;
  private long token;
  private TwinKey last;
  private boolean done;

  /**
   * @param to up to and with this token
   * @param batch of the first read; the next ones grow for as long as the twins are small
   */
  Candidates(Plan plan, QueryRun.Reads reads, Continuation from, long to, int batch) {
    this.plan = plan;
    this.reads = reads;
    this.to = to;
    this.modules = plan.query().source() == Source.MODULES;
    this.branch = from.branch();
    this.token = from.token();
    this.last = from.last();
    this.batch = Math.max(smallest(), Math.min(MAX_BATCH, batch));
  }

  private int smallest() {
    return modules ? MIN_MODULES : MIN_DEVICES;
  }

  /** Whether there are no more. */
  boolean isDone() {
    return done;
  }

  /** The place behind all that were found, for a page that ends there. */
  Continuation place(int returned) {
    return new Continuation(branch, token, last, returned, 0, List.of());
  }

  /**
   * Some more; may be empty though there are more.
   *
   * @param wanted more than these are not needed
   */
  CompletionStage<List<Candidate>> next(long wanted) {
    int limit = (int) Math.max(smallest(), Math.min(batch, wanted));
    CompletionStage<List<Candidate>> found;
    if (plan.access() instanceof Plan.ByIds ids) {
      found = byIds(ids.deviceIds(), limit);
    } else if (plan.access() instanceof Plan.Connected) {
      found = connected(limit);
    } else {
      found = scanned(limit);
    }
    return found.thenApply(
        candidates -> {
          long length = candidates.stream().mapToLong(one -> one.twin().length()).sum();
          long fitting = length == 0 ? MAX_BATCH : BATCH_LENGTH * (long) candidates.size() / length;
          batch = (int) Math.max(smallest(), Math.min(MAX_BATCH, Math.min(4L * limit, fitting)));
          return candidates;
        });
  }

  private CompletionStage<List<Candidate>> scanned(int limit) {
    List<Branch> branches =
        plan.access() instanceof Plan.Indexed indexed
            ? indexed.branches()
            : List.of(new Branch(List.of()));
    if (branch >= branches.size()) {
      done = true;
      return CompletableFuture.completedFuture(List.of());
    }
    int first = branch;
    List<TwinScan.Request> requests = new ArrayList<>();
    for (Branch next : branches.subList(first, Math.min(branches.size(), first + ahead))) {
      long start = requests.isEmpty() ? from() : Long.MIN_VALUE;
      requests.add(new TwinScan.Request(modules, next.terms(), start, to, limit, plan.parts()));
    }
    return reads
        .scanning()
        .all(requests, reads.scan()::read)
        .thenApply(
            pages -> {
              List<Candidate> found = new ArrayList<>();
              for (TwinScan.Page page : pages) {
                found.addAll(found(page, branches));
                if (page.more()) {
                  break;
                }
              }
              ahead = branch == first + requests.size() ? Math.min(MAX_AHEAD, 2 * ahead) : 1;
              return found;
            });
  }

  /** A module's place is within its device, whose token is read once more. */
  private long from() {
    return modules && last == null && token != Long.MIN_VALUE ? token + 1 : token;
  }

  private List<Candidate> found(TwinScan.Page page, List<Branch> branches) {
    List<Branch> earlier = branches.subList(0, branch);
    List<Candidate> found = new ArrayList<>(page.twins().size());
    for (StoredTwin twin : page.twins()) {
      TwinKey key = twin.identity().key();
      if (!isBehind(last, key)) {
        continue;
      }
      if (earlier.stream().noneMatch(one -> one.terms().stream().allMatch(twin::has))) {
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

  /** Of the last one's device, only the modules behind it. */
  private static boolean isBehind(TwinKey last, TwinKey key) {
    return last == null
        || !key.deviceId().equals(last.deviceId())
        || (key.isModule() && last.isModule() && key.moduleId().compareTo(last.moduleId()) > 0);
  }

  /** A branch is a place in the list. */
  private CompletionStage<List<Candidate>> byIds(List<String> ids, int limit) {
    int from = Math.min(branch, ids.size());
    // A device may have fifty modules.
    int end = Math.min(ids.size(), from + (modules ? Math.max(1, limit / MIN_MODULES) : limit));
    TwinKey shown = last;
    branch = end;
    last = null;
    done = end == ids.size();
    return reads
        .gate()
        .all(ids.subList(from, end), this::ofDevice)
        .thenApply(
            twins ->
                IntStream.range(0, twins.size())
                    .boxed()
                    .flatMap(i -> twins.get(i).stream().map(twin -> new Candidate(twin, from + i)))
                    .filter(one -> isBehind(shown, one.twin().identity().key()))
                    .toList());
  }

  private CompletionStage<List<StoredTwin>> ofDevice(String deviceId) {
    return modules
        ? reads.scan().modules(deviceId, plan.parts())
        : reads
            .scan()
            .read(TwinKey.device(deviceId), plan.parts())
            .thenApply(found -> found.stream().toList());
  }

  private CompletionStage<List<Candidate>> connected(int limit) {
    return reads
        .scan()
        .held(modules, last, limit)
        .thenCompose(
            page -> {
              List<TwinKey> keys = new ArrayList<>();
              for (ConnectionPage.Held held : page) {
                if (isBehind(last, held.key()) && reads.presence().isAlive(held.connection())) {
                  keys.add(held.key());
                }
              }
              done = page.size() < limit;
              if (!page.isEmpty()) {
                last = page.get(page.size() - 1).key();
              }
              return reads
                  .gate()
                  .all(keys, key -> reads.scan().read(key, plan.parts()))
                  .thenApply(
                      twins ->
                          twins.stream()
                              .flatMap(Optional::stream)
                              .map(twin -> new Candidate(twin, 0))
                              .toList());
            });
  }
}
