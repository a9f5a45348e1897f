package io.weir.dsl.endpoint;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * An HTTPS address that is sent batches of messages.
 *
 * @param name the endpoint's name in the rules
 * @param batch the most messages of one request
 * @param within how long a message may wait for others to come into its request
 * @param timeout of one request
 * @param secret the name of the hub's secret that requests are signed with; empty for none
 */
public record WebhookEndpoint(
    String name, URI url, int batch, Duration within, Duration timeout, Optional<String> secret)
    implements Endpoint {

  public static final int DEFAULT_BATCH = 100;
  public static final Duration DEFAULT_WITHIN = Duration.ofMillis(100);
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  public WebhookEndpoint {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(url, "url");
    Objects.requireNonNull(within, "within");
    Objects.requireNonNull(timeout, "timeout");
    Objects.requireNonNull(secret, "secret");
  }
}
