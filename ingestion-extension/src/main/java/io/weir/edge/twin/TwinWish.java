package io.weir.edge.twin;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.device.error.HubError;
import io.weir.device.twin.InvalidTwinException;
import io.weir.device.twin.SectionKind;
import io.weir.device.twin.SectionRules;
import io.weir.device.twin.TwinLimits;
import io.weir.edge.node.HubException;

/**
 * What a back end wants of a twin: patches or replacements, checked.
 *
 * @param tags null leaves them alone, a JSON null empties them (TWIN-06)
 * @param desired likewise
 */
public record TwinWish(JsonNode tags, JsonNode desired) {

  /**
   * Reads {@code tags} and {@code properties.desired} of a document; what else there is, such as
   * reported properties in a whole twin that is sent back, is not for back ends to write.
   *
   * @throws HubException ARGUMENT_INVALID
   */
  public static TwinWish of(JsonNode document, TwinLimits limits) {
    JsonNode properties = document.get("properties");
    if (properties != null && !properties.isObject() && !properties.isNull()) {
      throw new HubException(
          HubError.ARGUMENT_INVALID, "properties: no object (expected: an object)");
    }
    JsonNode desired = properties == null ? null : properties.get("desired");
    try {
      return new TwinWish(
          checked(SectionKind.TAGS, document.get("tags"), limits),
          checked(SectionKind.DESIRED, desired, limits));
    } catch (InvalidTwinException e) {
      throw new HubException(HubError.ARGUMENT_INVALID, e.getMessage(), e);
    }
  }

  private static JsonNode checked(SectionKind kind, JsonNode sent, TwinLimits limits) {
    return sent == null ? null : SectionRules.checked(kind, sent, limits);
  }
}
