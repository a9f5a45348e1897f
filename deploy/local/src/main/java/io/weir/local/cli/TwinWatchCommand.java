package io.weir.local.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.identity.DeviceIds;
import io.weir.device.telemetry.DeviceEventHeaders;
import io.weir.device.telemetry.EventJson;
import io.weir.device.telemetry.TelemetryHeaders;
import io.weir.device.topic.Topics;
import io.weir.device.twin.TwinJson;
import io.weir.local.ExitCode;
import io.weir.local.client.KafkaReader;
import io.weir.local.hub.HubConfig;
import io.weir.local.hub.HubOptions;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code weir device-twin watch}: what happens to twins, as it happens (ROUTE-14). */
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    description = {
      "Print each change of a twin from now on; with --all also who comes, goes, is made and is"
          + " removed.",
      "Every change after the line \"watching\" on stderr is shown."
    })
final class TwinWatchCommand implements Callable<Integer> {
  private static final Duration POLL = Duration.ofMillis(500);

  @Spec private CommandSpec spec;
  @Mixin private HubOptions hub;
  @Mixin private Output output;

  @Option(
      names = {"-d", "--device-id"},
      paramLabel = "ID",
      description = "only this device and its modules")
  private String deviceId;

  @Option(names = "--all", description = "identities and connections, too")
  private boolean all;

  @Option(
      names = "--max-events",
      paramLabel = "N",
      description = "stop after N events (default: never)")
  private Long maxEvents;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "stop when so much time is over (default: never)")
  private Long timeout;

  @Override
  public Integer call() {
    if ((maxEvents != null && maxEvents < 1) || (timeout != null && timeout < 1)) {
      throw new ParameterException(
          spec.commandLine(), "--max-events and --timeout: expected 1 or more");
    }
    if (deviceId != null && !DeviceIds.isValid(deviceId)) {
      throw new ParameterException(
          spec.commandLine(), "--device-id: '" + Output.printable(deviceId) + "' is none");
    }
    if (hub.isRemote()) {
      throw new ParameterException(
          spec.commandLine(),
          "--connection-string: not here, since it reads the local hub's Kafka");
    }
    HubConfig config = hub.localHub();
    String topic = new Topics(config.hub()).deviceEvents();
    long begun = System.nanoTime();
    long seen = 0;
    try (KafkaReader reader = KafkaReader.open(config.kafkaAddress(), List.of(topic), false)) {
      spec.commandLine().getErr().println("watching");
      spec.commandLine().getErr().flush();
      while (!out().checkError() && !Thread.currentThread().isInterrupted()) {
        for (ConsumerRecord<byte[], byte[]> event : reader.poll(POLL)) {
          if (isWanted(event)) {
            print(event);
            seen++;
            if (maxEvents != null && seen >= maxEvents) {
              return 0;
            }
          }
        }
        if (timeout != null && System.nanoTime() - begun > Duration.ofSeconds(timeout).toNanos()) {
          return ExitCode.TIMED_OUT;
        }
      }
    }
    return 0;
  }

  private boolean isWanted(ConsumerRecord<byte[], byte[]> event) {
    String source = TelemetryHeaders.text(event.headers(), TelemetryHeaders.MESSAGE_SOURCE);
    return (all || DeviceEventHeaders.SOURCE_TWIN_CHANGE.equals(source))
        && (deviceId == null || deviceId.equals(EventJson.deviceId(event)));
  }

  private void print(ConsumerRecord<byte[], byte[]> event) {
    ObjectNode json = EventJson.of(event);
    if (output.isJson()) {
      Output.jsonLine(out(), json);
      return;
    }
    out()
        .println(
            Output.printable(
                json.path("enqueuedTime").asText()
                    + "  "
                    + EventJson.owner(json)
                    + "  "
                    + json.path("properties").path("opType").asText()
                    + "  "
                    + TwinJson.text(json.path("body"))));
    out().flush();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
