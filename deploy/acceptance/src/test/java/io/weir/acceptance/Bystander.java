package io.weir.acceptance;

import io.weir.acceptance.ServiceApi.Device;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/** A well-behaved device on one connection, which nobody else's mistakes may disturb. */
final class Bystander implements AutoCloseable {
  private final Device device;
  private final MqttSocket connection;
  private final AtomicLong acknowledged = new AtomicLong();
  private volatile boolean stopped;
  private volatile IOException failure;

  private Bystander(Device device, MqttSocket connection) {
    this.device = device;
    this.connection = connection;
  }

  static Bystander start(Hub hub, String id) throws IOException {
    Device device = new ServiceApi(hub).createDevice(id);
    Bystander bystander =
        new Bystander(device, MqttSocket.connected(hub, Trust.inHub(hub), device));
    Thread thread = new Thread(bystander::run, id);
    thread.setDaemon(true);
    thread.start();
    return bystander;
  }

  /**
   * Waits for some more acknowledgements on the same connection.
   *
   * @throws AssertionError when it was disturbed
   */
  void assertUndisturbed() throws InterruptedException {
    long target = acknowledged.get() + 5;
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (acknowledged.get() < target && failure == null && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
    if (acknowledged.get() < target) {
      throw new AssertionError("the bystander was disturbed", failure);
    }
  }

  private void run() {
    try {
      while (!stopped) {
        connection.publishAndWait(
            MqttSocket.eventsTopic(device.id()), "still here".getBytes(StandardCharsets.UTF_8));
        acknowledged.incrementAndGet();
        Thread.sleep(50);
      }
    } catch (IOException e) {
      failure = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    stopped = true;
    connection.close();
  }
}
