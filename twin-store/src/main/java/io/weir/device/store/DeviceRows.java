package io.weir.device.store;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.weir.device.codec.MalformedRecordException;
import io.weir.device.command.IdentitySpec.AuthenticationType;
import io.weir.device.connection.Connection;
import io.weir.device.connection.ConnectionId;
import io.weir.device.connection.EdgeAddress;
import io.weir.device.identity.Authentication;
import io.weir.device.identity.EncryptedKey;
import io.weir.device.identity.Identity;
import io.weir.device.identity.Status;
import io.weir.device.state.RulesVersion;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;

/** Rows of the device tables and what they mean. Rows are written whole, nulls included. */
final class DeviceRows {

  static final String IDENTITY_COLUMNS =
      "device_id, generation_id, etag, status, status_reason, status_updated_time, auth_type,"
          + " primary_key, secondary_key, primary_thumbprint, secondary_thumbprint,"
          + " authenticated_since, applied";

  static final String CONNECTION_COLUMNS =
      "device_id, incarnation, counter, edge_partition, edge_incarnation, protocol, connected_at,"
          + " expires, applied";

  private DeviceRows() {}

  static BoundStatement bind(PreparedStatement insert, Identity identity, long position) {
    Credentials credentials = Credentials.of(identity.authentication());
    return insert.bind(
        identity.deviceId(),
        identity.generationId(),
        identity.etag(),
        lowerCase(identity.status()),
        identity.statusReason(),
        identity.statusUpdatedTime() == 0
            ? null
            : Instant.ofEpochMilli(identity.statusUpdatedTime()),
        lowerCase(credentials.type),
        credentials.primaryKey,
        credentials.secondaryKey,
        credentials.primaryThumbprint,
        credentials.secondaryThumbprint,
        identity.authenticatedSince(),
        position,
        position);
  }

  static BoundStatement bind(
      PreparedStatement insert, String deviceId, Connection connection, long position) {
    return insert.bind(
        deviceId,
        connection.id().incarnation(),
        connection.id().counter(),
        connection.edge().partition(),
        connection.edge().incarnation(),
        connection.protocol(),
        Instant.ofEpochMilli(connection.connectedAt()),
        connection.expires() == null ? null : Instant.ofEpochMilli(connection.expires()),
        position,
        position);
  }

  static BoundStatement bind(
      PreparedStatement insert, String name, RulesVersion rules, long position) {
    return insert.bind(
        name, rules.version(), rules.text(), Instant.ofEpochMilli(rules.appliedAt()), position);
  }

  static Identity identity(Row row) {
    Instant statusUpdated = row.getInstant("status_updated_time");
    return new Identity(
        text(row, "device_id"),
        text(row, "generation_id"),
        text(row, "etag"),
        constant(Status.class, text(row, "status")),
        row.getString("status_reason"),
        statusUpdated == null ? 0 : statusUpdated.toEpochMilli(),
        new Credentials(
                constant(AuthenticationType.class, text(row, "auth_type")),
                row.getString("primary_key"),
                row.getString("secondary_key"),
                row.getString("primary_thumbprint"),
                row.getString("secondary_thumbprint"))
            .authentication(),
        row.getLong("authenticated_since"));
  }

  static String deviceId(Row row) {
    return text(row, "device_id");
  }

  static Connection connection(Row row) {
    Instant expires = row.getInstant("expires");
    return new Connection(
        new ConnectionId(text(row, "incarnation"), row.getLong("counter")),
        new EdgeAddress(row.getInt("edge_partition"), text(row, "edge_incarnation")),
        row.getString("protocol"),
        instant(row, "connected_at").toEpochMilli(),
        expires == null ? null : expires.toEpochMilli());
  }

  static RulesVersion rules(Row row) {
    return new RulesVersion(
        row.getLong("version"), text(row, "text"), instant(row, "applied_at").toEpochMilli());
  }

  private static String text(Row row, String column) {
    return Objects.requireNonNull(row.getString(column), column);
  }

  private static Instant instant(Row row, String column) {
    return Objects.requireNonNull(row.getInstant(column), column);
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String text) {
    try {
      return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new MalformedRecordException(type.getSimpleName() + ": " + text + " is not known", e);
    }
  }

  /** An {@link Authentication} as columns. */
  private record Credentials(
      AuthenticationType type,
      String primaryKey,
      String secondaryKey,
      String primaryThumbprint,
      String secondaryThumbprint) {

    static Credentials of(Authentication authentication) {
      if (authentication instanceof Authentication.Sas sas) {
        return new Credentials(
            AuthenticationType.SAS,
            sas.primaryKey().ciphertext(),
            sas.secondaryKey().ciphertext(),
            null,
            null);
      }
      if (authentication instanceof Authentication.SelfSigned certificate) {
        return new Credentials(
            AuthenticationType.SELF_SIGNED,
            null,
            null,
            certificate.primaryThumbprint(),
            certificate.secondaryThumbprint());
      }
      return new Credentials(
          authentication instanceof Authentication.CertificateAuthority
              ? AuthenticationType.CERTIFICATE_AUTHORITY
              : AuthenticationType.NONE,
          null,
          null,
          null,
          null);
    }

    Authentication authentication() {
      return switch (type) {
        case SAS ->
            new Authentication.Sas(EncryptedKey.of(primaryKey), EncryptedKey.of(secondaryKey));
        case SELF_SIGNED -> new Authentication.SelfSigned(primaryThumbprint, secondaryThumbprint);
        case CERTIFICATE_AUTHORITY -> new Authentication.CertificateAuthority();
        case NONE -> new Authentication.None();
      };
    }
  }
}
