package io.weir.dsl.body;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import java.io.IOException;

/** CBOR (RFC 8949): one data item. It brings its own encoding of text, so a charset is ignored. */
final class CborDecoder implements BodyDecoder {

  private static final CBORFactory CBOR =
      CBORFactory.builder()
          .streamReadConstraints(Limits.OF_BODIES)
          .disable(CBORFactory.Feature.INTERN_FIELD_NAMES)
          .enable(CBORParser.Feature.DECODE_USING_STANDARD_NEGATIVE_BIGINT_ENCODING)
          .enable(CBORParser.Feature.READ_SIMPLE_VALUE_AS_EMBEDDED_OBJECT)
          .enable(CBORParser.Feature.READ_UNDEFINED_AS_EMBEDDED_OBJECT)
          .build();

  @Override
  public boolean takes(BodyType type) {
    return type.mediaType().equals("application/cbor");
  }

  @Override
  public JsonNode decode(byte[] body, BodyType type) throws UndecodableBodyException {
    return Trees.read("CBOR", () -> new Undefined(CBOR.createParser(body)));
  }

  /** Gives CBOR's undefined as no value, where it would come as null. */
  private static final class Undefined extends JsonParserDelegate {
    Undefined(JsonParser parser) {
      super(parser);
    }

    @Override
    public Object getEmbeddedObject() throws IOException {
      Object value = super.getEmbeddedObject();
      return value == null ? MissingNode.getInstance() : value;
    }
  }
}
