package io.weir.jobs.rules;

import io.weir.device.state.RulesVersion;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;

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

  @Override
  void close();

  /** Travels to the task, which opens a source of its own there. */
  interface Factory extends Serializable {
    RulesSource open();
  }
}
