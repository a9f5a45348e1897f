package io.weir.dsl.body;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;

/** A decoder as others add them: lines of text, with two ways to fail. */
public final class LinesDecoder implements BodyDecoder {

  @Override
  public boolean takes(BodyType type) {
    // It wants JSON, too, and never gets it.
    return type.mediaType().equals("text/x-lines")
        || (type.mediaType().equals("application/json") && type.charset().equals("utf-8"));
  }

  @Override
  public JsonNode decode(byte[] body, BodyType type) throws UndecodableBodyException {
    String text = new String(body, StandardCharsets.UTF_8);
    if (text.contains("bad")) {
      throw new UndecodableBodyException("found 'bad\n' (expected: good)" + ".".repeat(500));
    }
    if (text.contains("broken")) {
      throw new IllegalStateException("a mistake");
    }
    ArrayNode lines = JsonNodeFactory.instance.arrayNode();
    text.lines().map(line -> type.parameters().getOrDefault("mark", "") + line).forEach(lines::add);
    return lines;
  }
}
