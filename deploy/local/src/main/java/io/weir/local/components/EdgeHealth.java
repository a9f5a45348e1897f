package io.weir.local.components;

import io.weir.local.client.TrustedCa;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Asks the edge itself: {@code GET /health} is 200 once it admits devices. */
final class EdgeHealth {
  private final URI uri;
  private final Path ca;
  private HttpClient client;

  EdgeHealth(String host, int port, Path ca) {
    this.uri = URI.create("https://" + host + ":" + port + "/health");
    this.ca = ca;
  }

  /** It admits devices. */
  boolean healthy() throws IOException {
    return status() == 200;
  }

  /** It answers, if only to say that Kafka or Cassandra does not. */
  boolean answers() throws IOException {
    return status() > 0;
  }

  private synchronized int status() throws IOException {
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(Duration.ofSeconds(1))
              .sslContext(TrustedCa.context(Optional.of(ca)))
              .build();
    }
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(2)).GET().build();
    try {
      return client.send(request, BodyHandlers.discarding()).statusCode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
