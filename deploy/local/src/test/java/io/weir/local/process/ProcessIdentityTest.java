package io.weir.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ProcessIdentityTest {
  @Test
  @DisplayName("a pid that now belongs to another process is not the former one")
  void stalePid() {
    ProcessIdentity self = ProcessIdentity.of(ProcessHandle.current());

    assertThat(self.alive()).contains(ProcessHandle.current());
    assertThat(new ProcessIdentity(self.pid(), self.startedAtMillis() - 60_000).alive()).isEmpty();
    assertThat(new ProcessIdentity(self.pid(), 0).alive()).isEmpty();
  }

  @Test
  @DisplayName("a component whose supervisor is gone: unsupervised while it lives, else stopped")
  void unsupervised() {
    ProcessIdentity self = ProcessIdentity.of(ProcessHandle.current());
    ComponentStatus status =
        new ComponentStatus(
            "kafka", ComponentState.RUNNING, "h:1", self.pid(), self.startedAtMillis(), "4");

    assertThat(status.unsupervised().state()).isEqualTo(ComponentState.UNSUPERVISED);
    assertThat(status.unsupervised().pid()).isEqualTo(self.pid());
    ComponentStatus gone =
        new ComponentStatus("kafka", ComponentState.RUNNING, "h:1", self.pid(), 1, "4");
    assertThat(gone.unsupervised()).isEqualTo(ComponentStatus.stopped("kafka"));
  }
}
