package io.weir.device.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** What may stand in a section (TWIN-07, TWIN-08). */
public final class SectionRules {

  private static final int MAX_KEY_BYTES = 1_024;
  private static final int MAX_STRING_BYTES = 4_096;
  private static final BigInteger MIN_INTEGER = BigInteger.valueOf(-4_503_599_627_370_496L);
  private static final BigInteger MAX_INTEGER = BigInteger.valueOf(4_503_599_627_370_495L);

  /** Fewer than the reader takes, so that a number in another spelling can be read again. */
  private static final int MAX_NUMBER_LENGTH = 350;

  /**
   * Of a number's last digit, in powers of ten: sums of numbers that are further apart would have
   * as many digits.
   */
  private static final int MAX_SCALE = 1_000;

  private static final String NUMBERS = "the range of a 64-bit floating point number";
  private static final int NUMBER_SIZE = 8;
  private static final int BOOLEAN_SIZE = 4;

  /** Of a path or key in a message. */
  private static final int MAX_SHOWN = 200;

  /**
   * What TWIN-07 does not count, such as control characters, the digits of a number and empty
   * elements of arrays, may make a section's JSON text this many times its size at most. Without
   * such a bound a twin would outgrow the records of the log.
   */
  private static final int MAX_TEXT_PER_SIZE = 4;

  private SectionRules() {}

  /**
   * Checks what a caller sent for a section, before it enters the log.
   *
   * @param sent a JSON null, which empties the section, or an object: patch or replacement
   * @return the same without {@code $metadata} and {@code $version}, which callers send back with
   *     whole twins
   * @throws InvalidTwinException naming the first thing that is wrong
   */
  public static JsonNode checked(SectionKind kind, JsonNode sent, TwinLimits limits) {
    if (sent.isNull()) {
      return sent;
    }
    if (!(sent instanceof ObjectNode object)) {
      throw new InvalidTwinException(kind.path() + ": no object (expected: an object or null)");
    }
    ObjectNode values = MergePatch.emptyObject();
    values.setAll(object);
    values.remove("$metadata");
    values.remove("$version");
    checkObject(Place.of(kind), values, 0, limits);
    checkLength(kind, values, limits);
    return values;
  }

  /**
   * Checks the size of a section as a write leaves it.
   *
   * @throws InvalidTwinException when it is too large
   */
  public static void checkSize(SectionKind kind, ObjectNode values, TwinLimits limits) {
    int maxSize = kind.maxSize(limits);
    int size = size(values);
    if (size > maxSize) {
      throw new InvalidTwinException(
          kind.path() + ": size " + size + " (expected: at most " + maxSize + ")");
    }
    checkLength(kind, values, limits);
  }

  private static void checkLength(SectionKind kind, ObjectNode values, TwinLimits limits) {
    int length = TwinJson.text(values).length();
    int maxLength = MAX_TEXT_PER_SIZE * kind.maxSize(limits);
    if (length > maxLength) {
      throw new InvalidTwinException(
          kind.path()
              + ": JSON text of "
              + length
              + " characters (expected: at most "
              + maxLength
              + ")");
    }
  }

  /**
   * The size of TWIN-07: the UTF-8 bytes of keys and strings without control characters, 8 for a
   * number, 4 for a boolean, 0 for null.
   */
  public static int size(JsonNode values) {
    int size = 0;
    if (values instanceof ObjectNode object) {
      for (var member : object.properties()) {
        size += sizeOf(member.getKey()) + size(member.getValue());
      }
    } else if (values instanceof ArrayNode array) {
      for (JsonNode element : array) {
        size += size(element);
      }
    } else if (values.isTextual()) {
      size = sizeOf(values.textValue());
    } else if (values.isNumber()) {
      size = NUMBER_SIZE;
    } else if (values.isBoolean()) {
      size = BOOLEAN_SIZE;
    }
    return size;
  }

  private static int sizeOf(String text) {
    int size = text.getBytes(StandardCharsets.UTF_8).length;
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        size -= text.charAt(i) < 0x80 ? 1 : 2;
      }
    }
    return size;
  }

  private static void checkObject(Place place, ObjectNode object, int depth, TwinLimits limits) {
    checkDepth(place, depth, limits);
    for (var member : object.properties()) {
      checkKey(place, member.getKey());
      checkValue(place.member(member.getKey()), member.getValue(), depth + 1, limits);
    }
  }

  private static void checkArray(Place place, ArrayNode array, int depth, TwinLimits limits) {
    check(limits.arrays(), place, "an array", "no arrays, as this hub is configured");
    checkDepth(place, depth, limits);
    for (int i = 0; i < array.size(); i++) {
      checkValue(place.element(i), array.get(i), depth + 1, limits);
    }
  }

  private static void checkValue(Place place, JsonNode value, int depth, TwinLimits limits) {
    if (value instanceof ObjectNode object) {
      checkObject(place, object, depth, limits);
    } else if (value instanceof ArrayNode array) {
      checkArray(place, array, depth, limits);
    } else if (value.isTextual()) {
      checkString(place, value.textValue());
    } else if (value.isNumber()) {
      checkNumber(place, value);
    } else if (value.isNull()) {
      check(!place.inArray(), place, "null", "no null in an array, where it removes nothing");
    }
  }

  private static void checkDepth(Place place, int depth, TwinLimits limits) {
    check(
        depth <= limits.maxDepth(),
        place,
        "too deep",
        "at most " + limits.maxDepth() + " levels below the section");
  }

  private static void checkString(Place place, String text) {
    check(
        text.getBytes(StandardCharsets.UTF_8).length <= MAX_STRING_BYTES,
        place,
        "string too long",
        "at most " + MAX_STRING_BYTES + " bytes of UTF-8");
    check(isUnicode(text), place, "half of a surrogate pair", "Unicode text");
  }

  private static void checkNumber(Place place, JsonNode number) {
    check(
        Double.isFinite(number.doubleValue()) || number.isIntegralNumber(),
        place,
        "number out of range",
        NUMBERS);
    BigDecimal decimal = number.decimalValue();
    if (decimal.scale() == 0) {
      // written without a point, also if it came with one and an exponent
      BigInteger integer = decimal.unscaledValue();
      check(
          integer.compareTo(MIN_INTEGER) >= 0 && integer.compareTo(MAX_INTEGER) <= 0,
          place,
          "integer out of range",
          MIN_INTEGER + ".." + MAX_INTEGER);
    }
    check(Math.abs((long) decimal.scale()) <= MAX_SCALE, place, "number out of range", NUMBERS);
    check(
        number.asText().length() <= MAX_NUMBER_LENGTH,
        place,
        "number too long",
        "at most " + MAX_NUMBER_LENGTH + " characters");
  }

  private static void checkKey(Place place, String key) {
    boolean plain =
        !key.isEmpty()
            && key.chars()
                .noneMatch(c -> c == '.' || c == '$' || c == ' ' || Character.isISOControl(c));
    check(
        plain && isUnicode(key) && key.getBytes(StandardCharsets.UTF_8).length <= MAX_KEY_BYTES,
        place,
        "key '" + shown(key) + "'",
        "1.." + MAX_KEY_BYTES + " bytes without '.', '$', space and control characters");
  }

  /** The other texts have no UTF-8, and would not come back as they were. */
  private static boolean isUnicode(String text) {
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  private static void check(boolean good, Place place, String problem, String expected) {
    if (!good) {
      throw new InvalidTwinException(
          shown(place.toString()) + ": " + problem + " (expected: " + expected + ")");
    }
  }

  private static String shown(String text) {
    return text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "..." : text;
  }

  /** Where a value stands. Its text is made for messages only: it may be long, and values many. */
  private record Place(Place parent, String key, int index, boolean inArray) {

    static Place of(SectionKind kind) {
      return new Place(null, kind.path(), 0, false);
    }

    Place member(String name) {
      return new Place(this, name, 0, inArray);
    }

    Place element(int position) {
      return new Place(this, null, position, true);
    }

    @Override
    public String toString() {
      if (parent == null) {
        return key;
      }
      return parent + (key == null ? "[" + index + "]" : "." + key);
    }
  }
}
