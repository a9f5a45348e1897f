package io.weir.dsl.junit;

import io.weir.dsl.Compilation;
import io.weir.dsl.RuleFiles;
import io.weir.dsl.RuleSet;
import io.weir.dsl.fixture.Fixture;
import io.weir.dsl.fixture.FixtureException;
import io.weir.dsl.fixture.FixtureReader;
import io.weir.dsl.fixture.FixtureResult;
import io.weir.dsl.fixture.FixtureRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Tests of rule files for JUnit 5: a {@code @TestFactory} returns {@link #of}. Whoever uses it
 * brings {@code junit-jupiter-api} and {@code snakeyaml}, on which nothing else here depends.
 */
public final class RuleTests {

  private RuleTests() {}

  /**
   * One JUnit test for each test of the file, under its name; one that fails says what differs and
   * what the routes concerned saw.
   *
   * @throws IllegalArgumentException when a file has an error; the message says where
   * @throws UncheckedIOException when a file cannot be read as UTF-8
   */
  public static Stream<DynamicTest> of(Path rules, Path tests) {
    String text = read(rules);
    Compilation compilation = RuleFiles.compile(rules.toString(), text);
    RuleSet ruleSet =
        compilation.ruleSet().orElseThrow(() -> new IllegalArgumentException(compilation.render()));
    FixtureRunner runner = FixtureRunner.of(ruleSet, text);
    return fixtures(tests, ruleSet).stream()
        .map(
            fixture ->
                DynamicTest.dynamicTest(
                    fixture.name(),
                    URI.create(tests.toUri() + "?line=" + fixture.line()),
                    () -> check(runner.run(fixture), rules)));
  }

  private static List<Fixture> fixtures(Path tests, RuleSet rules) {
    try {
      return FixtureReader.read(tests.toString(), read(tests), rules);
    } catch (FixtureException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static void check(FixtureResult result, Path rules) {
    if (!result.passed()) {
      throw new AssertionError(result.render(rules.toString()));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
