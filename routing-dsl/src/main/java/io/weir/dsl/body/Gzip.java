package io.weir.dsl.body;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** Unpacks bodies, as far as they may be long. */
final class Gzip {

  private Gzip() {}

  static byte[] unpack(byte[] body) throws UndecodableBodyException {
    byte[] unpacked;
    try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(body))) {
      unpacked = stream.readNBytes(BodyReader.MAX_BYTES + 1);
    } catch (IOException e) {
      throw new UndecodableBodyException("the body is not gzip: " + e.getMessage());
    }
    if (unpacked.length > BodyReader.MAX_BYTES) {
      throw new UndecodableBodyException(
          "found a body of more than "
              + BodyReader.MAX_BYTES
              + " bytes when unpacked (expected: at most that)");
    }
    return unpacked;
  }
}
