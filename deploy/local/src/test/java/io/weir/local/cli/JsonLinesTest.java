package io.weir.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesTest {
  @TempDir private Path directory;

  @Test
  @DisplayName("an empty file has no lines, the end of the file ends a line")
  void ends() throws IOException {
    assertThat(lines("")).isEmpty();
    assertThat(lines("a")).extracting(JsonLines.Line::text).containsExactly("a");
    assertThat(lines("a\n\nb\n")).extracting(JsonLines.Line::text).containsExactly("a", "", "b");
    assertThat(lines("a\nb")).extracting(JsonLines.Line::number).containsExactly(1L, 2L);
  }

  @Test
  @DisplayName("files of Windows: a byte order mark and CR LF are no part of the lines")
  void windows() throws IOException {
    assertThat(lines("\uFEFFa\r\n\u00fc\r\n"))
        .extracting(JsonLines.Line::text)
        .containsExactly("a", "\u00fc");
  }

  @Test
  @DisplayName("a line that is too long or no UTF-8 is one line with a problem")
  void problems() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(new byte[] {(byte) 0xc3, '\n'});
    bytes.write("x".repeat(JsonLines.MAX_BYTES + 1).getBytes(StandardCharsets.UTF_8));
    bytes.write("\nlast".getBytes(StandardCharsets.UTF_8));

    List<JsonLines.Line> found = lines(bytes.toByteArray());

    assertThat(found).extracting(JsonLines.Line::text).containsExactly("", "", "last");
    assertThat(found.get(0).problem()).startsWith("not UTF-8");
    assertThat(found.get(1).problem()).startsWith("longer than");
    assertThat(found.get(2).problem()).isEmpty();
  }

  @Test
  @DisplayName("the checksum is of everything up to the line, and of nothing behind it")
  void checksums() throws IOException {
    long second = lines("a\nb\nc\n").get(1).checksum();

    assertThat(lines("a\nb\nother\n").get(1).checksum()).isEqualTo(second);
    assertThat(lines("A\nb\nc\n").get(1).checksum()).isNotEqualTo(second);
  }

  private List<JsonLines.Line> lines(String text) throws IOException {
    return lines(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<JsonLines.Line> lines(byte[] content) throws IOException {
    Path file = Files.write(directory.resolve("lines"), content);
    List<JsonLines.Line> found = new ArrayList<>();
    try (JsonLines lines = JsonLines.open(file)) {
      for (JsonLines.Line line = lines.next(); line != null; line = lines.next()) {
        found.add(line);
      }
    }
    return found;
  }
}
