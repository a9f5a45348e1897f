package io.weir.dsl.function;

import io.weir.dsl.value.Array;
import io.weir.dsl.value.Kind;
import java.util.Set;

/** What an argument of a function may be. */
public enum Parameter {
  ANY("a value", Set.of(Kind.BOOL, Kind.NUMBER, Kind.STRING)),
  NUMBER("a number", Set.of(Kind.NUMBER)),
  STRING("a string", Set.of(Kind.STRING)),
  ARRAY("an array", Set.of()),
  /** {@link Times} says which strings and numbers are times. */
  TIME("a time, such as '2026-05-01T12:00:00Z' or milliseconds", Set.of(Kind.STRING, Kind.NUMBER)),
  ZONE("a time zone, such as 'Europe/Berlin'", Set.of(Kind.STRING)),
  UNIT("a unit: " + TimeUnit.NAMES, Set.of(Kind.STRING));

  private final String phrase;
  private final Set<Kind> kinds;

  Parameter(String phrase, Set<Kind> kinds) {
    this.phrase = phrase;
    this.kinds = kinds;
  }

  /** As it appears in messages, such as {@code a number}. */
  public String phrase() {
    return phrase;
  }

  /** Whether an argument of which this is known may serve. */
  public boolean accepts(Kind kind) {
    return kind == Kind.ANY || kind == Kind.UNDEFINED || kind == Kind.NULL || kinds.contains(kind);
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
