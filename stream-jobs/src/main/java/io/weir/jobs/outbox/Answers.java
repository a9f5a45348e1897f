package io.weir.jobs.outbox;

import io.weir.device.explain.EndpointAnswer;
import io.weir.device.explain.ExplainedMessage;

/** Is told what an endpoint answered to messages that are explained. Never throws, never waits. */
@FunctionalInterface
public interface Answers {

  /**
   * @param detail one line, such as why the message was refused; empty when there is nothing to say
   */
  void answered(ExplainedMessage message, EndpointAnswer.State state, String detail);
}
