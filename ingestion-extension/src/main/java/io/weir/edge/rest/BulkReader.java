package io.weir.edge.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.command.ImportMode;
import io.weir.device.error.HubError;
import io.weir.device.identity.TwinKey;
import io.weir.device.twin.InvalidTwinException;
import io.weir.device.twin.TwinJson;
import io.weir.device.twin.TwinLimits;
import io.weir.edge.node.HubException;
import io.weir.edge.registry.BulkLine;
import io.weir.edge.twin.TwinWish;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the body of a bulk request (REG-05). */
final class BulkReader {

  private static final Map<String, ImportMode> MODES =
      Stream.of(ImportMode.values())
          .collect(
              Collectors.toUnmodifiableMap(
                  mode -> mode.wireName().toLowerCase(Locale.ROOT), Function.identity()));

  private BulkReader() {}

  /**
   * The lines, in their order.
   *
   * @throws HubException ARGUMENT_INVALID when it is not known whom a line is about: nothing is
   *     written then
   */
  static List<BulkLine> read(String body, TwinLimits limits) {
    JsonNode json;
    try {
      json = TwinJson.parse(body);
    } catch (InvalidTwinException e) {
      throw invalid(e.getMessage());
    }
    if (!json.isArray()) {
      throw invalid("body: no array (expected: an array of devices)");
    }
    List<BulkLine> lines = new ArrayList<>(json.size());
    for (JsonNode element : json) {
      if (!(element instanceof ObjectNode line)) {
        throw invalid("device: no object (expected: an object)");
      }
      lines.add(line(line, limits));
    }
    return lines;
  }

  private static BulkLine line(ObjectNode line, TwinLimits limits) {
    String id = DeviceReader.text(line, "id");
    if (id == null) {
      throw invalid("id: missing (expected: a device id)");
    }
    TwinKey key = new TwinKey(id, DeviceReader.text(line, "moduleId"));
    String operation = operation(line.path("importMode"));
    try {
      TwinWish twin = TwinWish.of(line, limits);
      return new BulkLine.Write(
          key,
          mode(operation),
          DeviceReader.description(line),
          unquoted(etag(line)),
          unquoted(DeviceReader.text(line, "twinETag")),
          twin.tags(),
          twin.desired());
    } catch (HubException e) {
      return new BulkLine.Malformed(key, operation, e);
    }
  }

  private static String operation(JsonNode mode) {
    if (mode.isMissingNode() || mode.isNull()) {
      return ImportMode.CREATE_OR_UPDATE.wireName();
    }
    return mode.isTextual() ? mode.textValue() : mode.toString();
  }

  private static ImportMode mode(String name) {
    ImportMode mode = MODES.get(name.toLowerCase(Locale.ROOT));
    if (mode == null) {
      throw invalid(
          "importMode: not known (expected: "
              + Stream.of(ImportMode.values())
                  .map(ImportMode::wireName)
                  .collect(Collectors.joining(", "))
              + ")");
    }
    return mode;
  }

  /** SDKs send a device back as they got it, and then its etag has the name of REG-02. */
  private static String etag(ObjectNode line) {
    String etag = DeviceReader.text(line, "eTag");
    return etag == null ? DeviceReader.text(line, "etag") : etag;
  }

  private static String unquoted(String etag) {
    return etag == null ? null : IfMatch.unquoted(etag);
  }

  private static HubException invalid(String problem) {
    return new HubException(HubError.ARGUMENT_INVALID, problem);
  }
}
