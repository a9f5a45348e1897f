package io.weir.local.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.local.flink.FlinkJob;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class JobStepTest {
  private static final Optional<FlinkJob> FINISHED =
      Optional.of(new FlinkJob("1", "weir-devices", "FINISHED", 0, 1, 0));

  @Test
  @DisplayName("a run that has ended was ended by its user")
  void endedByItsUser() {
    assertThat(JobStep.next(Standing.RUN, FINISHED, false, false)).isEqualTo(JobStep.PAUSE);
  }

  @Test
  @DisplayName("a former jar's run that has ended was ended to go on with this jar")
  void endedForTheJar() {
    assertThat(JobStep.next(Standing.RUN, FINISHED, false, true)).isEqualTo(JobStep.SUBMIT);
  }

  @Test
  @DisplayName("what its user stopped, or runs elsewhere, is left alone")
  void stopped() {
    for (Standing standing : new Standing[] {Standing.PAUSED, Standing.MOVED}) {
      assertThat(JobStep.next(standing, FINISHED, false, true)).isEqualTo(JobStep.LEAVE);
      assertThat(JobStep.next(standing, Optional.empty(), false, false)).isEqualTo(JobStep.LEAVE);
    }
  }

  @Test
  @DisplayName("while another run lives under its name, none is submitted")
  void anotherLives() {
    assertThat(JobStep.next(Standing.WANTED, Optional.empty(), true, false))
        .isEqualTo(JobStep.LEAVE);
  }
}
