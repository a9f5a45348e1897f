package io.weir.local.bench;

import io.weir.local.CommandFailure;
import io.weir.local.components.EdgeComponent;
import io.weir.local.components.HubLayout;
import io.weir.local.hub.DataDirectory;
import io.weir.local.hub.HubAddress;
import io.weir.local.hub.HubConfig;
import io.weir.local.process.ProcessSupervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Another edge node of the benchmark's hub, at an address and in a directory of its own. */
final class SecondEdge implements AutoCloseable {
  private static final String HOST = "127.0.0.10";
  private static final long READY_SECONDS = 90;

  private final ProcessSupervisor processes;
  private final HubAddress address;

  private SecondEdge(ProcessSupervisor processes, HubAddress address) {
    this.processes = processes;
    this.address = address;
  }

  static SecondEdge start(BenchHub hub) throws IOException, InterruptedException {
    HubConfig first = hub.config();
    HubConfig config =
        new HubConfig(
            first.hub(),
            HOST,
            first.internalHost(),
            List.of(HOST, first.host()),
            first.ports(),
            first.policies(),
            first.encryptionKey(),
            first.epoch(),
            first.twins());
    DataDirectory data = new DataDirectory(hub.directory().resolve("second-edge"));
    Files.createDirectories(data.logs());
    ProcessSupervisor processes = new ProcessSupervisor(data.logs(), status -> {});
    SecondEdge edge = new SecondEdge(processes, HubAddress.of(config, data));
    try {
      processes
          .start(
              EdgeComponent.of(
                  new HubLayout(config, data, hub.installation()),
                  "edge-2",
                  hub.installation().launcher().get(0),
                  hub.installation().edgeExtension()))
          .get(READY_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      edge.close();
      throw new CommandFailure("the second edge node did not start; see " + data.logs(), e);
    }
    return edge;
  }

  HubAddress address() {
    return address;
  }

  @Override
  public void close() {
    try {
      processes.stop(EdgeComponent.NAME);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      processes.close();
    }
  }
}
