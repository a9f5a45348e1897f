package io.weir.local.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.local.flink.CheckpointFiles;
import io.weir.local.hub.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The log's rules 13: where a job goes on from")
class JobLedgerTest {
  private static final HubJob JOB = HubJob.DEVICES;
  private static final String JAR = "jar";

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
    ledger.starting(JOB, "run1", Optional.empty(), JAR);
    assertThat(ledger.resumePoint(JOB)).isEmpty();
    assertThat(ledger.hasState(JOB)).isFalse();
    String first = checkpoint("run1", 7);
    assertThat(ledger.resumePoint(JOB)).contains(first);

    ledger.starting(JOB, "run2", Optional.of(first), JAR);
    assertThat(ledger.hasState(JOB)).isTrue();
    assertThat(ledger.resumePoint(JOB)).contains(first);
    String second = checkpoint("run2", 8);
    String third = checkpoint("run2", 9);
    assertThat(new JobLedger(new DataDirectory(directory)).resumePoints(JOB))
        .containsExactly(third, second, first);
  }

  @Test
  @DisplayName("after a stop its savepoint, and not an older checkpoint of the run that ended")
  void savepoint() throws IOException {
    ledger.starting(JOB, "run1", Optional.empty(), JAR);
    checkpoint("run1", 3);
    String taken = FakeFlink.complete(savepoints().resolve("savepoint-run1-a"));
    ledger.stopped(JOB, "run1", taken);

    assertThat(ledger.resumePoints(JOB)).containsExactly(taken);
    assertThat(ledger.lastRun(JOB)).isEmpty();
    assertThat(ledger.standing(JOB)).isEqualTo(Standing.RUN);
    assertThat(ledger.needsItsJar(JOB)).isFalse();
  }

  @Test
  @DisplayName("what its user stopped stays so until it is wanted, and then goes on from there")
  void paused() throws IOException {
    ledger.starting(JOB, "run1", Optional.empty(), JAR);
    String taken = FakeFlink.complete(directory.resolve("backup/savepoint-run1-b"));
    ledger.stoppedByUser(JOB, "run1", taken);
    assertThat(ledger.standing(JOB)).isEqualTo(Standing.PAUSED);
    ledger.want(JOB, Optional.empty());
    assertThat(ledger.standing(JOB)).isEqualTo(Standing.WANTED);
    assertThat(ledger.resumePoints(JOB)).containsExactly(taken);
  }

  @Test
  @DisplayName("what was stopped is written down only of the run that is the last one")
  void lateAnswer() throws IOException {
    ledger.starting(JOB, "run2", Optional.empty(), JAR);
    ledger.stoppedByUser(JOB, "run1", "file:/late");
    ledger.pause(JOB, "run1");
    assertThat(ledger.lastRun(JOB)).contains("run2");
    assertThat(ledger.standing(JOB)).isEqualTo(Standing.RUN);
  }

  @Test
  @DisplayName("what an earlier run left is deleted only when the present one has a checkpoint")
  void prune() throws IOException {
    ledger.starting(JOB, "run1", Optional.empty(), JAR);
    String first = checkpoint("run1", 3);
    ledger.starting(JOB, "run2", Optional.of(first), JAR);
    ledger.prune(JOB);
    assertThat(checkpoints().resolve("run1")).exists();
    String second = checkpoint("run2", 4);

    ledger.prune(JOB);

    assertThat(checkpoints().resolve("run1")).doesNotExist();
    assertThat(ledger.resumePoints(JOB)).containsExactly(second);
    Files.delete(checkpoints().resolve("run2/chk-4/_metadata"));
    assertThat(ledger.resumePoints(JOB)).as("what was pruned is not gone back to").isEmpty();
    assertThat(ledger.hasState(JOB)).isTrue();
  }

  @Test
  @DisplayName("a user's savepoints stay; those that the hub's own stop took are pruned")
  void pruneSpares() throws IOException {
    Path backup = directory.resolve("backup/savepoint-run1-a");
    Path inside = savepoints().resolve("savepoint-run2-b");
    Path own = savepoints().resolve("savepoint-run3-c");
    ledger.starting(JOB, "run1", Optional.empty(), JAR);
    ledger.stoppedByUser(JOB, "run1", FakeFlink.complete(backup));
    ledger.starting(JOB, "run2", ledger.resumePoint(JOB), JAR);
    ledger.stoppedByUser(JOB, "run2", FakeFlink.complete(inside));
    ledger.starting(JOB, "run3", ledger.resumePoint(JOB), JAR);
    ledger.stopped(JOB, "run3", FakeFlink.complete(own));
    ledger.starting(JOB, "run4", ledger.resumePoint(JOB), JAR);
    checkpoint("run4", 1);

    ledger.prune(JOB);

    assertThat(backup).exists();
    assertThat(inside).exists();
    assertThat(own).doesNotExist();
  }

  @Test
  @DisplayName("a user's savepoint is not gone back to once the run has had a checkpoint")
  void forgetsWhereItStarted() throws IOException {
    String old = FakeFlink.complete(directory.resolve("backup/savepoint-1"));
    ledger.want(JOB, Optional.of(old));
    ledger.starting(JOB, "run1", Optional.of(old), JAR);
    assertThat(ledger.resumePoints(JOB)).containsExactly(old);
    checkpoint("run1", 7);

    ledger.prune(JOB);

    Files.delete(checkpoints().resolve("run1/chk-7/_metadata"));
    assertThat(ledger.resumePoints(JOB)).isEmpty();
    assertThat(ledger.hasState(JOB)).isTrue();
    assertThat(directory.resolve("backup/savepoint-1")).exists();
  }

  @Test
  @DisplayName("nothing but one run's directory below the hub's own is ever deleted")
  void deletesOnlyItsOwn() throws IOException {
    CheckpointFiles files = new CheckpointFiles(directory.resolve("flink"));
    Path backup = directory.resolve("backup/savepoint-1");
    FakeFlink.complete(backup);
    checkpoint("run1", 1);
    for (String each :
        List.of(
            backup.toUri().toString(), "file:" + backup, "..", "", "../../backup/savepoint-1")) {
      assertThatThrownBy(() -> files.delete(each)).as(each).isInstanceOf(IOException.class);
    }
    assertThat(backup).exists();
    assertThat(checkpoints().resolve("run1")).exists();
  }

  @Test
  @DisplayName("two processes that write at the same time lose none of each other's entries")
  void losesNoUpdate() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LedgerWriter.class.getName(),
                directory.toString(),
                HubJob.ROUTING.shortName())
            .inheritIO()
            .start();
    try {
      LedgerWriter.main(new String[] {directory.toString(), JOB.shortName()});
      assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(other.exitValue()).isZero();
    } finally {
      other.destroyForcibly();
    }
    assertThat(ledger.lastRun(JOB)).contains(LedgerWriter.LAST);
    assertThat(ledger.lastRun(HubJob.ROUTING)).contains(LedgerWriter.LAST);
  }

  private String checkpoint(String run, int number) throws IOException {
    return FakeFlink.complete(checkpoints().resolve(run).resolve("chk-" + number));
  }

  private Path checkpoints() {
    return directory.resolve("flink/checkpoints");
  }

  private Path savepoints() {
    return directory.resolve("flink/savepoints");
  }
}
