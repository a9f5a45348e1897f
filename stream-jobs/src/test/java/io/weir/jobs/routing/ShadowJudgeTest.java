package io.weir.jobs.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.topic.Topics;
import io.weir.dsl.RuleFiles;
import io.weir.dsl.message.Message;
import io.weir.dsl.message.MessageSource;
import io.weir.dsl.message.SystemProperty;
import io.weir.jobs.shadow.MemoryShadowStore;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ShadowJudgeTest {

  private final MemoryShadowStore store = new MemoryShadowStore();

  @Test
  @DisplayName("A message that the shadow cannot judge harms nobody, and the next one is judged")
  void survivesFailures() throws Exception {
    ShadowJudge judge = new ShadowJudge(store.factory(), "subtask");
    RoutingTable shadow = table(7, "route all from DeviceMessages where true to events");
    judge.follow(table(1, "fallback on").beside(Optional.of(shadow)));

    judge.judge(message(null));
    judge.judge(message(MessageSource.DEVICE_MESSAGES));
    judge.close();

    assertThat(store.of(7).get("all").gained()).isEqualTo(1);
    assertThat(store.open()).isZero();
  }

  private static RoutingTable table(long version, String text) {
    return RoutingTable.of(
        version, RuleFiles.compile("rules", text).ruleSet().orElseThrow(), text, new Topics("hub"));
  }

  /**
   * @param source null for a message that fails
   */
  private static Message message(MessageSource source) {
    return new Message() {
      @Override
      public MessageSource source() {
        if (source == null) {
          throw new IllegalStateException("scripted failure");
        }
        return source;
      }

      @Override
      public String systemProperty(SystemProperty property) {
        return null;
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
