package io.weir.edge.mqtt;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The user name of a CONNECT (MQTT-02): {@code host/clientId/?api-version=V&k=v}, or the form of
 * 2017, {@code host/clientId/api-version=V/k=v}. Of duplicate keys the first counts.
 *
 * @param clientId raw (MQTT-03); it must be the client id of the CONNECT
 * @param apiVersion a date, possibly with {@code -preview}; any date will do
 * @param modelId of the device's digital twin model; null when unset
 */
public record MqttUserName(String host, String clientId, String apiVersion, String modelId) {

  /** Longer user names are malformed. */
  static final int MAX_LENGTH = 4096;

  private static final Pattern API_VERSION =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}(-preview)?", Pattern.CASE_INSENSITIVE);

  /**
   * @throws MalformedUserNameException for anything else
   */
  public static MqttUserName parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new MalformedUserNameException(
          "user name: " + text.length() + " characters (expected: at most " + MAX_LENGTH + ")");
    }
    int slash = text.indexOf('/');
    if (slash <= 0) {
      throw new MalformedUserNameException(
          "user name: no host (expected: HOST/DEVICE/?api-version=DATE)");
    }
    String rest = text.substring(slash + 1);
    int query = rest.indexOf("/?");
    if (query < 0) {
      return ofSegments(text.substring(0, slash), rest);
    }
    return of(
        text.substring(0, slash),
        rest.substring(0, query),
        properties(rest.substring(query + 2), "&"));
  }

  private static MqttUserName ofSegments(String host, String rest) {
    int end = rest.indexOf('/');
    if (end < 0) {
      return of(host, rest, Map.of());
    }
    // A segment without '=' still belongs to the client id: DEVICE/MODULE.
    while (end < rest.length()) {
      int next = rest.indexOf('/', end + 1);
      next = next < 0 ? rest.length() : next;
      if (rest.substring(end, next).indexOf('=') >= 0) {
        break;
      }
      end = next;
    }
    String tail = end < rest.length() ? rest.substring(end + 1) : "";
    return of(host, rest.substring(0, end), properties(tail, "/"));
  }

  private static MqttUserName of(String host, String clientId, Map<String, String> properties) {
    String version = properties.get("api-version");
    if (clientId.isEmpty()) {
      throw new MalformedUserNameException("user name: no device id (expected: HOST/DEVICE/?...)");
    }
    if (version == null) {
      throw new MalformedUserNameException("user name: no api-version (expected: a date)");
    }
    if (!API_VERSION.matcher(version).matches()) {
      throw new MalformedUserNameException("api-version: malformed (expected: a date)");
    }
    return new MqttUserName(host, clientId, version, properties.get("model-id"));
  }

  private static Map<String, String> properties(String text, String separator) {
    Map<String, String> properties = new LinkedHashMap<>();
    for (String pair : text.split(separator, -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        properties.putIfAbsent(
            PercentCoding.decode(pair.substring(0, equals)).toLowerCase(Locale.ROOT),
            PercentCoding.decode(pair.substring(equals + 1)));
      }
    }
    return properties;
  }
}
