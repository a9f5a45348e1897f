package io.weir.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.device.twin.TwinJson;
import io.weir.local.client.HubClient;
import io.weir.local.client.QueryAnswer;
import io.weir.local.hub.HubOptions;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
      "It goes on where it stopped when it is given again."
    })
final class ExportCommand implements Callable<Integer> {
  private static final int PAGE = 500;

  @Spec private CommandSpec spec;
  @Mixin private HubOptions hub;

  @Parameters(paramLabel = "FILE", description = "the file, made or gone on with")
  private Path file;

  @Option(names = "--exclude-keys", description = "leave the symmetric keys out")
  private boolean excludeKeys;

  @Override
  public Integer call() throws IOException {
    HubClient client = new HubClient(hub.address());
    Path state = file.resolveSibling(file.getFileName() + ".weir-export");
    String token = Files.exists(state) ? Files.readString(state).strip() : null;
    if (token == null) {
      Files.deleteIfExists(file);
    } else {
      err().println("going on, as " + state + " says");
    }
    long written = 0;
    createPrivate();
    do {
      QueryAnswer page = client.export(PAGE, Optional.ofNullable(token), !excludeKeys);
      try (BufferedWriter writer =
          Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        for (JsonNode line : page.items()) {
          writer.write(TwinJson.text(line));
          writer.write('\n');
        }
      }
      written += page.items().size();
      token = page.continuation().orElse(null);
      if (token != null) {
        Files.writeString(state, token);
        err().println(written + " lines");
        err().flush();
      }
    } while (token != null);
    Files.deleteIfExists(state);
    spec.commandLine().getOut().println(written + " lines exported");
    return 0;
  }

  /** Nobody else reads keys. */
  private void createPrivate() throws IOException {
    if (!Files.exists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
