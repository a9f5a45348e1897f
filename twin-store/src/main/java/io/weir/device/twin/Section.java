package io.weir.device.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;

/**
 * Desired or reported properties. Nodes are never changed after construction; a write shares what
 * it does not touch.
 *
 * @param values without nulls as members of objects (TWIN-10)
 * @param metadata {@code $metadata} as it is shown (TWIN-03)
 * @param version {@code $version}, one more with each accepted write (TWIN-04)
 */
public record Section(ObjectNode values, ObjectNode metadata, long version) {

  private static final Section INITIAL =
      new Section(MergePatch.emptyObject(), Metadata.initial(), 1);

  public Section {
    Objects.requireNonNull(values, "values");
    Objects.requireNonNull(metadata, "metadata");
  }

  /** Of a new twin (TWIN-02). */
  public static Section initial() {
    return INITIAL;
  }

  /**
   * With a patch applied (TWIN-02).
   *
   * @param patch an object, or a JSON null, which empties the section (TWIN-06)
   * @param now epoch milliseconds
   */
  public Section merged(SectionKind kind, JsonNode patch, long now) {
    if (!(patch instanceof ObjectNode object)) {
      return replaced(kind, patch, now);
    }
    long next = version + 1;
    Metadata stamp = new Metadata(now, kind == SectionKind.DESIRED ? next : null);
    ObjectNode after = MergePatch.merged(values, object);
    return new Section(after, stamp.merged(metadata, object), next);
  }

  /**
   * With other values (TWIN-05); nulls among them are left out.
   *
   * @param values an object, or a JSON null, which empties the section
   * @param now epoch milliseconds
   */
  public Section replaced(SectionKind kind, JsonNode values, long now) {
    long next = version + 1;
    Metadata stamp = new Metadata(now, kind == SectionKind.DESIRED ? next : null);
    ObjectNode wanted = values instanceof ObjectNode object ? object : MergePatch.emptyObject();
    return new Section(
        MergePatch.merged(MergePatch.emptyObject(), wanted),
        stamp.merged(MergePatch.emptyObject(), wanted),
        next);
  }

  /**
   * What a patch touched, as twin change events show it: the patch with its nulls, the metadata of
   * what it touched and left, and {@code $version}.
   *
   * @param patch that made this section
   */
  public ObjectNode changeView(JsonNode patch) {
    ObjectNode view = MergePatch.emptyObject();
    if (patch instanceof ObjectNode object) {
      view.setAll(object);
      view.set("$metadata", Metadata.touched(metadata, object));
    } else {
      view.set("$metadata", metadata);
    }
    view.set("$version", MergePatch.number(version));
    return view;
  }

  /** With {@code $metadata} and {@code $version} (TWIN-01). */
  public ObjectNode wire() {
    ObjectNode wire = MergePatch.emptyObject();
    wire.setAll(values);
    wire.set("$metadata", metadata);
    wire.set("$version", MergePatch.number(version));
    return wire;
  }

  /** With {@code $version} alone, as devices see it (MQTT-32). */
  public ObjectNode deviceWire() {
    ObjectNode wire = MergePatch.emptyObject();
    wire.setAll(values);
    wire.set("$version", MergePatch.number(version));
    return wire;
  }
}
