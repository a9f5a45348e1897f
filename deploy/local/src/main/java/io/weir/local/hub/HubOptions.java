package io.weir.local.hub;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options by which every command finds its hub; a picocli mixin. */
public final class HubOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "the hub's data directory (or WEIR_DATA; default: .weir beside the command)")
  private Path data;

  @Option(
      names = "--connection-string",
      paramLabel = "STRING",
      description = "a hub elsewhere, by its service connection string")
  private String connectionString;

  /** The data directory, whether or not there is a hub in it. */
  public DataDirectory data() {
    return DataDirectory.resolve(data);
  }

  /** True when the command speaks to a hub that {@code --connection-string} names. */
  public boolean isRemote() {
    return connectionString != null;
  }

  /** The local hub's configuration. */
  public HubConfig localHub() {
    return HubConfig.load(data());
  }

  /** Where the hub's service API is: {@code --connection-string} if given, else the local hub. */
  public HubAddress address() {
    DataDirectory directory = data();
    if (!isRemote()) {
      return HubAddress.of(HubConfig.load(directory), directory);
    }
    Optional<Path> ca = Optional.of(directory.caFile()).filter(Files::isReadable);
    return HubAddress.of(ConnectionString.parse(connectionString), ca);
  }
}
