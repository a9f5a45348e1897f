package io.weir.device.state;

import io.weir.device.connection.Connection;
import io.weir.device.connection.Presence;
import io.weir.device.identity.Authentication;
import io.weir.device.identity.Identity;
import io.weir.device.twin.Section;
import io.weir.device.twin.ServiceTwin;
import io.weir.device.twin.TwinJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.StringJoiner;

/**
 * A short text that two holders of the same facts about a device share, so that state and store can
 * be compared without sending twins around.
 */
public final class Fingerprint {

  private static final int BYTES = 16;

  private Fingerprint() {}

  /**
   * Of all that is kept of a device or module.
   *
   * @param connection null when nobody holds it
   */
  public static String of(
      Identity identity,
      ServiceTwin service,
      Section reported,
      Connection connection,
      Presence presence) {
    StringJoiner facts = new StringJoiner("\n");
    identity(facts, identity);
    facts.add(TwinJson.text(service.tags()));
    facts.add(Long.toString(service.version()));
    section(facts, service.desired());
    section(facts, reported);
    if (connection != null) {
      facts.add(connection.id() + " " + connection.edge() + " " + connection.protocol());
      facts.add(connection.connectedAt() + " " + connection.expires());
    }
    facts.add(presence.stateUpdatedTime() + " " + presence.lastActivityTime());
    facts.add(presence.subscriptions().toString());
    return digest(facts.toString());
  }

  private static void identity(StringJoiner facts, Identity identity) {
    facts.add(identity.deviceId() + " " + identity.moduleId());
    facts.add(identity.generationId() + " " + identity.etag() + " " + identity.status());
    facts.add(identity.statusReason() + " " + identity.statusUpdatedTime());
    facts.add(
        identity.authenticatedSince() + " " + identity.managedBy() + " " + identity.modelId());
    Authentication authentication = identity.authentication();
    if (authentication instanceof Authentication.Sas sas) {
      facts.add(sas.primaryKey().ciphertext() + " " + sas.secondaryKey().ciphertext());
    } else {
      facts.add(authentication.toString());
    }
  }

  private static void section(StringJoiner facts, Section section) {
    facts.add(TwinJson.text(section.values()));
    facts.add(TwinJson.text(section.metadata()));
    facts.add(Long.toString(section.version()));
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256: missing (expected: in every Java)", e);
    }
  }
}
