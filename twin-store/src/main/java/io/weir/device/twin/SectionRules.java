package io.weir.device.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What may stand in a section (TWIN-07, TWIN-08). */
public final class SectionRules {

  private static final int MAX_KEY_BYTES = 1_024;
  private static final int MAX_STRING_BYTES = 4_096;
  private static final BigInteger MIN_INTEGER = BigInteger.valueOf(-4_503_599_627_370_496L);
  private static final BigInteger MAX_INTEGER = BigInteger.valueOf(4_503_599_627_370_495L);
  private static final int NUMBER_SIZE = 8;
  private static final int BOOLEAN_SIZE = 4;

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
    ObjectNode values = object.without(List.of("$metadata", "$version"));
    checkObject(kind.path(), values, 1, limits);
    return values;
  }

  /**
   * Checks the size of a section as a write leaves it.
   *
   * @throws InvalidTwinException when it is too large
   */
  public static void checkSize(SectionKind kind, ObjectNode values, TwinLimits limits) {
    int size = size(values);
    if (size > kind.maxSize(limits)) {
      throw new InvalidTwinException(
          kind.path() + ": size " + size + " (expected: at most " + kind.maxSize(limits) + ")");
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

  private static void checkObject(String path, ObjectNode object, int depth, TwinLimits limits) {
    checkDepth(path, depth, limits);
    for (var member : object.properties()) {
      checkKey(path, member.getKey());
      checkValue(path + "." + member.getKey(), member.getValue(), depth, limits);
    }
  }

  private static void checkValue(String path, JsonNode value, int depth, TwinLimits limits) {
    if (value instanceof ObjectNode object) {
      checkObject(path, object, depth + 1, limits);
    } else if (value instanceof ArrayNode array) {
      checkArray(path, array, depth + 1, limits);
    } else if (value.isTextual()) {
      check(
          value.textValue().getBytes(StandardCharsets.UTF_8).length <= MAX_STRING_BYTES,
          path,
          "string too long",
          "at most " + MAX_STRING_BYTES + " bytes of UTF-8");
    } else if (value.isNumber()) {
      checkNumber(path, value);
    }
  }

  private static void checkArray(String path, ArrayNode array, int depth, TwinLimits limits) {
    check(limits.arrays(), path, "an array", "no arrays, as this hub is configured");
    checkDepth(path, depth, limits);
    for (int i = 0; i < array.size(); i++) {
      checkValue(path + "[" + i + "]", array.get(i), depth, limits);
    }
  }

  private static void checkDepth(String path, int depth, TwinLimits limits) {
    check(depth <= limits.maxDepth(), path, "too deep", "at most " + limits.maxDepth() + " levels");
  }

  private static void checkNumber(String path, JsonNode number) {
    if (number.isIntegralNumber()) {
      BigInteger integer = number.bigIntegerValue();
      check(
          integer.compareTo(MIN_INTEGER) >= 0 && integer.compareTo(MAX_INTEGER) <= 0,
          path,
          "integer out of range",
          MIN_INTEGER + ".." + MAX_INTEGER);
    } else {
      check(
          Double.isFinite(number.doubleValue()),
          path,
          "number out of range",
          "the range of a 64-bit floating point number");
    }
  }

  private static void checkKey(String path, String key) {
    boolean plain =
        !key.isEmpty()
            && key.chars()
                .noneMatch(c -> c == '.' || c == '$' || c == ' ' || Character.isISOControl(c));
    if (!plain || key.getBytes(StandardCharsets.UTF_8).length > MAX_KEY_BYTES) {
      String shown = key.length() > 100 ? key.substring(0, 100) + "..." : key;
      throw new InvalidTwinException(
          path
              + ": key '"
              + shown
              + "' (expected: 1.."
              + MAX_KEY_BYTES
              + " bytes without '.', '$', space and control characters)");
    }
  }

  private static void check(boolean good, String path, String problem, String expected) {
    if (!good) {
      throw new InvalidTwinException(path + ": " + problem + " (expected: " + expected + ")");
    }
  }
}
