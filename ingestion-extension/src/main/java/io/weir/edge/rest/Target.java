package io.weir.edge.rest;

import io.weir.device.error.HubError;
import io.weir.edge.node.HubException;
import io.weir.edge.node.Utf8;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a request target. */
final class Target {

  private Target() {}

  /**
   * The segments of a raw path.
   *
   * @throws HubException ARGUMENT_INVALID when it is not percent-encoded UTF-8
   */
  static List<String> path(String raw) {
    List<String> segments = new ArrayList<>();
    for (String segment : raw.split("/", -1)) {
      segments.add(decode(segment));
    }
    if (segments.get(0).isEmpty()) {
      segments.remove(0);
    }
    while (!segments.isEmpty() && segments.get(segments.size() - 1).isEmpty()) {
      segments.remove(segments.size() - 1);
    }
    return segments;
  }

  /**
   * The parameters of a raw query; of those with one name the first.
   *
   * @param raw null when there is none
   */
  static Map<String, String> query(String raw) {
    Map<String, String> parameters = new HashMap<>();
    if (raw == null || raw.isEmpty()) {
      return parameters;
    }
    for (String part : raw.split("&", -1)) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals);
      String value = equals < 0 ? "" : part.substring(equals + 1);
      parameters.putIfAbsent(decode(name), decode(value));
    }
    return parameters;
  }

  private static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != '%') {
        decoded.write(bytes[i]);
        continue;
      }
      int high = i + 2 <= bytes.length - 1 ? Character.digit(bytes[i + 1], 16) : -1;
      int low = i + 2 <= bytes.length - 1 ? Character.digit(bytes[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        throw malformed();
      }
      decoded.write(high * 16 + low);
      i += 2;
    }
    return Utf8.decode(decoded.toByteArray());
  }

  private static HubException malformed() {
    return new HubException(
        HubError.ARGUMENT_INVALID,
        "The request target is not readable (expected: percent-encoded UTF-8).");
  }
}
