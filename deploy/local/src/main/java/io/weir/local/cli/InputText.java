package io.weir.local.cli;

import io.weir.local.CommandFailure;
import io.weir.local.hub.PrivateFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads files of UTF-8 text; {@code -} is the standard input.
 *
 * @param kind such as {@code a rule file}
 * @param maxBytes so many bytes may it have
 */
record InputText(String kind, int maxBytes) {
  static final String STANDARD_INPUT = "-";

  /** How diagnostics name the file. */
  static String nameOf(String file) {
    return file.equals(STANDARD_INPUT) ? "<stdin>" : file;
  }

  /**
   * The file's text.
   *
   * @throws CommandFailure when it cannot be read, is too long, or is not UTF-8
   */
  String read(String file) {
    byte[] bytes;
    try (InputStream in = open(file)) {
      bytes = in.readNBytes(maxBytes + 1);
    } catch (NoSuchFileException e) {
      throw new CommandFailure(file + ": there is no such file", e);
    } catch (IOException e) {
      throw new CommandFailure(file + " cannot be read (" + PrivateFiles.reason(e) + ")", e);
    }
    if (bytes.length > maxBytes) {
      throw new CommandFailure(nameOf(file) + " is longer than " + maxBytes + " bytes");
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException e) {
      throw new CommandFailure(nameOf(file) + " is not UTF-8 text", e);
    }
  }

  private InputStream open(String file) throws IOException {
    if (file.equals(STANDARD_INPUT)) {
      return new ByteArrayInputStream(System.in.readNBytes(maxBytes + 1));
    }
    Path path = Path.of(file);
    if (Files.isDirectory(path)) {
      throw new CommandFailure(file + " is a directory (expected: " + kind + ")");
    }
    return Files.newInputStream(path);
  }
}
