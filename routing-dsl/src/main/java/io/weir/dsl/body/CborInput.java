package io.weir.dsl.body;

/** The bytes of CBOR, taken one after another; no length is believed that they do not hold. */
final class CborInput {

  private static final int BREAK = 0xFF;

  private final byte[] bytes;
  private int at;

  CborInput(byte[] bytes) {
    this.bytes = bytes;
  }

  boolean atEnd() {
    return at == bytes.length;
  }

  /** The next byte, 0 to 255. */
  int next() throws UndecodableBodyException {
    if (atEnd()) {
      throw wrong("found the end (expected: more bytes)");
    }
    return bytes[at++] & 0xFF;
  }

  /** Whether the next byte ends what has no length; it is taken then. */
  boolean nextIsBreak() {
    boolean isBreak = !atEnd() && (bytes[at] & 0xFF) == BREAK;
    at += isBreak ? 1 : 0;
    return isBreak;
  }

  /** The argument of an initial byte, as an unsigned number. */
  long argument(int initial) throws UndecodableBodyException {
    int info = initial & 0x1F;
    if (info < 24) {
      return info;
    }
    if (info > 27) {
      throw wrong("found the initial byte %d (expected: an argument)".formatted(initial));
    }
    return unsigned(1 << (info - 24));
  }

  /**
   * The argument as the count of things that follow.
   *
   * @param size the fewest bytes of one of them
   */
  int count(int initial, int size) throws UndecodableBodyException {
    long count = argument(initial);
    int most = (bytes.length - at) / size;
    if (Long.compareUnsigned(count, most) > 0) {
      throw wrong(
          "found a count of %s (expected: at most %d)"
              .formatted(Long.toUnsignedString(count), most));
    }
    return (int) count;
  }

  /** A big-endian number of as many bytes. */
  long unsigned(int length) throws UndecodableBodyException {
    long value = 0;
    for (int i = 0; i < length; i++) {
      value = value << 8 | next();
    }
    return value;
  }

  /** The next bytes, of which there are so many. */
  byte[] take(int length) {
    byte[] taken = new byte[length];
    System.arraycopy(bytes, at, taken, 0, length);
    at += length;
    return taken;
  }

  /** What is wrong here. */
  UndecodableBodyException wrong(String what) {
    return new UndecodableBodyException("the body is not CBOR: byte " + at + ": " + what);
  }
}
