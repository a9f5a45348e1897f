package io.weir.device.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.identity.Identity;
import io.weir.device.twin.ServiceTwin;
import io.weir.device.twin.TwinJson;
import java.util.Objects;

/**
 * Identity and twin of a device or module as they are stored.
 *
 * @param tags text of a JSON object
 * @param version of the twin (TWIN-04)
 */
public record TwinRow(
    Identity identity, String tags, long version, SectionTexts desired, SectionTexts reported) {

  public TwinRow {
    Objects.requireNonNull(identity, "identity");
    Objects.requireNonNull(tags, "tags");
    Objects.requireNonNull(desired, "desired");
    Objects.requireNonNull(reported, "reported");
  }

  /** Parsed. */
  public ServiceTwin service() {
    return new ServiceTwin((ObjectNode) TwinJson.parse(tags), desired.section(), version);
  }

  /** Unquoted. */
  public String etag() {
    return ServiceTwin.etag(version);
  }
}
