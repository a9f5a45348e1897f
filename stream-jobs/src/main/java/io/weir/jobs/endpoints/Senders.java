package io.weir.jobs.endpoints;

import io.weir.dsl.endpoint.Endpoint;
import io.weir.dsl.endpoint.FilesEndpoint;
import io.weir.dsl.endpoint.KafkaEndpoint;
import io.weir.dsl.endpoint.WebhookEndpoint;
import io.weir.jobs.JobArguments;
import io.weir.jobs.endpoints.files.FilesSenders;
import io.weir.jobs.endpoints.kafka.KafkaSenders;
import io.weir.jobs.endpoints.webhook.WebhookSenders;
import io.weir.jobs.outbox.Sender;
import java.nio.file.Path;
import java.util.Optional;

/** Which sender an endpoint has. */
final class Senders {

  private final JobArguments arguments;
  private final Secrets secrets;

  Senders(JobArguments arguments) {
    this.arguments = arguments;
    this.secrets =
        new Secrets(
            Optional.of(arguments.secrets())
                .filter(directory -> !directory.isEmpty())
                .map(Path::of));
  }

  Sender.Factory of(Endpoint endpoint) {
    if (endpoint instanceof WebhookEndpoint webhook) {
      return new WebhookSenders(webhook, secrets);
    }
    if (endpoint instanceof FilesEndpoint files) {
      return new FilesSenders(files, arguments.hub(), arguments.files());
    }
    if (endpoint instanceof KafkaEndpoint kafka) {
      return new KafkaSenders(kafka, arguments.kafka(), secrets);
    }
    throw new IllegalArgumentException("endpoint: " + endpoint + " (expected: one with an outbox)");
  }
}
