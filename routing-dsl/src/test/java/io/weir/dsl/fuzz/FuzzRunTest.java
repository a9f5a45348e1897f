package io.weir.dsl.fuzz;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A run says what went wrong, and for which input")
class FuzzRunTest {

  private static FuzzRun run(Consumer<byte[]> target, Duration budget) {
    byte[] seed = "abc".getBytes(StandardCharsets.UTF_8);
    return new FuzzRun("target", List.of(seed), target, 5, budget);
  }

  @Test
  void whatThrows() {
    FuzzRun run =
        run(
            input -> {
              if (input.length > 3) {
                throw new IllegalStateException("too long");
              }
            },
            Duration.ofSeconds(60));
    assertThatThrownBy(run::await)
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith(
            "target, seed 5: this input in base64 throws java.lang.IllegalStateException: too long: ")
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatHangs() {
    FuzzRun run =
        run(
            input -> {
              while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
              }
            },
            Duration.ofSeconds(60));
    assertThatThrownBy(run::await)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("takes longer than 2 s: ");
  }

  @Test
  void whatTakesMemory() {
    FuzzRun run =
        run(
            input -> {
              for (int i = 0; i < 300; i++) {
                var unused = new byte[1 << 20].clone();
              }
            },
            Duration.ofSeconds(60));
    assertThatThrownBy(run::await)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("allocates more than 268435456 bytes: ");
  }

  @Test
  void whatIsWell() {
    assertThatCode(run(input -> {}, Duration.ofMillis(200))::await).doesNotThrowAnyException();
  }
}
