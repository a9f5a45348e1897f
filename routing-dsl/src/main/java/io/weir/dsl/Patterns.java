package io.weir.dsl;

import static io.weir.dsl.DeclaredNames.key;

import io.weir.dsl.check.Amount;
import io.weir.dsl.endpoint.Endpoint;
import io.weir.dsl.message.MessageSource;
import io.weir.dsl.pattern.Pattern;
import io.weir.dsl.pattern.Step;
import io.weir.dsl.syntax.Expression;
import io.weir.dsl.syntax.Nearest;
import io.weir.dsl.syntax.Problems;
import io.weir.dsl.syntax.Shown;
import io.weir.dsl.syntax.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Checks the patterns of a file. */
final class Patterns {

  /** More steps than anybody can follow. */
  private static final int MAX_STEPS = 32;

  private static final Amount WITHIN = Amount.time(Duration.ofMillis(1), Duration.ofDays(7));

  private final Sources sources;
  private final Conditions conditions;
  private final DeclaredEndpoints endpoints;
  private final Problems problems;
  private final DeclaredNames names;
  private final List<Pattern> order = new ArrayList<>();

  Patterns(Sources sources, Conditions conditions, DeclaredEndpoints endpoints, Problems problems) {
    this.sources = sources;
    this.conditions = conditions;
    this.endpoints = endpoints;
    this.problems = problems;
    this.names = new DeclaredNames("pattern", RuleSet.MAX_PATTERNS, problems);
  }

  void add(Statement.PatternDeclaration declaration) {
    Statement.Name name = declaration.name();
    boolean usable = names.add(name);
    Optional<MessageSource> source = sources.find(declaration.source());
    Optional<List<Step>> steps = steps(declaration, source);
    OptionalLong within = WITHIN.read(declaration.within(), problems);
    Optional<Expression> key = keyOf(declaration.key());
    List<Endpoint> targets = endpoints.targets(declaration.endpoints());
    problems.warning(
        name.span(), "patterns are not evaluated yet; no hub takes a file that holds one");
    if (usable
        && source.isPresent()
        && steps.isPresent()
        && within.isPresent()
        && !targets.isEmpty()) {
      order.add(
          new Pattern(
              name.text(),
              source.get(),
              steps.get(),
              Duration.ofMillis(within.getAsLong()),
              key,
              targets));
    }
  }

  /** In the order of the file. */
  List<Pattern> inOrder() {
    return order;
  }

  /** Empty after an error. */
  private Optional<List<Step>> steps(
      Statement.PatternDeclaration declaration, Optional<MessageSource> source) {
    boolean sound = declaration.steps().size() <= MAX_STEPS;
    if (!sound) {
      problems.error(
          declaration.steps().get(MAX_STEPS).span(),
          "this is one step too many (expected: at most " + MAX_STEPS + ")");
    }
    Map<String, Statement.StepCondition> written = conditionsOf(declaration);
    Map<String, Optional<Expression>> checked = new HashMap<>();
    written.forEach(
        (step, one) -> checked.put(step, conditions.condition(one.condition(), source)));
    List<Step> steps = new ArrayList<>();
    for (Statement.Step step : declaration.steps()) {
      String key = key(step.name());
      sound &= isSound(step);
      if (!written.containsKey(key)) {
        sound = false;
        problems.error(
            step.name().span(),
            "the step '"
                + Shown.text(step.name().text())
                + "' has no condition (expected: one behind 'where', such as "
                + Shown.text(step.name().text())
                + ": true)");
      } else if (sound && checked.get(key).isPresent()) {
        steps.add(
            new Step(
                step.name().text(),
                conditions.text(written.get(key).condition()),
                checked.get(key).get(),
                step.least(),
                step.most()));
      }
    }
    if (declaration.steps().stream().allMatch(step -> step.least() == 0)) {
      problems.error(
          declaration.steps().get(0).span(),
          "no step must match a message (expected: one that must)");
      return Optional.empty();
    }
    return steps.size() == declaration.steps().size() ? Optional.of(steps) : Optional.empty();
  }

  /** By the step's lower-case name, in the order of the file. */
  private Map<String, Statement.StepCondition> conditionsOf(
      Statement.PatternDeclaration declaration) {
    Set<String> steps = new LinkedHashSet<>();
    declaration.steps().forEach(step -> steps.add(key(step.name())));
    Map<String, Statement.StepCondition> found = new HashMap<>();
    for (Statement.StepCondition one : declaration.conditions()) {
      String shown = Shown.text(one.step().text());
      if (!steps.contains(key(one.step()))) {
        problems.error(
            one.step().span(),
            "there is no step '"
                + shown
                + "'"
                + (problems.full() ? "" : Nearest.hint(one.step().text(), steps)));
      } else if (found.putIfAbsent(key(one.step()), one) != null) {
        problems.error(
            one.step().span(), "the step '" + shown + "' has two conditions (expected: one)");
      }
    }
    return found;
  }

  private boolean isSound(Statement.Step step) {
    boolean sound = step.most().orElse(Integer.MAX_VALUE) >= Math.max(1, step.least());
    if (!sound) {
      problems.error(
          step.span(),
          "the step matches "
              + step.least()
              + " to "
              + step.most().getAsInt()
              + " messages (expected: at least 1, and not fewer than the first number)");
    }
    return sound;
  }

  /** Empty for the device, and after an error. */
  private Optional<Expression> keyOf(Expression written) {
    if (written instanceof Expression.Property name && name.name().equalsIgnoreCase("device")) {
      return Optional.empty();
    }
    boolean literal =
        written instanceof Expression.Text
            || written instanceof Expression.Numeral
            || written instanceof Expression.Bool
            || written instanceof Expression.Null
            || written instanceof Expression.Undefined
            || written instanceof Expression.Named;
    if (literal || !written.children().isEmpty()) {
      problems.error(
          written.span(),
          "this tells no messages apart (expected: 'device', a property or a path such as"
              + " $body.line)");
      return Optional.empty();
    }
    return conditions.value(written, written);
  }
}
