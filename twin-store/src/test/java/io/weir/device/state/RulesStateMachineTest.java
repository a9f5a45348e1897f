package io.weir.device.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.command.Command;
import io.weir.device.command.CommandEnvelope;
import io.weir.device.connection.ConnectionId;
import io.weir.device.connection.EdgeAddress;
import io.weir.device.error.HubError;
import io.weir.device.state.Effect.Reply;
import io.weir.device.state.Effect.RulesPublished;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RulesStateMachineTest {

  private static final EdgeAddress CALLER = new EdgeAddress(0, "node");

  private final RulesStateMachine machine = new RulesStateMachine();
  private long position = 1_000;

  @Test
  @DisplayName("Versions count from one; each is kept as a row and published before the answer")
  void versions() {
    Decision<RulesState> first = apply(null, "fallback on", null, 1_000);
    Decision<RulesState> second = apply(first.next(), "fallback off", 1L, 2_000);

    RulesVersion expected = new RulesVersion(2, "fallback off", 2_000);
    assertThat(first.next().current()).isEqualTo(new RulesVersion(1, "fallback on", 1_000));
    assertThat(second.next().current()).isEqualTo(expected);
    assertThat(second.rows()).containsExactly(new RowChange.PutRules(expected));
    assertThat(second.effects())
        .containsExactly(
            new RulesPublished(expected), new Reply(CALLER, 9, new Answer.RulesAnswer(2)));
  }

  @Test
  @DisplayName("A version that has moved on is PreconditionFailed and changes nothing")
  void staleVersion() {
    RulesState state = apply(null, "fallback on", null, 1_000).next();

    Decision<RulesState> decision = apply(state, "fallback off", 7L, 2_000);

    assertThat(decision.next()).isEqualTo(state);
    assertThat(decision.rows()).isEmpty();
    assertRefused(decision, HubError.PRECONDITION_FAILED);
  }

  @Test
  @DisplayName("Version 0 means: only when there are no rules yet")
  void versionZero() {
    assertThat(apply(null, "fallback on", 0L, 1_000).next().current().version()).isEqualTo(1);
    assertRefused(apply(null, "fallback on", 1L, 1_000), HubError.PRECONDITION_FAILED);
  }

  @Test
  @DisplayName("The log's rules 2: time never runs backwards")
  void time() {
    RulesState state = apply(null, "fallback on", null, 5_000).next();

    assertThat(apply(state, "fallback off", null, 4_000).next().current().appliedAt())
        .isEqualTo(5_000);
  }

  @Test
  @DisplayName("The log's rules 10: what the store has already is not decided again")
  void repeatedCommands() {
    RulesState state = apply(null, "fallback on", null, 1_000).next();
    long applied = state.applied();
    Decision<RulesState> again =
        machine.decide(
            state,
            new CommandEnvelope(CALLER, 9, new Command.ApplyRules("fallback off", null)),
            applied,
            2_000);
    assertThat(again.next()).isEqualTo(state);
    assertThat(again.rows()).isEmpty();
    assertThat(again.effects()).containsExactly(new Effect.RulesPublished(state.current()));
  }

  @Test
  @DisplayName("A command about a device is refused")
  void foreignCommands() {
    Command foreign = new Command.Disconnect(new ConnectionId("node", 1));

    assertRefused(
        machine.decide(null, new CommandEnvelope(CALLER, 9, foreign), 1, 1_000),
        HubError.INVALID_OPERATION);
  }

  private Decision<RulesState> apply(RulesState state, String text, Long ifVersion, long time) {
    return machine.decide(
        state,
        new CommandEnvelope(CALLER, 9, new Command.ApplyRules(text, ifVersion)),
        ++position,
        time);
  }

  private static void assertRefused(Decision<RulesState> decision, HubError error) {
    assertThat(decision.effects()).hasSize(1);
    Reply reply = (Reply) decision.effects().get(0);
    assertThat(((Answer.Refused) reply.answer()).error()).isEqualTo(error);
  }
}
