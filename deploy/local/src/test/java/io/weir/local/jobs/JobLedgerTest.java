package io.weir.local.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.local.hub.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The log's rules 13: where a job goes on from")
class JobLedgerTest {
  private static final HubJob JOB = HubJob.DEVICES;

  @TempDir private Path directory;
  private JobLedger ledger;

  @BeforeEach
  void open() {
    ledger = new JobLedger(new DataDirectory(directory));
  }

  @Test
  @DisplayName("a run's newest checkpoint; before its first, what the run itself went on from")
  void newestCheckpoint() throws IOException {
    assertThat(ledger.resumePoint(JOB)).isEmpty();
    ledger.starting(JOB, "run1", Optional.empty());
    assertThat(ledger.resumePoint(JOB)).isEmpty();
    String first = checkpoint("run1", 7);
    assertThat(ledger.resumePoint(JOB)).contains(first);

    ledger.starting(JOB, "run2", Optional.of(first));
    assertThat(ledger.resumePoint(JOB)).contains(first);
    String second = checkpoint("run2", 8);
    assertThat(new JobLedger(new DataDirectory(directory)).resumePoint(JOB)).contains(second);
  }

  @Test
  @DisplayName("after a stop its savepoint, and not an older checkpoint of the run that ended")
  void savepoint() throws IOException {
    ledger.starting(JOB, "run1", Optional.empty());
    checkpoint("run1", 3);
    ledger.stopped(JOB, "file:///save");

    assertThat(ledger.resumePoint(JOB)).contains("file:///save");
    assertThat(ledger.lastRun(JOB)).isEmpty();
    assertThat(ledger.isPaused(JOB)).isFalse();
    ledger.paused(JOB, "file:///save2");
    assertThat(ledger.isPaused(JOB)).isTrue();
    ledger.resume(JOB);
    assertThat(ledger.isPaused(JOB)).isFalse();
    assertThat(ledger.resumePoint(JOB)).contains("file:///save2");
  }

  @Test
  @DisplayName("what an earlier run left is deleted only when the present one has a checkpoint")
  void prune() throws IOException {
    ledger.starting(JOB, "run1", Optional.empty());
    String first = checkpoint("run1", 3);
    ledger.starting(JOB, "run2", Optional.of(first));
    ledger.prune(JOB);
    assertThat(checkpoints().resolve("run1")).exists();
    String second = checkpoint("run2", 4);

    ledger.prune(JOB);

    assertThat(checkpoints().resolve("run1")).doesNotExist();
    assertThat(ledger.resumePoint(JOB)).contains(second);
  }

  private String checkpoint(String run, int number) throws IOException {
    Path checkpoint = checkpoints().resolve(run).resolve("chk-" + number);
    Files.createDirectories(checkpoint);
    Files.writeString(checkpoint.resolve("_metadata"), "m");
    return checkpoint.toUri().toString();
  }

  private Path checkpoints() {
    return directory.resolve("flink/checkpoints");
  }
}
