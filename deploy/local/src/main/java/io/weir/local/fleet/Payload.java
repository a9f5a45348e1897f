package io.weir.local.fleet;

import java.util.Map;

/**
 * What a device says.
 *
 * @param json the body, UTF-8; not to be changed
 * @param properties application properties
 */
public record Payload(byte[] json, Map<String, String> properties) {
  public Payload {
    properties = Map.copyOf(properties);
  }
}
