package io.weir.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.device.identity.DeviceIds;
import io.weir.device.topic.Topics;
import io.weir.local.client.HubClient;
import io.weir.local.client.KafkaReader;
import io.weir.local.client.QueryAnswer;
import io.weir.local.hub.HubConfig;
import io.weir.local.hub.HubOptions;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code weir doctor}: checks that hold when all is well. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Check that what must agree does agree.")
public final class DoctorCommand implements Runnable {
  private static final int PAGE = 1_000;
  private static final int AT_ONCE = 100;
  private static final Duration POLL = Duration.ofSeconds(1);

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing (twins)");
  }

  @Command(
      name = "twins",
      mixinStandardHelpOptions = true,
      description = {
        "Compare Flink's state with Cassandra's rows: every identity, twin, connection and presence"
            + " of every device and module, while the hub runs.",
        "Devices that only the state knows are looked for in the log of commands."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {"0:they agree", "1:they do not, or the hub cannot be asked"})
  int twins(@Mixin HubOptions hub) {
    HubClient client = new HubClient(hub.address());
    Tally tally = new Tally(client);
    Set<String> seen = new HashSet<>();
    String token = null;
    do {
      QueryAnswer page =
          client.query("SELECT deviceId FROM devices", PAGE, Optional.ofNullable(token), null);
      List<String> ids = new ArrayList<>(page.items().size());
      page.items().forEach(item -> ids.add(item.path("deviceId").asText()));
      seen.addAll(ids);
      tally.examine(ids);
      token = page.continuation().orElse(null);
    } while (token != null);
    if (hub.isRemote()) {
      spec.commandLine()
          .getErr()
          .println("the log of commands is not looked at, since the hub is elsewhere");
    } else {
      tally.examine(onlyInTheLog(hub.localHub(), seen));
    }
    out().println(tally.examined + " compared, " + tally.different + " differ");
    out().flush();
    return tally.different == 0 ? 0 : 1;
  }

  /** A device that the state has and the store has not had a command once. */
  private static List<String> onlyInTheLog(HubConfig config, Set<String> seen) {
    Set<String> others = new HashSet<>();
    String topic = new Topics(config.hub()).deviceCommands();
    try (KafkaReader reader = KafkaReader.open(config.kafkaAddress(), List.of(topic), true)) {
      while (reader.behind() > 0) {
        for (ConsumerRecord<byte[], byte[]> command : reader.poll(POLL)) {
          String key =
              command.key() == null ? "" : new String(command.key(), StandardCharsets.UTF_8);
          if (DeviceIds.isValid(key) && !seen.contains(key)) {
            others.add(key);
          }
        }
      }
    }
    return List.copyOf(others);
  }

  /** What was found so far. */
  private final class Tally {
    private final HubClient client;
    private long examined;
    private long different;

    Tally(HubClient client) {
      this.client = client;
    }

    void examine(List<String> ids) {
      for (int from = 0; from < ids.size(); from += AT_ONCE) {
        JsonNode result = client.examine(ids.subList(from, Math.min(ids.size(), from + AT_ONCE)));
        examined += result.path("examined").asLong();
        for (JsonNode finding : result.path("different")) {
          different++;
          out().println(finding.path("id").asText() + ": " + finding.path("detail").asText());
        }
      }
      if (examined > 0) {
        spec.commandLine().getErr().println(examined + " compared");
        spec.commandLine().getErr().flush();
      }
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
