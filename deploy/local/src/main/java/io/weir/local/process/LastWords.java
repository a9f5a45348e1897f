package io.weir.local.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Finds, in what a dead process left behind, the line that says why it died. */
final class LastWords {
  private static final int WINDOW = 128 * 1024;
  private static final int LONGEST = 300;
  private static final Pattern CAUSE =
      Pattern.compile(
          "^(Caused by: .+|[\\w.$]+(Exception|Error)(: .*)?|.*\\b(ERROR|FATAL)\\b.*|Error: .*)$");

  private LastWords() {}

  /** The most telling line of the log since {@code from}, else of the console, else "". */
  static String of(Path log, long from, List<String> console) {
    String inLog = telling(linesSince(log, from));
    if (!inLog.isEmpty()) {
      return inLog;
    }
    String inConsole = telling(console);
    if (!inConsole.isEmpty() || console.isEmpty()) {
      return inConsole;
    }
    return clipped(console.get(console.size() - 1));
  }

  private static String telling(List<String> lines) {
    for (int i = lines.size() - 1; i >= 0; i--) {
      String line = lines.get(i).strip();
      if (CAUSE.matcher(line).matches() && !line.toLowerCase(Locale.ROOT).contains("logback")) {
        return clipped(line);
      }
    }
    return "";
  }

  private static String clipped(String line) {
    String text = line.strip();
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
  }

  private static List<String> linesSince(Path log, long from) {
    if (!Files.isReadable(log)) {
      return List.of();
    }
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long length = file.length();
      long start = Math.max(length < from ? 0 : from, length - WINDOW);
      byte[] bytes = new byte[Math.toIntExact(length - start)];
      file.seek(start);
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
