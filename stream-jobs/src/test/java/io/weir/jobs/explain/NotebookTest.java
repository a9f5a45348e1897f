package io.weir.jobs.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.device.explain.ExplainedMessage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NotebookTest {

  private final MemoryExplanationStore store = new MemoryExplanationStore();
  private final Notebook notebook = Notebook.open(store.factory().open());

  private void put(int number) {
    ExplainedMessage message = new ExplainedMessage("d", 1, "t-0", number);
    notebook.write(to -> to.put(message, null, "{" + number + "}"));
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
    CountDownLatch hanging = new CountDownLatch(1);
    CountDownLatch busy = new CountDownLatch(1);
    notebook.write(
        to -> {
          busy.countDown();
          try {
            assertThat(hanging.await(30, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    assertThat(busy.await(30, TimeUnit.SECONDS)).isTrue();
    for (int i = 0; i < 250; i++) {
      put(i);
    }
    assertThat(notebook.lost()).isEqualTo(50);
    hanging.countDown();
    notebook.close();
    assertThat(store.explanations()).hasSize(200);
  }
}
