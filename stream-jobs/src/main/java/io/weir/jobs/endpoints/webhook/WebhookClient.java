package io.weir.jobs.endpoints.webhook;

import io.weir.dsl.endpoint.WebhookEndpoint;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Posts to a webhook. */
final class WebhookClient {

  private final HttpClient http;
  private final WebhookEndpoint endpoint;
  private final Optional<Signature> signature;

  WebhookClient(HttpClient http, WebhookEndpoint endpoint, Optional<Signature> signature) {
    this.http = http;
    this.endpoint = endpoint;
    this.signature = signature;
  }

  /**
   * Posts, and waits for the whole answer at most as long as the endpoint's timeout.
   *
   * @param id the same when the same is posted again
   */
  WebhookAnswer post(String id, byte[] body) throws InterruptedException {
    CompletableFuture<HttpResponse<Void>> answer =
        http.sendAsync(request(id, body), BodyHandlers.discarding());
    try {
      HttpResponse<Void> response =
          answer.get(endpoint.timeout().toMillis(), TimeUnit.MILLISECONDS);
      return WebhookAnswer.of(response.statusCode(), retryAfter(response));
    } catch (ExecutionException e) {
      return WebhookAnswer.silent("not reached, " + e.getCause() + " (expected: an answer)");
    } catch (TimeoutException e) {
      return WebhookAnswer.silent(
          "no answer (expected: within " + endpoint.timeout().toMillis() + " ms)");
    } finally {
      answer.cancel(true);
    }
  }

  private HttpRequest request(String id, byte[] body) {
    long seconds = Instant.now().getEpochSecond();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint.url())
            .timeout(endpoint.timeout())
            .header("content-type", "application/json; charset=utf-8")
            .header("user-agent", "weir")
            .header("webhook-id", id)
            .header("webhook-timestamp", Long.toString(seconds))
            .POST(BodyPublishers.ofByteArray(body));
    signature.ifPresent(signs -> request.header("webhook-signature", signs.of(id, seconds, body)));
    return request.build();
  }

  /** Seconds or a date; zero for what is neither. */
  private static Duration retryAfter(HttpResponse<?> response) {
    String text = response.headers().firstValue("retry-after").orElse("").strip();
    try {
      if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return Duration.ofSeconds(Long.parseLong(text));
      }
      Instant until = DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
      Duration left = Duration.between(Instant.now(), until);
      return left.isNegative() ? Duration.ZERO : left;
    } catch (DateTimeException | NumberFormatException e) {
      return Duration.ZERO;
    }
  }
}
