package io.weir.device.explain;

import java.time.Instant;
import java.util.Map;

/**
 * Why a message went where it went, as it is kept.
 *
 * @param enqueued the log's time of the message
 * @param json an object; docs/rules.md has its shape
 * @param answers by the endpoint's name, {@code {"state", "detail", "time"}} each; an endpoint that
 *     has not answered yet is missing
 */
public record Explanation(Instant enqueued, String json, Map<String, String> answers) {

  public Explanation {
    answers = Map.copyOf(answers);
  }
}
