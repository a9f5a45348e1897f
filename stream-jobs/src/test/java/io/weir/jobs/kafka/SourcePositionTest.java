package io.weir.jobs.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourcePositionTest {

  private final Headers headers = new RecordHeaders();

  @Test
  void survivesItsHeader() {
    SourcePosition position = new SourcePosition("weir.telemetry", 3, 1L << 40);
    position.write(headers);
    assertThat(SourcePosition.of(headers)).contains(position);
    assertThat(position.partition()).isEqualTo("weir.telemetry-3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "weir.telemetry-3", "weir.telemetry-3/", "weir.telemetry-3/x"})
  void anythingElseIsNone(String text) {
    headers.add(SourcePosition.HEADER, text.getBytes(StandardCharsets.UTF_8));
    assertThat(SourcePosition.of(headers)).isEmpty();
  }

  @Test
  void noHeaderIsNone() {
    assertThat(SourcePosition.of(headers)).isEmpty();
    headers.add(SourcePosition.HEADER, null);
    assertThat(SourcePosition.of(headers)).isEmpty();
  }
}
