package io.weir.dsl.syntax;

/** An operator between two operands, with its precedence by {@code ROUTE-02}. */
public enum BinaryOperator {
  COALESCE("??", 1),
  OR("or", 2),
  AND("and", 3),
  EQUAL("=", 4),
  NOT_EQUAL("!=", 4),
  LESS("<", 5),
  LESS_OR_EQUAL("<=", 5),
  GREATER(">", 5),
  GREATER_OR_EQUAL(">=", 5),
  ADD("+", 6),
  SUBTRACT("-", 6),
  CONCAT("||", 6),
  MULTIPLY("*", 7),
  DIVIDE("/", 7),
  REMAINDER("%", 7);

  private final String symbol;
  private final int precedence;

  BinaryOperator(String symbol, int precedence) {
    this.symbol = symbol;
    this.precedence = precedence;
  }

  public String symbol() {
    return symbol;
  }

  /** Higher binds tighter. */
  public int precedence() {
    return precedence;
  }

  /** Whether the operator compares two values for order or equality. */
  public boolean comparison() {
    return precedence == EQUAL.precedence || precedence == LESS.precedence;
  }
}
