package io.weir.device.query;

import io.weir.device.query.Plan.Access;
import io.weir.device.query.Plan.Branch;
import io.weir.device.store.TwinPart;
import io.weir.device.twin.IndexTerm;
import io.weir.device.twin.IndexTerm.Column;
import io.weir.device.twin.IndexTerms;
import io.weir.device.twin.IndexedPaths;
import io.weir.dsl.query.Query;
import io.weir.dsl.syntax.BinaryOperator;
import io.weir.dsl.syntax.Expression;
import io.weir.dsl.syntax.PathStep;
import io.weir.dsl.syntax.PathStep.Member;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Plans queries: what can be found by device id, by the table of connections or by index terms is
 * not scanned for. A plan may find too much, never too little.
 */
public final class Planner {

  /** More look-ups than this cost more than they save. */
  private static final int MAX_BRANCHES = 48;

  private static final int MAX_IDS = 1_000;

  private static final Set<String> PRESENCE = Set.of("connectionState", "lastActivityTime");

  private final IndexedPaths paths;

  /**
   * @param paths that are indexed in every row
   */
  public Planner(IndexedPaths paths) {
    this.paths = paths;
  }

  public Plan plan(Query query) {
    Access access = query.where() == null ? new Plan.Scan() : access(query);
    Set<TwinPart> parts = parts(query);
    if (access instanceof Plan.Indexed indexed && indexed.branches().size() > 1) {
      parts.add(TwinPart.TERMS);
    }
    return new Plan(query, access, parts, presence(query));
  }

  private static Plan.PresenceUse presence(Query query) {
    boolean read = query.paths().stream().map(Planner::first).anyMatch(PRESENCE::contains);
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
    return parts(expression).stream().anyMatch(Planner::readsPresence);
  }

  private static List<Expression> parts(Expression expression) {
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

  /**
   * Alternatives of which a twin must have one; the fewer twins they find the better.
   *
   * @param weight smaller is better
   */
  private record Choice(List<Branch> branches, int weight) {}

  private Access access(Query query) {
    List<Expression> conjuncts = new ArrayList<>();
    flatten(query.where(), BinaryOperator.AND, conjuncts);
    for (Expression conjunct : conjuncts) {
      Optional<List<String>> ids = ids(conjunct);
      if (ids.isPresent() && ids.get().size() <= MAX_IDS) {
        return new Plan.ByIds(ids.get());
      }
    }
    Choice best = conjunction(conjuncts);
    boolean connected = conjuncts.stream().anyMatch(Planner::isConnected);
    if (connected && (best == null || best.weight > 50)) {
      return new Plan.Connected();
    }
    return best == null ? new Plan.Scan() : indexed(best.branches());
  }

  /** Rows whose terms were cut may have any. */
  private static Access indexed(List<Branch> branches) {
    List<Branch> all = new ArrayList<>(branches);
    Set<IndexTerm> cuts = new LinkedHashSet<>();
    for (Branch branch : branches) {
      for (IndexTerm term : branch.terms()) {
        if (term.column() != Column.STATUS) {
          String cut = term.range() ? IndexTerms.CUT_RANGES : IndexTerms.CUT;
          cuts.add(new IndexTerm(term.column(), cut));
        }
      }
    }
    cuts.forEach(cut -> all.add(new Branch(List.of(cut))));
    return new Plan.Indexed(all);
  }

  /** Null when nothing of it is indexed. */
  private Choice conjunction(List<Expression> conjuncts) {
    List<Choice> choices = new ArrayList<>();
    for (Expression conjunct : conjuncts) {
      Choice choice = choice(conjunct);
      if (choice != null) {
        choices.add(choice);
      }
    }
    choices.addAll(ranges(conjuncts));
    choices.sort(Comparator.comparingInt(Choice::weight));
    Choice best = null;
    for (Choice choice : choices) {
      best = best == null ? choice : both(best, choice);
    }
    return best;
  }

  /** Both, when that is not too many look-ups; else the better one. */
  private static Choice both(Choice better, Choice other) {
    int terms = better.branches().get(0).terms().size() + other.branches().get(0).terms().size();
    if (other.weight() >= 1_000
        || terms > 3
        || better.branches().size() * other.branches().size() > MAX_BRANCHES / 2) {
      return better;
    }
    List<Branch> product = new ArrayList<>();
    for (Branch one : better.branches()) {
      for (Branch two : other.branches()) {
        Set<IndexTerm> all = new LinkedHashSet<>(one.terms());
        all.addAll(two.terms());
        if (all.stream().filter(term -> term.column() == IndexTerm.Column.STATUS).count() > 1) {
          // Cassandra refuses a column that is to equal two values.
          return better;
        }
        product.add(new Branch(List.copyOf(all)));
      }
    }
    return new Choice(product, better.weight());
  }

  private Choice choice(Expression expression) {
    if (expression instanceof Expression.Binary binary && binary.operator() == BinaryOperator.OR) {
      return disjunction(binary);
    }
    if (expression instanceof Expression.Binary binary && binary.operator() == BinaryOperator.AND) {
      List<Expression> parts = new ArrayList<>();
      flatten(binary, BinaryOperator.AND, parts);
      return conjunction(parts);
    }
    if (expression instanceof Expression.Binary binary
        && binary.operator() == BinaryOperator.EQUAL) {
      return equality(binary.left(), binary.right());
    }
    if (expression instanceof Expression.In in
        && !in.negated()
        && in.value() instanceof Expression.Body path) {
      return oneOf(path, in.candidates());
    }
    if (expression instanceof Expression.InArray in && !in.negated()) {
      return path(in.array())
          .flatMap(path -> term(IndexTerms.elements(path.text()), path.column(), in.value()))
          .map(term -> new Choice(List.of(new Branch(List.of(term))), 5))
          .orElse(null);
    }
    if (expression instanceof Expression.Body flag) {
      return path(flag)
          .map(path -> new IndexTerm(path.column(), IndexTerms.bool(path.text(), true)))
          .map(term -> new Choice(List.of(new Branch(List.of(term))), 100))
          .orElse(null);
    }
    return null;
  }

  private Choice disjunction(Expression.Binary or) {
    List<Expression> parts = new ArrayList<>();
    flatten(or, BinaryOperator.OR, parts);
    List<Branch> branches = new ArrayList<>();
    int weight = 0;
    for (Expression part : parts) {
      List<Expression> conjuncts = new ArrayList<>();
      flatten(part, BinaryOperator.AND, conjuncts);
      Choice choice = conjunction(conjuncts);
      if (choice == null || branches.size() + choice.branches().size() > MAX_BRANCHES) {
        return null;
      }
      branches.addAll(choice.branches());
      weight += choice.weight() + 1;
    }
    return new Choice(branches, weight);
  }

  private Choice equality(Expression left, Expression right) {
    if (right instanceof Expression.Body path && !(left instanceof Expression.Body)) {
      return oneOf(path, List.of(left));
    }
    return left instanceof Expression.Body path ? oneOf(path, List.of(right)) : null;
  }

  private Choice oneOf(Expression.Body body, List<Expression> values) {
    if (isPath(body, "status")) {
      return status(values);
    }
    Optional<Path> path = path(body);
    if (path.isEmpty() || values.size() > MAX_BRANCHES) {
      return null;
    }
    List<Branch> branches = new ArrayList<>();
    boolean flags = false;
    for (Expression value : values) {
      Optional<IndexTerm> term = term(path.get().text(), path.get().column(), value);
      if (term.isEmpty()) {
        return null;
      }
      flags |= value instanceof Expression.Bool;
      branches.add(new Branch(List.of(term.get())));
    }
    return new Choice(branches, (flags ? 100 : 1) + branches.size());
  }

  /** Most devices are enabled, so that this is no help. */
  private static Choice status(List<Expression> values) {
    List<Branch> branches = new ArrayList<>();
    for (Expression value : values) {
      if (!(value instanceof Expression.Text text)) {
        return null;
      }
      branches.add(new Branch(List.of(new IndexTerm(Column.STATUS, text.value()))));
    }
    boolean enabled =
        branches.stream().anyMatch(branch -> branch.terms().get(0).text().equals("enabled"));
    return new Choice(branches, enabled ? 1_000 : 20);
  }

  private static Optional<IndexTerm> term(String path, Column column, Expression value) {
    if (value instanceof Expression.Text text) {
      return Optional.of(new IndexTerm(column, IndexTerms.text(path, text.value())));
    }
    if (value instanceof Expression.Bool bool) {
      return Optional.of(new IndexTerm(column, IndexTerms.bool(path, bool.value())));
    }
    return number(value).map(number -> new IndexTerm(column, IndexTerms.number(path, number)));
  }

  private static Optional<Double> number(Expression value) {
    if (value instanceof Expression.Numeral numeral) {
      return Optional.of(numeral.value());
    }
    return value instanceof Expression.Unary unary
            && unary.operator() == io.weir.dsl.syntax.UnaryOperator.MINUS
            && unary.operand() instanceof Expression.Numeral numeral
        ? Optional.of(-numeral.value())
        : Optional.empty();
  }

  /** Bounds of one path; both ends are included, which finds too much rather than too little. */
  private static final class Range {
    private double low = Double.NEGATIVE_INFINITY;
    private double high = Double.POSITIVE_INFINITY;
  }

  private List<Choice> ranges(List<Expression> conjuncts) {
    Map<Path, Range> ranges = new LinkedHashMap<>();
    for (Expression conjunct : conjuncts) {
      if (conjunct instanceof Expression.Binary binary) {
        bound(binary, ranges);
      }
    }
    List<Choice> choices = new ArrayList<>();
    ranges.forEach(
        (path, range) -> {
          List<Branch> branches =
              IndexTerms.range(path.text(), range.low, range.high).stream()
                  .map(term -> new Branch(List.of(new IndexTerm(path.column(), term, true))))
                  .toList();
          if (!branches.isEmpty() && branches.size() <= MAX_BRANCHES) {
            boolean open = Double.isInfinite(range.low) || Double.isInfinite(range.high);
            choices.add(new Choice(branches, (open ? 40 : 10) + branches.size()));
          }
        });
    return choices;
  }

  private void bound(Expression.Binary binary, Map<Path, Range> ranges) {
    boolean swapped = binary.right() instanceof Expression.Body;
    Expression side = swapped ? binary.right() : binary.left();
    Optional<Double> number = number(swapped ? binary.left() : binary.right());
    if (number.isEmpty() || !(side instanceof Expression.Body body)) {
      return;
    }
    Optional<Path> path = path(body);
    if (path.isEmpty()) {
      return;
    }
    switch (binary.operator()) {
      case LESS, LESS_OR_EQUAL ->
          limit(ranges.computeIfAbsent(path.get(), p -> new Range()), number.get(), swapped);
      case GREATER, GREATER_OR_EQUAL ->
          limit(ranges.computeIfAbsent(path.get(), p -> new Range()), number.get(), !swapped);
      case COALESCE,
          OR,
          AND,
          EQUAL,
          NOT_EQUAL,
          ADD,
          SUBTRACT,
          CONCAT,
          MULTIPLY,
          DIVIDE,
          REMAINDER -> {
        // No bound.
      }
    }
  }

  private static void limit(Range range, double number, boolean below) {
    if (below) {
      range.low = Math.max(range.low, number);
    } else {
      range.high = Math.min(range.high, number);
    }
  }

  /** A path that is indexed. */
  private record Path(String text, Column column) {}

  private Optional<Path> path(Expression.Body body) {
    List<String> names = new ArrayList<>();
    for (PathStep step : body.path()) {
      if (!(step instanceof Member member) || member.name().startsWith("$")) {
        return Optional.empty();
      }
      names.add(member.name());
    }
    boolean tags = names.get(0).equals("tags");
    boolean reported = names.size() > 2 && names.get(1).equals("reported");
    int section = tags ? 1 : 2;
    if (names.size() <= section || (!tags && !names.get(0).equals("properties"))) {
      return Optional.empty();
    }
    String text = String.join(".", names);
    return paths.covers(text, names.size() - section)
        ? Optional.of(new Path(text, reported ? Column.REPORTED : Column.SERVICE))
        : Optional.empty();
  }

  /** The ids that a device must have one of. */
  private static Optional<List<String>> ids(Expression expression) {
    List<Expression> alternatives = new ArrayList<>();
    flatten(expression, BinaryOperator.OR, alternatives);
    Set<String> ids = new LinkedHashSet<>();
    for (Expression alternative : alternatives) {
      List<Expression> values = idValues(alternative);
      if (values.isEmpty()) {
        return Optional.empty();
      }
      for (Expression value : values) {
        if (!(value instanceof Expression.Text text)) {
          return Optional.empty();
        }
        ids.add(text.value());
      }
    }
    return Optional.of(List.copyOf(ids));
  }

  /** What a device's id is compared with; empty when the expression is about something else. */
  private static List<Expression> idValues(Expression expression) {
    if (expression instanceof Expression.Binary binary
        && binary.operator() == BinaryOperator.EQUAL) {
      if (isPath(binary.left(), "deviceId")) {
        return List.of(binary.right());
      }
      return isPath(binary.right(), "deviceId") ? List.of(binary.left()) : List.of();
    }
    return expression instanceof Expression.In in && !in.negated() && isPath(in.value(), "deviceId")
        ? in.candidates()
        : List.of();
  }

  private static boolean isConnected(Expression expression) {
    return expression instanceof Expression.Binary binary
        && binary.operator() == BinaryOperator.EQUAL
        && isPath(binary.left(), "connectionState")
        && binary.right() instanceof Expression.Text text
        && text.value().equals("Connected");
  }

  private static boolean isPath(Expression expression, String name) {
    return expression instanceof Expression.Body body
        && body.path().equals(List.of(new Member(name)));
  }

  private static void flatten(
      Expression expression, BinaryOperator operator, List<Expression> into) {
    Expression rest = expression;
    List<Expression> reversed = new ArrayList<>();
    while (rest instanceof Expression.Binary binary && binary.operator() == operator) {
      reversed.add(binary.right());
      rest = binary.left();
    }
    into.add(rest);
    for (int i = reversed.size() - 1; i >= 0; i--) {
      if (reversed.get(i) instanceof Expression.Binary nested && nested.operator() == operator) {
        flatten(nested, operator, into);
      } else {
        into.add(reversed.get(i));
      }
    }
  }

  private static Set<TwinPart> parts(Query query) {
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
