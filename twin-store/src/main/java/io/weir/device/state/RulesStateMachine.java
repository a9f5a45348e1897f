package io.weir.device.state;

import io.weir.device.command.Command;
import io.weir.device.command.CommandEnvelope;
import io.weir.device.error.HubError;
import io.weir.device.state.Recordings.Recording;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Decides the commands of the key {@link #KEY}: the rule set has one writer as a device has. */
public final class RulesStateMachine {

  /** The rule set's key on {@code device-commands}; {@code /} cannot stand in a device id. */
  public static final String KEY = "rules/default";

  /** How many versions are kept, the one in force included. */
  public static final int KEPT_VERSIONS = 1_000;

  /** What a command changes, and what is said of it. */
  private record Change(
      RulesState next, List<RowChange> rows, List<Effect> published, Answer answer) {}

  /**
   * Decides.
   *
   * @param state null when there never was a rule set
   */
  public Decision<RulesState> decide(
      RulesState state, CommandEnvelope envelope, long position, long logTime) {
    RulesState before = Objects.requireNonNullElse(state, RulesState.NONE);
    if (position <= before.applied()) {
      // The state came from the store, which has what became of it.
      return new Decision<>(state, List.of(), published(before));
    }
    if (!(envelope.command() instanceof Command.OfRules command)) {
      return refused(
          state, envelope, HubError.INVALID_OPERATION, "The command is not one for rules.");
    }
    if (command.ifVersion() != null && command.ifVersion() != before.current().version()) {
      return refused(
          state,
          envelope,
          HubError.PRECONDITION_FAILED,
          "The rule set's version is "
              + before.current().version()
              + ", not "
              + command.ifVersion()
              + ".");
    }
    Optional<Answer.Refused> missing = missingShadow(before.shadow(), command);
    if (missing.isPresent()) {
      return new Decision<>(state, List.of(), reply(envelope, missing.get()));
    }
    Change change = change(before, command, position, Math.max(logTime, before.now()));
    List<Effect> effects = new ArrayList<>(change.published());
    effects.addAll(reply(envelope, change.answer()));
    return new Decision<>(change.next(), change.rows(), effects);
  }

  private static Optional<Answer.Refused> missingShadow(
      ShadowRules shadow, Command.OfRules command) {
    boolean needed =
        command instanceof Command.PromoteShadow || command instanceof Command.DropShadow;
    if (needed && shadow == null) {
      return Optional.of(new Answer.Refused(HubError.NOT_FOUND, "There is no shadow rule set."));
    }
    if (command instanceof Command.PromoteShadow promote && promote.shadow() != shadow.id()) {
      return Optional.of(
          new Answer.Refused(
              HubError.PRECONDITION_FAILED,
              "The shadow rule set is " + shadow.id() + ", not " + promote.shadow() + "."));
    }
    return Optional.empty();
  }

  private static Change change(
      RulesState before, Command.OfRules command, long position, long now) {
    if (command instanceof Command.ApplyRules apply) {
      return inForce(before, next(before, apply.text(), now, apply.by(), apply.note()), position);
    }
    if (command instanceof Command.PromoteShadow promote) {
      String text = before.shadow().text();
      return promoted(before, next(before, text, now, promote.by(), promote.note()), position);
    }
    if (command instanceof Command.RecordExplanations asked) {
      return recording(before, asked, position, now);
    }
    if (command instanceof Command.ApplyShadow apply) {
      ShadowRules shadow =
          new ShadowRules(
              position, apply.text(), now, before.current().version(), apply.by(), apply.note());
      return beside(before, shadow, position, now, new Answer.ShadowAnswer(position));
    }
    return beside(before, null, position, now, new Answer.Done());
  }

  private static RulesVersion next(
      RulesState before, String text, long now, String by, String note) {
    return new RulesVersion(before.current().version() + 1, text, now, by, note);
  }

  /** The shadow stays beside whatever is in force. */
  private static Change inForce(RulesState before, RulesVersion next, long position) {
    return new Change(
        new RulesState(next, next.appliedAt(), position, before.shadow(), before.recordings()),
        rows(new RowChange.PutRules(next)),
        List.of(new Effect.RulesPublished(next)),
        new Answer.RulesAnswer(next.version()));
  }

  private static Change promoted(RulesState before, RulesVersion next, long position) {
    return new Change(
        new RulesState(next, next.appliedAt(), position, null, before.recordings()),
        rows(new RowChange.PutRules(next, true)),
        List.of(new Effect.RulesPublished(next), new Effect.ShadowPublished(null)),
        new Answer.RulesAnswer(next.version()));
  }

  private static Change beside(
      RulesState before, ShadowRules shadow, long position, long now, Answer answer) {
    return new Change(
        new RulesState(before.current(), now, position, shadow, before.recordings()),
        List.of(new RowChange.PutShadow(shadow)),
        List.of(new Effect.ShadowPublished(shadow)),
        answer);
  }

  /** Nothing is stored: what is recorded has an end, and nobody depends on it. */
  private static Change recording(
      RulesState before, Command.RecordExplanations asked, long position, long now) {
    Recordings recorded = Objects.requireNonNullElse(before.recordings(), Recordings.NONE);
    long end = now + Duration.ofSeconds(asked.seconds()).toMillis();
    Optional<Recordings> next = recorded.and(new Recording(asked.deviceId(), end), now);
    if (next.isEmpty()) {
      return new Change(
          before,
          List.of(),
          List.of(),
          new Answer.Refused(
              HubError.INVALID_OPERATION,
              "The messages of "
                  + Recordings.MAX_DEVICES
                  + " devices are recorded already (expected: fewer)."));
    }
    return new Change(
        new RulesState(before.current(), now, position, before.shadow(), next.get()),
        List.of(),
        List.of(new Effect.RecordingsPublished(next.get())),
        new Answer.Done());
  }

  private static List<RowChange> rows(RowChange.PutRules put) {
    long dropped = put.rules().version() - KEPT_VERSIONS;
    return dropped < 1 ? List.of(put) : List.of(put, new RowChange.DropRules(dropped));
  }

  /** What readers of the topic {@code rules} have to know. */
  private static List<Effect> published(RulesState state) {
    List<Effect> published = new ArrayList<>();
    if (state.current().version() > 0) {
      published.add(new Effect.RulesPublished(state.current()));
    }
    published.add(new Effect.ShadowPublished(state.shadow()));
    if (state.recordings() != null) {
      published.add(new Effect.RecordingsPublished(state.recordings()));
    }
    return published;
  }

  private static Decision<RulesState> refused(
      RulesState state, CommandEnvelope envelope, HubError error, String message) {
    return new Decision<>(state, List.of(), reply(envelope, new Answer.Refused(error, message)));
  }

  private static List<Effect> reply(CommandEnvelope envelope, Answer answer) {
    return envelope.replyTo() == null
        ? List.of()
        : List.of(new Effect.Reply(envelope.replyTo(), envelope.correlationId(), answer));
  }
}
