package io.weir.edge.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeviceMessageTest {

  @Test
  void lim01CountsBodySystemValuesAndApplicationNamesAndValues() {
    Map<String, String> properties = new HashMap<>();
    properties.put("ü", "12");
    properties.put("none", null);
    DeviceMessage message =
        new DeviceMessage(Map.of("message-id", "abc"), properties, new byte[10]);
    assertThat(message.size()).isEqualTo(10 + 3 + 2 + 2 + 4);
  }

  @Test
  void lim01TheLimitItselfIsAllowed() {
    int limit = 256 * 1024;
    assertThat(new DeviceMessage(Map.of(), Map.of(), new byte[limit]).tooLarge()).isFalse();
    assertThat(new DeviceMessage(Map.of(), Map.of(), new byte[limit + 1]).tooLarge()).isTrue();
    assertThat(new DeviceMessage(Map.of(), Map.of("a", "b"), new byte[limit - 1]).tooLarge())
        .isTrue();
  }
}
