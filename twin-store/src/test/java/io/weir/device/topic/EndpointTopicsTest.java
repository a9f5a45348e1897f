package io.weir.device.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.endpoint.Delivery;
import io.weir.dsl.endpoint.DropEndpoint;
import io.weir.dsl.endpoint.EventsEndpoint;
import io.weir.dsl.endpoint.KafkaEndpoint;
import io.weir.dsl.endpoint.WebhookEndpoint;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EndpointTopicsTest {

  private final Topics topics = new Topics("weir");

  @Test
  void whatTheRoutingJobWritesItselfHasNoOutbox() {
    KafkaEndpoint own = new KafkaEndpoint("Alerts", "alerts");
    assertThat(topics.written(own)).contains("alerts");
    assertThat(topics.neededBy(own)).containsExactly("alerts");
    assertThat(topics.written(EventsEndpoint.INSTANCE)).contains("weir.messages.events");
    assertThat(topics.written(DropEndpoint.INSTANCE)).isEmpty();
    assertThat(topics.hasOutbox(own)).isFalse();
    assertThat(topics.hasOutbox(EventsEndpoint.INSTANCE)).isFalse();
    assertThat(topics.hasOutbox(DropEndpoint.INSTANCE)).isFalse();
    assertThat(topics.neededBy(DropEndpoint.INSTANCE)).isEmpty();
  }

  @Test
  @DisplayName("The log's rules 14: any other is fed from its outbox, whatever the name's case")
  void othersHaveAnOutbox() {
    WebhookEndpoint hook =
        new WebhookEndpoint(
            "Hook",
            URI.create("https://example.com"),
            WebhookEndpoint.DEFAULT_BATCH,
            WebhookEndpoint.DEFAULT_WITHIN,
            WebhookEndpoint.DEFAULT_TIMEOUT,
            Optional.empty());
    assertThat(topics.written(hook)).contains("weir.outbox.hook");
    assertThat(topics.neededBy(hook)).containsExactly("weir.outbox.hook", "weir.dead-letters.hook");
    assertThat(topics.hasOutbox(hook)).isTrue();
  }

  @Test
  void anExactlyOnceTopicIsNeededWhereItIsTheHubs() {
    assertThat(topics.neededBy(exactlyOnce(Optional.empty())))
        .containsExactly("weir.outbox.bills", "weir.dead-letters.bills", "out");
    assertThat(topics.neededBy(exactlyOnce(Optional.of("elsewhere:9092"))))
        .containsExactly("weir.outbox.bills", "weir.dead-letters.bills");
  }

  private static KafkaEndpoint exactlyOnce(Optional<String> bootstrap) {
    return new KafkaEndpoint("bills", "out", Delivery.EXACTLY_ONCE, bootstrap, Optional.empty());
  }
}
