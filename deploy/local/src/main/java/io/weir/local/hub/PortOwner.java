package io.weir.local.hub;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the process that listens on a port, as far as Linux tells this user. */
final class PortOwner {
  private static final String LISTEN = "0A";

  private PortOwner() {}

  /** Such as {@code java (pid 4711)}; empty when it cannot be told. */
  static Optional<String> find(String host, int port) {
    Set<String> sockets = new HashSet<>();
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      sockets.addAll(listening(Path.of(table), host, port));
    }
    if (sockets.isEmpty()) {
      return Optional.empty();
    }
    try (Stream<ProcessHandle> processes = ProcessHandle.allProcesses()) {
      return processes
          .filter(process -> holds(process.pid(), sockets))
          .findFirst()
          .map(PortOwner::describe);
    }
  }

  private static Set<String> listening(Path table, String host, int port) {
    Set<String> addresses = addresses(host, port);
    Set<String> sockets = new HashSet<>();
    try {
      for (String line : Files.readAllLines(table)) {
        String[] fields = line.strip().split("\\s+", -1);
        if (fields.length > 9 && addresses.contains(fields[1]) && fields[3].equals(LISTEN)) {
          sockets.add("socket:[" + fields[9] + "]");
        }
      }
    } catch (IOException notLinux) {
      return Set.of();
    }
    return sockets;
  }

  /**
   * How the tables write what stands in the way of the address: itself and any address, in IPv4 and
   * in IPv6. Each group of four bytes is a number in the machine's byte order.
   */
  private static Set<String> addresses(String host, int port) {
    String suffix = String.format(Locale.ROOT, ":%04X", port);
    Set<String> texts = new HashSet<>();
    texts.add("0".repeat(8) + suffix);
    texts.add("0".repeat(32) + suffix);
    try {
      byte[] address = InetAddress.getByName(host).getAddress();
      if (address.length == Integer.BYTES) {
        String mapped = hex(new byte[] {0, 0, (byte) 0xff, (byte) 0xff});
        texts.add(hex(address) + suffix);
        texts.add("0".repeat(16) + mapped + hex(address) + suffix);
      }
    } catch (UnknownHostException e) {
      return texts;
    }
    return texts;
  }

  private static String hex(byte[] fourBytes) {
    int number = ByteBuffer.wrap(fourBytes).order(ByteOrder.nativeOrder()).getInt();
    return String.format(Locale.ROOT, "%08X", number);
  }

  private static boolean holds(long pid, Set<String> sockets) {
    try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return files.anyMatch(file -> sockets.contains(target(file)));
    } catch (IOException notOurs) {
      return false;
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException gone) {
      return "";
    }
  }

  private static String describe(ProcessHandle process) {
    String command = process.info().command().orElse("a process");
    return Path.of(command).getFileName() + " (pid " + process.pid() + ")";
  }
}
