package io.weir.device.command;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.weir.device.connection.ConnectionId;
import io.weir.device.connection.EdgeAddress;
import java.util.Objects;

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
  @JsonSubTypes.Type(value = Command.Tick.class, name = "tick"),
  @JsonSubTypes.Type(value = Command.ApplyRules.class, name = "applyRules"),
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
   */
  record Connect(
      ConnectionId connection,
      EdgeAddress edge,
      String protocol,
      long authenticatedSince,
      Long expires)
      implements Command {
    public Connect {
      Objects.requireNonNull(connection, "connection");
      Objects.requireNonNull(edge, "edge");
    }
  }

  /** The connection is gone; nothing happens when another one has taken its place. */
  record Disconnect(ConnectionId connection) implements Command {
    public Disconnect {
      Objects.requireNonNull(connection, "connection");
    }
  }

  /**
   * Time has passed: what is due by the log's time happens now (docs/architecture.md, "The log's
   * rules" 2). Written by a timer of the devices job, which itself decides nothing; a tick that is
   * early, late or doubled harms nobody.
   */
  record Tick() implements Command {}

  /**
   * Replaces the rule set whole.
   *
   * @param text the rule file, already checked by the edge
   * @param ifVersion the version that the caller saw; null for no condition
   */
  record ApplyRules(String text, Long ifVersion) implements Command {
    public ApplyRules {
      Objects.requireNonNull(text, "text");
    }
  }
}
