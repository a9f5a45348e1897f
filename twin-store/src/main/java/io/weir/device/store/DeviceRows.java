package io.weir.device.store;

import static java.util.stream.Collectors.toSet;

import com.datastax.oss.driver.api.core.cql.Row;
import io.weir.device.codec.MalformedRecordException;
import io.weir.device.command.IdentitySpec.AuthenticationType;
import io.weir.device.connection.Connection;
import io.weir.device.connection.ConnectionId;
import io.weir.device.connection.EdgeAddress;
import io.weir.device.connection.Presence;
import io.weir.device.connection.Subscription;
import io.weir.device.identity.Authentication;
import io.weir.device.identity.EncryptedKey;
import io.weir.device.identity.Identity;
import io.weir.device.identity.Status;
import io.weir.device.identity.TwinKey;
import io.weir.device.twin.Section;
import io.weir.device.twin.ServiceTwin;
import io.weir.device.twin.TwinJson;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Rows of the device tables and what they mean. Rows are written whole, nulls included. */
final class DeviceRows {

  /** Without the key. */
  static final String IDENTITY_COLUMNS =
      "generation_id, etag, status, status_reason, status_updated_time, auth_type,"
          + " primary_key, secondary_key, primary_thumbprint, secondary_thumbprint,"
          + " authenticated_since, managed_by, model_id";

  static final String SERVICE_COLUMNS =
      "tags, twin_version, desired, desired_metadata, desired_version";

  static final String REPORTED_COLUMNS = "reported, reported_metadata, reported_version";

  /** Without the key. */
  static final String CONNECTION_COLUMNS =
      "incarnation, counter, edge_partition, edge_incarnation, protocol, connected_at,"
          + " expires";

  static final String PRESENCE_COLUMNS = "state_updated_time, last_activity_time, subscriptions";

  private DeviceRows() {}

  /** Values of {@link #IDENTITY_COLUMNS}. */
  static List<Object> values(Identity identity) {
    Credentials credentials = Credentials.of(identity.authentication());
    return Arrays.asList(
        identity.generationId(),
        identity.etag(),
        lowerCase(identity.status()),
        identity.statusReason(),
        instantOrNull(identity.statusUpdatedTime()),
        lowerCase(credentials.type),
        credentials.primaryKey,
        credentials.secondaryKey,
        credentials.primaryThumbprint,
        credentials.secondaryThumbprint,
        identity.authenticatedSince(),
        identity.managedBy(),
        identity.modelId());
  }

  /** Values of {@link #SERVICE_COLUMNS}. */
  static List<Object> values(ServiceTwin twin) {
    return List.of(
        TwinJson.text(twin.tags()),
        twin.version(),
        TwinJson.text(twin.desired().values()),
        TwinJson.text(twin.desired().metadata()),
        twin.desired().version());
  }

  /** Values of {@link #REPORTED_COLUMNS}. */
  static List<Object> values(Section reported) {
    return List.of(
        TwinJson.text(reported.values()), TwinJson.text(reported.metadata()), reported.version());
  }

  /** Values of {@link #CONNECTION_COLUMNS}. */
  static List<Object> values(Connection connection) {
    return Arrays.asList(
        connection.id().incarnation(),
        connection.id().counter(),
        connection.edge().partition(),
        connection.edge().incarnation(),
        connection.protocol(),
        Instant.ofEpochMilli(connection.connectedAt()),
        connection.expires() == null ? null : Instant.ofEpochMilli(connection.expires()));
  }

  /** Values of {@link #PRESENCE_COLUMNS}. */
  static List<Object> values(Presence presence) {
    return Arrays.asList(
        instantOrNull(presence.stateUpdatedTime()),
        instantOrNull(presence.lastActivityTime()),
        presence.subscriptions().stream().map(DeviceRows::lowerCase).collect(toSet()));
  }

  static Identity identity(Row row) {
    return new Identity(
        text(row, "device_id"),
        text(row, "generation_id"),
        text(row, "etag"),
        constant(Status.class, text(row, "status")),
        row.getString("status_reason"),
        millis(row, "status_updated_time"),
        new Credentials(
                constant(AuthenticationType.class, text(row, "auth_type")),
                row.getString("primary_key"),
                row.getString("secondary_key"),
                row.getString("primary_thumbprint"),
                row.getString("secondary_thumbprint"))
            .authentication(),
        row.getLong("authenticated_since"),
        moduleId(row),
        row.getString("managed_by"),
        row.getString("model_id"));
  }

  static TwinKey key(Row row) {
    return new TwinKey(text(row, "device_id"), moduleId(row));
  }

  /** Rows of modules have one, rows of devices have no such column. */
  private static String moduleId(Row row) {
    return row.getColumnDefinitions().contains("module_id") ? text(row, "module_id") : null;
  }

  /** Devices of older releases have no twin yet, so theirs is a new one's. */
  static TwinRow twin(Row row) {
    ServiceTwin service = ServiceTwin.initial();
    Section reported = Section.initial();
    boolean hasService = row.getString("tags") != null;
    boolean hasReported = row.getString("reported") != null;
    return new TwinRow(
        identity(row),
        hasService ? text(row, "tags") : TwinJson.text(service.tags()),
        hasService ? row.getLong("twin_version") : service.version(),
        hasService
            ? new SectionTexts(
                text(row, "desired"), text(row, "desired_metadata"), row.getLong("desired_version"))
            : SectionTexts.of(service.desired()),
        hasReported
            ? new SectionTexts(
                text(row, "reported"),
                text(row, "reported_metadata"),
                row.getLong("reported_version"))
            : SectionTexts.of(reported));
  }

  static long applied(Row row) {
    return row.getLong("applied");
  }

  static Presence presence(Row row) {
    return new Presence(
        millis(row, "state_updated_time"),
        millis(row, "last_activity_time"),
        row.getSet("subscriptions", String.class).stream()
            .map(name -> constant(Subscription.class, name))
            .collect(toSet()));
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

  private static String text(Row row, String column) {
    return Objects.requireNonNull(row.getString(column), column);
  }

  /** Epoch milliseconds; 0 when unset. */
  private static long millis(Row row, String column) {
    Instant instant = row.getInstant(column);
    return instant == null ? 0 : instant.toEpochMilli();
  }

  private static Instant instantOrNull(long epochMillis) {
    return epochMillis == 0 ? null : Instant.ofEpochMilli(epochMillis);
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
