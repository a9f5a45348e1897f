package io.weir.jobs.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.endpoint.DropEndpoint;
import io.weir.dsl.endpoint.EventsEndpoint;
import io.weir.dsl.message.Message;
import io.weir.dsl.message.MessageSource;
import io.weir.dsl.message.SystemProperty;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ShadowSampleTest {

  @Test
  @DisplayName("A sample says which message it was and where it went, and is short")
  void json() {
    Message message =
        message(
            Map.of(
                SystemProperty.CONNECTION_DEVICE_ID, "d1",
                SystemProperty.MESSAGE_ID, "m".repeat(300),
                SystemProperty.ENQUEUED_TIME, "2026-01-01T00:00:00.000Z"));
    assertThat(
            ShadowSample.of(
                message,
                List.of(EventsEndpoint.INSTANCE),
                List.of(DropEndpoint.INSTANCE, EventsEndpoint.INSTANCE)))
        .isEqualTo(
            "{\"deviceId\":\"d1\",\"messageId\":\""
                + "m".repeat(256)
                + "\",\"enqueuedTime\":\"2026-01-01T00:00:00.000Z\",\"live\":[\"events\"],"
                + "\"shadow\":[\"drop\",\"events\"]}");
  }

  @Test
  void whatIsNotKnownIsLeftOut() {
    assertThat(ShadowSample.of(message(Map.of()), List.of(), List.of()))
        .isEqualTo("{\"live\":[],\"shadow\":[]}");
  }

  private static Message message(Map<SystemProperty, String> properties) {
    return new Message() {
      @Override
      public MessageSource source() {
        return MessageSource.DEVICE_MESSAGES;
      }

      @Override
      public String systemProperty(SystemProperty property) {
        return properties.get(property);
      }

      @Override
      public String property(String name) {
        return null;
      }

      @Override
      public byte[] body() {
        return new byte[0];
      }
    };
  }
}
