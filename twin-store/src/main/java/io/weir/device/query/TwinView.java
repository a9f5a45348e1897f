package io.weir.device.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.identity.Authentication;
import io.weir.device.identity.Identity;
import io.weir.device.store.StoredTwin;
import io.weir.device.store.TwinDocument;
import io.weir.device.twin.ServiceTwin;
import io.weir.device.twin.TwinJson;

/** A stored twin as the document that conditions are about; what is not asked for is left out. */
final class TwinView {

  private TwinView() {}

  static ObjectNode document(StoredTwin twin, TwinPresence seen) {
    Identity identity = twin.identity();
    ObjectNode document = TwinJson.mapper().createObjectNode();
    document.put("deviceId", identity.deviceId());
    if (identity.moduleId() != null) {
      document.put("moduleId", identity.moduleId());
    }
    if (identity.modelId() != null) {
      document.put("modelId", identity.modelId());
    }
    document.put("etag", ServiceTwin.etag(twin.version()));
    document.put("deviceEtag", identity.etag());
    document.put("status", identity.enabled() ? "enabled" : "disabled");
    if (identity.statusReason() != null) {
      document.put("statusReason", identity.statusReason());
    }
    document.put("statusUpdateTime", TwinDocument.time(identity.statusUpdatedTime()));
    show(document, seen);
    document.put("cloudToDeviceMessageCount", 0);
    document.put("authenticationType", TwinDocument.authenticationType(identity));
    thumbprints(document.putObject("x509Thumbprint"), identity);
    document.put("version", twin.version());
    document.putObject("capabilities").put("iotEdge", false);
    if (twin.tags() != null) {
      document.set("tags", TwinJson.parse(twin.tags()));
    }
    ObjectNode properties = document.putObject("properties");
    section(properties, "desired", twin.desired(), twin.desiredMetadata(), twin.desiredVersion());
    section(
        properties, "reported", twin.reported(), twin.reportedMetadata(), twin.reportedVersion());
    return document;
  }

  private static void thumbprints(ObjectNode shown, Identity identity) {
    String primary = null;
    String secondary = null;
    if (identity.authentication() instanceof Authentication.SelfSigned named) {
      primary = named.primaryThumbprint();
      secondary = named.secondaryThumbprint();
    }
    shown.put("primaryThumbprint", primary);
    shown.put("secondaryThumbprint", secondary);
  }

  /** Who is connected, and when it was here. */
  static void show(ObjectNode document, TwinPresence seen) {
    document.put("connectionState", TwinDocument.connectionState(seen.connected()));
    document.put("lastActivityTime", TwinDocument.time(seen.presence().lastActivityTime()));
  }

  private static void section(
      ObjectNode properties, String name, String values, String metadata, long version) {
    if (values == null) {
      return;
    }
    JsonNode section = TwinJson.parse(values);
    if (section instanceof ObjectNode object) {
      if (metadata != null) {
        object.set("$metadata", TwinJson.parse(metadata));
      }
      object.put("$version", version);
      properties.set(name, object);
    }
  }
}
