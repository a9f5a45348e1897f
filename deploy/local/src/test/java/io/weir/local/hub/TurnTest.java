package io.weir.local.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.local.CommandFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TurnTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir private Path directory;

  @Test
  @DisplayName("two first starts of one hub come one after the other")
  void oneAfterTheOther() throws Exception {
    DataDirectory data = new DataDirectory(directory);
    CountDownLatch waits = new CountDownLatch(1);
    CompletableFuture<Boolean> second;
    try (Turn first = Turn.take(data, LONG, () -> {})) {
      assertThat(first.toString()).contains("lock");
      second = CompletableFuture.supplyAsync(() -> taken(data, waits::countDown));
      assertThat(waits.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(second).isNotDone();
    }
    assertThat(second.get(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  @DisplayName("a start that never ends is not waited for for ever")
  void bounded() throws Exception {
    DataDirectory data = new DataDirectory(directory);
    try (Turn first = Turn.take(data, LONG, () -> {})) {
      assertThatThrownBy(() -> Turn.take(data, Duration.ofMillis(1), () -> {}))
          .as(first.toString())
          .isInstanceOf(CommandFailure.class)
          .hasMessageContaining("does not come to an end");
    }
  }

  private static boolean taken(DataDirectory data, Runnable waiting) {
    try (Turn turn = Turn.take(data, LONG, waiting)) {
      return turn.toString().contains("lock");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
