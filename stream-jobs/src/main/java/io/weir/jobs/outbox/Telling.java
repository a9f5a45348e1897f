package io.weir.jobs.outbox;

import io.weir.device.explain.EndpointAnswer.State;
import io.weir.device.explain.ExplainedMessage;
import io.weir.jobs.outbox.Taken.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells what became of the explained ones among a lane's letters. Nothing is told again while an
 * endpoint keeps answering the same.
 */
final class Telling {

  private final Answers answers;

  /** They were taken, and are not committed yet. */
  private final List<ExplainedMessage> taken = new ArrayList<>();

  private List<ExplainedMessage> retried = List.of();
  private String reason = "";

  Telling(Answers answers) {
    this.answers = answers;
  }

  /** These are not to be given to the endpoint again. */
  void taken(List<Letter> letters) {
    taken.addAll(explained(letters));
  }

  /** This one, which was taken, is in the dead letters. */
  void refused(Refused refused) {
    Optional<ExplainedMessage> message = refused.letter().explained();
    message.ifPresent(taken::remove);
    tell(message.stream().toList(), State.DEAD_LETTERED, refused.reason());
  }

  /** The endpoint has everything for good that was taken. */
  void delivered() {
    tell(List.copyOf(taken), State.DELIVERED, "");
    taken.clear();
  }

  /** The endpoint did not take these, nor for good what it took before, and is asked again. */
  void retrying(List<Letter> letters, String why) {
    List<ExplainedMessage> messages =
        Stream.concat(taken.stream(), explained(letters).stream()).toList();
    if (!messages.equals(retried) || !why.equals(reason)) {
      tell(messages, State.RETRYING, why);
      retried = messages;
      reason = why;
    }
  }

  private void tell(List<ExplainedMessage> messages, State state, String detail) {
    if (!messages.isEmpty()) {
      answers.answered(messages, state, detail);
    }
  }

  private static List<ExplainedMessage> explained(List<Letter> letters) {
    return letters.stream().flatMap(letter -> letter.explained().stream()).toList();
  }
}
