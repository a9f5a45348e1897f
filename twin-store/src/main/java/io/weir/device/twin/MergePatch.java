package io.weir.device.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * JSON merge patch (RFC 7396): null removes, objects merge, everything else replaces. What a patch
 * does not touch is shared with what was there before.
 */
final class MergePatch {

  private MergePatch() {}

  static ObjectNode emptyObject() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** As a reader of JSON makes it, so that what was written and what is read are equal. */
  static NumericNode number(long value) {
    int small = (int) value;
    return small == value
        ? JsonNodeFactory.instance.numberNode(small)
        : JsonNodeFactory.instance.numberNode(value);
  }

  static ObjectNode merged(ObjectNode before, ObjectNode patch) {
    ObjectNode after = emptyObject();
    after.setAll(before);
    for (var member : patch.properties()) {
      String key = member.getKey();
      JsonNode wanted = member.getValue();
      if (wanted.isNull()) {
        after.remove(key);
      } else if (wanted instanceof ObjectNode object) {
        JsonNode present = before.get(key);
        after.set(key, merged(present instanceof ObjectNode base ? base : emptyObject(), object));
      } else {
        after.set(key, wanted);
      }
    }
    return after;
  }
}
