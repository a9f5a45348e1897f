package io.weir.dsl.endpoint;

import io.weir.dsl.check.Amount;
import io.weir.dsl.syntax.Expression;
import io.weir.dsl.syntax.Nearest;
import io.weir.dsl.syntax.Problems;
import io.weir.dsl.syntax.Shown;
import io.weir.dsl.syntax.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** The options of one declaration, by name. Every mistake in them is reported where it stands. */
final class Options {

  /** Leaves an endpoint whose options are wrong; the problem is already recorded. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable() {
      super("the endpoint cannot be used", null, false, false);
    }
  }

  private final Statement.EndpointDeclaration declaration;
  private final Problems problems;
  private final Map<String, Statement.Option> given = new HashMap<>();
  private boolean sound = true;

  Options(Statement.EndpointDeclaration declaration, EndpointKind kind, Problems problems) {
    this.declaration = declaration;
    this.problems = problems;
    for (Statement.Option option : declaration.options()) {
      String name = option.name().text().toLowerCase(Locale.ROOT);
      if (!kind.options().contains(name)) {
        error(
            option.name(),
            "there is no option '"
                + Shown.text(option.name().text())
                + "' for "
                + kind.word()
                + " endpoints (expected: "
                + String.join(", ", kind.options())
                + ")"
                + Nearest.hint(option.name().text(), kind.options()));
      } else if (given.putIfAbsent(name, option) != null) {
        error(option.name(), "the option '" + name + "' is given twice");
      }
    }
  }

  /** Whether nothing was wrong so far. */
  boolean sound() {
    return sound;
  }

  /** Whether the option is there, be it right or wrong. */
  boolean has(String option) {
    return given.containsKey(option);
  }

  /**
   * The string that an option must have.
   *
   * @param example a value, for the message
   * @param problem what would be a good value, when this one is not
   */
  String required(String option, String example, Function<String, Optional<String>> problem)
      throws Unusable {
    if (!has(option)) {
      error(
          declaration.name(),
          "the endpoint '"
              + Shown.text(declaration.name().text())
              + "' has no "
              + option
              + " (expected: "
              + option
              + " = '"
              + example
              + "')");
    }
    return text(option, example, problem).orElseThrow(Unusable::new);
  }

  /** Likewise for an option that need not be there; empty after an error, too. */
  Optional<String> text(String option, String example, Function<String, Optional<String>> problem) {
    Statement.Option found = given.get(option);
    if (found == null) {
      return Optional.empty();
    }
    if (!(found.value().literal() instanceof Expression.Text text)) {
      sound = false;
      problems.error(
          found.value().span(),
          "the "
              + option
              + " is not a string (expected: such as "
              + option
              + " = '"
              + example
              + "')");
      return Optional.empty();
    }
    Optional<String> expected = problem.apply(text.value());
    if (expected.isPresent()) {
      sound = false;
      problems.error(
          text.span(),
          "'"
              + Shown.text(text.value())
              + "' cannot be the "
              + option
              + " (expected: "
              + expected.get()
              + ")");
      return Optional.empty();
    }
    return Optional.of(text.value());
  }

  /** One of several words, such as {@code 'json'}. */
  <T> T choice(String option, List<String> words, Function<String, Optional<T>> named, T orElse) {
    Optional<String> word =
        text(
            option,
            words.get(0),
            found ->
                named.apply(found).isPresent()
                    ? Optional.empty()
                    : Optional.of("'" + String.join("', '", words) + "'"));
    return word.flatMap(named).orElse(orElse);
  }

  /** The amount in its smallest unit. */
  long amount(String option, Amount amount, long orElse) {
    if (!has(option)) {
      return orElse;
    }
    OptionalLong found = amount.read(given.get(option).value(), problems);
    sound &= found.isPresent();
    return found.orElse(orElse);
  }

  /** The name of one of the hub's secrets. */
  Optional<String> secret() {
    return text("secret", "plant", Options::secretProblem);
  }

  /** Reports an option that does not go with the others. */
  void refuse(String option, String message) {
    error(given.get(option).name(), message);
  }

  private static Optional<String> secretProblem(String name) {
    return name.matches("[A-Za-z0-9_][A-Za-z0-9._-]{0,63}")
        ? Optional.empty()
        : Optional.of(
            "the name of a secret: a letter, digit or '_', then up to 63 of these, '.' and '-'");
  }

  private void error(Statement.Name place, String message) {
    sound = false;
    problems.error(place.span(), message);
  }
}
