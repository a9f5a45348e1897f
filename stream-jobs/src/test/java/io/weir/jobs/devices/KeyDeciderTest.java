package io.weir.jobs.devices;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.connection.EdgeAddress;
import io.weir.device.error.HubError;
import io.weir.device.state.Answer;
import io.weir.jobs.devices.KeyDecider.Undecided;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What cannot be decided is answered, where the caller can be made out")
class KeyDeciderTest {

  private static final EdgeAddress CALLER = new EdgeAddress(3, "i");

  private static final Parts NOTHING = part -> null;

  private final KeyDecider decider = new KeyDecider();

  @Test
  @DisplayName("ERR-05: a command with parts missing is 400006")
  void partsAreMissing() {
    for (String command : new String[] {"", ",\"command\":{\"type\":\"createIdentity\"}"}) {
      Undecided undecided = decide("a", command);
      assertThat(undecided.error()).isEqualTo(HubError.FORMAT_ERROR);
      assertThat(undecided.reply().to()).isEqualTo(CALLER);
      assertThat(undecided.reply().correlationId()).isEqualTo(7);
      assertThat(undecided.reply().answer())
          .isEqualTo(new Answer.Refused(HubError.FORMAT_ERROR, undecided.message()));
    }
    assertThat(decide("not/a/device", "").reply()).isNotNull();
  }

  @Test
  @DisplayName("ERR-05: a defect of the hub is 500001, not the caller's fault")
  void aDefect() {
    KeyDecider defective =
        new KeyDecider(
            (key, memory, envelope, position, logTime) -> {
              throw new IllegalStateException("defect");
            },
            (before, envelope, position, logTime) -> {
              throw new IllegalStateException("defect");
            });
    for (CommandRecord record :
        new CommandRecord[] {Commands.create("a", 1), Commands.rules("-- 1", 1)}) {
      Undecided undecided = (Undecided) defective.decide(NOTHING, record, 1);
      assertThat(undecided.error()).isEqualTo(HubError.SERVER_ERROR);
      assertThat(undecided.reply().to()).isEqualTo(Commands.EDGE);
      assertThat(undecided.reply().answer())
          .isEqualTo(new Answer.Refused(HubError.SERVER_ERROR, undecided.message()));
      assertThat(undecided.cause()).hasMessage("defect");
    }
  }

  @Test
  @DisplayName("Nobody is answered when nobody can be made out")
  void nobodyAsked() {
    assertThat(((Undecided) decider.decide(NOTHING, record("a", null), 1)).reply()).isNull();
    assertThat(((Undecided) decider.decide(NOTHING, record("a", "{}"), 1)).reply()).isNull();
    assertThat(((Undecided) decider.decide(NOTHING, record("a", "{\"v\":1,\"d\":{}}"), 1)).reply())
        .isNull();
  }

  private Undecided decide(String key, String command) {
    String value =
        "{\"v\":1,\"d\":{\"replyTo\":{\"partition\":3,\"incarnation\":\"i\"},\"correlationId\":7"
            + command
            + "}}";
    return (Undecided) decider.decide(NOTHING, record(key, value), 1);
  }

  private static CommandRecord record(String key, String value) {
    return new CommandRecord(
        key, value == null ? null : value.getBytes(StandardCharsets.UTF_8), 1, 0);
  }
}
