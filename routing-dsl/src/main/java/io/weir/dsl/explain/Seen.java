package io.weir.dsl.explain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A part of a condition and what it was for one message.
 *
 * @param expression the part as written
 * @param value whole objects and arrays as they stand in the message; empty when it was undefined
 * @param remark why it was undefined, or what is odd about the value; one line for people
 */
public record Seen(String expression, Optional<JsonNode> value, Optional<String> remark) {}
