package io.weir.jobs.endpoints.webhook;

import io.weir.dsl.endpoint.WebhookEndpoint;
import io.weir.jobs.endpoints.Secrets;
import io.weir.jobs.outbox.OutboxPartition;
import io.weir.jobs.outbox.Sender;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Opens the senders of a webhook.
 *
 * <p>The certificates of the secret {@value #TRUSTED} are trusted beside the JDK's, for webhooks in
 * a house with an authority of its own.
 */
public record WebhookSenders(WebhookEndpoint endpoint, Secrets secrets) implements Sender.Factory {

  /** PEM. */
  static final String TRUSTED = "trusted-ca.pem";

  @Override
  public Sender open(OutboxPartition partition) throws IOException {
    Optional<Signature> signature = Optional.empty();
    if (endpoint.secret().isPresent()) {
      String name = endpoint.secret().get();
      signature = Optional.of(Signature.of(name, secrets.read(name)));
    }
    HttpClient.Builder http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(endpoint.timeout());
    Optional<String> trusted = secrets.find(TRUSTED);
    if (trusted.isPresent()) {
      SSLContext context = TrustedCertificates.context(trusted.get());
      http.sslContext(context);
    }
    return new WebhookSender(
        endpoint, partition, new WebhookClient(http.build(), endpoint, signature));
  }
}
