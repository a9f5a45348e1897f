package io.weir.device.store;

import com.fasterxml.jackson.core.JsonGenerator;
import io.weir.device.connection.Presence;
import io.weir.device.identity.Authentication;
import io.weir.device.identity.Identity;
import io.weir.device.twin.TwinJson;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The twin as back ends see it (TWIN-01). Sections are passed on as they are stored, without being
 * parsed.
 */
public final class TwinDocument {

  /** REST-55. */
  private static final String UNSET = "0001-01-01T00:00:00Z";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private TwinDocument() {}

  /**
   * The JSON text.
   *
   * @param connected whether a living node holds it
   */
  public static String of(TwinRow row, boolean connected, Presence presence) {
    StringWriter text = new StringWriter(512);
    try (JsonGenerator json = TwinJson.mapper().createGenerator(text)) {
      write(json, row, connected, presence);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** Likewise, for a device whose connection may be known. */
  public static String connectionState(boolean connected) {
    return connected ? "Connected" : "Disconnected";
  }

  /** A time as twins show it: ISO-8601 in UTC, or the year 1 when there is none. */
  public static String time(long epochMillis) {
    return epochMillis == 0 ? UNSET : TIME.format(Instant.ofEpochMilli(epochMillis));
  }

  /** AUTH-14. */
  public static String authenticationType(Identity identity) {
    Authentication authentication = identity.authentication();
    if (authentication instanceof Authentication.Sas) {
      return "sas";
    }
    if (authentication instanceof Authentication.SelfSigned) {
      return "selfSigned";
    }
    return authentication instanceof Authentication.CertificateAuthority
        ? "certificateAuthority"
        : "none";
  }

  private static void write(JsonGenerator json, TwinRow row, boolean connected, Presence presence)
      throws IOException {
    Identity identity = row.identity();
    json.writeStartObject();
    json.writeStringField("deviceId", identity.deviceId());
    if (identity.moduleId() != null) {
      json.writeStringField("moduleId", identity.moduleId());
    }
    if (identity.modelId() != null) {
      json.writeStringField("modelId", identity.modelId());
    }
    json.writeStringField("etag", row.etag());
    json.writeStringField("deviceEtag", identity.etag());
    json.writeStringField("status", identity.enabled() ? "enabled" : "disabled");
    if (identity.statusReason() != null) {
      json.writeStringField("statusReason", identity.statusReason());
    }
    json.writeStringField("statusUpdateTime", time(identity.statusUpdatedTime()));
    json.writeStringField("connectionState", connectionState(connected));
    json.writeStringField("lastActivityTime", time(presence.lastActivityTime()));
    json.writeNumberField("cloudToDeviceMessageCount", 0);
    json.writeStringField("authenticationType", authenticationType(identity));
    thumbprints(json, identity);
    json.writeNumberField("version", row.version());
    json.writeFieldName("tags");
    json.writeRawValue(row.tags());
    json.writeObjectFieldStart("properties");
    json.writeFieldName("desired");
    json.writeRawValue(row.desired().wire());
    json.writeFieldName("reported");
    json.writeRawValue(row.reported().wire());
    json.writeEndObject();
    json.writeObjectFieldStart("capabilities");
    json.writeBooleanField("iotEdge", false);
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void thumbprints(JsonGenerator json, Identity identity) throws IOException {
    boolean named = identity.authentication() instanceof Authentication.SelfSigned;
    Authentication.SelfSigned thumbprints =
        named ? (Authentication.SelfSigned) identity.authentication() : null;
    json.writeObjectFieldStart("x509Thumbprint");
    json.writeStringField("primaryThumbprint", named ? thumbprints.primaryThumbprint() : null);
    json.writeStringField("secondaryThumbprint", named ? thumbprints.secondaryThumbprint() : null);
    json.writeEndObject();
  }
}
