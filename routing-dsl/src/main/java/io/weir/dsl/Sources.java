package io.weir.dsl;

import io.weir.dsl.message.MessageSource;
import io.weir.dsl.syntax.Nearest;
import io.weir.dsl.syntax.Problems;
import io.weir.dsl.syntax.Shown;
import io.weir.dsl.syntax.Statement;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the sources that statements name. */
final class Sources {

  /** Sources that something comes from. */
  private static final Set<MessageSource> SERVED =
      EnumSet.of(
          MessageSource.DEVICE_MESSAGES,
          MessageSource.TWIN_CHANGE_EVENTS,
          MessageSource.DEVICE_LIFECYCLE_EVENTS,
          MessageSource.DEVICE_CONNECTION_STATE_EVENTS);

  private static final List<String> NAMES =
      Arrays.stream(MessageSource.values()).map(MessageSource::wireName).toList();

  private final Problems problems;

  Sources(Problems problems) {
    this.problems = problems;
  }

  /** The source of that name; empty after an error. */
  Optional<MessageSource> find(Statement.Name name) {
    Optional<MessageSource> source = MessageSource.named(name.text());
    if (source.isEmpty()) {
      problems.error(
          name.span(),
          "there is no source '"
              + Shown.text(name.text())
              + "'"
              + Nearest.hint(name.text(), NAMES));
    } else if (!SERVED.contains(source.get())) {
      problems.warning(name.span(), "no messages come from '" + source.get().wireName() + "' yet");
    }
    return source;
  }
}
