package io.weir.device.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Stamps the metadata of what a write touches (TWIN-03): every key on a path that it names, and
 * every object on the way there, also where a key goes: that is how a reader learns of it.
 *
 * @param now epoch milliseconds
 * @param version of desired properties; null for reported ones, which show none
 */
record Metadata(long now, Long version) {

  private static final String UPDATED = "$lastUpdated";
  private static final String UPDATED_VERSION = "$lastUpdatedVersion";
  private static final String NEVER = "0001-01-01T00:00:00Z";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** Of a new twin's section. */
  static ObjectNode initial() {
    ObjectNode metadata = MergePatch.emptyObject();
    metadata.put(UPDATED, NEVER);
    return metadata;
  }

  /** Of an object after the patch. */
  ObjectNode merged(ObjectNode before, ObjectNode patch) {
    ObjectNode after = stamped();
    for (var member : before.properties()) {
      if (!member.getKey().startsWith("$")) {
        after.set(member.getKey(), member.getValue());
      }
    }
    for (var member : patch.properties()) {
      String key = member.getKey();
      JsonNode wanted = member.getValue();
      if (wanted.isNull()) {
        after.remove(key);
      } else if (wanted instanceof ObjectNode object) {
        JsonNode present = before.get(key);
        after.set(
            key,
            merged(present instanceof ObjectNode base ? base : MergePatch.emptyObject(), object));
      } else {
        after.set(key, stamped());
      }
    }
    return after;
  }

  /** Of what the patch names and what is still there. */
  static ObjectNode touched(ObjectNode metadata, ObjectNode patch) {
    ObjectNode touched = MergePatch.emptyObject();
    for (String name : new String[] {UPDATED, UPDATED_VERSION}) {
      if (metadata.has(name)) {
        touched.set(name, metadata.get(name));
      }
    }
    for (var member : patch.properties()) {
      if (metadata.get(member.getKey()) instanceof ObjectNode present) {
        touched.set(
            member.getKey(),
            member.getValue() instanceof ObjectNode object ? touched(present, object) : present);
      }
    }
    return touched;
  }

  private ObjectNode stamped() {
    ObjectNode metadata = MergePatch.emptyObject();
    metadata.put(UPDATED, TIME.format(Instant.ofEpochMilli(now)));
    if (version != null) {
      metadata.set(UPDATED_VERSION, MergePatch.number(version));
    }
    return metadata;
  }
}
