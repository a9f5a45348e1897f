package io.weir.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.device.twin.TwinJson;
import io.weir.local.CommandFailure;
import io.weir.local.ExitCode;
import io.weir.local.client.HubClient;
import io.weir.local.client.QueryAnswer;
import io.weir.local.hub.HubAddress;
import io.weir.local.hub.HubOptions;
import io.weir.local.hub.PrivateFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir device-identity export}: devices with their twins, a JSON object a line. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Write every device and module with its twin into a file: a JSON object a line, as import"
          + " reads it (IMEX-02). The file holds keys, unless told otherwise: keep it secret.",
      "It goes on where it stopped when it is given again; FILE is there when it is whole."
    })
final class ExportCommand implements Callable<Integer> {
  /** What the hub gives at least; devices with large twins still fit into memory. */
  private static final int PAGE = 100;

  private static final long PROGRESS_NANOS = 1_000_000_000L;
  private static final String OWNER_ONLY = "rw-------";

  @Spec private CommandSpec spec;
  @Mixin private HubOptions hub;

  @Parameters(paramLabel = "FILE", description = "the file; one that is there is replaced")
  private Path file;

  @Option(names = "--exclude-keys", description = "leave the symmetric keys out")
  private boolean excludeKeys;

  private Path part;
  private ResumeFile<ExportState> state;

  @Override
  public Integer call() throws IOException {
    HubAddress address = hub.address();
    HubClient client = new HubClient(address);
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new CommandFailure(file + " is no file that can be replaced (expected: a new file)");
    }
    part = file.resolveSibling(file.getFileName() + ".part");
    state =
        new ResumeFile<>(
            file.resolveSibling(file.getFileName() + ".weir-export"), ExportState.class, address);
    long lines;
    try (FileChannel channel = begin()) {
      lines = write(client, channel, state.read().orElse(null));
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    state.delete();
    spec.commandLine().getOut().println(lines + " lines exported");
    return ExitCode.OK;
  }

  private long write(HubClient client, FileChannel channel, ExportState from) throws IOException {
    long lines = from == null ? 0 : from.lines();
    long told = System.nanoTime();
    String token = from == null ? null : from.next();
    do {
      QueryAnswer page = client.export(PAGE, Optional.ofNullable(token), !excludeKeys);
      StringBuilder text = new StringBuilder();
      for (JsonNode line : page.items()) {
        text.append(TwinJson.text(line)).append('\n');
      }
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      lines += page.items().size();
      token = page.continuation().orElse(null);
      if (token != null) {
        state.write(new ExportState(token, channel.position(), lines, !excludeKeys));
        if (System.nanoTime() - told > PROGRESS_NANOS) {
          told = System.nanoTime();
          err().println(lines + " lines");
          err().flush();
        }
      }
    } while (token != null);
    return lines;
  }

  /** The part that is there, cut where the last whole page ends, or a new one. */
  private FileChannel begin() throws IOException {
    Optional<ExportState> from = state.read();
    if (from.isPresent() && from.get().keys() == excludeKeys) {
      throw new CommandFailure(
          "the export that was stopped was one "
              + (from.get().keys() ? "with" : "without")
              + " keys; finish it, or remove "
              + state);
    }
    boolean ours = isOurs(part);
    FileChannel channel = ours ? open() : create();
    if (channel.tryLock() == null) {
      throw new CommandFailure("another export is writing " + part);
    }
    if (from.isPresent() && ours && channel.size() >= from.get().bytes()) {
      channel.truncate(from.get().bytes()).position(from.get().bytes());
      err().println("going on after " + from.get().lines() + " lines, as " + state + " says");
      err().flush();
    } else {
      state.delete();
      channel.truncate(0);
    }
    return channel;
  }

  /** Nobody else reads keys; who made it first, between the two, makes this fail. */
  private FileChannel create() {
    try {
      Files.deleteIfExists(part);
      Files.createFile(
          part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
      return open();
    } catch (IOException e) {
      throw new CommandFailure(part + " cannot be made (" + PrivateFiles.reason(e) + ")", e);
    }
  }

  private FileChannel open() throws IOException {
    return FileChannel.open(part, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  }

  /** In a directory that everybody may write into, somebody else may have laid it out. */
  private static boolean isOurs(Path part) throws IOException {
    if (!Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    PosixFileAttributes attributes =
        Files.readAttributes(part, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return attributes.permissions().equals(PosixFilePermissions.fromString(OWNER_ONLY))
        && attributes.owner().getName().equals(System.getProperty("user.name"));
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
