package io.weir.device.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.identity.TwinKey;
import io.weir.device.query.Candidates.Candidate;
import io.weir.device.query.Plan.PresenceUse;
import io.weir.device.store.StoredTwin;
import io.weir.device.store.TwinDocument;
import io.weir.device.twin.TwinJson;
import io.weir.dsl.plan.Computation;
import io.weir.dsl.plan.Condition;
import io.weir.dsl.plan.Scope;
import io.weir.dsl.query.Query;
import io.weir.dsl.value.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Judges candidates by the condition of a query, and shows those that satisfy it. */
final class Matches {

  private final Plan plan;
  private final Query query;
  private final QueryRun.Reads reads;
  private final Executor work;
  private final Condition where;
  private final List<Computation> columns;

  Matches(Plan plan, QueryRun.Reads reads, Executor work) {
    this.plan = plan;
    this.query = plan.query();
    this.reads = reads;
    this.work = work;
    this.where = query.where() == null ? null : Condition.of(query.where());
    this.columns = query.columns().stream().map(column -> Computation.of(column.value())).toList();
  }

  /** A candidate that satisfies the condition. Of its twin it keeps the texts, not the trees. */
  record Match(Candidate candidate, TwinPresence presence) {

    TwinKey key() {
      return candidate.twin().identity().key();
    }

    /** Of the texts that it is made of. */
    int length() {
      return candidate.twin().length();
    }
  }

  /** Is given each that satisfies the condition. */
  @FunctionalInterface
  interface Found {
    /**
     * Takes one.
     *
     * @param document what it looks like; null when nothing asks for it. It is large and must not
     *     be kept
     */
    void accept(Match match, ObjectNode document);
  }

  /** Those that satisfy the condition. */
  CompletionStage<List<Match>> of(List<Candidate> candidates) {
    List<Match> matches = new ArrayList<>();
    return each(candidates, (match, document) -> matches.add(match)).thenApply(judged -> matches);
  }

  /** Hands over those that satisfy the condition, one after the other. */
  CompletionStage<Void> each(List<Candidate> candidates, Found found) {
    CompletionStage<List<TwinPresence>> presence =
        plan.presence() == PresenceUse.JUDGED
            ? reads.gate().all(candidates, one -> reads.presence().of(key(one)))
            : CompletableFuture.completedFuture(List.of());
    return presence.thenAcceptAsync(seen -> judge(candidates, seen, found), work);
  }

  private static TwinKey key(Candidate candidate) {
    return candidate.twin().identity().key();
  }

  private void judge(List<Candidate> candidates, List<TwinPresence> seen, Found found) {
    boolean read =
        where != null || query.isAggregated() || query.distinct() || !query.orderBy().isEmpty();
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      TwinPresence present = seen.isEmpty() ? TwinPresence.UNASKED : seen.get(i);
      ObjectNode document = read ? TwinView.document(candidate.twin(), present) : null;
      if (where == null || where.test(new Scope(document)) == Truth.TRUE) {
        found.accept(new Match(candidate, present), document);
      }
    }
  }

  /** The items of an answer: whole twins, or what is selected of them. */
  CompletionStage<List<String>> shown(List<Match> matches) {
    CompletionStage<List<TwinPresence>> presence =
        plan.presence() == PresenceUse.SHOWN
            ? reads.gate().all(matches, match -> reads.presence().of(match.key()))
            : CompletableFuture.completedFuture(matches.stream().map(Match::presence).toList());
    return presence.thenApplyAsync(
        seen -> {
          List<String> items = new ArrayList<>(matches.size());
          for (int i = 0; i < matches.size(); i++) {
            items.add(shown(matches.get(i), seen.get(i)));
          }
          return items;
        },
        work);
  }

  private String shown(Match match, TwinPresence present) {
    StoredTwin twin = match.candidate().twin();
    if (query.isWhole()) {
      return TwinDocument.of(twin.row(), present.connected(), present.presence());
    }
    return TwinJson.text(row(TwinView.document(twin, present)));
  }

  /** What is selected of a document, or of a group. */
  ObjectNode row(ObjectNode document) {
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
}
