package io.weir.local.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.local.hub.DataDirectory;
import io.weir.local.hub.HubConfig;
import io.weir.local.jobs.FakeFlink.Run;
import io.weir.local.jobs.FakeFlink.StopAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The log's rules 13: what the supervisor does about its jobs")
class JobKeeperTest {
  private static final HubJob JOB = HubJob.DEVICES;
  private static final HubJob OTHER = HubJob.ROUTING;

  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir private Path directory;
  private final AtomicLong now = new AtomicLong();
  private DataDirectory data;
  private JobLedger ledger;
  private FakeFlink flink;
  private JobKeeper keeper;

  @BeforeEach
  void start() throws IOException {
    data = new DataDirectory(directory.resolve("hub"));
    ledger = new JobLedger(data);
    flink = new FakeFlink(data.flink());
    keeper = keeperOf(jar("first"));
  }

  @AfterEach
  void stop() {
    flink.close();
  }

  @Test
  @DisplayName("each job is submitted once, and again from its newest checkpoint when it is lost")
  void submitsWhatIsMissing() throws IOException {
    assertThat(keeper.tend()).isFalse();
    assertThat(keeper.tend()).isTrue();
    Run first = flink.lastRun(JOB);
    assertThat(first.from()).isEmpty();
    flink.checkpoint(first.id(), 1);
    String newest = flink.checkpoint(first.id(), 2);
    assertThat(keeper.tend()).isTrue();

    flink.forgetJobs();
    keeper.tend();
    later();
    keeper.tend();

    assertThat(keeper.tend()).isTrue();
    assertThat(flink.runs(JOB)).hasSize(2);
    assertThat(flink.lastRun(JOB).from()).isEqualTo(newest);
  }

  @Test
  @DisplayName("a run that the cluster lost before its first checkpoint keeps its id")
  void keepsTheIdOfALostRun() throws IOException {
    keeper.tend();
    flink.forgetJobs();
    later();
    keeper.tend();

    assertThat(flink.runs(JOB)).extracting(Run::id).containsOnly(flink.lastRun(JOB).id());
    assertThat(flink.runs(JOB)).hasSize(2);
  }

  @Test
  @DisplayName("a stop whose answer is missed is found by its savepoint, at once and at the start")
  void findsAMissedSavepoint() throws IOException {
    keeper.tend();
    flink.checkpoint(flink.lastRun(JOB).id(), 1);
    keeper.tend();
    flink.answerStops(StopAnswer.MISSED);

    keeper.stopWithSavepoints();

    assertThat(ledger.lastRun(JOB)).isEmpty();
    assertThat(ledger.resumePoint(JOB)).hasValueSatisfying(this::isSavepoint);
  }

  @Test
  @DisplayName("a supervisor that died after the job had finished goes on from the savepoint")
  void goesOnFromASavepointThatNobodyWroteDown() throws IOException {
    keeper.tend();
    String run = flink.lastRun(JOB).id();
    flink.checkpoint(run, 1);
    keeper.tend();
    keeper.prune();
    flink.client().stopWithSavepoint(run, Optional.empty(), Duration.ofSeconds(5));
    flink.forgetJobs();

    keeperOf(jar("second")).tend();

    isSavepoint(flink.lastRun(JOB).from());
  }

  @Test
  @DisplayName("a job that ran before never starts from nothing: it is refused; the other runs")
  void refusesToStartFromNothing() throws IOException {
    keeper.tend();
    Run first = flink.lastRun(JOB);
    flink.checkpoint(first.id(), 1);
    keeper.tend();
    keeper.prune();
    Files.delete(data.flink().resolve("checkpoints/" + first.id() + "/chk-1/_metadata"));
    flink.forgetJobs();

    assertThatThrownBy(keeper::tend)
        .isInstanceOf(JobRefusedException.class)
        .hasMessageContaining("does not start from nothing")
        .hasMessageContaining("--from PATH");

    assertThat(flink.runs(JOB)).hasSize(1);
    later();
    assertThatThrownBy(keeper::tend).isInstanceOf(JobRefusedException.class);
    assertThat(flink.runs(OTHER)).hasSize(2);
  }

  @Test
  @DisplayName("a job that its user cancelled stays so, also when the cluster forgets it")
  void leavesACancelledJobAlone() throws IOException {
    keeper.tend();
    Run run = flink.lastRun(JOB);
    flink.checkpoint(run.id(), 1);
    flink.state(run.id(), "CANCELED");
    assertThat(keeper.tend()).isTrue();
    flink.forgetJobs();
    later();
    keeper.tend();

    assertThat(flink.runs(JOB)).hasSize(1);
    keeper.resumePaused();
    keeper.tend();
    assertThat(flink.runs(JOB)).hasSize(2);
  }

  @Test
  @DisplayName("a job that was submitted to another cluster is not brought back by a start")
  void leavesAMovedJobWhereItIs() throws IOException {
    keeper.tend();
    flink.state(flink.lastRun(JOB).id(), "FINISHED");
    new JobLedger(data).moved(JOB);

    keeper.resumePaused();
    assertThat(keeper.tend()).isTrue();

    assertThat(flink.runs(JOB)).hasSize(1);
  }

  @Test
  @DisplayName("a job that fails is tried again ever less often, from ever older points")
  void backsOff() throws IOException {
    keeper.tend();
    Run first = flink.lastRun(JOB);
    String older = flink.checkpoint(first.id(), 1);
    String newest = flink.checkpoint(first.id(), 2);
    keeper.tend();
    flink.failWhen(run -> run.from().equals(newest));
    flink.state(first.id(), "FAILED");

    for (int second = 0; second < 60; second++) {
      tendWhateverHappens();
      now.addAndGet(Duration.ofSeconds(1).toNanos());
    }

    List<String> from = flink.runs(JOB).stream().map(Run::from).skip(1).toList();
    assertThat(from).containsExactly(newest, newest, newest, older);
    assertThat(flink.state(flink.lastRun(JOB).id())).isEqualTo("RUNNING");
    assertThat(Files.readString(data.jobsFile())).contains(first.id());
    flink
        .runs(JOB)
        .subList(1, 4)
        .forEach(failed -> assertThat(former()).doesNotContain(failed.id()));
  }

  @Test
  @DisplayName("the cause of a failure is told while the next try is waited for")
  void tellsTheCause() throws IOException {
    flink.failWhen(run -> run.mainClass().equals(JOB.mainClass()));
    keeper.tend();

    assertThatThrownBy(keeper::tend).hasMessage("weir-devices failed: java.B: no such state");
    assertThat(flink.state(flink.lastRun(OTHER).id())).isEqualTo("RUNNING");
  }

  @Test
  @DisplayName("a cluster that does not answer for a moment is no reason to submit anything twice")
  void survivesAMomentWithoutTheCluster() throws IOException {
    keeper.tend();
    flink.beUnavailable(1);
    assertThatThrownBy(keeper::tend).isInstanceOf(IOException.class);
    assertThat(keeper.tend()).isTrue();
    assertThat(flink.runs(JOB)).hasSize(1);
  }

  @Test
  @DisplayName("a start outlives a Flink that errs, and a job that fails at first")
  void startsInSpiteOfErrors() throws IOException {
    AtomicInteger submissions = new AtomicInteger();
    flink.beUnavailable(3);
    flink.failWhen(run -> submissions.incrementAndGet() == 1);

    new JobsStart(keeperOnTheClock(), LIMIT).await(new CountDownLatch(1));

    assertThat(flink.state(flink.lastRun(JOB).id())).isEqualTo("RUNNING");
    assertThat(flink.state(flink.lastRun(OTHER).id())).isEqualTo("RUNNING");
    assertThat(submissions).hasValue(HubJob.values().length + 1);
  }

  @Test
  @DisplayName("a start that does not come to an end says why, in Flink's own words")
  void startTellsTheLastProblem() throws IOException {
    flink.failWhen(run -> true);

    assertThatThrownBy(
            () ->
                new JobsStart(keeperOnTheClock(), Duration.ofMillis(500))
                    .await(new CountDownLatch(1)))
        .hasMessageStartingWith("the jobs do not run after 0 s: weir-")
        .hasMessageEndingWith("failed: java.B: no such state");
  }

  @Test
  @DisplayName("another jar waits until the former has brought its run to an end with a savepoint")
  void changesTheJarByASavepoint() throws IOException {
    keeper.tend();
    String checkpoint = flink.checkpoint(flink.lastRun(JOB).id(), 1);
    keeper.tend();
    flink.answerStops(StopAnswer.REFUSED);
    keeper.stopWithSavepoints();
    assertThat(ledger.unsaved()).contains(JOB);
    flink.answerStops(StopAnswer.GIVEN);
    flink.forgetJobs();

    JobKeeper next = keeperOf(jar("second"));
    next.tend();
    assertThat(flink.lastRun(JOB).from()).isEqualTo(checkpoint);
    assertThat(flink.lastRun(JOB).jar()).doesNotContain("second");
    next.tend();
    later();
    next.tend();

    isSavepoint(flink.lastRun(JOB).from());
    assertThat(flink.lastRun(JOB).jar()).contains("second");
    assertThat(next.tend()).isTrue();
  }

  @Test
  @DisplayName("another jar is refused when the former is gone")
  void refusesAnotherJar() throws IOException {
    keeper.tend();
    flink.checkpoint(flink.lastRun(JOB).id(), 1);
    keeper.tend();
    keeper.prune();
    flink.forgetJobs();
    try (var jars = Files.list(data.flink().resolve("jars"))) {
      for (Path kept : jars.toList()) {
        Files.delete(kept);
      }
    }

    assertThatThrownBy(keeperOf(jar("second"))::tend)
        .isInstanceOf(JobRefusedException.class)
        .hasMessageContaining("not stopped with a savepoint");
    assertThat(flink.runs(JOB)).hasSize(1);
  }

  private List<String> former() {
    try {
      String text = Files.readString(data.jobsFile());
      return List.of(text.replaceAll("(?s).*?\"former\" : \\[([^\\]]*)\\].*", "$1").split(",", -1));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void tendWhateverHappens() {
    try {
      keeper.tend();
    } catch (IOException told) {
      assertThat(told).hasMessageContaining("weir-devices failed");
    }
  }

  private void isSavepoint(String path) {
    assertThat(path).contains("/savepoints/savepoint-");
  }

  private void later() {
    now.addAndGet(Duration.ofMinutes(1).toNanos());
  }

  private JobKeeper keeperOnTheClock() throws IOException {
    return new JobKeeper(
        HubConfig.create("127.0.0.1", 1), data, jar("first"), flink.client(), System::nanoTime);
  }

  private JobKeeper keeperOf(Path jar) throws IOException {
    return new JobKeeper(HubConfig.create("127.0.0.1", 1), data, jar, flink.client(), now::get);
  }

  private Path jar(String name) throws IOException {
    Path jar = directory.resolve(name + ".jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (HubJob job : HubJob.values()) {
        out.putNextEntry(new JarEntry(job.mainClass().replace('.', '/') + ".class"));
        out.write(name.getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }
}
