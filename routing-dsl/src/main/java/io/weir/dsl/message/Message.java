package io.weir.dsl.message;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A message as the rules see it. Implementations are free to be lazy; the router asks only for what
 * a rule names, from one thread.
 */
public interface Message {

  /** Where the message comes from; never null. */
  MessageSource source();

  /** The system property's value, or null when the message has none. */
  String systemProperty(SystemProperty property);

  /**
   * The application property's value, looked up without regard to case, or null when it is absent
   * or has no value. The router passes the name as the rule writes it.
   */
  String property(String name);

  /** The payload; never null, and not to be changed by the reader. */
  byte[] body();

  /**
   * The twin of the device or module that the message comes from, as the hub shows it: {@code
   * deviceId}, {@code tags}, {@code properties.desired} and so on ({@code ROUTE-08}). Null when
   * there is none; not to be changed by the reader.
   */
  default JsonNode twin() {
    return null;
  }
}
