package io.weir.dsl.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class RuleTestsTest {

  private static final Path DOCS = Path.of("../docs");
  private static final Path RULES = DOCS.resolve("examples/plant.weir");
  private static final Path TESTS = DOCS.resolve("examples/plant.tests.yaml");

  @TempDir private Path directory;

  @TestFactory
  @DisplayName("The example of the documentation")
  Stream<DynamicTest> plant() {
    return RuleTests.of(RULES, TESTS);
  }

  @Test
  @DisplayName("The documentation shows the files that are tested here")
  void documentation() throws IOException {
    String page = Files.readString(DOCS.resolve("rules.md"));
    assertThat(page)
        .contains("```\n" + Files.readString(RULES) + "```\n")
        .contains("```yaml\n" + Files.readString(TESTS) + "```\n");
  }

  @Test
  @DisplayName("A test that fails says what differs, why, and where it stands")
  void failure() throws IOException {
    Path tests = directory.resolve("t.yaml");
    Files.writeString(
        tests,
        """
        tests:
          - name: too warm
            message: {properties: {level: critical}, body: {temperature: 70}}
            expect: {endpoints: [alerts, events]}
        """);
    List<DynamicTest> all = RuleTests.of(RULES, tests).toList();
    assertThat(all).hasSize(1);
    assertThat(all.get(0).getDisplayName()).isEqualTo("too warm");
    assertThat(all.get(0).getTestSourceUri().orElseThrow().toString()).endsWith("t.yaml?line=2");
    assertThatThrownBy(() -> all.get(0).getExecutable().execute())
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll(
            "endpoints: found events (expected: alerts, events)",
            "hot: not-matched",
            "$body.temperature is 70");
  }

  @Test
  @DisplayName("Files with errors are no tests: the message says where they are wrong")
  void errors() throws IOException {
    Path rules = Files.writeString(directory.resolve("bad.weir"), "route");
    assertThatThrownBy(() -> RuleTests.of(rules, TESTS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bad.weir:1:");
    Path tests = Files.writeString(directory.resolve("bad.yaml"), "test: []");
    assertThatThrownBy(() -> RuleTests.of(RULES, tests))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bad.yaml:1:1: error: ");
  }
}
