package io.weir.dsl.endpoint;

import io.weir.dsl.check.Amount;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code webhook { url, batch, within, timeout, secret }}. */
final class WebhookKind implements EndpointKind {

  private static final Amount BATCH = Amount.count(1, 1_000);
  private static final Amount WITHIN = Amount.time(Duration.ofMillis(1), Duration.ofMinutes(1));
  private static final Amount TIMEOUT = Amount.time(Duration.ofMillis(100), Duration.ofMinutes(1));

  private static final int MAX_URL = 2_048;
  private static final int MAX_PORT = 65_535;

  @Override
  public String word() {
    return "webhook";
  }

  @Override
  public List<String> options() {
    return List.of("url", "batch", "within", "timeout", "secret");
  }

  @Override
  public Endpoint read(String name, Options options) throws Options.Unusable {
    long batch = options.amount("batch", BATCH, WebhookEndpoint.DEFAULT_BATCH);
    long within = options.amount("within", WITHIN, WebhookEndpoint.DEFAULT_WITHIN.toMillis());
    long timeout = options.amount("timeout", TIMEOUT, WebhookEndpoint.DEFAULT_TIMEOUT.toMillis());
    Optional<String> secret = options.secret();
    String url = options.required("url", "https://example.com/hook", WebhookKind::urlProblem);
    return new WebhookEndpoint(
        name,
        URI.create(url),
        (int) batch,
        Duration.ofMillis(within),
        Duration.ofMillis(timeout),
        secret);
  }

  private static Optional<String> urlProblem(String url) {
    return isGood(url)
        ? Optional.empty()
        : Optional.of(
            "an https address without user or fragment, such as https://example.com/hook;"
                + " http for this machine only");
  }

  private static boolean isGood(String url) {
    try {
      URI uri = new URI(url);
      boolean secure = "https".equalsIgnoreCase(uri.getScheme());
      boolean plain = "http".equalsIgnoreCase(uri.getScheme());
      return url.length() <= MAX_URL
          && uri.getHost() != null
          && uri.getUserInfo() == null
          && uri.getFragment() == null
          && uri.getPort() != 0
          && uri.getPort() <= MAX_PORT
          && (secure || (plain && isLoopback(uri.getHost())));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** What cannot leave the machine needs no encryption. */
  private static boolean isLoopback(String host) {
    return host.equalsIgnoreCase("localhost")
        || host.equals("[::1]")
        || host.matches("127(\\.[0-9]{1,3}){3}");
  }
}
