package io.weir.dsl.body;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** Reads what a parser of JSON finds, which must be one value and no more. */
final class JsonTrees {

  private static final ObjectReader READER = new JsonMapper().readerFor(JsonNode.class);

  private JsonTrees() {}

  /** Makes a parser, which may read the first bytes already. */
  interface Opening {
    JsonParser open() throws IOException;
  }

  /** The parser, which can read values as trees from now on. */
  static JsonParser tokens(JsonParser parser) {
    parser.setCodec(READER);
    return parser;
  }

  static JsonNode read(Opening opening) throws UndecodableBodyException {
    try (JsonParser parser = opening.open()) {
      if (parser.nextToken() == null) {
        throw new UndecodableBodyException("found an empty body (expected: JSON)");
      }
      JsonNode tree = READER.readValue(parser);
      if (parser.nextToken() != null) {
        throw new UndecodableBodyException(
            "found more behind the first value (expected: one value of JSON)");
      }
      return tree;
    } catch (StreamConstraintsException e) {
      throw new UndecodableBodyException(e.getOriginalMessage());
    } catch (JsonProcessingException e) {
      JsonLocation place = e.getLocation();
      throw new UndecodableBodyException(
          "the body is not JSON: line %d, column %d: %s"
              .formatted(place.getLineNr(), place.getColumnNr(), e.getOriginalMessage()));
    } catch (IOException e) {
      throw new UndecodableBodyException("the body is not JSON: " + e.getMessage());
    }
  }
}
