package io.weir.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.local.CommandFailure;
import io.weir.local.client.HubAnswer;
import io.weir.local.client.HubClient;
import io.weir.local.hub.HubAddress;
import io.weir.local.hub.HubOptions;
import io.weir.local.hub.Policy;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code weir connection-string}: the line that an SDK takes, alone on stdout. */
@Command(
    name = "connection-string",
    mixinStandardHelpOptions = true,
    description = "Print a connection string of the hub, and nothing else.")
public final class ConnectionStringCommand implements Runnable {
  @Mixin private HubOptions hub;
  @Spec private CommandSpec spec;

  @ArgGroup private Whose whose;

  /** A policy's or a device's. */
  static final class Whose {
    @Option(
        names = "--policy",
        paramLabel = "NAME",
        description = "a shared access policy (default: " + Policy.OWNER + ")")
    private String policy;

    @Option(names = "--device", paramLabel = "ID", description = "a device, with its primary key")
    private String device;
  }

  @Override
  public void run() {
    spec.commandLine().getOut().println(line());
  }

  private String line() {
    if (whose == null) {
      return hub.localHub().connectionString(Policy.OWNER);
    }
    return whose.device == null
        ? hub.localHub().connectionString(whose.policy)
        : deviceLine(whose.device);
  }

  private String deviceLine(String device) {
    HubAddress address = hub.address();
    HubAnswer answer = new HubClient(address).getDevice(device);
    if (answer.status() == 404) {
      throw new CommandFailure(
          "there is no device " + device + "; `weir device-identity create` makes one");
    }
    JsonNode authentication = answer.json().path("authentication");
    String key = authentication.path("symmetricKey").path("primaryKey").asText("");
    String prefix = "HostName=" + address.hostName() + ";DeviceId=" + device;
    return key.isEmpty() ? prefix + ";x509=true" : prefix + ";SharedAccessKey=" + key;
  }
}
