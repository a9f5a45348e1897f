package io.weir.dsl.body;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;

/** CBOR (RFC 8949): one data item. It brings its own encoding of text, so a charset is ignored. */
final class CborDecoder implements BodyDecoder {

  @Override
  public boolean takes(BodyType type) {
    return type.mediaType().equals("application/cbor");
  }

  @Override
  public JsonNode decode(byte[] body, BodyType type) throws UndecodableBodyException {
    if (body.length == 0) {
      throw new UndecodableBodyException("found an empty body (expected: CBOR)");
    }
    CborInput input = new CborInput(body);
    JsonNode document;
    try {
      document = new CborReader(input).item();
    } catch (StreamConstraintsException e) {
      throw new UndecodableBodyException(e.getOriginalMessage());
    }
    if (!input.atEnd()) {
      throw new UndecodableBodyException(
          "found more behind the first value (expected: one value of CBOR)");
    }
    return document;
  }
}
