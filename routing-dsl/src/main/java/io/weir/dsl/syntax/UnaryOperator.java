package io.weir.dsl.syntax;

/** An operator before its one operand. */
public enum UnaryOperator {
  NOT("not"),
  MINUS("-");

  private final String symbol;

  UnaryOperator(String symbol) {
    this.symbol = symbol;
  }

  public String symbol() {
    return symbol;
  }
}
