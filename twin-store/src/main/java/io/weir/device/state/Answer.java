package io.weir.device.state;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.weir.device.connection.Subscription;
import io.weir.device.error.HubError;
import io.weir.device.identity.Identity;
import io.weir.device.twin.ServiceTwin;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What the one writer answers to a command. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Answer.IdentityAnswer.class, name = "identity"),
  @JsonSubTypes.Type(value = Answer.TwinAnswer.class, name = "twin"),
  @JsonSubTypes.Type(value = Answer.ReportedAnswer.class, name = "reported"),
  @JsonSubTypes.Type(value = Answer.Subscribed.class, name = "subscribed"),
  @JsonSubTypes.Type(value = Answer.Inspected.class, name = "inspected"),
  @JsonSubTypes.Type(value = Answer.RulesAnswer.class, name = "rules"),
  @JsonSubTypes.Type(value = Answer.ShadowAnswer.class, name = "shadow"),
  @JsonSubTypes.Type(value = Answer.Done.class, name = "done"),
  @JsonSubTypes.Type(value = Answer.Refused.class, name = "refused"),
})
public sealed interface Answer {

  /** The identity as it is after the command. */
  record IdentityAnswer(Identity identity) implements Answer {
    public IdentityAnswer {
      Objects.requireNonNull(identity, "identity");
    }
  }

  /** The identity, and what back ends write of its twin, as they are after the command. */
  record TwinAnswer(Identity identity, ServiceTwin twin) implements Answer {
    public TwinAnswer {
      Objects.requireNonNull(identity, "identity");
      Objects.requireNonNull(twin, "twin");
    }
  }

  /** The {@code $version} of the reported properties after the command. */
  record ReportedAnswer(long version) implements Answer {}

  /** All that the connection's session hears now. */
  record Subscribed(Set<Subscription> subscriptions) implements Answer {
    public Subscribed {
      subscriptions = Set.copyOf(subscriptions);
    }
  }

  /**
   * What the one writer remembers.
   *
   * @param owners the device itself under the empty text, its modules under their ids; empty when
   *     it knows of no such device
   */
  record Inspected(Map<String, Remembered> owners) implements Answer {
    public Inspected {
      owners = Map.copyOf(owners);
    }
  }

  /**
   * Of a device or module.
   *
   * @param applied the position that changed identity or twin last
   * @param presenceApplied the position that changed connection or presence last
   * @param fingerprint as {@link Fingerprint} makes it
   */
  record Remembered(long applied, long presenceApplied, String fingerprint) {}

  /** The version that the command made. */
  record RulesAnswer(long version) implements Answer {}

  /** The id of the shadow that the command made. */
  record ShadowAnswer(long shadow) implements Answer {}

  /** Done, and nothing to show. */
  record Done() implements Answer {}

  /** Nothing was changed. */
  record Refused(HubError error, String message) implements Answer {
    public Refused {
      Objects.requireNonNull(error, "error");
      Objects.requireNonNull(message, "message");
    }
  }
}
