package io.weir.device.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import io.weir.device.connection.ConnectionId;
import io.weir.device.connection.EdgeAddress;
import io.weir.device.connection.Subscription;
import io.weir.device.twin.TwinLimits;
import java.util.Objects;
import java.util.Set;

/**
 * A wish on the topic {@code device-commands}; the one writer decides what becomes of it.
 * Everything that the decision needs besides the state and the log's time travels inside.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Command.CreateIdentity.class, name = "createIdentity"),
  @JsonSubTypes.Type(value = Command.UpdateIdentity.class, name = "updateIdentity"),
  @JsonSubTypes.Type(value = Command.DeleteIdentity.class, name = "deleteIdentity"),
  @JsonSubTypes.Type(value = Command.Connect.class, name = "connect"),
  @JsonSubTypes.Type(value = Command.Disconnect.class, name = "disconnect"),
  @JsonSubTypes.Type(value = Command.Subscribe.class, name = "subscribe"),
  @JsonSubTypes.Type(value = Command.Unsubscribe.class, name = "unsubscribe"),
  @JsonSubTypes.Type(value = Command.ReportActivity.class, name = "reportActivity"),
  @JsonSubTypes.Type(value = Command.UpdateTwin.class, name = "updateTwin"),
  @JsonSubTypes.Type(value = Command.UpdateReported.class, name = "updateReported"),
  @JsonSubTypes.Type(value = Command.ImportIdentity.class, name = "importIdentity"),
  @JsonSubTypes.Type(value = Command.Inspect.class, name = "inspect"),
  @JsonSubTypes.Type(value = Command.Tick.class, name = "tick"),
  @JsonSubTypes.Type(value = Command.ApplyRules.class, name = "applyRules"),
  @JsonSubTypes.Type(value = Command.ApplyShadow.class, name = "applyShadow"),
  @JsonSubTypes.Type(value = Command.PromoteShadow.class, name = "promoteShadow"),
  @JsonSubTypes.Type(value = Command.DropShadow.class, name = "dropShadow"),
  @JsonSubTypes.Type(value = Command.RecordExplanations.class, name = "recordExplanations"),
})
public sealed interface Command {

  /** REST-02 without If-Match. */
  record CreateIdentity(IdentitySpec spec) implements Command {
    public CreateIdentity {
      Objects.requireNonNull(spec, "spec");
    }
  }

  /**
   * REST-02 with If-Match.
   *
   * @param ifMatch an unquoted etag, or {@code *}
   */
  record UpdateIdentity(IdentitySpec spec, String ifMatch) implements Command {
    public UpdateIdentity {
      Objects.requireNonNull(spec, "spec");
      Objects.requireNonNull(ifMatch, "ifMatch");
    }
  }

  /**
   * REST-03.
   *
   * @param ifMatch an unquoted etag, {@code *}, or null for no condition
   */
  record DeleteIdentity(String ifMatch) implements Command {}

  /**
   * An edge node has admitted the device.
   *
   * @param authenticatedSince {@code Identity.authenticatedSince} of the row it authenticated
   *     against
   * @param expires when the connection has to end with its credential, epoch milliseconds; null
   *     when it need not
   * @param keepsSession whether the subscriptions of the session before go on (MQTT-25)
   * @param modelId that the device says it is of (PNP-01); null when it says nothing
   */
  record Connect(
      ConnectionId connection,
      EdgeAddress edge,
      String protocol,
      long authenticatedSince,
      Long expires,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean keepsSession,
      String modelId)
      implements Command {
    public Connect {
      Objects.requireNonNull(connection, "connection");
      Objects.requireNonNull(edge, "edge");
    }

    /** With a new session. */
    public Connect(
        ConnectionId connection,
        EdgeAddress edge,
        String protocol,
        long authenticatedSince,
        Long expires) {
      this(connection, edge, protocol, authenticatedSince, expires, false, null);
    }
  }

  /** The connection is gone; nothing happens when another one has taken its place. */
  record Disconnect(ConnectionId connection) implements Command {
    public Disconnect {
      Objects.requireNonNull(connection, "connection");
    }
  }

  /** The connection wants to hear these; nothing happens when it holds the device no more. */
  record Subscribe(ConnectionId connection, Set<Subscription> subscriptions) implements Command {
    public Subscribe {
      Objects.requireNonNull(connection, "connection");
      subscriptions = Set.copyOf(subscriptions);
    }
  }

  /** The connection wants to hear these no more (MQTT-43). */
  record Unsubscribe(ConnectionId connection, Set<Subscription> subscriptions) implements Command {
    public Unsubscribe {
      Objects.requireNonNull(connection, "connection");
      subscriptions = Set.copyOf(subscriptions);
    }
  }

  /** The device was heard of; sent now and then only, so that telemetry costs no commands. */
  record ReportActivity(ConnectionId connection) implements Command {
    public ReportActivity {
      Objects.requireNonNull(connection, "connection");
    }
  }

  /**
   * A back end's write of tags and desired properties (REST-11..15). Both have passed {@code
   * SectionRules}.
   *
   * @param tags patch or replacement; a JSON null empties them; null leaves them alone
   * @param desired likewise
   * @param replace whether what is given replaces (TWIN-05) rather than patches (TWIN-02)
   * @param ifMatch an unquoted etag of the twin, {@code *}, or null for no condition
   * @param limits in force
   */
  record UpdateTwin(
      JsonNode tags, JsonNode desired, boolean replace, String ifMatch, TwinLimits limits)
      implements Command {
    public UpdateTwin {
      Objects.requireNonNull(limits, "limits");
    }
  }

  /**
   * A device's patch of its reported properties (MQTT-33).
   *
   * @param connection that it came by: it must still hold the device
   * @param patch a JSON null empties them
   * @param baseVersion the {@code $version} that the patch is for; null for any
   * @param limits in force
   */
  record UpdateReported(
      ConnectionId connection, JsonNode patch, Long baseVersion, TwinLimits limits)
      implements Command {
    public UpdateReported {
      Objects.requireNonNull(connection, "connection");
      Objects.requireNonNull(patch, "patch");
      Objects.requireNonNull(limits, "limits");
    }
  }

  /**
   * One line of a bulk request: identity and twin in one go (REG-05).
   *
   * @param spec what the identity shall be; null when the mode is about something else
   * @param ifMatch the identity's etag, for the modes that ask for it
   * @param twinIfMatch likewise of the twin; null for no condition
   * @param tags as in {@link UpdateTwin}; replaces, except with {@code updateTwin}
   * @param desired likewise
   */
  record ImportIdentity(
      ImportMode mode,
      IdentitySpec spec,
      String ifMatch,
      String twinIfMatch,
      JsonNode tags,
      JsonNode desired,
      TwinLimits limits)
      implements Command {
    public ImportIdentity {
      Objects.requireNonNull(mode, "mode");
      Objects.requireNonNull(limits, "limits");
    }
  }

  /** Changes nothing: the one writer says what it remembers, to be compared with the store. */
  record Inspect() implements Command {}

  /**
   * Time has passed: what is due by the log's time happens now (docs/architecture.md, "The log's
   * rules" 2). Written by a timer of the devices job, which itself decides nothing; a tick that is
   * early, late or doubled harms nobody.
   */
  record Tick() implements Command {}

  /** About the rule set, not about a device. */
  sealed interface OfRules
      permits ApplyRules, ApplyShadow, PromoteShadow, DropShadow, RecordExplanations {

    /** The version in force that the caller saw; null for no condition. */
    Long ifVersion();
  }

  /**
   * Replaces the rule set whole.
   *
   * @param text the rule file, already checked by the edge
   * @param by the policy that the caller acts for; null when it is not known
   * @param note the caller's own words; null when there are none
   */
  record ApplyRules(String text, Long ifVersion, String by, String note)
      implements Command, OfRules {
    public ApplyRules {
      Objects.requireNonNull(text, "text");
    }
  }

  /** Puts a rule set beside the one in force, in the place of the one that may be there. */
  record ApplyShadow(String text, Long ifVersion, String by, String note)
      implements Command, OfRules {
    public ApplyShadow {
      Objects.requireNonNull(text, "text");
    }
  }

  /**
   * Makes the shadow the rule set in force.
   *
   * @param shadow the id of the one that the edge has checked
   */
  record PromoteShadow(long shadow, Long ifVersion, String by, String note)
      implements Command, OfRules {}

  /** Takes the shadow away. */
  record DropShadow(Long ifVersion) implements Command, OfRules {}

  /**
   * Has it recorded why the messages of a device go where they go.
   *
   * @param seconds how long, from now on; 0 ends it
   */
  record RecordExplanations(String deviceId, long seconds) implements Command, OfRules {
    public RecordExplanations {
      Objects.requireNonNull(deviceId, "deviceId");
    }

    @Override
    public Long ifVersion() {
      return null;
    }
  }
}
