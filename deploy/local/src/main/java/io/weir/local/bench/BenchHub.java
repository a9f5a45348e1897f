package io.weir.local.bench;

import io.weir.local.client.HubClient;
import io.weir.local.client.TrustedCa;
import io.weir.local.fleet.MqttTarget;
import io.weir.local.fleet.Provisioner;
import io.weir.local.flink.FlinkClient;
import io.weir.local.flink.FlinkJob;
import io.weir.local.hub.DataDirectory;
import io.weir.local.hub.HubAddress;
import io.weir.local.hub.HubConfig;
import io.weir.local.hub.HubState;
import io.weir.local.hub.HubWish;
import io.weir.local.hub.LocalHub;
import io.weir.local.install.Installation;
import io.weir.local.tls.CertificateAuthority;
import io.weir.local.tls.ServerKeyStore;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/** A hub of the benchmark's own: at an address of its own, in a directory that goes away again. */
final class BenchHub implements AutoCloseable {
  private static final String ROUTING_JOB = "-routing";
  static final Duration CANCEL_LIMIT = Duration.ofSeconds(30);

  private final Path directory;
  private final Installation installation = Installation.find();
  private final LocalHub hub;
  private final String host;

  BenchHub(String host) throws IOException {
    this.host = host;
    this.directory = Files.createTempDirectory("weir-bench");
    this.hub = new LocalHub(new DataDirectory(directory.resolve("hub")), installation);
  }

  void up(Consumer<HubState> progress) throws IOException, InterruptedException {
    hub.up(HubWish.at(Optional.of(host)), progress);
  }

  /** The same as a user's command, not yet started; it builds nothing. */
  ProcessBuilder upCommand() {
    return command("up", "--host", host);
  }

  /** A user's command about this hub, not yet started. */
  ProcessBuilder command(String... arguments) {
    List<String> words = new ArrayList<>();
    words.add(installation.home().resolve("weir").toString());
    words.addAll(List.of(arguments));
    words.addAll(List.of("--data", hub.data().root().toString()));
    ProcessBuilder command = new ProcessBuilder(words);
    command.environment().put("WEIR_BUILD", "never");
    return command;
  }

  DataDirectory data() {
    return hub.data();
  }

  void down() throws IOException, InterruptedException {
    hub.down(state -> {});
  }

  HubConfig config() {
    return hub.config();
  }

  Installation installation() {
    return installation;
  }

  Path directory() {
    return directory;
  }

  HubAddress address() {
    return HubAddress.of(config(), hub.data());
  }

  SSLContext tls() {
    return TrustedCa.context(address().ca());
  }

  FlinkClient flink() {
    HubConfig config = config();
    return new FlinkClient(
        URI.create("http://" + config.internalHost() + ":" + config.ports().flinkRest()));
  }

  /** Connects the load to whatever listens where the hub's devices connect. */
  Load connect(List<LoadIdentity> identities) throws IOException {
    return Load.connect(tls(), config().host(), config().ports().mqtt(), identities);
  }

  /** Identities for the load, registered at the hub, which must run. */
  List<LoadIdentity> loadIdentities() throws InterruptedException {
    MqttTarget target = MqttTarget.of(address(), config().ports().mqtt());
    return new Provisioner(new HubClient(address()))
        .provision("bench", Load.CONNECTIONS).stream()
            .map(
                device ->
                    new LoadIdentity(
                        device.deviceId(),
                        target.userName(device.deviceId()),
                        target.password(device)))
            .toList();
  }

  /** Ends the routing job; the supervisor leaves a job alone that a user has cancelled. */
  void stopRouting() throws IOException {
    FlinkClient flink = flink();
    for (FlinkJob job : flink.jobs()) {
      if (job.name().endsWith(ROUTING_JOB) && job.state().equals("RUNNING")) {
        flink.cancel(job.id(), CANCEL_LIMIT);
      }
    }
  }

  /** A bare broker in the place of this hub, which must be down. */
  BareBroker bareBroker() throws IOException {
    DataDirectory data = hub.data();
    Clock clock = Clock.systemUTC();
    ServerKeyStore keyStore =
        ServerKeyStore.openOrIssue(
            data, CertificateAuthority.openOrCreate(data, clock), config().hostNames(), clock);
    return BareBroker.start(installation, config(), keyStore, directory.resolve("bare"));
  }

  @Override
  public void close() throws IOException {
    // A benchmark that was told to stop still takes its hub away.
    boolean interrupted = Thread.interrupted();
    try {
      down();
    } catch (InterruptedException e) {
      throw new InterruptedIOException("stopped while the hub of the benchmark went down");
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
