package io.weir.local.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.weir.device.twin.TwinJson;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** The option {@code -o} and what it leads to; a picocli mixin. */
public final class Output {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper PRETTY =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table or json (default: ${DEFAULT-VALUE})")
  private OutputFormat format = OutputFormat.TABLE;

  boolean isJson() {
    return format == OutputFormat.JSON;
  }

  /** Prints the value with indentation. */
  static void json(PrintWriter out, JsonNode value) {
    try {
      out.println(PRETTY.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can always be written", e);
    }
    out.flush();
  }

  /** Prints the value with indentation, its numbers digit by digit. */
  static void exactly(PrintWriter out, JsonNode value) {
    try {
      out.println(TwinJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can always be written", e);
    }
    out.flush();
  }

  /** What others wrote, without what would move the reader's cursor. */
  static String printable(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "\uFFFD");
  }

  /** Prints the value on one line and flushes. */
  static void jsonLine(PrintWriter out, JsonNode value) {
    out.println(value);
    out.flush();
  }
}
