package io.weir.edge.node;

import io.weir.device.error.HubError;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Strict decoding: what is not UTF-8 is refused, not mended. */
public final class Utf8 {

  private Utf8() {}

  /**
   * @throws HubException ARGUMENT_INVALID
   */
  public static String decode(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new HubException(
          HubError.ARGUMENT_INVALID, "The request is not readable (expected: UTF-8).", e);
    }
  }
}
