package io.weir.dsl.body;

import io.weir.dsl.message.Message;
import io.weir.dsl.message.SystemProperty;
import java.util.Locale;
import java.util.Map;

/**
 * What a message says about its body ({@code ROUTE-07}).
 *
 * @param mediaType the content type without its parameters, in lower case, such as {@code
 *     application/json}; empty when there is none
 * @param parameters the content type's parameters, by name in lower case
 * @param charset in lower case; empty when nothing names one
 * @param gzip whether the body is packed
 */
public record BodyType(
    String mediaType, Map<String, String> parameters, String charset, boolean gzip) {

  private static final String GZIP = "gzip";
  private static final String CHARSET = "charset";

  public BodyType {
    parameters = Map.copyOf(parameters);
  }

  static BodyType of(Message message) {
    HeaderValue type = HeaderValue.of(message.systemProperty(SystemProperty.CONTENT_TYPE));
    HeaderValue encoding = HeaderValue.of(message.systemProperty(SystemProperty.CONTENT_ENCODING));
    boolean gzip = encoding.value().equals(GZIP);
    return new BodyType(type.value(), type.parameters(), charset(type, encoding, gzip), gzip);
  }

  /**
   * The content encoding names the charset, or else the content type does. Where {@code gzip} has
   * taken the encoding's place, the charset may be its parameter, and is UTF-8 when not said.
   */
  private static String charset(HeaderValue type, HeaderValue encoding, boolean gzip) {
    if (!gzip && !encoding.value().isEmpty()) {
      return encoding.value();
    }
    String orElse = type.parameters().getOrDefault(CHARSET, gzip ? "utf-8" : "");
    String charset = gzip ? encoding.parameters().getOrDefault(CHARSET, orElse) : orElse;
    return charset.toLowerCase(Locale.ROOT);
  }
}
