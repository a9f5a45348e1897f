package io.weir.local.cli;

import io.weir.device.identity.TwinKey;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that name a device or one of its modules; a picocli mixin. */
public final class TwinOwnerOptions {
  @Mixin private DeviceIdOption device;

  @Option(
      names = {"-m", "--module-id"},
      paramLabel = "ID",
      description = "a module of the device")
  private String moduleId;

  TwinKey key() {
    return new TwinKey(device.value(), moduleId);
  }
}
