package io.weir.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.device.twin.TwinJson;
import io.weir.local.CommandFailure;
import io.weir.local.hub.HubAddress;
import io.weir.local.hub.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where a command that can be stopped writes how far it has come; replaced whole each time. */
final class ResumeFile<T> {
  private final Path path;
  private final Class<T> type;
  private final String hub;

  /** The file's shape. */
  private record Content(String hub, JsonNode state) {}

  /**
   * @param hub that the command is about
   */
  ResumeFile(Path path, Class<T> type, HubAddress hub) {
    this.path = path.toAbsolutePath();
    this.type = type;
    this.hub = hub.identification();
  }

  /**
   * What was written; empty when nothing was begun.
   *
   * @throws CommandFailure when it is not what this command writes, or is about another hub
   */
  Optional<T> read() {
    try {
      Optional<Content> content = PrivateFiles.read(path, Content.class);
      if (content.isEmpty()) {
        return Optional.empty();
      }
      if (!hub.equals(content.get().hub())) {
        throw new CommandFailure(
            path
                + " is of the hub "
                + content.get().hub()
                + " (expected: "
                + hub
                + "); remove it to begin at the beginning");
      }
      return Optional.of(TwinJson.mapper().treeToValue(content.get().state(), type));
    } catch (IOException e) {
      throw new CommandFailure(
          path
              + " cannot be used ("
              + PrivateFiles.reason(e)
              + "); remove it to begin at the beginning",
          e);
    }
  }

  /**
   * Replaces it.
   *
   * @throws CommandFailure when that cannot be: whoever goes on then could not be gone on with
   */
  void write(T state) {
    try {
      PrivateFiles.write(path, new Content(hub, TwinJson.mapper().valueToTree(state)));
    } catch (IOException e) {
      throw new CommandFailure(path + " cannot be written (" + PrivateFiles.reason(e) + ")", e);
    }
  }

  void delete() throws IOException {
    Files.deleteIfExists(path);
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
