package io.weir.edge.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DeviceMessageTest {

  @Test
  void lim01CountsBodySystemValuesAndApplicationNamesAndValues() {
    DeviceMessage message =
        new DeviceMessage.Builder()
            .system("message-id", "abc")
            .system("to", null)
            .property("ü", "12")
            .property("none", null)
            .build(new byte[10]);
    assertThat(message.size()).isEqualTo(10 + 3 + 2 + 2 + 4);
  }

  @Test
  void lim01TheLimitItselfIsAllowed() {
    int limit = 256 * 1024;
    assertThat(new DeviceMessage.Builder().build(new byte[limit]).tooLarge()).isFalse();
    assertThat(new DeviceMessage.Builder().build(new byte[limit + 1]).tooLarge()).isTrue();
    assertThat(new DeviceMessage.Builder().property("a", "b").build(new byte[limit - 1]).tooLarge())
        .isTrue();
  }

  @Test
  @DisplayName("MQTT-13: of duplicates the first counts; null and empty values differ")
  void keepsTheFirstOfDuplicates() {
    DeviceMessage message =
        new DeviceMessage.Builder()
            .property("d", "1")
            .property("d", "2")
            .property("n", null)
            .property("e", "")
            .system("message-id", null)
            .system("message-id", "late")
            .build(new byte[0]);
    assertThat(message.headers())
        .extracting(Header::key, DeviceMessageTest::text)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("iothub-app-d", "1"),
            org.assertj.core.groups.Tuple.tuple("iothub-app-n", null),
            org.assertj.core.groups.Tuple.tuple("iothub-app-e", ""));
  }

  private static String text(Header header) {
    return header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
  }
}
