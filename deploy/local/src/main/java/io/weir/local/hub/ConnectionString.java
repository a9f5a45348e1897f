package io.weir.local.hub;

import io.weir.local.CommandFailure;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A service connection string: {@code HostName=...;SharedAccessKeyName=...;SharedAccessKey=...}.
 * Names are case-insensitive; values may contain {@code =}.
 */
public record ConnectionString(String hostName, String policy, String key) {
  /**
   * Parses the text.
   *
   * @throws CommandFailure when a part is missing
   */
  public static ConnectionString parse(String text) {
    Map<String, String> parts = new HashMap<>();
    for (String part : text.strip().split(";", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        parts.put(
            part.substring(0, equals).strip().toLowerCase(Locale.ROOT),
            part.substring(equals + 1).strip());
      }
    }
    return new ConnectionString(
        required(parts, "HostName"),
        required(parts, "SharedAccessKeyName"),
        required(parts, "SharedAccessKey"));
  }

  private static String required(Map<String, String> parts, String name) {
    String value = parts.get(name.toLowerCase(Locale.ROOT));
    if (value == null || value.isEmpty()) {
      throw new CommandFailure(
          "--connection-string has no "
              + name
              + " (expected: HostName=...;SharedAccessKeyName=...;SharedAccessKey=...)");
    }
    return value;
  }

  /** The line itself, key included. */
  public String text() {
    return "HostName=" + hostName + ";SharedAccessKeyName=" + policy + ";SharedAccessKey=" + key;
  }

  /** Without the key, which must not reach a log. */
  @Override
  public String toString() {
    return "ConnectionString[hostName=" + hostName + ", policy=" + policy + "]";
  }
}
