package io.weir.dsl.syntax;

import java.util.List;
import java.util.Optional;

/** A statement of a rule file, as it was written. */
public sealed interface Statement {

  /** A name and where it stands. */
  record Name(String text, Span span) {}

  /** {@code endpoint NAME KIND { OPTION = VALUE, ... }}. */
  record EndpointDeclaration(Name name, Name kind, List<Option> options, Span span)
      implements Statement {
    public EndpointDeclaration {
      options = List.copyOf(options);
    }
  }

  /**
   * An option of an endpoint.
   *
   * @param value a literal; a duration such as {@code 1 minute} is its number
   * @param unit the word behind the number, if there is one
   */
  record Option(Name name, Expression value, Optional<Name> unit) {}

  /** {@code route NAME from SOURCE where CONDITION to ENDPOINT, ...}. */
  record RouteDeclaration(
      Name name, Name source, Expression condition, List<Name> endpoints, Span span)
      implements Statement {
    public RouteDeclaration {
      endpoints = List.copyOf(endpoints);
    }
  }

  /** {@code fallback on} or {@code fallback off}. */
  record Fallback(boolean on, Span span) implements Statement {}
}
