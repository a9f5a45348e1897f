package io.weir.jobs.endpoints.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.dsl.endpoint.WebhookEndpoint;
import io.weir.jobs.endpoints.Secrets;
import io.weir.jobs.outbox.Letter;
import io.weir.jobs.outbox.Letters;
import io.weir.jobs.outbox.OutboxPartition;
import io.weir.jobs.outbox.Sender;
import io.weir.jobs.outbox.Taken;
import io.weir.jobs.outbox.Taken.Refused;
import io.weir.jobs.outbox.UnavailableException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WebhookSenderTest {

  private static final OutboxPartition PARTITION = new OutboxPartition("hub.outbox.one", "id", 0);
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir private Path directory;
  private final Receiver receiver;

  WebhookSenderTest() throws IOException {
    receiver = Receiver.http();
  }

  @AfterEach
  void close() {
    receiver.close();
  }

  @Test
  @DisplayName("A batch is a JSON array of messages, as monitor-events prints them, signed")
  void batch() throws Exception {
    Files.writeString(directory.resolve("hook"), "whsec_c2VjcmV0\n");
    List<Letter> letters = Letters.numbered(7, 2);
    assertThat(take(sender(receiver.uri(), Optional.of("hook")), letters, 0))
        .isEqualTo(Taken.all(letters));
    Receiver.Request request = receiver.requests().get(0);
    assertThat(request.numbers()).containsExactly(7, 8);
    JsonNode first = request.json().get(0);
    assertThat(first.path("deviceId").asText()).isEqualTo("d1");
    assertThat(first.at("/properties/level").asText()).isEqualTo("high");
    assertThat(first.path("enqueuedTime").asText()).isEqualTo("2026-03-04T05:06:07.000Z");
    String id = request.headers().getFirst("webhook-id");
    assertThat(id).isEqualTo("msg_id_0_7_2");
    long seconds = Long.parseLong(request.headers().getFirst("webhook-timestamp"));
    assertThat(seconds).isBetween(1_700_000_000L, 10_000_000_000L);
    assertThat(request.headers().getFirst("webhook-signature"))
        .isEqualTo(
            Signature.of("hook", "secret")
                .of(id, seconds, request.body().getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void largeLettersGoInSeveralRequests() throws Exception {
    String large = "{\"n\":1,\"x\":\"" + "x".repeat(600_000) + "\"}";
    List<Letter> letters = List.of(Letters.json(1, large), Letters.json(2, large));
    assertThat(take(sender(), letters, 0).count()).isEqualTo(1);
    assertThat(receiver.requests().get(0).numbers()).hasSize(1);
  }

  @Test
  void whatIsRefusedAloneIsDeadAndTheOthersAreDelivered() throws Exception {
    receiver.answer(body -> body.toString().contains("\"n\":2") ? 422 : 204);
    Taken taken = take(sender(), Letters.numbered(1, 3), 0);
    assertThat(taken.count()).isEqualTo(3);
    assertThat(numbers(taken)).containsExactly(2L);
    assertThat(taken.refused().get(0).reason()).isEqualTo("webhook: answered 422 (expected: 2xx)");
    assertThat(receiver.requests())
        .extracting(Receiver.Request::numbers)
        .containsExactly(List.of(1, 2, 3), List.of(1), List.of(2), List.of(3));
  }

  @Test
  void aReceiverThatIsUnwellKeepsEverythingWaiting() throws Exception {
    for (int status : new int[] {500, 503, 429, 408, 401, 403, 404, 302}) {
      receiver.answer(body -> status);
      assertUnavailable(sender(), 0, "webhook: answered " + status + " (expected: 2xx)");
      assertUnavailable(sender(), 9, "webhook: answered " + status + " (expected: 2xx)");
    }
  }

  @Test
  void retryAfterIsHeard() throws Exception {
    receiver.answer(body -> 503);
    receiver.askToWait("17");
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> take(sender(), Letters.numbered(1, 1), 0))
        .satisfies(e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(17)));
    receiver.askToWait("Wed, 04 Mar 2026 05:06:07 GMT");
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> take(sender(), Letters.numbered(1, 1), 0))
        .satisfies(e -> assertThat(e.retryAfter()).isZero());
  }

  @Test
  void whatIsNeverTakenWhileOthersAreIsDeadInTheEnd() throws Exception {
    receiver.answer(body -> body.toString().contains("\"n\":1") ? 500 : 200);
    assertUnavailable(sender(), Sender.SUSPICIOUS - 1, "webhook: answered 500 (expected: 2xx)");
    Taken taken = take(sender(), Letters.numbered(1, 2), Sender.SUSPICIOUS);
    assertThat(taken.count()).isEqualTo(2);
    assertThat(numbers(taken)).containsExactly(1L);
    assertThat(taken.refused().get(0).attempts()).isEqualTo(Sender.SUSPICIOUS + 1);
  }

  @Test
  void nobodyIsSuspectedWhenNothingIsTakenAfterwards() throws Exception {
    receiver.answer(body -> body.toString().contains("\"n\":1") ? 200 : 500);
    Taken taken = take(sender(), Letters.numbered(1, 3), Sender.SUSPICIOUS);
    assertThat(taken.count()).isEqualTo(1);
    assertThat(taken.refused()).isEmpty();
  }

  @Test
  void nobodyListensOrAnswers() throws Exception {
    receiver.close();
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> take(sender(), Letters.numbered(1, 1), 0))
        .withMessageStartingWith("webhook: not reached");
    try (Receiver slow = Receiver.http()) {
      slow.answer(
          body -> {
            pause();
            return 200;
          });
      assertThatExceptionOfType(UnavailableException.class)
          .isThrownBy(() -> take(sender(slow.uri(), Optional.empty()), Letters.numbered(1, 1), 0))
          .withMessageContaining("webhook: no");
    }
  }

  @Test
  @DisplayName("HTTPS: the receiver's certificate must be trusted")
  void https() throws Exception {
    Path store = directory.resolve("tls.p12");
    keytool(
        "-genkeypair",
        "-alias",
        "hook",
        "-keyalg",
        "EC",
        "-dname",
        "CN=127.0.0.1",
        "-ext",
        "san=ip:127.0.0.1",
        "-keystore",
        store.toString(),
        "-storepass",
        new String(PASSWORD));
    try (Receiver secure = Receiver.https(context(store))) {
      assertThatExceptionOfType(UnavailableException.class)
          .isThrownBy(() -> take(sender(secure.uri(), Optional.empty()), Letters.numbered(1, 1), 0))
          .withMessageContaining("SSL");
      keytool(
          "-exportcert",
          "-rfc",
          "-alias",
          "hook",
          "-keystore",
          store.toString(),
          "-storepass",
          new String(PASSWORD),
          "-file",
          directory.resolve(WebhookSenders.TRUSTED).toString());
      List<Letter> letters = Letters.numbered(1, 1);
      assertThat(take(sender(secure.uri(), Optional.empty()), letters, 0))
          .isEqualTo(Taken.all(letters));
    }
  }

  @Test
  void aSecretThatIsMissingIsNamed() {
    assertThatIOException()
        .isThrownBy(() -> sender(receiver.uri(), Optional.of("hook")))
        .withMessage("secret hook: missing (expected: a file of the hub's secrets)");
    assertThatIOException()
        .isThrownBy(() -> sender(receiver.uri(), Optional.of("../hub.json")))
        .withMessageStartingWith("secret ../hub.json: no name");
  }

  private Sender sender() throws IOException {
    return sender(receiver.uri(), Optional.empty());
  }

  private Sender sender(URI url, Optional<String> secret) throws IOException {
    WebhookEndpoint endpoint =
        new WebhookEndpoint("one", url, 100, Duration.ZERO, Duration.ofSeconds(2), secret);
    return new WebhookSenders(endpoint, new Secrets(Optional.of(directory))).open(PARTITION);
  }

  private static Taken take(Sender sender, List<Letter> letters, int attempt) throws Exception {
    return sender.take(letters, attempt);
  }

  private static void assertUnavailable(Sender sender, int attempt, String message) {
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> take(sender, Letters.numbered(1, 2), attempt))
        .withMessage(message);
  }

  private static List<Long> numbers(Taken taken) {
    return taken.refused().stream().map(Refused::letter).map(Letter::offset).toList();
  }

  private static void pause() {
    try {
      Thread.sleep(4_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void keytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  private static SSLContext context(Path store) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(KeyStore.getInstance(store.toFile(), PASSWORD), PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }
}
