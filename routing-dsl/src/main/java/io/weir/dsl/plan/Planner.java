package io.weir.dsl.plan;

import io.weir.dsl.function.Functions;
import io.weir.dsl.message.SystemProperty;
import io.weir.dsl.syntax.BinaryOperator;
import io.weir.dsl.syntax.Chains;
import io.weir.dsl.syntax.Expression;
import io.weir.dsl.syntax.PathStep;
import io.weir.dsl.value.Order;
import io.weir.dsl.value.SearchPattern;
import io.weir.dsl.value.Special;
import io.weir.dsl.value.Truth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Turns expressions into nodes; what depends on no message is computed here, once. */
final class Planner {

  /** What the expressions are planned for: each by itself, or a whole set together. */
  interface Context {
    /** The node of an expression that was planned before, or null. */
    Node known(Expression expression);

    /** The node to use for an expression, now that it is planned. */
    Node keep(Expression expression, Node node);

    /** What reads the value at a path into the body. */
    Node body(List<PathStep> path);
  }

  private final Context context;

  /** By its text: what many routes look for stands in memory once. */
  private final Map<String, SearchPattern> patterns = new HashMap<>();

  Planner(Context context) {
    this.context = context;
  }

  /** Plans an expression by itself. */
  static Node alone(Expression expression) {
    return new Planner(new Alone()).plan(expression);
  }

  Node plan(Expression expression) {
    Node known = context.known(expression);
    return known == null ? context.keep(expression, planned(expression)) : known;
  }

  private Node planned(Expression expression) {
    if (expression instanceof Expression.Text text) {
      return new Leaves.Constant(text.value());
    }
    if (expression instanceof Expression.Numeral numeral) {
      return new Leaves.Constant(numeral.value());
    }
    if (expression instanceof Expression.Bool bool) {
      return new Leaves.Constant(bool.value());
    }
    if (expression instanceof Expression.Null) {
      return new Leaves.Constant(Special.NULL);
    }
    if (expression instanceof Expression.Undefined) {
      return Leaves.Constant.UNDEFINED;
    }
    if (expression instanceof Expression.Property property) {
      return new Leaves.Property(property.name());
    }
    if (expression instanceof Expression.SystemRead read) {
      return systemRead(read);
    }
    if (expression instanceof Expression.Path path) {
      return path(path);
    }
    if (expression instanceof Expression.TwinChange change) {
      return new Documents.TwinChange(change.path());
    }
    if (expression instanceof Expression.Call call) {
      return call(call);
    }
    if (expression instanceof Expression.Unary unary) {
      return unary(unary);
    }
    if (expression instanceof Expression.In in) {
      return membership(in);
    }
    if (expression instanceof Expression.InArray in) {
      Node node = new Documents.InArray(plan(in.value()), plan(in.array()));
      return in.negated() ? new Logic.Not(node) : node;
    }
    if (expression instanceof Expression.Like like) {
      LikePattern pattern = new LikePattern(like.pattern(), like.escape());
      return matching(like.value(), pattern::matches, like.negated());
    }
    if (expression instanceof Expression.Matches matches) {
      return matches(matches);
    }
    if (expression instanceof Expression.Between between) {
      return between(between);
    }
    if (expression instanceof Expression.Case choice) {
      return choice(choice);
    }
    if (expression instanceof Expression.Quantified quantified) {
      return quantified(quantified);
    }
    return binary((Expression.Binary) expression);
  }

  private Node path(Expression.Path path) {
    if (path instanceof Expression.Body body) {
      return context.body(body.path());
    }
    if (path instanceof Expression.Twin twin) {
      return new Leaves.Twin(twin.path());
    }
    Expression.Variable variable = (Expression.Variable) path;
    return new Leaves.Variable(variable.depth(), variable.path());
  }

  private Node matches(Expression.Matches matches) {
    try {
      SearchPattern pattern = patterns.computeIfAbsent(matches.pattern(), SearchPattern::of);
      return matching(matches.value(), pattern::isFoundIn, matches.negated());
    } catch (IllegalArgumentException e) {
      // The checker has said why.
      return Leaves.Constant.UNDEFINED;
    }
  }

  private Node matching(Expression text, Predicate<String> pattern, boolean negated) {
    Node value = plan(text);
    Node node = new Texts.Matching(value, pattern);
    return folded(negated ? new Logic.Not(node) : node, List.of(value));
  }

  private Node between(Expression.Between between) {
    List<Node> operands = plan(between.children());
    Node node = between(operands.get(0), operands.get(1), operands.get(2));
    return folded(between.negated() ? new Logic.Not(node) : node, operands);
  }

  private static Node between(Node value, Node low, Node high) {
    Optional<Range> range = Range.between(number(low), number(high));
    return range.isPresent()
        ? new Logic.Within(value, range.get())
        : new Logic.Between(value, low, high);
  }

  private Node choice(Expression.Case choice) {
    List<Node> conditions = new ArrayList<>();
    List<Node> values = new ArrayList<>();
    for (Expression.Branch branch : choice.branches()) {
      conditions.add(plan(branch.condition()));
      values.add(plan(branch.value()));
    }
    Node otherwise = choice.otherwise().map(this::plan).orElse(Leaves.Constant.UNDEFINED);
    List<Node> all = new ArrayList<>(conditions);
    all.addAll(values);
    all.add(otherwise);
    if (choice.subject().isEmpty()) {
      return folded(new Computations.Case(conditions, values, otherwise), all);
    }
    Node subject = plan(choice.subject().get());
    all.add(subject);
    return folded(new Computations.Switch(subject, conditions, values, otherwise), all);
  }

  private Node quantified(Expression.Quantified quantified) {
    if (!(quantified.array() instanceof Expression.Path)) {
      return Leaves.Constant.UNDEFINED;
    }
    Truth deciding =
        switch (quantified.quantifier()) {
          case ANY -> Truth.TRUE;
          case ALL -> Truth.FALSE;
        };
    Node array = plan(quantified.array());
    return new Documents.Quantified(array, quantified.depth(), plan(quantified.test()), deciding);
  }

  private static Node systemRead(Expression.SystemRead read) {
    Optional<SystemProperty> property = SystemProperty.named(read.name());
    if (property.isEmpty()) {
      return Leaves.Constant.UNDEFINED;
    }
    return new Leaves.SystemRead(property.get(), read.systemOnly() ? null : "$" + read.name());
  }

  private Node call(Expression.Call call) {
    List<Node> arguments = plan(call.arguments());
    return Functions.named(call.name())
        .filter(function -> function.takes(arguments.size()))
        .map(function -> folded(new Computations.Call(function, arguments), arguments))
        .orElse(Leaves.Constant.UNDEFINED);
  }

  private Node unary(Expression.Unary unary) {
    Node operand = plan(unary.operand());
    Node node =
        switch (unary.operator()) {
          case NOT -> new Logic.Not(operand);
          case MINUS -> new Computations.Minus(operand);
        };
    return folded(node, List.of(operand));
  }

  private Node membership(Expression.In in) {
    Node value = plan(in.value());
    List<Node> candidates = plan(in.candidates());
    Node node = new Logic.In(value, candidates);
    List<Node> all = new ArrayList<>(candidates);
    all.add(value);
    return folded(in.negated() ? new Logic.Not(node) : node, all);
  }

  private Node binary(Expression.Binary binary) {
    BinaryOperator operator = binary.operator();
    if (operator == BinaryOperator.AND || operator == BinaryOperator.OR) {
      return chain(binary);
    }
    Node left = plan(binary.left());
    Node right = plan(binary.right());
    Node node =
        switch (operator) {
          case COALESCE -> new Computations.Coalesce(left, right);
          case EQUAL -> equal(left, right);
          case NOT_EQUAL -> new Logic.Not(equal(left, right));
          case LESS -> ordered(Order.LESS, left, right);
          case LESS_OR_EQUAL -> ordered(Order.LESS_OR_EQUAL, left, right);
          case GREATER -> ordered(Order.GREATER, left, right);
          case GREATER_OR_EQUAL -> ordered(Order.GREATER_OR_EQUAL, left, right);
          case ADD -> new Computations.Arithmetic((a, b) -> a + b, left, right);
          case SUBTRACT -> new Computations.Arithmetic((a, b) -> a - b, left, right);
          case MULTIPLY -> new Computations.Arithmetic((a, b) -> a * b, left, right);
          case DIVIDE -> new Computations.Arithmetic((a, b) -> a / b, left, right);
          case REMAINDER -> new Computations.Arithmetic((a, b) -> a % b, left, right);
          case CONCAT -> new Computations.Concat(left, right);
          case AND, OR ->
              throw new IllegalStateException("operator: " + operator + " (expected: no chain)");
        };
    return folded(node, List.of(left, right));
  }

  private static Node equal(Node left, Node right) {
    return right.constant() && right.value(null) instanceof String text
        ? new Logic.EqualToText(left, text)
        : new Logic.Equal(left, right);
  }

  private static Node ordered(Order order, Node left, Node right) {
    Optional<Range> range = Range.of(order, number(right));
    return range.isPresent()
        ? new Logic.Within(left, range.get())
        : new Logic.Ordered(order, left, right);
  }

  /** {@code NaN} when it is no number that is known beforehand. */
  private static double number(Node node) {
    return node.constant() ? node.number(null) : Double.NaN;
  }

  /** A chain of one operator becomes one node, so that its length costs no depth. */
  private Node chain(Expression.Binary binary) {
    List<Node> nodes = plan(Chains.row(binary));
    Node node =
        binary.operator() == BinaryOperator.AND ? new Logic.And(nodes) : new Logic.Or(nodes);
    return decided(node, nodes, binary.operator() == BinaryOperator.OR);
  }

  /** A chain is constant, too, where one constant operand decides it alone. */
  private static Node decided(Node node, List<Node> operands, boolean deciding) {
    boolean decided =
        operands.stream()
            .anyMatch(operand -> operand.constant() && operand.value(null).equals(deciding));
    return decided ? new Leaves.Constant(deciding) : folded(node, operands);
  }

  private List<Node> plan(List<Expression> expressions) {
    List<Node> nodes = new ArrayList<>(expressions.size());
    for (Expression expression : expressions) {
      nodes.add(plan(expression));
    }
    return nodes;
  }

  private static Node folded(Node node, List<Node> operands) {
    for (Node operand : operands) {
      if (!operand.constant()) {
        return node;
      }
    }
    return new Leaves.Constant(node.value(null));
  }
}
