package io.weir.local.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;

/**
 * The lines of a file, one at a time and none longer than {@link #MAX_BYTES}, so that no file is
 * too large. They end with LF or CR LF; a byte order mark before the first is no part of it.
 */
final class JsonLines implements AutoCloseable {
  /** More than any device with its twin has. */
  static final int MAX_BYTES = 4 << 20;

  private static final String MARK = "\uFEFF";

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private final CRC32 checksum = new CRC32();
  private int at;
  private int end;
  private long number;

  private JsonLines(InputStream in) {
    this.in = in;
  }

  static JsonLines open(Path file) throws IOException {
    return new JsonLines(Files.newInputStream(file));
  }

  /**
   * A line.
   *
   * @param number from 1
   * @param text empty when there is a problem
   * @param problem why it is no text; empty when it is
   * @param checksum of the file from its beginning to the end of this line
   */
  record Line(long number, String text, String problem, long checksum) {}

  /** The next line; null when there is none. */
  Line next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    boolean tooLong = false;
    boolean ended = false;
    boolean any = false;
    while (!ended && fill()) {
      any = true;
      int stop = at;
      while (stop < end && buffer[stop] != '\n') {
        stop++;
      }
      ended = stop < end;
      tooLong |= line.size() + stop - at > MAX_BYTES;
      if (!tooLong) {
        line.write(buffer, at, stop - at);
      }
      int next = ended ? stop + 1 : stop;
      checksum.update(buffer, at, next - at);
      at = next;
    }
    if (!any) {
      return null;
    }
    number++;
    return tooLong
        ? bad("longer than " + MAX_BYTES + " bytes (expected: a device with its twin)")
        : decoded(line.toByteArray());
  }

  private boolean fill() throws IOException {
    if (at == end) {
      at = 0;
      end = Math.max(0, in.read(buffer));
    }
    return at < end;
  }

  private Line decoded(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      String unmarked = number == 1 && text.startsWith(MARK) ? text.substring(1) : text;
      return new Line(number, unmarked.strip(), "", checksum.getValue());
    } catch (CharacterCodingException e) {
      return bad("not UTF-8 (expected: UTF-8)");
    }
  }

  private Line bad(String problem) {
    return new Line(number, "", problem, checksum.getValue());
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
