package io.weir.device.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.query.QueryPage.ItemType;
import io.weir.device.store.TwinScan;
import io.weir.device.twin.TwinJson;
import io.weir.dsl.query.Queries;
import io.weir.dsl.query.Query;
import io.weir.dsl.query.QueryException;
import io.weir.dsl.query.Source;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Answers queries about twins. A write that was answered before a query began is in its answer:
 * everything is read from the store.
 *
 * <p>Fails with {@link QueryException} for what the caller can mend, {@link QueryBusyException} for
 * what may go well another time, and as the store does.
 */
public final class TwinQueries {

  /**
   * Reads of single rows at a time: a connection of the driver takes 1,024 requests, and presence
   * is two.
   */
  private static final int MAX_SCANNING_READS = 4;

  private static final int MAX_SINGLE_READS = 128;

  private final Planner planner;
  private final QuerySettings settings;
  private final Semaphore running;
  private final Supplier<CompletionStage<Long>> totals;
  private final QueryRun.Reads reads;
  private final Executor work;

  /**
   * @param presence who is connected, and when it was here
   * @param totals how many twins there are, about
   * @param work evaluates rows; bounded
   */
  public TwinQueries(
      TwinScan scan,
      PresenceReader presence,
      Planner planner,
      QuerySettings settings,
      Supplier<CompletionStage<Long>> totals,
      Executor work) {
    this.reads =
        new QueryRun.Reads(
            scan, presence, new Gate(MAX_SINGLE_READS), new Gate(MAX_SCANNING_READS));
    this.planner = planner;
    this.settings = settings;
    this.running = new Semaphore(settings.maxRunning());
    this.totals = totals;
    this.work = work;
  }

  /**
   * One page of the answer.
   *
   * @param size of the page, at least 1
   * @param continuation of the page before; null for the first
   * @param progress is told what was read
   */
  public CompletionStage<QueryPage> run(
      String text, int size, String continuation, QueryProgress progress) {
    if (!running.tryAcquire()) {
      return CompletableFuture.failedFuture(
          new QueryBusyException(
              "Too many queries run (expected: at most " + settings.maxRunning() + ")."));
    }
    CompletableFuture<QueryPage> answer = new CompletableFuture<>();
    QueryProgress.Stop stop = new QueryProgress.Stop();
    try {
      work.execute(
          () -> {
            try {
              var unused =
                  start(
                          text,
                          size,
                          continuation,
                          new QueryProgress.Counted(progress, settings, stop))
                      .whenComplete(
                          (page, failure) -> {
                            if (failure == null) {
                              answer.complete(page);
                            } else {
                              answer.completeExceptionally(failure);
                            }
                          });
            } catch (RuntimeException e) {
              answer.completeExceptionally(e);
            }
          });
    } catch (RuntimeException e) {
      answer.completeExceptionally(e);
    }
    return answer
        .orTimeout(settings.deadline().toMillis(), TimeUnit.MILLISECONDS)
        .handle(
            (page, failure) -> {
              stop.now();
              running.release();
              if (failure instanceof TimeoutException) {
                throw new QueryBusyException(
                    "The query took longer than "
                        + settings.deadline().toSeconds()
                        + " s (expected: a condition that an index answers; EXPLAIN shows the plan).");
              }
              if (failure instanceof RuntimeException e) {
                throw e;
              }
              if (failure != null) {
                throw new IllegalStateException(failure);
              }
              return page;
            });
  }

  private CompletionStage<QueryPage> start(
      String text, int size, String continuation, QueryProgress.Counted counted) {
    Query query = Queries.parse(text);
    Plan plan = planner.plan(query);
    Explanation explanation = new Explanation(plan, reads, settings);
    if (query.explain()) {
      return explanation.lines(totals).thenApply(TwinQueries::explained);
    }
    if (query.source() == Source.JOBS) {
      return CompletableFuture.completedFuture(new QueryPage(ItemType.DEVICE_JOB, List.of(), null));
    }
    Continuation from = Continuation.decode(continuation, plan.fingerprint());
    CompletionStage<Estimate> scanned =
        plan.access() instanceof Plan.Scan && QueryRun.readsEverything(query)
            ? explanation.scanned(totals)
            : CompletableFuture.completedFuture(Estimate.exactly(0));
    return scanned.thenComposeAsync(
        read -> {
          if (read.twins() > settings.maxScanned()) {
            throw new QueryException(
                "The query would scan "
                    + read.text()
                    + " (expected: at most "
                    + settings.maxScanned()
                    + "); name a device, or a path that is indexed: EXPLAIN shows the plan");
          }
          return new QueryRun(plan, reads, settings, counted, work).page(size, from);
        },
        work);
  }

  private static QueryPage explained(List<String> lines) {
    ObjectNode json = TwinJson.mapper().createObjectNode();
    var plan = json.putArray("plan");
    lines.forEach(plan::add);
    return new QueryPage(ItemType.RAW, List.of(TwinJson.text((JsonNode) json)), null);
  }
}
