package io.weir.dsl.query;

import io.weir.dsl.syntax.BinaryOperator;
import io.weir.dsl.syntax.Expression;
import io.weir.dsl.syntax.PathStep;
import io.weir.dsl.syntax.PathStep.Member;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Writes expressions of queries as text: parsed again it is the same expression, and two
 * expressions that differ in nothing but their places have the same text.
 */
public final class QueryText {

  /** Between AND and the comparisons, which NOT is about in queries. */
  private static final int NOT = 35;

  private static final int MINUS = 80;

  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{Nd}_$#&~^]+");

  private final StringBuilder text = new StringBuilder();

  private QueryText() {}

  public static String of(Expression expression) {
    QueryText written = new QueryText();
    written.write(expression, 0);
    return written.text.toString();
  }

  public static String ofPath(List<PathStep> path) {
    QueryText written = new QueryText();
    written.path(path);
    return written.text.toString();
  }

  /** In parentheses where it binds less tightly than it has to. */
  private void write(Expression expression, int needed) {
    boolean parenthesized = precedence(expression) < needed;
    text.append(parenthesized ? "(" : "");
    bare(expression);
    text.append(parenthesized ? ")" : "");
  }

  private static int precedence(Expression expression) {
    if (expression instanceof Expression.Binary binary) {
      return binary.operator().precedence() * 10;
    }
    if (expression instanceof Expression.Unary unary) {
      return switch (unary.operator()) {
        case NOT -> NOT;
        case MINUS -> MINUS;
      };
    }
    boolean test =
        expression instanceof Expression.In
            || expression instanceof Expression.InArray
            || expression instanceof Expression.Like;
    return test ? BinaryOperator.LESS.precedence() * 10 : 100;
  }

  private void bare(Expression expression) {
    int own = precedence(expression);
    if (expression instanceof Expression.Text literal) {
      quoted(literal.value());
    } else if (expression instanceof Expression.Numeral numeral) {
      text.append(Double.isInfinite(numeral.value()) ? "1e999" : shown(numeral.value()));
    } else if (expression instanceof Expression.Bool bool) {
      text.append(bool.value());
    } else if (expression instanceof Expression.Null) {
      text.append("null");
    } else if (expression instanceof Expression.Undefined) {
      text.append("undefined");
    } else if (expression instanceof Expression.Body body) {
      path(body.path());
    } else if (expression instanceof Expression.Call call) {
      text.append(call.name()).append('(');
      list(call.arguments());
      text.append(')');
    } else if (expression instanceof Expression.Unary unary) {
      switch (unary.operator()) {
        case NOT -> {
          text.append("NOT ");
          write(unary.operand(), NOT);
        }
        case MINUS -> {
          text.append('-');
          // Two of them would begin a comment somewhere.
          write(unary.operand(), MINUS + 1);
        }
      }
    } else if (expression instanceof Expression.Binary binary) {
      write(binary.left(), own);
      text.append(' ').append(symbol(binary.operator())).append(' ');
      write(binary.right(), own + 1);
    } else if (expression instanceof Expression.In in) {
      write(in.value(), own);
      text.append(in.negated() ? " NOT IN [" : " IN [");
      list(in.candidates());
      text.append(']');
    } else if (expression instanceof Expression.InArray in) {
      write(in.value(), own);
      text.append(in.negated() ? " NOT IN " : " IN ");
      path(in.array().path());
    } else if (expression instanceof Expression.Like like) {
      write(like.value(), own);
      text.append(like.negated() ? " NOT LIKE " : " LIKE ");
      quoted(like.pattern());
      if (!like.escape().isEmpty()) {
        text.append(" ESCAPE ");
        quoted(like.escape());
      }
    } else {
      throw new IllegalArgumentException(
          "expression: " + expression + " (expected: one that queries have)");
    }
  }

  private static String symbol(BinaryOperator operator) {
    return switch (operator) {
      case AND -> "AND";
      case OR -> "OR";
      default -> operator.symbol();
    };
  }

  private static String shown(double number) {
    boolean whole = number == Math.rint(number) && number < 1L << 53;
    return whole ? Long.toString((long) number) : Double.toString(number);
  }

  private void list(List<Expression> expressions) {
    Iterator<Expression> rest = expressions.iterator();
    while (rest.hasNext()) {
      write(rest.next(), 0);
      text.append(rest.hasNext() ? ", " : "");
    }
  }

  private void path(List<PathStep> path) {
    for (int i = 0; i < path.size(); i++) {
      if (path.get(i) instanceof Member member) {
        member(member.name(), i == 0);
      } else if (path.get(i) instanceof PathStep.Element element) {
        text.append('[').append(element.index()).append(']');
      }
    }
  }

  private void member(String name, boolean first) {
    if (first) {
      text.append(name);
    } else if (PLAIN.matcher(name).matches()) {
      text.append('.').append(name);
    } else {
      text.append('[');
      quoted(name);
      text.append(']');
    }
  }

  private void quoted(String value) {
    text.append('\'');
    for (int i = 0; i < value.length(); i++) {
      char unit = value.charAt(i);
      if (unit == '\'' || unit == '\\') {
        text.append('\\').append(unit);
      } else if (Character.isISOControl(unit) || Character.isSurrogate(unit)) {
        text.append(String.format("\\u%04x", (int) unit));
      } else {
        text.append(unit);
      }
    }
    text.append('\'');
  }
}
