package io.weir.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;

/**
 * A way to the hub's Kafka that can be cut: a listener of its own whose advertised address is a
 * proxy. Who comes this way is sent this way again, and everybody else goes on as before.
 */
final class KafkaDetour implements AutoCloseable {
  private static final String HOST = "127.0.0.3";
  private static final int PORT = 9092;
  private static final int TARGET_PORT = 9192;
  private static final int BUFFER = 64 * 1024;

  private final Hub hub;
  private final ServerSocket entrance;
  private final Path properties;
  private final String withoutDetour;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  private KafkaDetour(Hub hub, ServerSocket entrance) throws IOException {
    this.hub = hub;
    this.entrance = entrance;
    this.properties = hub.dataDirectory().resolve("kafka/server.properties");
    this.withoutDetour = Files.readString(properties);
  }

  /** Gives the broker the listener, for which it is started anew. */
  static KafkaDetour open(Hub hub) throws IOException {
    ServerSocket entrance = new ServerSocket(PORT, 50, InetAddress.getByName(HOST));
    KafkaDetour detour = new KafkaDetour(hub, entrance);
    detour.addListener();
    thread(detour::accept);
    hub.kill("kafka");
    Awaitility.await("Kafka listens for the detour")
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptions()
        .until(
            () -> {
              detour.target().close();
              return true;
            });
    hub.awaitReady();
    return detour;
  }

  /** {@code host:port} for whoever is to come this way. */
  String address() {
    return HOST + ":" + PORT;
  }

  /** From now on nothing gets through, and nobody is told. */
  void cut() {
    cut = true;
  }

  /** New connections get through again; those that lost something on the way are closed. */
  void heal() {
    cut = false;
    sockets.forEach(KafkaDetour::close);
  }

  @Override
  public void close() throws IOException {
    entrance.close();
    heal();
    Files.writeString(properties, withoutDetour);
  }

  private void addListener() throws IOException {
    String changed = withoutDetour;
    for (String setting :
        List.of(
            "listeners=PLAINTEXT://HUB:9092,|listeners=PLAINTEXT://HUB:9092,DETOUR://HUB:TARGET,",
            "advertised.listeners=PLAINTEXT://HUB:9092|"
                + "advertised.listeners=PLAINTEXT://HUB:9092,DETOUR://PROXY",
            "map=PLAINTEXT:PLAINTEXT|map=DETOUR:PLAINTEXT,PLAINTEXT:PLAINTEXT")) {
      String[] sides =
          setting
              .replace("HUB", hub.host())
              .replace("TARGET", Integer.toString(TARGET_PORT))
              .replace("PROXY", address())
              .split("\\|", 2);
      if (!changed.contains(sides[0])) {
        throw new AssertionError(sides[0] + " is not in " + properties);
      }
      changed = changed.replace(sides[0], sides[1]);
    }
    Files.writeString(properties, changed);
  }

  private Socket target() throws IOException {
    Socket target = new Socket();
    target.connect(new InetSocketAddress(hub.host(), TARGET_PORT), 5_000);
    return target;
  }

  private void accept() {
    while (!entrance.isClosed()) {
      try {
        Socket client = entrance.accept();
        sockets.add(client);
        thread(() -> connect(client));
      } catch (IOException e) {
        if (!entrance.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void connect(Socket client) {
    try {
      Socket broker = target();
      sockets.add(broker);
      thread(() -> pump(broker, client));
      pump(client, broker);
    } catch (IOException e) {
      close(client);
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER];
    try {
      for (int n = from.getInputStream().read(buffer);
          n >= 0;
          n = from.getInputStream().read(buffer)) {
        if (!cut) {
          to.getOutputStream().write(buffer, 0, n);
        }
      }
    } catch (IOException e) {
      // either side is gone, and so is the other
    } finally {
      close(from);
      close(to);
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void thread(Runnable task) {
    Thread thread = new Thread(task, "kafka-detour");
    thread.setDaemon(true);
    thread.start();
  }
}
