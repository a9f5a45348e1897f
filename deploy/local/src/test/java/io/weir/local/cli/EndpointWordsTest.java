package io.weir.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.dsl.endpoint.Delivery;
import io.weir.dsl.endpoint.DropEndpoint;
import io.weir.dsl.endpoint.Endpoint;
import io.weir.dsl.endpoint.EventsEndpoint;
import io.weir.dsl.endpoint.FileFormat;
import io.weir.dsl.endpoint.FilesEndpoint;
import io.weir.dsl.endpoint.KafkaEndpoint;
import io.weir.dsl.endpoint.WebhookEndpoint;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EndpointWordsTest {

  private static final Endpoint ELSEWHERE =
      new KafkaEndpoint(
          "far", "alerts", Delivery.EXACTLY_ONCE, Optional.of("k:9092"), Optional.of("far-kafka"));
  private static final Endpoint FILES =
      new FilesEndpoint(
          "archive", "archive", FileFormat.AVRO, "{iothub}", Duration.ofMinutes(1), 1_000);
  private static final Endpoint WEBHOOK =
      new WebhookEndpoint(
          "hook",
          URI.create("https://example.com/in"),
          10,
          Duration.ofMillis(100),
          Duration.ofSeconds(5),
          Optional.of("hook-key"));

  @Test
  @DisplayName("Each kind has a type and an address")
  void words() {
    assertWords(new KafkaEndpoint("near", "alerts"), "kafka", "alerts");
    assertWords(ELSEWHERE, "kafka", "alerts at k:9092");
    assertWords(FILES, "files", "archive");
    assertWords(WEBHOOK, "webhook", "https://example.com/in");
    assertWords(EventsEndpoint.INSTANCE, "built-in", "");
    assertWords(DropEndpoint.INSTANCE, "built-in", "");
  }

  @Test
  @DisplayName("JSON has what the kind has, and no secret's name")
  void json() {
    assertThat(json(ELSEWHERE))
        .isEqualTo(
            "{'name':'far','type':'kafka','topic':'alerts','delivery':'exactly-once',"
                + "'bootstrap':'k:9092'}");
    assertThat(json(FILES))
        .isEqualTo(
            "{'name':'archive','type':'files','path':'archive','format':'avro',"
                + "'pattern':'{iothub}','rollSeconds':60,'rollBytes':1000}");
    assertThat(json(WEBHOOK))
        .isEqualTo(
            "{'name':'hook','type':'webhook','url':'https://example.com/in','batch':10,"
                + "'withinMillis':100,'timeoutMillis':5000}");
  }

  private static void assertWords(Endpoint endpoint, String type, String address) {
    assertThat(EndpointWords.type(endpoint)).isEqualTo(type);
    assertThat(EndpointWords.address(endpoint)).isEqualTo(address);
  }

  private static String json(Endpoint endpoint) {
    ObjectNode node = Output.JSON.createObjectNode();
    EndpointWords.describe(node, endpoint);
    return node.toString().replace('"', '\'');
  }
}
