package io.weir.device.twin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A section as a table: what stands at each path, and when it was last written. It knows no trees
 * and nothing of how {@link Section} works; {@code /} separates the steps of a path.
 */
final class SectionModel {

  private static final String OBJECT = "{}";

  private final SectionKind kind;
  private final Map<String, String> values = new TreeMap<>();
  private final Map<String, String> stamps = new TreeMap<>();
  private long version = 1;

  SectionModel(SectionKind kind) {
    this.kind = kind;
    stamps.put("", "0001-01-01T00:00:00Z");
  }

  void merge(JsonNode patch, String time) {
    if (patch.isNull()) {
      replace(patch, time);
    } else {
      version++;
      write("", patch, stamp(time));
    }
  }

  void replace(JsonNode wanted, String time) {
    version++;
    values.clear();
    stamps.clear();
    stamps.put("", stamp(time));
    if (!wanted.isNull()) {
      write("", wanted, stamp(time));
    }
  }

  private String stamp(String time) {
    return kind == SectionKind.DESIRED ? time + " " + version : time;
  }

  private void write(String path, JsonNode patch, String stamp) {
    stamps.put(path, stamp);
    patch
        .properties()
        .forEach(
            member -> {
              String below = path + "/" + member.getKey();
              JsonNode wanted = member.getValue();
              if (wanted.isObject()) {
                if (!OBJECT.equals(values.get(below))) {
                  remove(below);
                  values.put(below, OBJECT);
                }
                write(below, wanted, stamp);
              } else {
                remove(below);
                if (!wanted.isNull()) {
                  values.put(below, TwinJson.text(wanted));
                  stamps.put(below, stamp);
                }
              }
            });
  }

  private void remove(String path) {
    for (Map<String, String> table : List.of(values, stamps)) {
      table.keySet().removeIf(key -> key.equals(path) || key.startsWith(path + "/"));
    }
  }

  Map<String, String> values() {
    return values;
  }

  Map<String, String> stamps() {
    return stamps;
  }

  long version() {
    return version;
  }

  /** The table of a section's values. */
  static Map<String, String> tableOf(JsonNode values) {
    return paths("", values)
        .filter(path -> !path.isEmpty())
        .collect(
            Collectors.toMap(
                path -> path,
                path -> values.at(path).isObject() ? OBJECT : TwinJson.text(values.at(path))));
  }

  /** The table of a section's metadata. */
  static Map<String, String> stampsOf(JsonNode metadata) {
    return paths("", metadata)
        .filter(path -> !path.contains("$"))
        .collect(Collectors.toMap(path -> path, path -> stampOf(metadata.at(path))));
  }

  private static String stampOf(JsonNode metadata) {
    String time = metadata.get("$lastUpdated").textValue();
    return metadata.has("$lastUpdatedVersion")
        ? time + " " + metadata.get("$lastUpdatedVersion").longValue()
        : time;
  }

  /** Of every member of every object, and of the root, which has the empty path. */
  static Stream<String> paths(String path, JsonNode node) {
    Stream<String> below =
        node.isObject()
            ? node.properties().stream()
                .flatMap(member -> paths(path + "/" + member.getKey(), member.getValue()))
            : Stream.of();
    return Stream.concat(Stream.of(path), below);
  }
}
