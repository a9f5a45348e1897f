package io.weir.jobs.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.device.codec.Codecs;
import io.weir.device.state.Recordings;
import io.weir.device.state.RulesVersion;
import io.weir.device.state.ShadowRules;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class KafkaRulesSourceTest {

  private static final String TOPIC = "hub.rules";
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final KafkaRulesSource source = new KafkaRulesSource(consumer, TOPIC);

  @Test
  @DisplayName("The log's rules 13: read to the end, over the gaps that compaction has left")
  void readsOverGaps() {
    topic(8);
    consumer.schedulePollTask(() -> add(2, 1));
    consumer.schedulePollTask(() -> {});
    consumer.schedulePollTask(() -> add(7, 2));
    assertThat(read()).containsExactly(1L, 2L);
  }

  @Test
  @DisplayName("The log's rules 13: what comes while the rules are read is not lost, nor awaited")
  void readsWhatComesMeanwhile() {
    topic(2);
    consumer.schedulePollTask(() -> add(0, 1));
    consumer.schedulePollTask(
        () -> {
          add(1, 2);
          add(2, 3);
        });
    consumer.schedulePollTask(() -> add(3, 4));
    List<Long> versions = new ArrayList<>(read());
    assertThat(versions).startsWith(1L, 2L);
    while (versions.size() < 4) {
      source.poll(Duration.ofMillis(1)).forEach(version -> versions.add(version.version()));
    }
    assertThat(versions).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void anEmptyTopicHasNoRules() {
    topic(0);
    assertThat(read()).isEmpty();
  }

  @Test
  void whatIsNoRuleSetIsSkipped() {
    topic(2);
    consumer.schedulePollTask(
        () -> {
          consumer.addRecord(record(0, "garbage".getBytes(StandardCharsets.UTF_8)));
          add(1, 1);
        });
    assertThat(read()).containsExactly(1L);
  }

  @Test
  @DisplayName("A shadow is no version: it is known beside them, until its record has no value")
  void shadow() {
    ShadowRules shadow = new ShadowRules(7, "fallback off", 1, 1, null, null);
    topic(2);
    consumer.schedulePollTask(
        () -> {
          add(0, 1);
          consumer.addRecord(beside(1, Codecs.SHADOW_RULES.encode(shadow)));
        });
    assertThat(read()).containsExactly(1L);
    assertThat(source.shadow()).contains(shadow);

    consumer.schedulePollTask(() -> consumer.addRecord(beside(2, null)));
    while (source.shadow().isPresent()) {
      assertThat(source.poll(Duration.ofMillis(1))).isEmpty();
    }
  }

  @Test
  @DisplayName("Whose messages are explained is no version: it is known beside them")
  void recordings() {
    Recordings recordings = new Recordings(List.of(new Recordings.Recording("d1", 5)));
    assertThat(source.recordings()).isEqualTo(Recordings.NONE);
    topic(2);
    consumer.schedulePollTask(
        () -> {
          add(0, 1);
          consumer.addRecord(keyed("recordings", 1, Codecs.RECORDINGS.encode(recordings)));
        });
    assertThat(read()).containsExactly(1L);
    assertThat(source.recordings()).isEqualTo(recordings);
    assertThat(source.shadow()).isEmpty();
  }

  @Test
  void doesNotWaitForEver() {
    topic(1);
    assertThatThrownBy(() -> source.readToEnd(Duration.ofMillis(20)))
        .hasMessageContaining("hub.rules: not read to its end");
  }

  private void topic(long end) {
    consumer.updatePartitions(TOPIC, List.of(new PartitionInfo(TOPIC, 0, null, null, null)));
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    consumer.updateEndOffsets(Map.of(PARTITION, end));
  }

  private List<Long> read() {
    return source.readToEnd(Duration.ofSeconds(10)).stream().map(RulesVersion::version).toList();
  }

  private void add(long offset, long version) {
    consumer.addRecord(record(offset, Codecs.RULES.encode(new RulesVersion(version, "", 0))));
  }

  private static ConsumerRecord<byte[], byte[]> beside(long offset, byte[] value) {
    return keyed("shadow", offset, value);
  }

  private static ConsumerRecord<byte[], byte[]> keyed(String key, long offset, byte[] value) {
    return new ConsumerRecord<>(TOPIC, 0, offset, key.getBytes(StandardCharsets.UTF_8), value);
  }

  private static ConsumerRecord<byte[], byte[]> record(long offset, byte[] value) {
    return keyed("default", offset, value);
  }
}
