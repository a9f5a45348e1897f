package io.weir.device.codec;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A versioned codec of one stored type: {@code {"v":1,"d":{...}}}. A newer release reads what an
 * older one wrote; an unknown version is refused with a clear error. Unknown fields are ignored, so
 * that a rolled-back release reads what a newer one added.
 */
public final class JsonCodec<T> {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          // Twins inside records keep their numbers exactly.
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final int version;
  private final Class<T> type;
  private final JavaType versioned;

  JsonCodec(Class<T> type, int version) {
    this.type = type;
    this.version = version;
    this.versioned = MAPPER.getTypeFactory().constructParametricType(Versioned.class, type);
  }

  public byte[] encode(T value) {
    try {
      return MAPPER.writerFor(versioned).writeValueAsBytes(new Versioned<>(version, value));
    } catch (JacksonException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @throws MalformedRecordException when the bytes are not a record of this type in a version that
   *     is known
   */
  public T decode(byte[] bytes) {
    Versioned<T> read;
    try {
      read = MAPPER.readValue(bytes, versioned);
    } catch (IOException | RuntimeException e) {
      throw new MalformedRecordException(unreadable(bytes), e);
    }
    if (read == null || read.d() == null || !isKnown(read.v())) {
      throw new MalformedRecordException(unreadable(bytes), null);
    }
    return read.d();
  }

  private boolean isKnown(int v) {
    return v >= 1 && v <= version;
  }

  /** Names the version if that is the reason: another version may have any shape. */
  private String unreadable(byte[] bytes) {
    try {
      Integer v = bytes == null ? null : MAPPER.readValue(bytes, VersionOnly.class).v();
      if (v != null && !isKnown(v)) {
        return type.getSimpleName() + " version: " + v + " (expected: 1.." + version + ")";
      }
    } catch (IOException | RuntimeException e) {
      // no JSON object at all: there is no version to name
    }
    return type.getSimpleName()
        + ": not readable (expected: a record of version 1.."
        + version
        + ")";
  }

  private record Versioned<T>(int v, T d) {}

  private record VersionOnly(Integer v) {}
}
