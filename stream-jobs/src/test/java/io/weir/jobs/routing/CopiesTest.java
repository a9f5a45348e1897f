package io.weir.jobs.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.topic.Topics;
import io.weir.dsl.Enricher.Stamp;
import io.weir.dsl.endpoint.Delivery;
import io.weir.dsl.endpoint.DropEndpoint;
import io.weir.dsl.endpoint.EventsEndpoint;
import io.weir.dsl.endpoint.KafkaEndpoint;
import io.weir.jobs.kafka.OutboundRecord;
import io.weir.jobs.kafka.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CopiesTest {

  private final Copies copies = new Copies(new Topics("hub"), "hub.telemetry");
  private final RecordHeaders headers = new RecordHeaders();
  private final TelemetryRecord message =
      new TelemetryRecord(new byte[] {'d'}, new byte[] {1}, headers, 42, 3, 7);

  CopiesTest() {
    headers.add("message-id", new byte[] {'m'});
  }

  @Test
  void aDirectCopyIsTheMessageItself() {
    OutboundRecord copy =
        copies.of(message, EventsEndpoint.INSTANCE, List.of(), false).orElseThrow();
    assertThat(copy.topic()).isEqualTo("hub.messages.events");
    assertThat(copy.headers()).isSameAs(headers);
    assertThat(
            copies
                .of(message, new KafkaEndpoint("a", "alerts"), List.of(), false)
                .orElseThrow()
                .topic())
        .isEqualTo("alerts");
  }

  @Test
  @DisplayName("The log's rules 4, 14: a copy in an outbox says where it comes from")
  void aCopyInAnOutboxHasAPosition() {
    KafkaEndpoint endpoint =
        new KafkaEndpoint("a", "alerts", Delivery.EXACTLY_ONCE, Optional.empty(), Optional.empty());
    OutboundRecord copy = copies.of(message, endpoint, List.of(), false).orElseThrow();
    assertThat(copy.topic()).isEqualTo("hub.outbox.a");
    assertThat(copy.key()).isSameAs(message.key());
    assertThat(copy.value()).isSameAs(message.value());
    assertThat(copy.timestamp()).isEqualTo(42);
    assertThat(Arrays.stream(copy.headers().toArray()).map(Header::key))
        .containsExactly("message-id", SourcePosition.HEADER);
    assertThat(SourcePosition.of(copy.headers()))
        .contains(new SourcePosition("hub.telemetry-3", 7));
    assertThat(headers).hasSize(1);
  }

  @Test
  @DisplayName("ROUTE-13: an enrichment takes the place of the property; the message stays")
  void anEnrichedCopyHasItsOwnHeaders() {
    headers.add("iothub-app-SITE", new byte[] {'s'});
    List<Stamp> stamps =
        List.of(new Stamp("site", Optional.of("north")), new Stamp("none", Optional.empty()));
    OutboundRecord copy = copies.of(message, EventsEndpoint.INSTANCE, stamps, false).orElseThrow();
    assertThat(Arrays.stream(copy.headers().toArray()).map(Header::key))
        .containsExactly("message-id", "iothub-app-site");
    assertThat(copy.headers().lastHeader("iothub-app-site").value())
        .isEqualTo("north".getBytes(StandardCharsets.UTF_8));
    assertThat(headers).hasSize(2);
  }

  @Test
  void dropKeepsNothing() {
    assertThat(copies.of(message, DropEndpoint.INSTANCE, List.of(), false)).isEmpty();
  }
}
