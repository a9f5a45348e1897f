package io.weir.device.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class GateTest {

  @Test
  @DisplayName("No more reads than allowed are out, whoever asks")
  void bounded() {
    Gate gate = new Gate(3);
    Queue<CompletableFuture<Integer>> out = new ArrayDeque<>();
    var one = gate.all(List.of(1, 2, 3, 4), key -> out(out));
    var two = gate.all(List.of(5, 6), key -> out(out));
    assertThat(out).hasSize(3);
    for (int answer = 1; answer <= 6; answer++) {
      out.remove().complete(answer);
      assertThat(out).hasSize(Math.min(3, 6 - answer));
    }
    assertThat(one).isCompletedWithValue(List.of(1, 2, 3, 4));
    assertThat(two).isCompletedWithValue(List.of(5, 6));
  }

  private static CompletionStage<Integer> out(Queue<CompletableFuture<Integer>> out) {
    CompletableFuture<Integer> answer = new CompletableFuture<>();
    out.add(answer);
    return answer;
  }

  @Test
  @DisplayName("A read that fails, or throws, fails those who wait for it and lets others pass")
  void failures() {
    Gate gate = new Gate(1);
    IllegalStateException broken = new IllegalStateException("broken");
    var throwing =
        gate.all(
            List.of(1, 2),
            key -> {
              throw broken;
            });
    var failing = gate.all(List.of(1), key -> CompletableFuture.failedFuture(broken));
    var fine = gate.all(List.of(1), CompletableFuture::completedFuture);
    for (var failed : List.of(throwing, failing)) {
      assertThatThrownBy(() -> failed.toCompletableFuture().join()).hasCause(broken);
    }
    assertThat(fine).isCompletedWithValue(List.of(1));
    assertThat(gate.all(List.of(), CompletableFuture::completedFuture))
        .isCompletedWithValue(List.of());
  }

  @Test
  @DisplayName("Many reads that are answered at once do not nest")
  void deep() {
    List<Integer> keys = IntStream.range(0, 200_000).boxed().toList();
    assertThat(new Gate(2).all(keys, CompletableFuture::completedFuture))
        .isCompletedWithValue(keys);
  }

  @Test
  @DisplayName("Answers on other threads: none is lost, the bound holds")
  void concurrent() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Gate gate = new Gate(5);
      AtomicInteger out = new AtomicInteger();
      AtomicInteger most = new AtomicInteger();
      List<Integer> keys = IntStream.range(0, 5_000).boxed().toList();
      var all =
          IntStream.range(0, 8)
              .mapToObj(
                  caller ->
                      CompletableFuture.supplyAsync(
                              () ->
                                  gate.all(
                                      keys,
                                      key -> {
                                        most.accumulateAndGet(out.incrementAndGet(), Math::max);
                                        return CompletableFuture.supplyAsync(
                                            () -> {
                                              out.decrementAndGet();
                                              return key;
                                            },
                                            threads);
                                      }),
                              threads)
                          .thenCompose(answer -> answer))
              .toList();
      for (CompletableFuture<List<Integer>> one : all) {
        assertThat(one.get(30, TimeUnit.SECONDS)).isEqualTo(keys);
      }
      assertThat(most.get()).isBetween(1, 5);
    } finally {
      threads.shutdownNow();
    }
  }
}
