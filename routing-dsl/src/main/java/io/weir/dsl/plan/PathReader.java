package io.weir.dsl.plan;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.weir.dsl.value.Special;
import io.weir.dsl.value.Values;
import java.io.IOException;
import java.util.Map;

/**
 * Reads from a body what a set of paths names and steps over the rest, which must be well-formed
 * all the same. What it finds is what the paths lead to in the document read as a whole.
 */
final class PathReader {

  private final Scope scope;
  private final JsonParser parser;

  private PathReader(Scope scope, JsonParser parser) {
    this.scope = scope;
    this.parser = parser;
  }

  /** Fills the slots of all paths; they are undefined when the body cannot be read. */
  static void read(Scope scope, PathTree paths) {
    paths.clear(scope);
    if (!readTokens(scope, paths)) {
      paths.clear(scope);
      document(scope, paths, scope.body());
    }
  }

  /** False where the body must be read as a whole, if only to learn what is wrong with it. */
  private static boolean readTokens(Scope scope, PathTree paths) {
    try (JsonParser parser = scope.bodyTokens()) {
      return parser != null && new PathReader(scope, parser).document(paths);
    } catch (IOException | RuntimeException e) {
      // Whatever was wrong, reading the whole tells.
      return false;
    }
  }

  /** A whole document that is no object and no array has no value of its own. */
  private static void document(Scope scope, PathTree paths, JsonNode document) {
    if (document != null && document.isContainerNode()) {
      walk(scope, paths, document);
    }
  }

  /** False when there is not exactly one value. */
  private boolean document(PathTree paths) throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      return false;
    }
    if (first.isStructStart()) {
      place(paths, first);
    }
    return parser.nextToken() == null;
  }

  private void place(PathTree place, JsonToken token) throws IOException {
    boolean wanted = place.value() != PathTree.NONE;
    if (token == JsonToken.START_OBJECT) {
      place.put(scope, Special.OBJECT);
      members(place.members());
    } else if (token == JsonToken.START_ARRAY && wanted) {
      // An array's value is all that is in it.
      walk(scope, place, parser.readValueAsTree());
    } else if (token == JsonToken.START_ARRAY) {
      elements(place.elements());
    } else if (wanted) {
      place.put(scope, scalar(token));
    }
  }

  private void members(Map<String, PathTree> members) throws IOException {
    if (members.isEmpty()) {
      parser.skipChildren();
      return;
    }
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      PathTree member = members.get(name);
      if (member == null) {
        parser.skipChildren();
      } else {
        // Of members with one name the last one counts, with all that is in it.
        member.clearBelow(scope);
        place(member, token);
      }
    }
  }

  private void elements(Map<Integer, PathTree> elements) throws IOException {
    if (elements.isEmpty()) {
      parser.skipChildren();
      return;
    }
    int index = 0;
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      PathTree element = elements.get(index++);
      if (element == null) {
        parser.skipChildren();
      } else {
        place(element, token);
      }
    }
  }

  private Object scalar(JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Values.number(parser.getDoubleValue());
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> Special.NULL;
      default -> throw new IllegalStateException("found " + token + " (expected: a value)");
    };
  }

  private static void walk(Scope scope, PathTree place, JsonNode json) {
    place.put(scope, Leaves.Path.value(json));
    place.members().forEach((name, member) -> step(scope, member, json.get(name)));
    place.elements().forEach((index, element) -> step(scope, element, json.get(index.intValue())));
  }

  private static void step(Scope scope, PathTree place, JsonNode json) {
    if (json != null) {
      walk(scope, place, json);
    }
  }
}
