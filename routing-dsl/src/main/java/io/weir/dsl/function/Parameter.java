package io.weir.dsl.function;

import io.weir.dsl.value.Array;
import io.weir.dsl.value.Kind;

/** What an argument of a function may be. */
public enum Parameter {
  ANY("a value"),
  NUMBER("a number"),
  STRING("a string"),
  ARRAY("an array"),
  /** {@link Times} says which strings and numbers are times. */
  TIME("a time, such as '2026-05-01T12:00:00Z' or milliseconds"),
  ZONE("a time zone, such as 'Europe/Berlin'"),
  UNIT("a unit: " + TimeUnit.NAMES);

  private final String phrase;

  Parameter(String phrase) {
    this.phrase = phrase;
  }

  /** As it appears in messages, such as {@code a number}. */
  public String phrase() {
    return phrase;
  }

  /** Whether an argument of which this is known may serve. */
  public boolean accepts(Kind kind) {
    if (kind == Kind.ANY || kind == Kind.UNDEFINED || kind == Kind.NULL) {
      return true;
    }
    return switch (this) {
      case ANY -> true;
      case NUMBER -> kind == Kind.NUMBER;
      case STRING, ZONE, UNIT -> kind == Kind.STRING;
      case ARRAY -> false;
      case TIME -> kind == Kind.STRING || kind == Kind.NUMBER;
    };
  }

  /** Whether a string in the text of the rules may serve, which no message can change. */
  public boolean acceptsLiteral(String text) {
    return switch (this) {
      case TIME -> Times.of(text).isPresent();
      case ZONE -> Times.zone(text).isPresent();
      case UNIT -> TimeUnit.named(text).isPresent();
      case ANY, NUMBER, STRING, ARRAY -> true;
    };
  }

  /** Whether this very value is of the type that the function's body takes. */
  boolean holds(Object value) {
    return switch (this) {
      case ANY -> true;
      case NUMBER -> value instanceof Double;
      case STRING, ZONE, UNIT -> value instanceof String;
      case ARRAY -> value instanceof Array;
      case TIME -> value instanceof String || value instanceof Double;
    };
  }
}
