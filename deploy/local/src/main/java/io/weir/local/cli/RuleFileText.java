package io.weir.local.cli;

import io.weir.dsl.RuleFiles;
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
 * Reads rule files: UTF-8, at most {@link RuleFiles#MAX_BYTES}; {@code -} is the standard input.
 */
final class RuleFileText {
  private static final String STANDARD_INPUT = "-";

  private RuleFileText() {}

  static boolean isStandardInput(String file) {
    return file.equals(STANDARD_INPUT);
  }

  /** How diagnostics name the file. */
  static String nameOf(String file) {
    return isStandardInput(file) ? "<stdin>" : file;
  }

  /**
   * The file's text.
   *
   * @throws CommandFailure when it cannot be read, is too long, or is not UTF-8
   */
  static String read(String file) {
    byte[] bytes;
    try (InputStream in = open(file)) {
      bytes = in.readNBytes(RuleFiles.MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw new CommandFailure(file + ": there is no such file", e);
    } catch (IOException e) {
      throw new CommandFailure(file + " cannot be read (" + PrivateFiles.reason(e) + ")", e);
    }
    if (bytes.length > RuleFiles.MAX_BYTES) {
      throw new CommandFailure(nameOf(file) + " is longer than " + RuleFiles.MAX_BYTES + " bytes");
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

  private static InputStream open(String file) throws IOException {
    if (isStandardInput(file)) {
      return new ByteArrayInputStream(System.in.readNBytes(RuleFiles.MAX_BYTES + 1));
    }
    Path path = Path.of(file);
    if (Files.isDirectory(path)) {
      throw new CommandFailure(file + " is a directory (expected: a rule file)");
    }
    return Files.newInputStream(path);
  }
}
