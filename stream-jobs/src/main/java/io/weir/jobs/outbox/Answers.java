package io.weir.jobs.outbox;

import io.weir.device.explain.EndpointAnswer;
import io.weir.device.explain.ExplainedMessage;
import java.util.List;

/** Is told what an endpoint answered to messages that are explained. Never throws, never waits. */
@FunctionalInterface
public interface Answers {

  /**
   * The same answer to some messages.
   *
   * @param detail one line, such as why they were refused; empty when there is nothing to say
   */
  void answered(List<ExplainedMessage> messages, EndpointAnswer.State state, String detail);
}
