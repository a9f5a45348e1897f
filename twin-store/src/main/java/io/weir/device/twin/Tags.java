package io.weir.device.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes of tags, which have no metadata. */
public final class Tags {

  private Tags() {}

  /** TWIN-02; a JSON null empties them (TWIN-06). */
  public static ObjectNode merged(ObjectNode before, JsonNode patch) {
    return patch instanceof ObjectNode object
        ? MergePatch.merged(before, object)
        : MergePatch.emptyObject();
  }

  /** TWIN-05. */
  public static ObjectNode replaced(JsonNode values) {
    return merged(MergePatch.emptyObject(), values);
  }
}
