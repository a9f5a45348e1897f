package io.weir.dsl.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("QRY-01..12: queries mean what the table says")
class QueryConformanceTest {

  private static final Pattern ERROR =
      Pattern.compile("error: (?:(\\d+):)?(\\d+)\\+(\\d+) (.*)", Pattern.DOTALL);

  private static final Twins TWINS = new Twins(documents());

  private record Row(int line, String id, String query, String expected) {
    @Override
    public String toString() {
      return id + " " + query + " -> " + expected + " (line " + line + ")";
    }
  }

  static Stream<Row> rows() {
    List<String> lines = resource("queries.txt").lines().toList();
    return IntStream.range(0, lines.size())
        .filter(i -> !lines.get(i).isBlank() && !lines.get(i).startsWith("#"))
        .mapToObj(i -> row(i + 1, lines.get(i)));
  }

  private static Row row(int line, String text) {
    String[] cells = text.split(" ¦ ", -1);
    assertThat(cells).as("line %d: %s", line, text).hasSize(3);
    return new Row(line, cells[0], cells[1].replace("\\n", "\n"), cells[2]);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void rowHolds(Row row) {
    Matcher error = ERROR.matcher(row.expected);
    if (error.matches()) {
      assertRefused(row.query, error);
      return;
    }
    List<JsonNode> answer = TWINS.answer(Queries.parse(row.query));
    if (row.expected.startsWith("[")) {
      // As text, since a number must come out as it is stored.
      assertThat(answer.toString().replace("}, {", "},{")).isEqualTo(row.expected);
    } else {
      String ids =
          answer.stream()
              .map(twin -> twin.path("deviceId").asText())
              .collect(Collectors.joining(" "));
      assertThat(ids.isEmpty() ? "none" : ids).isEqualTo(row.expected);
    }
  }

  /** Line, column, the line's text, and carets exactly below the mistake. */
  private static void assertRefused(String query, Matcher expected) {
    Throwable thrown = catchThrowable(() -> Queries.parse(query));
    assertThat(thrown).isInstanceOf(QueryException.class);
    int line = expected.group(1) == null ? 1 : Integer.parseInt(expected.group(1));
    int column = Integer.parseInt(expected.group(2));
    String text = query.lines().toList().get(line - 1);
    int from = Math.max(0, column - 1 - 50);
    String[] shown = thrown.getMessage().split("\n", -1);
    assertThat(shown).as(thrown.getMessage()).hasSize(3);
    assertThat(shown[0])
        .startsWith("line " + line + ", column " + column + ": ")
        .contains(expected.group(4));
    assertThat(shown[1]).isEqualTo(text.substring(from, Math.min(text.length(), from + 100)));
    assertThat(shown[2])
        .isEqualTo(" ".repeat(column - 1 - from) + "^".repeat(Integer.parseInt(expected.group(3))));
  }

  private static List<JsonNode> documents() {
    List<JsonNode> documents = new ArrayList<>();
    Twins.json(resource("twins.json")).forEach(documents::add);
    return documents;
  }

  private static String resource(String name) {
    try (InputStream in = QueryConformanceTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
