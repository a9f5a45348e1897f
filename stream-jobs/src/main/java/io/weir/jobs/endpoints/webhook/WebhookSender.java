package io.weir.jobs.endpoints.webhook;

import io.weir.device.telemetry.EventJson;
import io.weir.dsl.endpoint.WebhookEndpoint;
import io.weir.jobs.endpoints.webhook.WebhookAnswer.Verdict;
import io.weir.jobs.outbox.Letter;
import io.weir.jobs.outbox.OutboxPartition;
import io.weir.jobs.outbox.Sender;
import io.weir.jobs.outbox.Taken;
import io.weir.jobs.outbox.Taken.Refused;
import io.weir.jobs.outbox.UnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Posts letters in batches, each a JSON array of {@link EventJson}, one request after another.
 *
 * <p>A batch that the receiver refuses is sent one by one; what it refuses then is dead. A receiver
 * that takes nothing is tried again for ever. But when it goes on so with one batch, that may be
 * one letter's fault: then the letters go one by one, and those that it does not take, while it
 * takes a later one, are dead, too.
 */
final class WebhookSender implements Sender {

  /** Of bodies in a request; a larger one goes alone. */
  private static final int BATCH_BYTES = 1024 * 1024;

  private final WebhookEndpoint endpoint;
  private final OutboxPartition partition;
  private final WebhookClient client;

  WebhookSender(WebhookEndpoint endpoint, OutboxPartition partition, WebhookClient client) {
    this.endpoint = endpoint;
    this.partition = partition;
    this.client = client;
  }

  @Override
  public int batch() {
    return endpoint.batch();
  }

  @Override
  public Duration within() {
    return endpoint.within();
  }

  @Override
  public Taken take(List<Letter> letters, int attempt)
      throws UnavailableException, InterruptedException {
    if (letters.isEmpty()) {
      return Taken.all(letters);
    }
    List<Letter> fitting = fitting(letters);
    if (attempt >= SUSPICIOUS) {
      return oneByOne(fitting, attempt);
    }
    WebhookAnswer answer = post(fitting);
    return switch (answer.verdict()) {
      case DELIVERED -> Taken.all(fitting);
      case REFUSED ->
          fitting.size() == 1
              ? new Taken(1, List.of(refused(fitting.get(0), answer, attempt)), true)
              : oneByOne(fitting, attempt);
      case UNWELL, SILENT -> throw unavailable(answer);
    };
  }

  private Taken oneByOne(List<Letter> letters, int attempt)
      throws UnavailableException, InterruptedException {
    List<Refused> dead = new ArrayList<>();
    List<Refused> suspects = new ArrayList<>();
    int settled = 0;
    WebhookAnswer first = null;
    for (int i = 0; i < letters.size(); i++) {
      Letter letter = letters.get(i);
      WebhookAnswer answer = post(List.of(letter));
      first = first == null ? answer : first;
      if (answer.verdict() == Verdict.DELIVERED) {
        dead.addAll(suspects);
        suspects.clear();
        settled = i + 1;
      } else if (answer.verdict() == Verdict.REFUSED && suspects.isEmpty()) {
        dead.add(refused(letter, answer, attempt));
        settled = i + 1;
      } else if (answer.verdict() == Verdict.REFUSED
          || (answer.verdict() == Verdict.UNWELL && attempt >= SUSPICIOUS)) {
        suspects.add(refused(letter, answer, attempt));
      } else {
        break;
      }
    }
    if (settled == 0) {
      throw unavailable(first);
    }
    return new Taken(settled, dead, true);
  }

  private static Refused refused(Letter letter, WebhookAnswer answer, int attempt) {
    return new Refused(letter, answer.reason(), attempt + 1);
  }

  private static UnavailableException unavailable(WebhookAnswer answer) {
    return new UnavailableException(answer.reason(), answer.retryAfter(), null);
  }

  private WebhookAnswer post(List<Letter> letters) throws InterruptedException {
    String id =
        "msg_%s_%d_%d_%d"
            .formatted(partition.id(), partition.number(), letters.get(0).offset(), letters.size());
    StringBuilder body = new StringBuilder("[");
    for (Letter letter : letters) {
      body.append(body.length() == 1 ? "" : ",").append(EventJson.of(letter.message()));
    }
    return client.post(id, body.append(']').toString().getBytes(StandardCharsets.UTF_8));
  }

  private static List<Letter> fitting(List<Letter> letters) {
    int bytes = letters.get(0).size();
    int count = 1;
    while (count < letters.size() && bytes + letters.get(count).size() <= BATCH_BYTES) {
      bytes += letters.get(count).size();
      count++;
    }
    return letters.subList(0, count);
  }

  @Override
  public void close() {}
}
