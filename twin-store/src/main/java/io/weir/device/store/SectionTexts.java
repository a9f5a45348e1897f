package io.weir.device.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.twin.Section;
import io.weir.device.twin.TwinJson;
import java.util.Objects;

/**
 * A section as it is stored: texts of JSON objects, which a reader that only passes them on need
 * not parse.
 *
 * @param version {@code $version}
 */
public record SectionTexts(String values, String metadata, long version) {

  public SectionTexts {
    Objects.requireNonNull(values, "values");
    Objects.requireNonNull(metadata, "metadata");
  }

  /** As texts. */
  public static SectionTexts of(Section section) {
    return new SectionTexts(
        TwinJson.text(section.values()), TwinJson.text(section.metadata()), section.version());
  }

  /** Parsed. */
  public Section section() {
    return new Section(
        (ObjectNode) TwinJson.parse(values), (ObjectNode) TwinJson.parse(metadata), version);
  }

  /** With {@code $metadata} and {@code $version} (TWIN-01). */
  public String wire() {
    return opened() + "\"$metadata\":" + metadata + ",\"$version\":" + version + "}";
  }

  /** With {@code $version} alone, as devices see it (MQTT-32). */
  public String deviceWire() {
    return opened() + "\"$version\":" + version + "}";
  }

  /** Up to where another member may follow: no value begins with a dollar sign (TWIN-08). */
  private String opened() {
    String open = values.substring(0, values.length() - 1);
    return open.equals("{") ? open : open + ",";
  }
}
