package io.weir.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.twin.InvalidTwinException;
import io.weir.device.twin.TwinJson;
import io.weir.local.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A JSON object on the command line: the text itself, or a file that holds it. */
final class JsonArgument {
  private static final long MAX_BYTES = 4 << 20;

  private JsonArgument() {}

  /**
   * Reads an object.
   *
   * @param text begins with a brace when it is the JSON itself
   */
  static ObjectNode read(String name, String text) {
    if (readOrNull(name, text) instanceof ObjectNode object) {
      return object;
    }
    throw new CommandFailure(name + ": null (expected: a JSON object)");
  }

  /** Reads an object, or the JSON {@code null}. */
  static JsonNode readOrNull(String name, String text) {
    boolean inline = text.strip().startsWith("{") || text.strip().equals("null");
    JsonNode json;
    try {
      json = TwinJson.parse(inline ? text : file(name, text));
    } catch (InvalidTwinException e) {
      throw new CommandFailure(name + ": " + Output.printable(e.getMessage()));
    }
    if (!json.isObject() && !json.isNull()) {
      throw new CommandFailure(name + ": no object (expected: a JSON object)");
    }
    return json;
  }

  private static String file(String name, String text) {
    Path path = Path.of(text);
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw new CommandFailure(name + ": " + path + " is larger than 4 MiB");
      }
      String content = Files.readString(path);
      return content.startsWith("\uFEFF") ? content.substring(1) : content;
    } catch (IOException e) {
      throw new CommandFailure(
          name + ": " + path + " cannot be read (expected: a file, or JSON such as '{\"a\":1}')",
          e);
    }
  }
}
