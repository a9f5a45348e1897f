package io.weir.local.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PlantSignalTest {
  @Test
  @DisplayName("readings are JSON, move within physical bounds, fail now and then and drop out")
  void plausible() throws IOException {
    PlantSignal signal = new PlantSignal("p", 2, 7);
    int failing = 0;
    int silent = 0;
    for (int i = 0; i < 20_000; i++) {
      JsonNode reading = new ObjectMapper().readTree(signal.next(i).json());
      failing += reading.get("state").asText().equals("failing") ? 1 : 0;
      silent += reading.has("temperature") ? 0 : 1;
      assertThat(reading.path("temperature").asDouble(50)).isBetween(20.0, 140.0);
      assertThat(reading.get("pressure").asDouble()).isBetween(0.0, 10.0);
    }

    assertThat(failing).isBetween(50, 10_000);
    assertThat(silent).isBetween(50, 1_000);
  }

  @Test
  @DisplayName("the same seed gives the same signal")
  void repeatable() {
    PlantSignal one = new PlantSignal("p", 3, 7);
    PlantSignal other = new PlantSignal("p", 3, 7);
    for (int i = 0; i < 100; i++) {
      assertThat(one.next(i).json()).isEqualTo(other.next(i).json());
    }
  }

  @Test
  @DisplayName("MQTT-10..12: the topic carries the message id, the content type and the properties")
  void topic() {
    FleetMessage message =
        new FleetMessage("d-1", 5, new Payload(new byte[0], java.util.Map.of("a b", "c/d&ü")));

    assertThat(message.topic())
        .isEqualTo(
            "devices/d-1/messages/events/$.mid=d-1%3A5&$.ct=application%2Fjson&$.ce=utf-8"
                + "&a%20b=c%2Fd%26%C3%BC");
  }
}
