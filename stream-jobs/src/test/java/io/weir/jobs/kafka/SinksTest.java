package io.weir.jobs.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SinksTest {

  @Test
  @DisplayName("The log's rules 4: sinks never give up on a batch while a later one goes on")
  void producersNeverGiveUp() {
    assertThat(Sinks.producer("client", 1024))
        .containsEntry(ProducerConfig.ACKS_CONFIG, "all")
        .containsEntry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true")
        .containsEntry(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "1")
        .containsEntry(
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.toString(Integer.MAX_VALUE))
        .doesNotContainKey(ProducerConfig.RETRIES_CONFIG);
  }
}
