package io.weir.device.query;

import io.weir.device.store.TwinPart;
import io.weir.dsl.query.Query;
import io.weir.dsl.syntax.Expression;
import io.weir.dsl.syntax.PathStep;
import io.weir.dsl.syntax.PathStep.Member;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a query has to know of the twins that it looks at. */
final class Needs {

  private static final Set<String> PRESENCE = Set.of("connectionState", "lastActivityTime");

  private Needs() {}

  /** Whether it matters who is connected. */
  static Plan.PresenceUse presence(Query query) {
    boolean read = query.paths().stream().map(Needs::first).anyMatch(PRESENCE::contains);
    boolean everything = query.isAggregated() || query.distinct() || !query.orderBy().isEmpty();
    if (read && (everything || (query.where() != null && readsPresence(query.where())))) {
      return Plan.PresenceUse.JUDGED;
    }
    return read || query.isWhole() ? Plan.PresenceUse.SHOWN : Plan.PresenceUse.NONE;
  }

  private static boolean readsPresence(Expression expression) {
    if (expression instanceof Expression.Body body) {
      return PRESENCE.contains(first(body.path()));
    }
    return within(expression).stream().anyMatch(Needs::readsPresence);
  }

  private static List<Expression> within(Expression expression) {
    if (expression instanceof Expression.Binary binary) {
      return List.of(binary.left(), binary.right());
    }
    if (expression instanceof Expression.Unary unary) {
      return List.of(unary.operand());
    }
    if (expression instanceof Expression.Call call) {
      return call.arguments();
    }
    if (expression instanceof Expression.In in) {
      List<Expression> all = new ArrayList<>(in.candidates());
      all.add(in.value());
      return all;
    }
    if (expression instanceof Expression.InArray in) {
      return List.of(in.value(), in.array());
    }
    return expression instanceof Expression.Like like ? List.of(like.value()) : List.of();
  }

  /** The columns that it reads; may be added to. */
  static Set<TwinPart> parts(Query query) {
    Set<TwinPart> parts = EnumSet.noneOf(TwinPart.class);
    if (query.isWhole()) {
      parts.addAll(EnumSet.complementOf(EnumSet.of(TwinPart.TERMS)));
      return parts;
    }
    for (List<PathStep> path : query.paths()) {
      String first = first(path);
      if (first.equals("tags")) {
        parts.add(TwinPart.TAGS);
      } else if (first.equals("properties")) {
        properties(path, parts);
      }
    }
    return parts;
  }

  private static void properties(List<PathStep> path, Set<TwinPart> parts) {
    String section = name(path, 1);
    String below = name(path, 2);
    boolean all = below.isEmpty();
    boolean metadata = all || below.equals("$metadata");
    if (!section.equals("reported")) {
      parts.add(TwinPart.DESIRED);
      if (metadata) {
        parts.add(TwinPart.DESIRED_METADATA);
      }
    }
    if (!section.equals("desired")) {
      parts.add(TwinPart.REPORTED);
      if (metadata) {
        parts.add(TwinPart.REPORTED_METADATA);
      }
    }
  }

  private static String first(List<PathStep> path) {
    return name(path, 0);
  }

  /** Empty when there is no such step, or none with a name. */
  private static String name(List<PathStep> path, int index) {
    return path.size() > index && path.get(index) instanceof Member member ? member.name() : "";
  }
}
