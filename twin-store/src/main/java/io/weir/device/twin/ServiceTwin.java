package io.weir.device.twin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Objects;

/**
 * The part of a twin that back ends write. Nodes are never changed after construction.
 *
 * @param version counts writes of tags and desired properties; 2 for a new twin (TWIN-02, TWIN-04)
 */
public record ServiceTwin(ObjectNode tags, Section desired, long version) {

  private static final ServiceTwin INITIAL =
      new ServiceTwin(JsonNodeFactory.instance.objectNode(), Section.initial(), 2);

  public ServiceTwin {
    Objects.requireNonNull(tags, "tags");
    Objects.requireNonNull(desired, "desired");
  }

  /** Of a new device (TWIN-02). */
  public static ServiceTwin initial() {
    return INITIAL;
  }

  /** Unquoted; {@code AAAAAAAAAAE=} for a new twin (TWIN-02, REST-57). */
  public String etag() {
    return etag(version);
  }

  /** The etag of a twin of that version. */
  public static String etag(long version) {
    return Base64.getEncoder()
        .encodeToString(ByteBuffer.allocate(Long.BYTES).putLong(version - 1).array());
  }
}
