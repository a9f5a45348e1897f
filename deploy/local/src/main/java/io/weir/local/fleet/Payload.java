package io.weir.local.fleet;

import java.util.Map;

/** What a device says: a JSON body and application properties. */
public final class Payload {
  private final byte[] json;
  private final Map<String, String> properties;

  /**
   * A payload.
   *
   * @param json the body, UTF-8; handed over, not to be changed any more
   */
  public Payload(byte[] json, Map<String, String> properties) {
    this.json = json;
    this.properties = Map.copyOf(properties);
  }

  /** The body; not to be changed. */
  public byte[] json() {
    return json;
  }

  public Map<String, String> properties() {
    return properties;
  }
}
