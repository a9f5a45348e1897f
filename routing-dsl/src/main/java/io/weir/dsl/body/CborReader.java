package io.weir.dsl.body;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * Reads data items of CBOR as JSON would say them. What JSON cannot say, such as {@code undefined},
 * is a missing node; a byte string is a binary one.
 */
final class CborReader {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final int UNSIGNED = 0;
  private static final int NEGATIVE = 1;
  private static final int BYTES = 2;
  private static final int TEXT = 3;
  private static final int ARRAY = 4;
  private static final int MAP = 5;
  private static final int TAG = 6;

  private static final int NO_TAG = -1;
  private static final int POSITIVE_BIGNUM = 2;
  private static final int NEGATIVE_BIGNUM = 3;

  private final CborInput input;
  private int items;
  private int depth;

  CborReader(CborInput input) {
    this.input = input;
  }

  JsonNode item() throws UndecodableBodyException, StreamConstraintsException {
    Limits.OF_BODIES.validateTokenCount(++items);
    long tag = NO_TAG;
    int initial = input.next();
    // Tags are about what follows; only the one next to a byte string can make it a number.
    while (initial >> 5 == TAG) {
      tag = input.argument(initial);
      initial = input.next();
    }
    return switch (initial >> 5) {
      case UNSIGNED -> integer(input.argument(initial), false);
      case NEGATIVE -> integer(input.argument(initial), true);
      case BYTES -> bytes(string(initial), tag);
      case TEXT -> NODES.textNode(text(initial));
      case ARRAY -> array(initial);
      case MAP -> map(initial);
      default -> simple(initial);
    };
  }

  private static JsonNode integer(long argument, boolean negative) {
    if (argument < 0) {
      BigInteger large = new BigInteger(Long.toUnsignedString(argument));
      return NODES.numberNode(negative ? large.not() : large);
    }
    long value = negative ? ~argument : argument;
    return value == (int) value ? NODES.numberNode((int) value) : NODES.numberNode(value);
  }

  private static JsonNode bytes(byte[] bytes, long tag) throws StreamConstraintsException {
    if (tag != POSITIVE_BIGNUM && tag != NEGATIVE_BIGNUM) {
      return NODES.binaryNode(bytes);
    }
    // A byte is worth 2.41 decimal digits.
    Limits.OF_BODIES.validateIntegerLength((int) (bytes.length * 241L / 100));
    BigInteger number = new BigInteger(1, bytes);
    return NODES.numberNode(tag == NEGATIVE_BIGNUM ? number.not() : number);
  }

  private String text(int initial) throws UndecodableBodyException {
    byte[] bytes = string(initial);
    if (!Utf8.isWellFormed(bytes)) {
      throw input.wrong("found text that is not UTF-8");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The bytes of a string, which may come in chunks of its own kind. */
  private byte[] string(int initial) throws UndecodableBodyException {
    if (!endless(initial)) {
      return input.take(input.count(initial, 1));
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (!input.nextIsBreak()) {
      int chunk = input.next();
      if (chunk >> 5 != initial >> 5 || endless(chunk)) {
        throw input.wrong("found something else in a string (expected: a chunk of it)");
      }
      all.writeBytes(input.take(input.count(chunk, 1)));
    }
    return all.toByteArray();
  }

  private ArrayNode array(int initial) throws UndecodableBodyException, StreamConstraintsException {
    Limits.OF_BODIES.validateNestingDepth(++depth);
    ArrayNode array = NODES.arrayNode();
    int left = endless(initial) ? Integer.MAX_VALUE : input.count(initial, 1);
    while (more(initial, left--)) {
      array.add(item());
    }
    depth--;
    return array;
  }

  private ObjectNode map(int initial) throws UndecodableBodyException, StreamConstraintsException {
    Limits.OF_BODIES.validateNestingDepth(++depth);
    ObjectNode object = NODES.objectNode();
    int left = endless(initial) ? Integer.MAX_VALUE : input.count(initial, 2);
    while (more(initial, left--)) {
      String name = name();
      object.set(name, item());
    }
    depth--;
    return object;
  }

  private boolean more(int initial, int left) {
    return endless(initial) ? !input.nextIsBreak() : left > 0;
  }

  private String name() throws UndecodableBodyException, StreamConstraintsException {
    JsonNode name = item();
    if (!name.isTextual() && !name.isIntegralNumber()) {
      throw input.wrong("found another name of a member (expected: text or an integer)");
    }
    return name.asText();
  }

  private JsonNode simple(int initial) throws UndecodableBodyException {
    return switch (initial & 0x1F) {
      case 20 -> NODES.booleanNode(false);
      case 21 -> NODES.booleanNode(true);
      case 22 -> NODES.nullNode();
      case 25 -> NODES.numberNode(half((int) input.unsigned(2)));
      case 26 -> NODES.numberNode((double) Float.intBitsToFloat((int) input.unsigned(4)));
      case 27 -> NODES.numberNode(Double.longBitsToDouble(input.unsigned(8)));
      case 28, 29, 30, 31 ->
          throw input.wrong("found the initial byte " + initial + " (expected: a value)");
      default -> unassigned(initial);
    };
  }

  private JsonNode unassigned(int initial) throws UndecodableBodyException {
    if (input.argument(initial) < 32 && (initial & 0x1F) == 24) {
      throw input.wrong("found a simple value below 32 in two bytes (expected: one byte)");
    }
    return NODES.missingNode();
  }

  /** IEEE 754 binary16. */
  private static double half(int bits) {
    int exponent = bits >> 10 & 0x1F;
    int fraction = bits & 0x3FF;
    double magnitude =
        switch (exponent) {
          case 0 -> Math.scalb((double) fraction, -24);
          case 0x1F -> fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
          default -> Math.scalb((double) (fraction + 0x400), exponent - 25);
        };
    return (bits & 0x8000) == 0 ? magnitude : -magnitude;
  }

  private static boolean endless(int initial) {
    return (initial & 0x1F) == 0x1F;
  }
}
