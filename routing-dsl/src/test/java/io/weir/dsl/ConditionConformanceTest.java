package io.weir.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.message.SystemProperty;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("ROUTE-02..08: conditions mean what the table says")
class ConditionConformanceTest {

  private record Row(
      int line, String id, String condition, String properties, String body, String expected) {
    @Override
    public String toString() {
      return id + " " + condition + " -> " + expected + " (line " + line + ")";
    }
  }

  static Stream<Row> rows() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                ConditionConformanceTest.class.getResourceAsStream("conditions.txt"),
                StandardCharsets.UTF_8))) {
      List<String> lines = reader.lines().toList();
      return Stream.iterate(0, i -> i < lines.size(), i -> i + 1)
          .filter(i -> !lines.get(i).isBlank() && !lines.get(i).startsWith("#"))
          .map(i -> row(i + 1, lines.get(i)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Row row(int line, String text) {
    String[] cells = text.split(" \\| ", -1);
    assertThat(cells).as("line %d: %s", line, text).hasSize(5);
    return new Row(line, cells[0], cells[1], cells[2], cells[3], cells[4]);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void rowHolds(Row row) {
    Compilation compilation =
        RuleFiles.compile(
            "t", "route r from DeviceMessages where\n" + row.condition + "\nto events\n");
    if (row.expected.startsWith("error: ")) {
      assertThat(compilation.hasErrors()).isTrue();
      assertThat(compilation.render()).contains(row.expected.substring("error: ".length()));
      return;
    }
    assertThat(compilation.hasErrors()).as(compilation.render()).isFalse();
    Routing routing = Router.of(compilation.ruleSet().orElseThrow()).route(message(row));
    String actual =
        !routing.undefinedRoutes().isEmpty() ? "undefined" : String.valueOf(!routing.fallback());
    assertThat(actual).isEqualTo(row.expected);
  }

  private static TestMessage message(Row row) {
    TestMessage message = TestMessage.telemetry();
    if (!row.body.equals("-")) {
      message.body(row.body.getBytes(StandardCharsets.UTF_8));
      if (row.properties.equals("-")) {
        message.json(row.body);
      }
    }
    if (!row.properties.equals("-")) {
      for (String pair : row.properties.split(", ", -1)) {
        String name = pair.substring(0, pair.indexOf('='));
        String value = pair.substring(pair.indexOf('=') + 1);
        if (name.startsWith("$")) {
          message.with(SystemProperty.named(name.substring(1)).orElseThrow(), value);
        } else {
          message.with(name.startsWith("app:") ? name.substring(4) : name, value);
        }
      }
    }
    return message;
  }
}
