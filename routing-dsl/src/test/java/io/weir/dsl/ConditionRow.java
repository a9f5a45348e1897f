package io.weir.dsl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weir.dsl.message.MessageSource;
import io.weir.dsl.message.SystemProperty;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A row of {@code conditions.txt}, which says how its columns are written.
 *
 * @param id the wire id that the row proves
 * @param expected {@code true}, {@code false} or {@code undefined}; when there is an error, a part
 *     of its text behind {@code error: }
 */
public record ConditionRow(
    int line, String id, String condition, String properties, String body, String expected) {

  private static final String ERROR = "error: ";
  private static final String SOURCE = "from:";
  private static final String TWIN = "twin:";
  private static final String APPLICATION = "app:";
  private static final String NOTHING = "-";

  /** All rows, in the order of the file. */
  public static List<ConditionRow> all() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                ConditionRow.class.getResourceAsStream("conditions.txt"),
                StandardCharsets.UTF_8))) {
      List<String> lines = reader.lines().toList();
      return IntStream.range(0, lines.size())
          .filter(i -> !lines.get(i).isBlank() && !lines.get(i).startsWith("#"))
          .mapToObj(i -> of(i + 1, lines.get(i)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ConditionRow of(int line, String text) {
    String[] cells = text.split(" \\| ", -1);
    if (cells.length != 5) {
      throw new IllegalStateException(
          "line " + line + ": found " + cells.length + " columns (expected: 5)");
    }
    return new ConditionRow(line, cells[0], cells[1], cells[2], cells[3], cells[4]);
  }

  /** What the compiler says, when the condition has an error. */
  public Optional<String> error() {
    return expected.startsWith(ERROR)
        ? Optional.of(expected.substring(ERROR.length()))
        : Optional.empty();
  }

  /** A rule file with one route {@code r}, of this condition, to {@code events}. */
  public String rules() {
    return "route r from " + source().wireName() + " where\n" + condition + "\nto events\n";
  }

  public MessageSource source() {
    return pairs().stream()
        .filter(pair -> pair.startsWith(SOURCE))
        .map(pair -> MessageSource.named(pair.substring(SOURCE.length())).orElseThrow())
        .findFirst()
        .orElse(MessageSource.DEVICE_MESSAGES);
  }

  public Map<String, String> applicationProperties() {
    Map<String, String> found = new LinkedHashMap<>();
    for (String pair : pairs()) {
      if (!pair.startsWith("$") && !pair.startsWith(SOURCE) && !pair.startsWith(TWIN)) {
        String name = name(pair);
        boolean literal = name.startsWith(APPLICATION);
        found.put(literal ? name.substring(APPLICATION.length()) : name, value(pair));
      }
    }
    return found;
  }

  public Map<SystemProperty, String> systemProperties() {
    Map<SystemProperty, String> found = new EnumMap<>(SystemProperty.class);
    for (String pair : pairs()) {
      if (pair.startsWith("$")) {
        found.put(SystemProperty.named(name(pair).substring(1)).orElseThrow(), value(pair));
      }
    }
    boolean said =
        found.containsKey(SystemProperty.CONTENT_TYPE)
            || found.containsKey(SystemProperty.CONTENT_ENCODING);
    if (!body.equals(NOTHING) && !said) {
      found.put(SystemProperty.CONTENT_TYPE, "application/json");
      found.put(SystemProperty.CONTENT_ENCODING, "utf-8");
    }
    return found;
  }

  public byte[] payload() {
    return body.equals(NOTHING) ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
  }

  public Optional<JsonNode> twin() {
    return pairs().stream()
        .filter(pair -> pair.startsWith(TWIN))
        .map(pair -> json(pair.substring(TWIN.length())))
        .findFirst();
  }

  private List<String> pairs() {
    return properties.equals(NOTHING) ? List.of() : List.of(properties.split(", ", -1));
  }

  private static String name(String pair) {
    return pair.substring(0, pair.indexOf('='));
  }

  private static String value(String pair) {
    return pair.substring(pair.indexOf('=') + 1);
  }

  private static JsonNode json(String text) {
    try {
      return JsonMapper.builder().build().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("twin: " + text + " (expected: JSON)", e);
    }
  }

  @Override
  public String toString() {
    return id + " " + condition + " -> " + expected + " (line " + line + ")";
  }
}
