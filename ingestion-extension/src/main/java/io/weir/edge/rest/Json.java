package io.weir.edge.rest;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.error.HubError;
import io.weir.edge.node.HubException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/** JSON of requests and answers. */
final class Json {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private Json() {}

  static String object(Consumer<ObjectNode> fields) {
    ObjectNode json = MAPPER.createObjectNode();
    fields.accept(json);
    return text(json);
  }

  static String text(JsonNode json) {
    try {
      return MAPPER.writeValueAsString(json);
    } catch (JacksonException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ObjectMapper mapper() {
    return MAPPER;
  }

  /**
   * @throws HubException ARGUMENT_NULL for an empty body, ARGUMENT_INVALID for anything that is not
   *     one JSON object
   */
  static ObjectNode read(String body) {
    if (body.isEmpty()) {
      throw new HubException(HubError.ARGUMENT_NULL, "body: empty (expected: a JSON object)");
    }
    JsonNode json;
    try {
      json = MAPPER.readTree(body);
    } catch (JacksonException e) {
      throw new HubException(HubError.ARGUMENT_INVALID, "body: not JSON (expected: an object)", e);
    }
    if (json instanceof ObjectNode object) {
      return object;
    }
    throw new HubException(HubError.ARGUMENT_INVALID, "body: no object (expected: a JSON object)");
  }
}
