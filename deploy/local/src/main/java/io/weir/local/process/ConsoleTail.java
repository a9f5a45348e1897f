package io.weir.local.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Drains what a process prints, so that it never blocks, into a file of bounded size; remembers the
 * last lines for the message that says why it died.
 */
final class ConsoleTail {
  private static final int FILE_LIMIT = 256 * 1024;
  private static final int LINES = 200;

  private final Deque<String> lines = new ArrayDeque<>();
  private final Thread reader;

  private ConsoleTail(String name, InputStream console, Path file) {
    this.reader = new Thread(() -> drain(console, file), name + "-console");
    this.reader.setDaemon(true);
  }

  static ConsoleTail follow(String name, InputStream console, Path file) {
    ConsoleTail tail = new ConsoleTail(name, console, file);
    tail.reader.start();
    return tail;
  }

  /** The last lines, once the process has ended and its console is drained. */
  List<String> lastLines() throws InterruptedException {
    reader.join(2_000);
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  private void drain(InputStream console, Path file) {
    int written = 0;
    try (BufferedReader in =
            new BufferedReader(new InputStreamReader(console, StandardCharsets.UTF_8));
        OutputStream out = open(file)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        remember(line);
        byte[] bytes = (line + System.lineSeparator()).getBytes(StandardCharsets.UTF_8);
        if (written + bytes.length <= FILE_LIMIT) {
          out.write(bytes);
          out.flush();
          written += bytes.length;
        }
      }
    } catch (IOException e) {
      remember("console: " + e.getMessage());
    }
  }

  /** What the former process printed is kept once more, unless it printed nothing. */
  private static OutputStream open(Path file) throws IOException {
    if (Files.exists(file) && Files.size(file) > 0) {
      Files.move(
          file,
          file.resolveSibling(file.getFileName() + ".1"),
          StandardCopyOption.REPLACE_EXISTING);
    }
    return Files.newOutputStream(file);
  }

  private void remember(String line) {
    synchronized (lines) {
      if (lines.size() == LINES) {
        lines.removeFirst();
      }
      lines.addLast(line);
    }
  }
}
