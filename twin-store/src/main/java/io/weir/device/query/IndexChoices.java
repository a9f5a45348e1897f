package io.weir.device.query;

import io.weir.device.query.Plan.Branch;
import io.weir.device.twin.IndexTerm;
import io.weir.device.twin.IndexTerm.Column;
import io.weir.device.twin.IndexTerms;
import io.weir.device.twin.IndexedPaths;
import io.weir.dsl.syntax.BinaryOperator;
import io.weir.dsl.syntax.Chains;
import io.weir.dsl.syntax.Expression;
import io.weir.dsl.syntax.PathStep;
import io.weir.dsl.syntax.PathStep.Member;
import io.weir.dsl.syntax.UnaryOperator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What of a condition the index can answer. It may find too much, never too little. */
final class IndexChoices {

  /** More look-ups than this cost more than they save. */
  private static final int MAX_BRANCHES = 48;

  private final IndexedPaths paths;

  /**
   * @param paths that are indexed in every row
   */
  IndexChoices(IndexedPaths paths) {
    this.paths = paths;
  }

  /**
   * Alternatives of which a twin must have one; the fewer twins they find the better.
   *
   * @param weight smaller is better
   */
  record Choice(List<Branch> branches, int weight) {}

  /** Rows whose terms were cut may have any. */
  static Plan.Indexed indexed(Choice choice) {
    List<Branch> all = new ArrayList<>(choice.branches());
    Set<IndexTerm> cuts = new LinkedHashSet<>();
    for (Branch branch : choice.branches()) {
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
  Choice conjunction(List<Expression> conjuncts) {
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
      List<Expression> parts = Chains.operands(binary, BinaryOperator.AND);
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
    List<Expression> parts = Chains.operands(or, BinaryOperator.OR);
    List<Branch> branches = new ArrayList<>();
    int weight = 0;
    for (Expression part : parts) {
      List<Expression> conjuncts = Chains.operands(part, BinaryOperator.AND);
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
    if (TwinNames.is(body, "status")) {
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
            && unary.operator() == UnaryOperator.MINUS
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
}
