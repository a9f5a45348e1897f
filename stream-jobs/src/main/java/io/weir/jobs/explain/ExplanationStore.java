package io.weir.jobs.explain;

import io.weir.device.explain.EndpointAnswer;
import io.weir.device.explain.ExplainedMessage;
import java.io.Serializable;
import java.util.List;

/** Where explanations are kept. Used by one thread; any call may fail. */
public interface ExplanationStore extends AutoCloseable {

  /**
   * Keeps an explanation, in the place of an earlier one of the same message.
   *
   * @param messageId null when the message has none
   */
  void put(ExplainedMessage message, String messageId, String json);

  /** Keeps what an endpoint answered to these, in the place of its former answers. */
  void answer(List<ExplainedMessage> messages, String endpoint, EndpointAnswer answer);

  @Override
  void close();

  /** Travels to the task, which opens a store of its own there. */
  interface Factory extends Serializable {

    /** Returns at once: the store connects when it is first used. */
    ExplanationStore open();
  }
}
