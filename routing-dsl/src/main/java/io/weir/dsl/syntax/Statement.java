package io.weir.dsl.syntax;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A statement of a rule file, as it was written. */
public sealed interface Statement {

  /** From its first word to its last. */
  Span span();

  /** A name and where it stands. */
  record Name(String text, Span span) {}

  /**
   * What is said of a thing: a literal, or a number with a unit such as {@code 5 minutes}.
   *
   * @param unit the word behind the number, if there is one
   */
  record Value(Expression literal, Optional<Name> unit) {

    public Span span() {
      return unit.map(word -> literal.span().to(word.span())).orElse(literal.span());
    }
  }

  /** {@code endpoint NAME KIND { OPTION = VALUE, ... }}. */
  record EndpointDeclaration(Name name, Name kind, List<Option> options, Span span)
      implements Statement {
    public EndpointDeclaration {
      options = List.copyOf(options);
    }
  }

  /** An option of an endpoint. */
  record Option(Name name, Value value) {}

  /** {@code condition NAME = CONDITION}. */
  record ConditionDeclaration(Name name, Expression condition, Span span) implements Statement {}

  /** {@code route NAME from SOURCE where CONDITION to ENDPOINT, ...}. */
  record RouteDeclaration(
      Name name, Name source, Expression condition, List<Name> endpoints, Span span)
      implements Statement {
    public RouteDeclaration {
      endpoints = List.copyOf(endpoints);
    }
  }

  /** {@code enrich ENDPOINT, ... set KEY = VALUE, ...}. */
  record EnrichDeclaration(List<Name> endpoints, List<Assignment> assignments, Span span)
      implements Statement {
    public EnrichDeclaration {
      endpoints = List.copyOf(endpoints);
      assignments = List.copyOf(assignments);
    }
  }

  /**
   * A property and what it is set to.
   *
   * @param key without quotes, where it was written in quotes
   */
  record Assignment(Name key, Expression value) {}

  /**
   * {@code pattern NAME from SOURCE match STEP then ... within DURATION where STEP: CONDITION, ...
   * per KEY to ENDPOINT, ...}.
   *
   * @param key {@code device}, or what else tells one sequence of messages from another
   */
  record PatternDeclaration(
      Name name,
      Name source,
      List<Step> steps,
      Value within,
      List<StepCondition> conditions,
      Expression key,
      List<Name> endpoints,
      Span span)
      implements Statement {
    public PatternDeclaration {
      steps = List.copyOf(steps);
      conditions = List.copyOf(conditions);
      endpoints = List.copyOf(endpoints);
    }
  }

  /**
   * A step such as {@code peak{2,}}.
   *
   * @param least how often it must occur; 1 without a quantifier
   * @param most how often it may; empty for any number of times
   */
  record Step(Name name, int least, OptionalInt most, Span span) {}

  /** {@code STEP: CONDITION}. */
  record StepCondition(Name step, Expression condition) {}

  /** {@code fallback on} or {@code fallback off}. */
  record Fallback(boolean on, Span span) implements Statement {}
}
