package io.weir.device.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.identity.TwinKey;
import io.weir.device.query.Candidates.Candidate;
import io.weir.device.query.QueryPage.ItemType;
import io.weir.device.store.StoredTwin;
import io.weir.device.store.TwinDocument;
import io.weir.device.store.TwinScan;
import io.weir.device.twin.TwinJson;
import io.weir.dsl.plan.Computation;
import io.weir.dsl.plan.Condition;
import io.weir.dsl.plan.Scope;
import io.weir.dsl.query.Aggregator;
import io.weir.dsl.query.JsonOrder;
import io.weir.dsl.query.Query;
import io.weir.dsl.query.QueryException;
import io.weir.dsl.syntax.PathStep;
import io.weir.dsl.value.Truth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/** One page of one query. */
final class QueryRun {

  /** Rows read at a time where one page is wanted. */
  private static final int MIN_BATCH = 60;

  private static final int MAX_BATCH = 1_000;

  /** Ways in which all twins are read at once. */
  private static final int WAYS = 4;

  /** What is read. */
  record Reads(TwinScan scan, PresenceReader presence) {}

  private final Plan plan;
  private final Query query;
  private final Reads reads;
  private final QuerySettings settings;
  private final QueryProgress.Counted progress;
  private final Executor work;
  private final Condition where;
  private final List<Computation> columns;
  private final List<Computation> sortKeys;
  private final boolean presenceFirst;

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
    this.where = TwinQueries.conditionOf(query);
    this.columns = query.columns().stream().map(column -> Computation.of(column.value())).toList();
    this.sortKeys = query.orderBy().stream().map(key -> Computation.of(key.value())).toList();
    this.presenceFirst =
        plan.presence()
            && query.paths().stream()
                .map(path -> path.get(0))
                .anyMatch(
                    step ->
                        step instanceof PathStep.Member member
                            && (member.name().equals("connectionState")
                                || member.name().equals("lastActivityTime")));
  }

  CompletionStage<QueryPage> page(int size, Continuation from) {
    if (query.isAggregated()) {
      return groups(size, from);
    }
    if (query.distinct() && !query.isWhole()) {
      return distinct(size, from);
    }
    return query.orderBy().isEmpty() ? streamed(size, from) : sorted(size, from);
  }

  /** A candidate that satisfies the condition. */
  private record Match(Candidate candidate, ObjectNode document, TwinPresence presence) {}

  private CompletionStage<QueryPage> streamed(int size, Continuation from) {
    int wanted = wanted(size, from);
    List<Match> found = new ArrayList<>();
    if (wanted == 0) {
      return CompletableFuture.completedFuture(new QueryPage(type(), List.of(), null));
    }
    Candidates candidates = new Candidates(plan, reads, from, Long.MAX_VALUE);
    int batch = Math.max(MIN_BATCH, Math.min(MAX_BATCH, where == null ? wanted + 1 : 2 * wanted));
    return fill(candidates, batch, found, wanted + 1)
        .thenComposeAsync(
            filled -> {
              boolean more = found.size() > wanted;
              List<Match> shown = more ? found.subList(0, wanted) : found;
              int returned = from.returned() + shown.size();
              boolean topped = query.top() != null && returned >= query.top();
              String next =
                  more && !topped
                      ? after(shown.get(shown.size() - 1), returned).encode(query.text())
                      : null;
              return shown(shown).thenApply(items -> new QueryPage(type(), items, next));
            },
            work);
  }

  private static Continuation after(Match match, int returned) {
    StoredTwin twin = match.candidate().twin();
    return new Continuation(
        match.candidate().branch(), twin.token(), twin.identity().key(), returned, 0, List.of());
  }

  private int wanted(int size, Continuation from) {
    return query.top() == null ? size : Math.min(size, Math.max(0, query.top() - from.returned()));
  }

  private CompletionStage<Void> fill(
      Candidates candidates, int batch, List<Match> into, int enough) {
    return candidates
        .next(batch)
        .thenComposeAsync(this::matches, work)
        .thenComposeAsync(
            matches -> {
              into.addAll(matches);
              return into.size() >= enough || candidates.isDone()
                  ? CompletableFuture.completedFuture(null)
                  : fill(candidates, batch, into, enough);
            },
            work);
  }

  private CompletionStage<List<Match>> matches(List<Candidate> batch) {
    progress.add(batch.size());
    CompletionStage<List<TwinPresence>> presence =
        presenceFirst
            ? presence(batch, candidate -> candidate.twin().identity().key())
            : CompletableFuture.completedFuture(List.of());
    return presence.thenApplyAsync(
        seen -> {
          List<Match> matches = new ArrayList<>();
          for (int i = 0; i < batch.size(); i++) {
            Candidate candidate = batch.get(i);
            TwinPresence present = presenceFirst ? seen.get(i) : TwinPresence.UNASKED;
            boolean all = where == null && query.isWhole() && sortKeys.isEmpty();
            ObjectNode document = all ? null : TwinView.document(candidate.twin(), present);
            if (where == null || where.test(new Scope(document)) == Truth.TRUE) {
              matches.add(new Match(candidate, document, present));
            }
          }
          return matches;
        },
        work);
  }

  private <T> CompletionStage<List<TwinPresence>> presence(List<T> of, Function<T, TwinKey> key) {
    List<CompletableFuture<TwinPresence>> reading =
        of.stream().map(one -> reads.presence().of(key.apply(one)).toCompletableFuture()).toList();
    return CompletableFuture.allOf(reading.toArray(new CompletableFuture<?>[0]))
        .thenApply(read -> reading.stream().map(CompletableFuture::join).toList());
  }

  private ItemType type() {
    return query.isWhole() ? ItemType.TWIN : ItemType.RAW;
  }

  private CompletionStage<List<String>> shown(List<Match> matches) {
    if (!query.isWhole()) {
      return CompletableFuture.completedFuture(
          matches.stream().map(match -> TwinJson.text(row(match.document()))).toList());
    }
    CompletionStage<List<TwinPresence>> presence =
        presenceFirst
            ? CompletableFuture.completedFuture(matches.stream().map(Match::presence).toList())
            : presence(matches, match -> match.candidate().twin().identity().key());
    return presence.thenApplyAsync(
        seen -> {
          List<String> items = new ArrayList<>(matches.size());
          for (int i = 0; i < matches.size(); i++) {
            TwinPresence present = seen.get(i);
            items.add(
                TwinDocument.of(
                    matches.get(i).candidate().twin().row(),
                    present.connected(),
                    present.presence()));
          }
          return items;
        },
        work);
  }

  /** What is selected of a document, or of a group. */
  private ObjectNode row(ObjectNode document) {
    ObjectNode row = TwinJson.mapper().createObjectNode();
    Scope scope = new Scope(document);
    for (int i = 0; i < columns.size(); i++) {
      JsonNode value = columns.get(i).json(scope);
      if (value != null) {
        row.set(query.columns().get(i).name(), value);
      }
    }
    return row;
  }

  /** Something with a place in the order that the query asks for. */
  private record Sorted<T>(List<JsonNode> keys, String tie, T value) {}

  private <T> Sorted<T> sortable(ObjectNode document, String tie, T value) {
    Scope scope = new Scope(document);
    List<JsonNode> keys = new ArrayList<>(sortKeys.size());
    sortKeys.forEach(key -> keys.add(key.json(scope)));
    return new Sorted<>(keys, tie, value);
  }

  private <T> Comparator<Sorted<T>> order() {
    return (left, right) -> {
      for (int i = 0; i < left.keys().size(); i++) {
        int compared = JsonOrder.INSTANCE.compare(left.keys().get(i), right.keys().get(i));
        if (compared != 0) {
          return query.orderBy().get(i).descending() ? -compared : compared;
        }
      }
      return left.tie().compareTo(right.tie());
    };
  }

  /** Keeps the page and one more; what is not behind the last page is passed over. */
  private CompletionStage<QueryPage> sorted(int size, Continuation from) {
    int wanted = wanted(size, from);
    Comparator<Sorted<Match>> order = order();
    TreeSet<Sorted<Match>> best = new TreeSet<>(order);
    Sorted<Match> last =
        from.last() == null ? null : new Sorted<>(from.sortKeys(), from.last().path(), null);
    if (last != null && last.keys().size() != sortKeys.size()) {
      throw new QueryException("continuation: not one of this query (expected: as given)");
    }
    return everything(
            match -> {
              String tie = match.candidate().twin().identity().key().path();
              Sorted<Match> sorted = sortable(match.document(), tie, match);
              if (last == null || order.compare(sorted, last) > 0) {
                best.add(sorted);
                if (best.size() > wanted + 1) {
                  best.pollLast();
                }
              }
            })
        .thenComposeAsync(
            read -> {
              List<Sorted<Match>> all = new ArrayList<>(best);
              List<Sorted<Match>> page = all.subList(0, Math.min(wanted, all.size()));
              int returned = from.returned() + page.size();
              boolean topped = query.top() != null && returned >= query.top();
              String next = null;
              if (all.size() > wanted && !topped && !page.isEmpty()) {
                Sorted<Match> end = page.get(page.size() - 1);
                StoredTwin twin = end.value().candidate().twin();
                next =
                    new Continuation(
                            0, twin.token(), twin.identity().key(), returned, 0, end.keys())
                        .encode(query.text());
              }
              String token = next;
              return shown(page.stream().map(Sorted::value).toList())
                  .thenApply(items -> new QueryPage(type(), items, token));
            },
            work);
  }

  private CompletionStage<QueryPage> groups(int size, Continuation from) {
    Aggregator aggregator = new Aggregator(query, settings.maxGroups());
    Condition having = query.having() == null ? null : Condition.of(query.having());
    return everything(match -> aggregator.add(new Scope(match.document())))
        .thenApplyAsync(
            read -> {
              List<Sorted<String>> rows = new ArrayList<>();
              for (ObjectNode group : aggregator.groups()) {
                if (having == null || having.test(new Scope(group)) == Truth.TRUE) {
                  rows.add(sortable(group, TwinJson.text(group), TwinJson.text(row(group))));
                }
              }
              return slice(rows, size, from);
            },
            work);
  }

  private CompletionStage<QueryPage> distinct(int size, Continuation from) {
    Map<String, Sorted<String>> rows = new LinkedHashMap<>();
    return everything(
            match -> {
              String row = TwinJson.text(row(match.document()));
              if (!rows.containsKey(row)) {
                if (rows.size() >= settings.maxGroups()) {
                  throw new QueryException(
                      "distinct rows: more than "
                          + settings.maxGroups()
                          + " (expected: values with fewer combinations)");
                }
                rows.put(row, sortable(match.document(), row, row));
              }
            })
        .thenApplyAsync(read -> slice(new ArrayList<>(rows.values()), size, from), work);
  }

  private QueryPage slice(List<Sorted<String>> rows, int size, Continuation from) {
    rows.sort(order());
    int end = query.top() == null ? rows.size() : Math.min(rows.size(), query.top());
    int first = Math.min(from.offset(), end);
    int behind = Math.min(end, first + size);
    List<String> items = rows.subList(first, behind).stream().map(Sorted::value).toList();
    String next =
        behind < end
            ? new Continuation(0, Long.MIN_VALUE, null, 0, behind, List.of()).encode(query.text())
            : null;
    return new QueryPage(ItemType.RAW, items, next);
  }

  /** Hands over every match, one at a time; all twins are read in several ways at once. */
  private CompletionStage<Void> everything(Consumer<Match> consumer) {
    boolean scan = plan.access() instanceof Plan.Scan;
    List<CompletableFuture<Void>> ways = new ArrayList<>();
    long from = Long.MIN_VALUE;
    long step = Long.MAX_VALUE / WAYS * 2;
    for (int way = 1; way <= (scan ? WAYS : 1); way++) {
      long to = scan && way < WAYS ? Long.MIN_VALUE + way * step : Long.MAX_VALUE;
      Continuation start = new Continuation(0, from, null, 0, 0, List.of());
      ways.add(drain(new Candidates(plan, reads, start, to), consumer).toCompletableFuture());
      from = to;
    }
    return CompletableFuture.allOf(ways.toArray(new CompletableFuture<?>[0]));
  }

  private CompletionStage<Void> drain(Candidates candidates, Consumer<Match> consumer) {
    return candidates
        .next(MAX_BATCH)
        .thenComposeAsync(this::matches, work)
        .thenComposeAsync(
            matches -> {
              synchronized (this) {
                matches.forEach(consumer);
              }
              return candidates.isDone()
                  ? CompletableFuture.completedFuture(null)
                  : drain(candidates, consumer);
            },
            work);
  }
}
