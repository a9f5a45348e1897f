package io.weir.device.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.identity.TwinKey;
import io.weir.device.query.Matches.Match;
import io.weir.device.query.QueryPage.ItemType;
import io.weir.device.query.SortKeys.Sorted;
import io.weir.device.store.StoredTwin;
import io.weir.device.store.TwinScan;
import io.weir.device.twin.TwinJson;
import io.weir.dsl.plan.Condition;
import io.weir.dsl.plan.Scope;
import io.weir.dsl.query.Aggregator;
import io.weir.dsl.query.JsonKey;
import io.weir.dsl.query.Query;
import io.weir.dsl.query.QueryException;
import io.weir.dsl.value.Truth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** One page of one query. */
final class QueryRun {

  /** Ways in which all twins are read at once. */
  private static final int WAYS = 4;

  /** Of twins whose size is not known yet; the next ones are larger if the twins are small. */
  private static final int FIRST_BATCH = 40;

  /** A page of large twins ends when their texts take so much, in UTF-16 units. */
  private static final long PAGE_LENGTH = 8_000_000;

  /** Distinct rows that are kept, likewise. */
  private static final long DISTINCT_LENGTH = 16_000_000;

  private static final Comparator<String> SHORTEST =
      Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

  /**
   * What is read.
   *
   * @param gate that single rows pass
   * @param scanning that reads of many rows pass: what they bring has no size until it is here
   */
  record Reads(TwinScan scan, PresenceReader presence, Gate gate, Gate scanning) {}

  private final Plan plan;
  private final Query query;
  private final Reads reads;
  private final QuerySettings settings;
  private final QueryProgress.Counted progress;
  private final Executor work;
  private final Matches matches;
  private final SortKeys order;

  QueryRun(
      Plan plan,
      Reads reads,
      QuerySettings settings,
      QueryProgress.Counted progress,
      Executor work) {
    this.plan = plan;
    this.query = plan.query();
    this.reads = reads;
    this.settings = settings;
    this.progress = progress;
    this.work = work;
    this.matches = new Matches(plan, reads, work);
    this.order = new SortKeys(query);
  }

  /** Whether each page of a query reads all that the plan finds. */
  static boolean readsEverything(Query query) {
    return query.isAggregated() || isDistinct(query) || !query.orderBy().isEmpty();
  }

  static boolean isDistinct(Query query) {
    // Whole twins are distinct.
    return query.distinct() && !query.isWhole();
  }

  CompletionStage<QueryPage> page(int size, Continuation from) {
    if (query.isAggregated()) {
      return groups(size, from);
    }
    if (isDistinct(query)) {
      return distinct(size, from);
    }
    int wanted =
        query.top() == null ? size : Math.min(size, Math.max(0, query.top() - from.returned()));
    if (wanted == 0) {
      return CompletableFuture.completedFuture(new QueryPage(type(), List.of(), null));
    }
    return query.orderBy().isEmpty() ? streamed(wanted, from) : sorted(wanted, from);
  }

  private ItemType type() {
    return query.isWhole() ? ItemType.TWIN : ItemType.RAW;
  }

  /** The matches of a page, and one more that tells that there are more. */
  private final class Page {
    private final Candidates candidates;
    private final Continuation from;
    private final int wanted;
    private final List<Match> found = new ArrayList<>();

    /** Of those that were found, that fit into the page. */
    private int fitting;

    private long length;
    private long judged;
    private boolean spent;

    Page(Candidates candidates, Continuation from, int wanted) {
      this.candidates = candidates;
      this.from = from;
      this.wanted = wanted;
    }

    /** Candidates that are likely to be enough, by how many of the others were. */
    long missing() {
      long matches = wanted + 1L - found.size();
      return found.isEmpty() ? Long.MAX_VALUE : matches * judged / found.size() + 1;
    }

    void add(List<Match> batch, int candidates) {
      judged += candidates;
      for (Match match : batch) {
        boolean fits = fitting == 0 || (fitting < wanted && length + match.length() <= PAGE_LENGTH);
        if (fitting == found.size() && fits) {
          fitting++;
          length += match.length();
        }
        found.add(match);
      }
      // Better a short page than none.
      spent = !found.isEmpty() && progress.isNearlySpent();
    }

    boolean isFull() {
      return fitting < found.size();
    }

    boolean isOver() {
      return isFull() || spent || candidates.isDone();
    }

    List<Match> shown() {
      return found.subList(0, fitting);
    }

    String next() {
      int returned = from.returned() + shown().size();
      boolean more = isFull() || !candidates.isDone();
      if (!more || (query.top() != null && returned >= query.top())) {
        return null;
      }
      Continuation place =
          isFull() ? after(shown().get(shown().size() - 1), returned) : candidates.place(returned);
      return place.encode(plan.fingerprint());
    }

    private static Continuation after(Match match, int returned) {
      StoredTwin twin = match.candidate().twin();
      return new Continuation(
          match.candidate().branch(), twin.token(), match.key(), returned, 0, List.of());
    }
  }

  private CompletionStage<QueryPage> streamed(int wanted, Continuation from) {
    int batch = Math.min(FIRST_BATCH, query.where() == null ? wanted + 1 : 2 * wanted);
    Candidates candidates = new Candidates(plan, reads, from, Long.MAX_VALUE, batch);
    Page page = new Page(candidates, from, wanted);
    return fill(candidates, page)
        .thenComposeAsync(
            filled -> {
              String next = page.next();
              return matches
                  .shown(page.shown())
                  .thenApply(items -> new QueryPage(type(), items, next));
            },
            work);
  }

  private CompletionStage<Void> fill(Candidates candidates, Page page) {
    return candidates
        .next(page.missing())
        .thenComposeAsync(
            batch -> {
              progress.add(batch.size());
              return matches.of(batch).thenAccept(found -> page.add(found, batch.size()));
            },
            work)
        .thenComposeAsync(
            added ->
                page.isOver() ? CompletableFuture.completedFuture(null) : fill(candidates, page),
            work);
  }

  /** Keeps the page and one more; what is not behind the last page is passed over. */
  private CompletionStage<QueryPage> sorted(int wanted, Continuation from) {
    TwinKey key = from.last();
    Sorted<Match> last = key == null ? null : new Sorted<>(from.sortKeys(), key.path(), null);
    if (last != null && last.keys().size() != order.size()) {
      throw new QueryException("continuation: not one of this query (expected: as given)");
    }
    Best<Match> best = new Best<>(order, wanted, PAGE_LENGTH, Match::length);
    return everything(
            (match, document) -> {
              Sorted<Match> sorted = order.sorted(document, match.key().path(), match);
              if (last == null || order.compare(sorted, last) > 0) {
                best.add(sorted);
              }
            })
        .thenComposeAsync(
            read -> {
              List<Sorted<Match>> page = best.kept();
              int returned = from.returned() + page.size();
              boolean topped = query.top() != null && returned >= query.top();
              String next =
                  best.isCut() && !topped ? after(page.get(page.size() - 1), returned) : null;
              return matches
                  .shown(page.stream().map(Sorted::value).toList())
                  .thenApply(items -> new QueryPage(type(), items, next));
            },
            work);
  }

  private String after(Sorted<Match> end, int returned) {
    Continuation place =
        new Continuation(
            0, end.value().candidate().twin().token(), end.value().key(), returned, 0, end.keys());
    return place.encode(plan.fingerprint());
  }

  private CompletionStage<QueryPage> groups(int size, Continuation from) {
    Aggregator aggregator = new Aggregator(query, settings.maxGroups());
    Condition having = query.having() == null ? null : Condition.of(query.having());
    return everything((match, document) -> aggregator.add(new Scope(document)))
        .thenApplyAsync(
            read -> {
              List<Sorted<String>> rows = new ArrayList<>();
              for (ObjectNode group : aggregator.groups()) {
                if (having == null || having.test(new Scope(group)) == Truth.TRUE) {
                  String row = TwinJson.text(matches.row(group));
                  rows.add(order.sorted(group, TwinJson.text(group), row));
                }
              }
              return slice(rows, size, from);
            },
            work);
  }

  private CompletionStage<QueryPage> distinct(int size, Continuation from) {
    Map<String, Sorted<String>> rows = new LinkedHashMap<>();
    long[] length = new long[1];
    return everything(
            (match, document) -> {
              ObjectNode selected = matches.row(document);
              String row = TwinJson.text(selected);
              String same = JsonKey.of(selected);
              Sorted<String> before = rows.get(same);
              if (before == null) {
                length[0] += same.length() + row.length();
                if (rows.size() >= settings.maxGroups() || length[0] > DISTINCT_LENGTH) {
                  throw new QueryException(
                      "distinct rows: more than "
                          + settings.maxGroups()
                          + ", or too long ones (expected: values with fewer combinations)");
                }
              }
              // Of equal numbers that are written differently, the same whichever came first.
              if (before == null || SHORTEST.compare(row, before.value()) < 0) {
                rows.put(same, order.sorted(document, same, row));
              }
            })
        .thenApplyAsync(read -> slice(new ArrayList<>(rows.values()), size, from), work);
  }

  private QueryPage slice(List<Sorted<String>> rows, int size, Continuation from) {
    rows.sort(order::compare);
    int end = query.top() == null ? rows.size() : Math.min(rows.size(), query.top());
    int first = Math.min(from.offset(), end);
    int behind = Math.min(end, first + size);
    List<String> items = rows.subList(first, behind).stream().map(Sorted::value).toList();
    String next =
        behind < end
            ? new Continuation(0, Long.MIN_VALUE, null, 0, behind, List.of())
                .encode(plan.fingerprint())
            : null;
    return new QueryPage(ItemType.RAW, items, next);
  }

  /**
   * Hands over every match, one at a time; all twins are read in several ways at once. The first
   * failure ends it.
   */
  private CompletionStage<Void> everything(Matches.Found consumer) {
    boolean scan = plan.access() instanceof Plan.Scan;
    List<CompletableFuture<Void>> ways = new ArrayList<>();
    CompletableFuture<Void> all = new CompletableFuture<>();
    long from = Long.MIN_VALUE;
    long step = Long.MAX_VALUE / WAYS * 2;
    for (int way = 1; way <= (scan ? WAYS : 1); way++) {
      long to = scan && way < WAYS ? Long.MIN_VALUE + way * step : Long.MAX_VALUE;
      Continuation start = new Continuation(0, from, null, 0, 0, List.of());
      Candidates candidates = new Candidates(plan, reads, start, to, FIRST_BATCH);
      ways.add(
          drain(candidates, consumer)
              .toCompletableFuture()
              .whenComplete(
                  (done, failure) -> {
                    if (failure != null) {
                      all.completeExceptionally(failure);
                      progress.stop();
                    }
                  }));
      from = to;
    }
    var unused =
        CompletableFuture.allOf(ways.toArray(new CompletableFuture<?>[0]))
            .thenRun(() -> all.complete(null));
    return all;
  }

  private CompletionStage<Void> drain(Candidates candidates, Matches.Found consumer) {
    Matches.Found alone =
        (match, document) -> {
          synchronized (this) {
            consumer.accept(match, document);
          }
        };
    return candidates
        .next(Candidates.MAX_BATCH)
        .thenComposeAsync(
            batch -> {
              progress.add(batch.size());
              return matches.each(batch, alone);
            },
            work)
        .thenComposeAsync(
            judged -> {
              return candidates.isDone()
                  ? CompletableFuture.completedFuture(null)
                  : drain(candidates, consumer);
            },
            work);
  }
}
