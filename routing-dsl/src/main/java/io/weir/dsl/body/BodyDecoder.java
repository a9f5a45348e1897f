package io.weir.dsl.body;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Reads bodies of one kind, such as CBOR. A decoder for another kind is a public class with a
 * constructor without parameters that {@link java.util.ServiceLoader} finds beside this interface;
 * JSON and CBOR are built in and asked first.
 *
 * <p>A decoder is called from many threads at once. Bodies come from devices: it must take any
 * bytes in bounded time and memory.
 */
public interface BodyDecoder {

  /** Whether it reads bodies that are declared so. */
  boolean takes(BodyType type);

  /**
   * The document, built of objects, arrays, strings, numbers, booleans and nulls; other nodes are
   * undefined to rules.
   *
   * @param body unpacked already, at most {@link BodyReader#MAX_BYTES} bytes; not to be changed
   * @throws UndecodableBodyException when the bytes are not what the type says
   */
  JsonNode decode(byte[] body, BodyType type) throws UndecodableBodyException;
}
