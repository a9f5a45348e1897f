package io.weir.jobs.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.device.explain.ExplainedMessage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NotebookTest {

  private final MemoryExplanationStore store = new MemoryExplanationStore();
  private final Notebook notebook = Notebook.open(store.factory().open());

  private boolean accepted;

  private void put(int number) {
    ExplainedMessage message = new ExplainedMessage("d", 1, "t-0", number);
    accepted = notebook.write(1_000, to -> to.put(message, null, "{" + number + "}"));
  }

  @Test
  @DisplayName("What was written is kept, in its order, before the store is closed")
  void keeps() {
    put(1);
    put(2);
    notebook.close();
    assertThat(store.explanations()).containsExactly("{1}", "{2}");
    assertThat(store.open()).isZero();
    put(3);
    assertThat(accepted).isFalse();
    assertThat(notebook.lost()).isEqualTo(1);
  }

  @Test
  @DisplayName("While the store is away, what fails is counted; later entries are kept again")
  void away() {
    store.away(true);
    put(1);
    await().until(() -> notebook.lost() == 1);
    store.away(false);
    put(2);
    notebook.close();
    assertThat(store.explanations()).containsExactly("{2}");
  }

  @Test
  @DisplayName("Nobody waits for a store that hangs: what is too much is counted")
  void hangs() throws Exception {
    CountDownLatch hanging = hang();
    for (int i = 0; i < 250; i++) {
      put(i);
    }
    assertThat(notebook.lost()).isEqualTo(50);
    hanging.countDown();
    notebook.close();
    assertThat(store.explanations()).hasSize(200);
  }

  @Test
  @DisplayName("Large messages wait for a hanging store up to 8 MB")
  void large() throws Exception {
    CountDownLatch hanging = hang();
    int taken = 0;
    for (int i = 0; i < 50; i++) {
      taken += notebook.write(256 * 1024, to -> {}) ? 1 : 0;
    }
    assertThat(taken).isEqualTo(32);
    hanging.countDown();
    await().until(() -> notebook.write(256 * 1024, to -> {}));
    notebook.close();
  }

  @Test
  @DisplayName("A store that is in use is closed when it is not any more")
  void closesLast() throws Exception {
    CountDownLatch hanging = hang();
    Thread.currentThread().interrupt();
    notebook.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(store.open()).isEqualTo(1);
    hanging.countDown();
    await().until(() -> store.open() == 0);
  }

  /** Until the latch is counted down, and whoever interrupts. */
  private CountDownLatch hang() throws InterruptedException {
    CountDownLatch hanging = new CountDownLatch(1);
    CountDownLatch busy = new CountDownLatch(1);
    var unused =
        notebook.write(
            0,
            to -> {
              busy.countDown();
              while (hanging.getCount() > 0) {
                LockSupport.parkNanos(1_000_000);
              }
            });
    assertThat(busy.await(30, TimeUnit.SECONDS)).isTrue();
    return hanging;
  }
}
