package io.weir.jobs.rules;

import io.weir.device.state.Recordings;
import io.weir.device.state.RulesVersion;
import io.weir.device.state.ShadowRules;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where versions of the rule set come from, in the order of the log. Used by one thread at a time.
 */
public interface RulesSource extends AutoCloseable {

  /**
   * Everything up to the log's end as it is now.
   *
   * @throws IllegalStateException when it cannot be read within the time
   */
  List<RulesVersion> readToEnd(Duration timeout);

  /** What has come since, waiting for it at most this long. */
  List<RulesVersion> poll(Duration timeout);

  /** The rule set beside the one in force, as what was read last has it. */
  Optional<ShadowRules> shadow();

  /** Whose messages are to be explained, as what was read last has it. */
  Recordings recordings();

  @Override
  void close();

  /** Travels to the task, which opens a source of its own there. */
  interface Factory extends Serializable {
    RulesSource open();
  }
}
