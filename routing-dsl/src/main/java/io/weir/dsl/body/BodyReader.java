package io.weir.dsl.body;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import io.weir.dsl.message.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Reads a message's body by its content type and content encoding ({@code ROUTE-07}). Takes any
 * bytes, in bounded time and memory.
 */
public final class BodyReader {

  /** The longest body that is read, packed or unpacked. */
  public static final int MAX_BYTES = 1 << 20;

  private static final JsonDecoder JSON = new JsonDecoder();
  private static final List<BodyDecoder> DECODERS = decoders();

  private BodyReader() {}

  /** Reads a body; what is wrong with it is told, never thrown. */
  public static BodyReading read(Message message) {
    BodyType type = BodyType.of(message);
    for (BodyDecoder decoder : DECODERS) {
      if (decoder.takes(type)) {
        return read(decoder, message.body(), type);
      }
    }
    return new BodyReading.NotDeclared();
  }

  /**
   * Reads JSON token by token, by the same limits; the parser can also read a value as a tree.
   *
   * @return null where the body must be read as a whole, if it can be read at all
   * @throws IOException when the body is found to be no JSON; {@link #read} tells why
   */
  public static JsonParser tokens(Message message) throws IOException {
    BodyType type = BodyType.of(message);
    if (type.gzip() || !JSON.takes(type)) {
      return null;
    }
    byte[] body = message.body();
    return body.length > MAX_BYTES ? null : JSON.tokens(body, type);
  }

  private static BodyReading read(BodyDecoder decoder, byte[] body, BodyType type) {
    try {
      return new BodyReading.Decoded(decode(decoder, body, type));
    } catch (UndecodableBodyException e) {
      return new BodyReading.Undecodable(e.getMessage());
    }
  }

  private static JsonNode decode(BodyDecoder decoder, byte[] body, BodyType type)
      throws UndecodableBodyException {
    byte[] unpacked = type.gzip() ? Gzip.unpack(body) : body;
    if (unpacked.length > MAX_BYTES) {
      throw new UndecodableBodyException(
          "found a body of " + unpacked.length + " bytes (expected: at most " + MAX_BYTES + ")");
    }
    try {
      return decoder.decode(unpacked, type);
    } catch (RuntimeException e) {
      // A decoder may come from elsewhere; its mistake costs this body only.
      throw new UndecodableBodyException("the decoder of " + type.mediaType() + " failed: " + e);
    }
  }

  private static List<BodyDecoder> decoders() {
    List<BodyDecoder> decoders = new ArrayList<>(List.of(JSON, new CborDecoder()));
    // The class loader of the hub's own classes: a job's threads have another one in their context.
    ServiceLoader.load(BodyDecoder.class, BodyDecoder.class.getClassLoader())
        .forEach(decoders::add);
    return List.copyOf(decoders);
  }
}
