package io.weir.local.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.local.CommandFailure;
import io.weir.local.flink.FlinkJob;
import io.weir.local.hub.DataDirectory;
import io.weir.local.hub.HubConfig;
import io.weir.local.jobs.JobRequests.Start;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The log's rules 13: what a user asks of the jobs of a hub that runs")
class JobRequestsTest {
  private static final HubJob JOB = HubJob.DEVICES;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir private Path directory;
  private final ExecutorService user = Executors.newSingleThreadExecutor();
  private JobLedger ledger;
  private FakeFlink flink;
  private JobKeeper keeper;
  private JobRequests requests;

  @BeforeEach
  void start() throws IOException {
    DataDirectory data = new DataDirectory(directory.resolve("hub"));
    Path jar = directory.resolve("jobs.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry(JOB.mainClass().replace('.', '/') + ".class"));
    }
    ledger = new JobLedger(data);
    flink = new FakeFlink(data.flink());
    keeper =
        new JobKeeper(
            HubConfig.create("127.0.0.1", 1), data, jar, flink.client(), System::nanoTime);
    requests = new JobRequests(data, "weir", flink.client());
    keeper.tend();
    flink.checkpoint(flink.lastRun(JOB).id(), 1);
    keeper.tend();
  }

  @AfterEach
  void stop() throws InterruptedException {
    user.shutdownNow();
    assertThat(user.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    flink.close();
  }

  @Test
  @DisplayName("a job that was stopped is submitted by the supervisor alone, once")
  void submitsOnce() throws Exception {
    String savepoint = requests.stop(run(), Optional.empty(), LIMIT);
    keeper.tend();
    assertThat(flink.runs(JOB)).as("it stays stopped").hasSize(1);

    Map<HubJob, String> running = submitted(Optional.empty());

    assertThat(flink.runs(JOB)).hasSize(2);
    assertThat(flink.lastRun(JOB).from()).isEqualTo(savepoint);
    assertThat(running).containsExactly(Map.entry(JOB, flink.lastRun(JOB).id()));
  }

  @Test
  @DisplayName("a cancelled job stays so, and goes on from its last checkpoint when it is wanted")
  void cancelAndSubmit() throws Exception {
    String checkpoint = flink.checkpoint(flink.lastRun(JOB).id(), 2);
    requests.cancel(run(), LIMIT);
    keeper.tend();
    flink.forgetJobs();
    keeper.tend();
    assertThat(flink.runs(JOB)).hasSize(1);

    submitted(Optional.empty());

    assertThat(flink.lastRun(JOB).from()).isEqualTo(checkpoint);
  }

  @Test
  @DisplayName("a job that could not be cancelled is kept running as before")
  void cancelThatFails() throws Exception {
    flink.refuseCancels();
    assertThatThrownBy(() -> requests.cancel(run(), LIMIT)).isInstanceOf(IOException.class);
    flink.state(run().id(), "FAILED");

    keeper.tend();

    assertThat(flink.runs(JOB)).hasSize(2);
  }

  @Test
  @DisplayName("--from: it goes on from there; the path must be a savepoint's")
  void goesOnFromWhatIsNamed() throws Exception {
    String named = FakeFlink.complete(directory.resolve("backup/savepoint-1"));
    requests.cancel(run(), LIMIT);

    submitted(Optional.of(named));

    assertThat(flink.lastRun(JOB).from()).isEqualTo(named);
    assertThatThrownBy(() -> requests.want(List.of(JOB), new Start(Optional.of("/nowhere"), false)))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("--from /nowhere");
  }

  @Test
  @DisplayName("a job that runs is not submitted a second time")
  void refusesASecondRun() {
    assertThatThrownBy(() -> requests.run(List.of(JOB), Start.WHERE_STOPPED, LIMIT))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("weir-devices runs already");
    assertThat(flink.runs(JOB)).hasSize(1);
  }

  @Test
  @DisplayName("a job that cannot start is told with Flink's root cause")
  void tellsTheCause() throws Exception {
    requests.stop(run(), Optional.empty(), LIMIT);
    flink.failWhen(run -> true);
    assertThatThrownBy(() -> submitted(Optional.empty()))
        .hasRootCauseInstanceOf(CommandFailure.class)
        .hasRootCauseMessage(
            "weir-devices failed, and the hub goes on trying: java.B: no such state");
  }

  /** The command waits while the supervisor ticks. */
  private Map<HubJob, String> submitted(Optional<String> from) throws Exception {
    Future<Map<HubJob, String>> running =
        user.submit(() -> requests.run(List.of(JOB), new Start(from, false), LIMIT));
    Awaitility.await("the request is written down")
        .atMost(LIMIT)
        .until(() -> ledger.standing(JOB) == Standing.WANTED);
    for (int tick = 0; tick < 3; tick++) {
      try {
        keeper.tend();
      } catch (IOException told) {
        assertThat(told).hasMessageContaining("failed");
      }
    }
    return running.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  private FlinkJob run() throws IOException {
    return flink.client().jobs().get(0);
  }
}
