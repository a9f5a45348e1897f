package io.weir.jobs.endpoints.webhook;

import java.time.Duration;
import java.util.Set;

/**
 * What came of a request.
 *
 * @param reason one sentence
 * @param retryAfter zero when the receiver asked for nothing
 */
record WebhookAnswer(Verdict verdict, String reason, Duration retryAfter) {

  /** What it means for the messages of the request. */
  enum Verdict {
    DELIVERED,
    /** These messages are not taken, now or later. */
    REFUSED,
    /** The receiver answered that it takes nothing now. */
    UNWELL,
    /** There was no answer. */
    SILENT
  }

  /**
   * Client errors that are about the address, the caller or the moment rather than about what was
   * sent: a receiver that is wrongly set up for a while must not lose messages by it.
   */
  private static final Set<Integer> NOT_ABOUT_THE_MESSAGE =
      Set.of(401, 402, 403, 404, 405, 407, 408, 410, 421, 423, 425, 429);

  static WebhookAnswer of(int status, Duration retryAfter) {
    return new WebhookAnswer(
        verdict(status), "webhook: answered " + status + " (expected: 2xx)", retryAfter);
  }

  static WebhookAnswer silent(String reason) {
    return new WebhookAnswer(Verdict.SILENT, "webhook: " + reason, Duration.ZERO);
  }

  private static Verdict verdict(int status) {
    if (status >= 200 && status < 300) {
      return Verdict.DELIVERED;
    }
    return status >= 400 && status < 500 && !NOT_ABOUT_THE_MESSAGE.contains(status)
        ? Verdict.REFUSED
        : Verdict.UNWELL;
  }
}
