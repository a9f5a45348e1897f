package io.weir.dsl.body;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** Reads what a parser finds, which must be one value and no more. */
final class Trees {

  private static final ObjectReader READER = new JsonMapper().readerFor(JsonNode.class);

  private Trees() {}

  /** Makes a parser, which may read the first bytes already. */
  interface Opening {
    JsonParser open() throws IOException;
  }

  /**
   * @param format what the reason calls the body when it is none, such as {@code JSON}
   */
  static JsonNode read(String format, Opening opening) throws UndecodableBodyException {
    try (JsonParser parser = opening.open()) {
      if (parser.nextToken() == null) {
        throw new UndecodableBodyException("found an empty body (expected: " + format + ")");
      }
      JsonNode tree = READER.readValue(parser);
      if (parser.nextToken() != null) {
        throw new UndecodableBodyException(
            "found more behind the first value (expected: one value of " + format + ")");
      }
      return tree;
    } catch (StreamConstraintsException e) {
      throw new UndecodableBodyException(e.getOriginalMessage());
    } catch (JsonProcessingException e) {
      throw new UndecodableBodyException(
          "the body is not " + format + ": " + place(e) + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UndecodableBodyException("the body is not " + format + ": " + e.getMessage());
    }
  }

  private static String place(JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    if (location == null) {
      return "";
    }
    return location.getLineNr() > 0
        ? "line " + location.getLineNr() + ", column " + location.getColumnNr() + ": "
        : "byte " + location.getByteOffset() + ": ";
  }
}
