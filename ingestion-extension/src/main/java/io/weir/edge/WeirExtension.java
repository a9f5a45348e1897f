package io.weir.edge;

import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import io.weir.device.secret.KeyCipher;
import io.weir.edge.auth.DeviceAuthenticator;
import io.weir.edge.config.EdgeConfig;
import io.weir.edge.connection.ConnectionRegistry;
import io.weir.edge.mqtt.MqttHead;
import io.weir.edge.node.EdgeNode;
import io.weir.edge.telemetry.TelemetryPublisher;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The extension as HiveMQ starts and stops it: an edge node with its heads in one broker. What to
 * connect to stands in the file that the system property {@code weir.edge.config} names.
 *
 * <p>When it cannot start, it says why in the broker's log and stays out; a broker without it
 * admits nobody.
 */
public final class WeirExtension implements ExtensionMain {

  private static final Logger LOG = LoggerFactory.getLogger(WeirExtension.class);
  private static final String CONFIG = "weir.edge.config";

  /** The broker takes its own time afterwards; the launcher kills it after 15 seconds. */
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(9);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  @Override
  public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
    String file = System.getProperty(CONFIG);
    if (file == null) {
      output.preventExtensionStartup(CONFIG + ": unset (expected: the edge's configuration file)");
      return;
    }
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(WeirExtension.class.getClassLoader());
    try {
      start(EdgeConfig.read(Path.of(file)));
    } catch (IOException e) {
      close();
      output.preventExtensionStartup(file + ": not readable (" + e.getMessage() + ")");
    } catch (RuntimeException e) {
      LOG.error("The edge node did not start", e);
      close();
      output.preventExtensionStartup("The edge node did not start: " + e.getMessage());
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private void start(EdgeConfig config) {
    Clock clock = Clock.systemUTC();
    EdgeNode node = EdgeNode.open(config);
    parts.push(node);
    TelemetryPublisher telemetry =
        TelemetryPublisher.open(config.kafka(), node.topics().telemetry(), clock);
    parts.push(telemetry);
    ConnectionRegistry registry = new ConnectionRegistry(node.lease(), node.commands(), clock);
    parts.push(registry);
    DeviceAuthenticator authenticator =
        new DeviceAuthenticator(
            config.hostNames(),
            config.policies(),
            node.tables()::identity,
            new KeyCipher(config.encryptionKeyBytes())::open,
            clock);
    MqttHead.Core core =
        new MqttHead.Core(
            registry,
            authenticator,
            telemetry,
            node.twins(),
            node.commands(),
            node.lease(),
            node.operations());
    parts.push(MqttHead.start(core, clock));
    parts.push(node::retire);
    node.start(registry);
  }

  @Override
  public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {
    close();
  }

  /**
   * The lease goes first, so that every connection ends while there is still somebody to end it;
   * the node goes last: what the others still have to tell goes through it.
   */
  private void close() {
    Thread closing = new Thread(this::closeParts, "weir-close");
    closing.setDaemon(true);
    closing.start();
    try {
      closing.join(CLOSE_WITHIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (closing.isAlive()) {
      LOG.warn("The edge node is left before it has closed in good order");
    }
  }

  private void closeParts() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        LOG.warn("A part of the edge node did not close cleanly", e);
      }
    }
  }
}
