package io.weir.device.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.command.Command;
import io.weir.device.command.CommandEnvelope;
import io.weir.device.connection.ConnectionId;
import io.weir.device.connection.EdgeAddress;
import io.weir.device.error.HubError;
import io.weir.device.state.Effect.RecordingsPublished;
import io.weir.device.state.Effect.Reply;
import io.weir.device.state.Effect.RulesPublished;
import io.weir.device.state.Effect.ShadowPublished;
import io.weir.device.state.Recordings.Recording;
import java.util.List;
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
            new CommandEnvelope(
                CALLER, 9, new Command.ApplyRules("fallback off", null, null, null)),
            applied,
            2_000);
    assertThat(again.next()).isEqualTo(state);
    assertThat(again.rows()).isEmpty();
    assertThat(again.effects())
        .containsExactly(new RulesPublished(state.current()), new ShadowPublished(null));
  }

  @Test
  @DisplayName("The log's rules 10: a shadow without rules is told again alone")
  void repeatedShadow() {
    RulesState state = decide(null, shadow("fallback off"), 1_000).next();

    Decision<RulesState> again =
        machine.decide(
            state, new CommandEnvelope(CALLER, 9, shadow("fallback off")), state.applied(), 2_000);

    assertThat(again.rows()).isEmpty();
    assertThat(again.effects()).containsExactly(new ShadowPublished(state.shadow()));
  }

  @Test
  @DisplayName("A version says who applied it and why")
  void origin() {
    Command apply = new Command.ApplyRules("fallback on", null, "iothubowner", "why");

    assertThat(decide(null, apply, 1_000).next().current())
        .isEqualTo(new RulesVersion(1, "fallback on", 1_000, "iothubowner", "why"));
  }

  @Test
  @DisplayName("Whose messages are explained is published with its end, and forgotten after it")
  void recordings() {
    RulesState live = apply(null, "fallback on", null, 1_000).next();

    Decision<RulesState> first = decide(live, recording("d1", 60), 2_000);
    assertThat(first.rows()).isEmpty();
    assertThat(first.effects())
        .containsExactly(
            new RecordingsPublished(new Recordings(List.of(new Recording("d1", 62_000L)))),
            new Reply(CALLER, 9, new Answer.Done()));
    assertThat(first.next().current()).isEqualTo(live.current());

    RulesState both = decide(first.next(), recording("d2", 600), 50_000).next();
    assertThat(both.recordings().devices())
        .extracting(Recording::deviceId)
        .containsExactly("d1", "d2");
    RulesState later = decide(both, recording("d3", 600), 62_000).next();
    assertThat(later.recordings().devices())
        .extracting(Recording::deviceId)
        .containsExactly("d2", "d3");
    RulesState ended = decide(later, recording("d2", 0), 63_000).next();
    assertThat(ended.recordings().devices()).extracting(Recording::deviceId).containsExactly("d3");
  }

  @Test
  @DisplayName("Recordings stay when rules and shadows come and go, and are told again with them")
  void recordingsStay() {
    RulesState state = decide(null, recording("d1", 60), 1_000).next();
    state = apply(state, "fallback on", null, 2_000).next();
    state = decide(state, shadow("fallback off"), 3_000).next();
    state =
        decide(state, new Command.PromoteShadow(state.shadow().id(), null, "", ""), 4_000).next();
    assertThat(state.recordings()).isEqualTo(new Recordings(List.of(new Recording("d1", 61_000L))));

    Decision<RulesState> again =
        machine.decide(
            state, new CommandEnvelope(CALLER, 9, recording("d1", 60)), state.applied(), 5_000);
    assertThat(again.effects())
        .containsExactly(
            new RulesPublished(state.current()),
            new ShadowPublished(null),
            new RecordingsPublished(state.recordings()));
  }

  @Test
  @DisplayName("A hundred devices are recorded at a time; one more is refused, an old one is not")
  void tooManyRecordings() {
    RulesState state = null;
    for (int i = 0; i < Recordings.MAX_DEVICES; i++) {
      state = decide(state, recording("d" + i, 600), 1_000).next();
    }
    Decision<RulesState> more = decide(state, recording("more", 600), 2_000);
    assertRefused(more, HubError.INVALID_OPERATION);
    assertThat(more.next()).isEqualTo(state);
    assertThat(decide(state, recording("d7", 700), 2_000).next().recordings().devices())
        .hasSize(Recordings.MAX_DEVICES)
        .contains(new Recording("d7", 702_000L));
  }

  @Test
  @DisplayName("A thousand versions are kept")
  void keptVersions() {
    RulesState state = new RulesState(new RulesVersion(999, "", 1), 1);
    Decision<RulesState> last = apply(state, "fallback on", null, 2);
    Decision<RulesState> next = apply(last.next(), "fallback on", null, 3);

    assertThat(last.rows()).hasSize(1);
    assertThat(next.rows())
        .containsExactly(new RowChange.PutRules(next.next().current()), new RowChange.DropRules(1));
  }

  @Test
  @DisplayName("A shadow is kept beside the rules in force, also when those change")
  void shadow() {
    RulesState live = apply(null, "fallback on", null, 1_000).next();

    Decision<RulesState> decision = decide(live, shadow("fallback off"), 2_000);

    ShadowRules expected = new ShadowRules(position, "fallback off", 2_000, 1, "service", "try");
    assertThat(decision.next().shadow()).isEqualTo(expected);
    assertThat(decision.next().current()).isEqualTo(live.current());
    assertThat(decision.rows()).containsExactly(new RowChange.PutShadow(expected));
    assertThat(decision.effects())
        .containsExactly(
            new ShadowPublished(expected), new Reply(CALLER, 9, new Answer.ShadowAnswer(position)));
    Decision<RulesState> later = apply(decision.next(), "", null, 3_000);
    assertThat(later.next().shadow()).isEqualTo(expected);
    assertThat(later.rows()).containsExactly(new RowChange.PutRules(later.next().current()));
  }

  @Test
  @DisplayName("A shadow that is promoted is the next version and a shadow no more, in one row")
  void promotion() {
    RulesState state = decide(null, shadow("fallback off"), 1_000).next();
    long id = state.shadow().id();

    Decision<RulesState> decision =
        decide(state, new Command.PromoteShadow(id, 0L, "iothubowner", "good"), 2_000);

    RulesVersion expected = new RulesVersion(1, "fallback off", 2_000, "iothubowner", "good");
    assertThat(decision.next()).isEqualTo(new RulesState(expected, 2_000, position, null));
    assertThat(decision.rows()).containsExactly(new RowChange.PutRules(expected, true));
    assertThat(decision.effects())
        .containsExactly(
            new RulesPublished(expected),
            new ShadowPublished(null),
            new Reply(CALLER, 9, new Answer.RulesAnswer(1)));
  }

  @Test
  @DisplayName("A shadow that is dropped leaves the rules in force as they are")
  void drop() {
    RulesState live = apply(null, "fallback on", null, 1_000).next();
    RulesState state = decide(live, shadow("fallback off"), 2_000).next();

    Decision<RulesState> decision = decide(state, new Command.DropShadow(1L), 3_000);

    assertThat(decision.next()).isEqualTo(new RulesState(live.current(), 3_000, position, null));
    assertThat(decision.rows()).containsExactly(new RowChange.PutShadow(null));
    assertThat(decision.effects())
        .containsExactly(new ShadowPublished(null), new Reply(CALLER, 9, new Answer.Done()));
  }

  @Test
  @DisplayName("No shadow is NotFound; another one than was seen, or other rules, are refused")
  void shadowConditions() {
    RulesState live = apply(null, "fallback on", null, 1_000).next();
    RulesState state = decide(live, shadow("fallback off"), 2_000).next();
    long id = state.shadow().id();

    assertRefused(decide(live, new Command.DropShadow(null), 3_000), HubError.NOT_FOUND);
    assertRefused(decide(live, promote(id, null), 3_000), HubError.NOT_FOUND);
    assertRefused(decide(state, promote(id - 1, null), 3_000), HubError.PRECONDITION_FAILED);
    assertRefused(decide(state, promote(id, 0L), 3_000), HubError.PRECONDITION_FAILED);
    assertRefused(decide(state, new Command.DropShadow(2L), 3_000), HubError.PRECONDITION_FAILED);
    assertRefused(
        decide(state, new Command.ApplyShadow("", 2L, null, null), 3_000),
        HubError.PRECONDITION_FAILED);
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
    return decide(state, new Command.ApplyRules(text, ifVersion, null, null), time);
  }

  private Decision<RulesState> decide(RulesState state, Command command, long time) {
    return machine.decide(state, new CommandEnvelope(CALLER, 9, command), ++position, time);
  }

  private static Command shadow(String text) {
    return new Command.ApplyShadow(text, null, "service", "try");
  }

  private static Command promote(long id, Long ifVersion) {
    return new Command.PromoteShadow(id, ifVersion, null, null);
  }

  private static void assertRefused(Decision<RulesState> decision, HubError error) {
    assertThat(decision.rows()).isEmpty();
    assertThat(decision.effects()).hasSize(1);
    Reply reply = (Reply) decision.effects().get(0);
    assertThat(((Answer.Refused) reply.answer()).error()).isEqualTo(error);
  }

  private static Command recording(String device, long seconds) {
    return new Command.RecordExplanations(device, seconds);
  }
}
