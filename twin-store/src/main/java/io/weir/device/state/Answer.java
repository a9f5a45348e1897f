package io.weir.device.state;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.weir.device.error.HubError;
import io.weir.device.identity.Identity;
import java.util.Objects;

/** What the one writer answers to a command. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Answer.IdentityAnswer.class, name = "identity"),
  @JsonSubTypes.Type(value = Answer.RulesAnswer.class, name = "rules"),
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

  /** The version that the command made. */
  record RulesAnswer(long version) implements Answer {}

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
