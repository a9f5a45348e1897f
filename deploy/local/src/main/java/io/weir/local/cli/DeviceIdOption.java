package io.weir.local.cli;

import io.weir.device.identity.DeviceIds;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The required option {@code --device-id}; a picocli mixin. */
public final class DeviceIdOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec mixee;

  private String deviceId;

  @Option(
      names = {"-d", "--device-id"},
      paramLabel = "ID",
      required = true,
      description = "the device's id, 1 to 128 characters, case-sensitive (REG-01)")
  void setDeviceId(String value) {
    if (!DeviceIds.isValid(value)) {
      throw new ParameterException(
          mixee.commandLine(),
          "--device-id: '"
              + value.replaceAll("\\p{Cntrl}", "\uFFFD")
              + "' (expected: 1 to 128 letters, digits and - . + % _ # * ? ! ( ) , : = @ $ ' ;)");
    }
    deviceId = value;
  }

  String value() {
    return deviceId;
  }
}
