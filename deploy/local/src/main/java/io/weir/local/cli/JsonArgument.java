package io.weir.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.device.twin.InvalidTwinException;
import io.weir.device.twin.TwinJson;
import io.weir.local.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** JSON on the command line: the text itself, or a file that holds it. */
final class JsonArgument {
  private static final long MAX_BYTES = 1 << 20;

  private JsonArgument() {}

  /**
   * Reads it.
   *
   * @param text begins with a brace when it is the JSON itself; {@code null} is JSON's null
   */
  static JsonNode read(String name, String text) {
    boolean inline = text.strip().startsWith("{") || text.strip().equals("null");
    try {
      return TwinJson.parse(inline ? text : file(name, text));
    } catch (InvalidTwinException e) {
      throw new CommandFailure(name + ": " + e.getMessage());
    }
  }

  private static String file(String name, String text) {
    Path path = Path.of(text);
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw new CommandFailure(name + ": " + path + " is larger than a mebibyte");
      }
      return Files.readString(path);
    } catch (IOException e) {
      throw new CommandFailure(
          name + ": " + path + " cannot be read (expected: a file, or JSON such as '{\"a\":1}')",
          e);
    }
  }
}
