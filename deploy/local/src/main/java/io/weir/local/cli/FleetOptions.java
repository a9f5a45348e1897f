package io.weir.local.cli;

import io.weir.device.identity.DeviceIds;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How large a fleet is and how fast it sends; a picocli mixin. */
public final class FleetOptions {
  private static final int MAX_DEVICES = 10_000;
  private static final double MAX_RATE = 100_000;
  private static final double MAX_SECONDS = 30 * 86_400;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec mixee;

  @Option(
      names = "--devices",
      paramLabel = "N",
      defaultValue = "50",
      description = "how many devices (default: ${DEFAULT-VALUE})")
  private int devices;

  @Option(
      names = "--rate",
      paramLabel = "R",
      defaultValue = "200",
      description = "messages a second, all devices together (default: ${DEFAULT-VALUE})")
  private double rate;

  @Option(
      names = "--prefix",
      paramLabel = "TEXT",
      description =
          "how device ids begin (default: made up for each run). Identities that exist already are"
              + " used and stay, others are deleted at the end")
  private String prefix;

  /** Refuses what is out of bounds. {@code seconds} may be null: no end. */
  void check(Double seconds) {
    if (devices < 1 || devices > MAX_DEVICES) {
      throw usage("--devices: " + devices + " (expected: 1 to " + MAX_DEVICES + ")");
    }
    // Written so that NaN is refused too.
    if (!(rate > 0 && rate <= MAX_RATE)) {
      throw usage("--rate: " + rate + " (expected: more than 0, at most 100000)");
    }
    if (seconds != null && !(seconds > 0 && seconds <= MAX_SECONDS)) {
      throw usage("--seconds: " + seconds + " (expected: more than 0)");
    }
    if (prefix != null && !DeviceIds.isValid(prefix + "-00001")) {
      throw usage("--prefix: '" + prefix + "' (expected: characters of a device id)");
    }
    if (prefix != null && !prefix.matches("[^/#+]*")) {
      throw usage(
          "--prefix: '" + prefix + "' (expected: no # and no +, which MQTT topics exclude)");
    }
  }

  ParameterException usage(String problem) {
    return new ParameterException(mixee.commandLine(), problem);
  }

  int devices() {
    return devices;
  }

  double rate() {
    return rate;
  }

  /** The prefix given, or one of this run. */
  String prefixOr(String kind) {
    return prefix != null
        ? prefix
        : kind + "-" + Long.toString(System.currentTimeMillis() / 100, Character.MAX_RADIX);
  }
}
