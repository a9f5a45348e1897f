package io.weir.local.hub;

import io.weir.local.CommandFailure;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What must hold before a hub is started; each that does not is one sentence for the user. */
public final class Checks {
  private static final long NEEDED_BYTES = 1L << 30;
  private static final Pattern UNUSABLE = Pattern.compile("[:,;%$\"'\\\\\\p{Cntrl}]");

  private Checks() {}

  /** Cassandra runs on JDK 17 alone. */
  public static void java(int feature) {
    if (feature != 17) {
      throw new CommandFailure(
          "JDK 17 is needed, this is " + feature + "; set JAVA_HOME to a JDK 17");
    }
  }

  /** The data directory can be made and written. */
  public static void writable(DataDirectory data) {
    Path root = data.root();
    try {
      PrivateFiles.directory(root);
      PrivateFiles.directory(data.secrets());
      Files.createDirectories(data.logs());
      Files.delete(Files.createTempFile(root, "check", ".tmp"));
    } catch (IOException e) {
      throw new CommandFailure(
          "the data directory "
              + root
              + " cannot be written ("
              + PrivateFiles.reason(e)
              + "); choose another with --data",
          e);
    }
  }

  /** There is room for a hub to work in. */
  public static void room(DataDirectory data) {
    try {
      room(data.root(), Files.getFileStore(data.root()).getUsableSpace());
    } catch (IOException e) {
      throw new CommandFailure("cannot tell how much room " + data.root() + " has", e);
    }
  }

  static void room(Path root, long usableBytes) {
    if (usableBytes < NEEDED_BYTES) {
      throw new CommandFailure(
          "the disk of "
              + root
              + " has only "
              + (usableBytes >> 20)
              + " MB left (expected: at least "
              + (NEEDED_BYTES >> 20)
              + " MB); free some, or choose another directory with --data");
    }
  }

  /** The address is this machine's, and the ports of the hub are free on it. */
  public static void portsFree(HubConfig hub) {
    Endpoint.of(hub).forEach(each -> free(each.host(), each.port(), each.what()));
  }

  /** The same for a hub that is to take the place of one that still runs. */
  public static void portsFree(HubConfig hub, HubConfig running) {
    Endpoint.beside(hub, running).forEach(each -> free(each.host(), each.port(), each.what()));
  }

  /** The host is known, and reached over IPv4. */
  public static void host(String host) {
    boolean isIpv4;
    try {
      isIpv4 = InetAddress.getByName(host) instanceof Inet4Address;
    } catch (UnknownHostException e) {
      throw new CommandFailure(
          "--host " + host + " is not known (expected: a name or an IPv4 address of this machine)",
          e);
    }
    if (!isIpv4) {
      throw new CommandFailure(
          "--host "
              + host
              + " is an IPv6 address (expected: a name or an IPv4 address of this machine)");
    }
  }

  /** Kafka, logback and class paths would each take a part of such a path for something else. */
  public static void path(DataDirectory data) {
    Matcher found = UNUSABLE.matcher(data.root().toString());
    if (found.find()) {
      throw new CommandFailure(
          "the data directory "
              + data.root()
              + " has '"
              + found.group()
              + "' in its path, which Kafka and other parts do not take; choose another with"
              + " --data");
    }
  }

  static void free(String host, int port, String what) {
    try {
      bind(host, port);
    } catch (BindException e) {
      String reason = e.getMessage() == null ? "" : e.getMessage();
      if (reason.contains("in use")) {
        throw taken(host, port, what);
      }
      if (reason.contains("Permission")) {
        throw new CommandFailure("port " + port + " (" + what + ") may not be bound by this user");
      }
      throw new CommandFailure(
          "--host " + host + " is not an address of this machine (" + reason + ")");
    } catch (IOException e) {
      throw new CommandFailure("cannot bind " + host + ":" + port + " (" + e.getMessage() + ")", e);
    }
  }

  private static CommandFailure taken(String host, int port, String what) {
    Optional<String> owner = PortOwner.find(host, port);
    return new CommandFailure(
        "port "
            + port
            + " on "
            + host
            + " ("
            + what
            + ") is taken"
            + owner.map(name -> " by " + name).orElse("")
            + "; stop that, or give the hub another loopback address with --host");
  }

  /** True when this user may bind the port; a port that is merely taken counts as permitted. */
  public static boolean mayBind(String host, int port) {
    try {
      bind(host, port);
      return true;
    } catch (IOException e) {
      return e.getMessage() == null || !e.getMessage().contains("Permission");
    }
  }

  private static void bind(String host, int port) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
    }
  }
}
