package io.weir.jobs.endpoints;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The hub's secrets: files in a directory that only its owner reads. A secret is read when a sender
 * is opened, so a new one is in use after the next failure or change of the endpoint.
 *
 * @param directory empty when the job was given none
 */
public record Secrets(Optional<Path> directory) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");

  /**
   * The text of a secret, without white space around it.
   *
   * @throws IOException saying what is missing
   */
  public String read(String name) throws IOException {
    return find(name)
        .orElseThrow(
            () ->
                new FileNotFoundException(
                    "secret " + name + ": missing (expected: a file of the hub's secrets)"));
  }

  /** The text of a secret; empty when there is none of that name. */
  public Optional<String> find(String name) throws IOException {
    if (!NAME.matcher(name).matches()) {
      throw new IOException("secret " + name + ": no name (expected: " + NAME + ")");
    }
    Optional<Path> file =
        directory.map(parent -> parent.resolve(name)).filter(Files::isRegularFile);
    return file.isEmpty() ? Optional.empty() : Optional.of(Files.readString(file.get()).strip());
  }
}
