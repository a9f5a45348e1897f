package io.weir.dsl.body;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("ROUTE-07: bodies, byte by byte, are what the table says")
class BodyBytesTest {

  private record Row(int line, String type, String encoding, String body, String expected) {
    @Override
    public String toString() {
      return type + ", " + encoding + " -> " + expected + " (line " + line + ")";
    }
  }

  static Stream<Row> rows() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                BodyBytesTest.class.getResourceAsStream("bodies.txt"), StandardCharsets.UTF_8))) {
      List<String> lines = reader.lines().toList();
      return IntStream.range(0, lines.size())
          .filter(i -> !lines.get(i).isBlank() && !lines.get(i).startsWith("#"))
          .mapToObj(i -> row(i + 1, lines.get(i)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Row row(int line, String text) {
    String[] cells = text.split(" \\| ", -1);
    assertThat(cells).as("line %d: %s", line, text).hasSize(4);
    return new Row(line, header(cells[0]), header(cells[1]), cells[2], cells[3]);
  }

  private static String header(String cell) {
    return cell.equals("-") ? null : cell;
  }

  /** Text, with bytes in hexadecimal between angle brackets. */
  private static byte[] bytes(String cell) {
    StringBuilder hex = new StringBuilder();
    for (String part : cell.split("(?=<)|(?<=>)", -1)) {
      hex.append(
          part.startsWith("<")
              ? part.substring(1, part.length() - 1).replace(" ", "")
              : HexFormat.of().formatHex(part.getBytes(StandardCharsets.UTF_8)));
    }
    return HexFormat.of().parseHex(hex);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void rowHolds(Row row) {
    BodyReading reading =
        BodyReader.read(new DeclaredBody(row.type, row.encoding, bytes(row.body)));
    assertThat(shown(reading)).startsWith(row.expected);
    if (reading instanceof BodyReading.Decoded) {
      assertThat(shown(reading)).isEqualTo(row.expected);
    }
  }

  private static String shown(BodyReading reading) {
    if (reading instanceof BodyReading.Decoded decoded) {
      return shown(decoded.document());
    }
    return reading instanceof BodyReading.Undecodable undecodable
        ? "undecodable: " + undecodable.reason()
        : "not declared";
  }

  /** JSON, in which characters outside of ASCII and what JSON does not have are written out. */
  private static String shown(JsonNode document) {
    StringBuilder shown = new StringBuilder();
    for (char c : document.toString().toCharArray()) {
      shown.append(c < 0x7F ? String.valueOf(c) : "\\u%04x".formatted((int) c));
    }
    return shown.toString();
  }
}
