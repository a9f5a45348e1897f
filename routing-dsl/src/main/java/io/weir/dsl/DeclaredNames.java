package io.weir.dsl;

import io.weir.dsl.syntax.Problems;
import io.weir.dsl.syntax.Shown;
import io.weir.dsl.syntax.Statement;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** The names of one kind of statement: not too long, none twice, not too many. */
final class DeclaredNames {

  /** The longest name, as in IoT Hub. */
  static final int MAX_LENGTH = 64;

  private final String noun;
  private final int most;
  private final Problems problems;
  private final Set<String> keys = new HashSet<>();

  /**
   * @param noun what has such a name
   * @param most how many there may be
   */
  DeclaredNames(String noun, int most, Problems problems) {
    this.noun = noun;
    this.most = most;
    this.problems = problems;
  }

  /** Whether the name can stand for something; what is wrong with it is reported. */
  boolean add(Statement.Name name) {
    if (name.text().length() > MAX_LENGTH) {
      problems.error(
          name.span(),
          "the name has "
              + name.text().length()
              + " characters (expected: at most "
              + MAX_LENGTH
              + ")");
    }
    if (!keys.add(key(name))) {
      problems.error(
          name.span(),
          "the "
              + noun
              + " '"
              + Shown.text(name.text())
              + "' is declared twice (expected: one name each)");
      return false;
    }
    if (keys.size() == most + 1) {
      problems.error(
          name.span(), "this is one " + noun + " too many (expected: at most " + most + ")");
    }
    return keys.size() <= most;
  }

  /** Under which a name is found: it has no case. */
  static String key(Statement.Name name) {
    return name.text().toLowerCase(Locale.ROOT);
  }
}
