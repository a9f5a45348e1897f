package io.weir.edge.rules;

import io.weir.device.explain.Explanation;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where it is read why messages went where they went. */
public interface ExplanationStore {

  /** Of a device's latest messages that were explained, the last one first. */
  CompletionStage<List<Explanation>> ofDevice(String deviceId, int last);

  /** Of the latest messages with that id, whoever sent them, the last one first. */
  CompletionStage<List<Explanation>> ofMessage(String messageId, int last);
}
