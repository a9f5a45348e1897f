package io.weir.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.telemetry.EventJson;
import io.weir.dsl.endpoint.EventsEndpoint;
import io.weir.local.ExitCode;
import io.weir.local.client.KafkaReader;
import io.weir.local.client.RulesClient;
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

/** {@code weir monitor-events}: the messages of an endpoint as they come. */
@Command(
    name = "monitor-events",
    mixinStandardHelpOptions = true,
    description = {
      "Print the messages of the built-in endpoint, or of another by its name in the rules.",
      "From now on: every message that reaches the endpoint after the line \"watching\" on stderr."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:--max-messages have come, or the reader of the output went away",
      "1:the hub cannot be read, or the rules have no such endpoint",
      "2:the command line is not understood",
      "3:--timeout was over first"
    })
public final class MonitorEventsCommand implements Callable<Integer> {
  private static final Duration LONGEST_POLL = Duration.ofMillis(500);
  private static final int MAX_SECONDS = 10 * 365 * 86_400;

  @Spec private CommandSpec spec;
  @Mixin private HubOptions hub;
  @Mixin private Output output;

  @Option(
      names = "--endpoint",
      paramLabel = "NAME",
      defaultValue = EventsEndpoint.NAME,
      description = "a Kafka endpoint's name in the rules (default: ${DEFAULT-VALUE})")
  private String endpoint;

  @Option(
      names = {"--device", "-d", "--device-id"},
      paramLabel = "ID",
      description = "only messages of this device")
  private String device;

  @Option(names = "--from-beginning", description = "begin with what Kafka still holds")
  private boolean fromBeginning;

  @Option(
      names = "--max-messages",
      paramLabel = "N",
      description = "stop after N messages (default: never)")
  private Long maxMessages;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "stop when so much time is over (default: never)")
  private Double timeoutSeconds;

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      description = "the hub's Kafka, with --connection-string (default: the hub's host, 9092)")
  private String kafka;

  @Option(
      names = "--hub-name",
      paramLabel = "NAME",
      defaultValue = "weir",
      description = "the hub's name, with --connection-string (default: ${DEFAULT-VALUE})")
  private String hubName;

  @Override
  public Integer call() {
    if (maxMessages != null && maxMessages < 1) {
      throw usage("--max-messages: " + maxMessages + " (expected: 1 or more)");
    }
    // Written so that NaN is refused too.
    if (timeoutSeconds != null && !(timeoutSeconds > 0 && timeoutSeconds <= MAX_SECONDS)) {
      throw usage("--timeout: " + timeoutSeconds + " (expected: seconds, more than 0)");
    }
    long begun = System.nanoTime();
    String name;
    String bootstrap;
    if (hub.isRemote()) {
      name = hubName;
      bootstrap = kafka == null ? hub.address().hostName() + ":9092" : kafka;
    } else {
      HubConfig config = hub.localHub();
      name = config.hub();
      bootstrap = kafka == null ? config.kafkaAddress() : kafka;
    }
    String topic =
        EndpointTopics.topicOf(name, endpoint, () -> RulesClient.of(hub.address()).current());
    try (KafkaReader reader = KafkaReader.open(bootstrap, List.of(topic), fromBeginning)) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("watching " + endpoint + " (topic " + topic + ")");
      err.flush();
      return watch(reader, begun);
    }
  }

  private int watch(KafkaReader reader, long begun) {
    long limit = timeoutSeconds == null ? Long.MAX_VALUE : (long) (timeoutSeconds * 1e9);
    long seen = 0;
    while (true) {
      long left = limit - (System.nanoTime() - begun);
      if (left <= 0) {
        return ExitCode.TIMED_OUT;
      }
      Duration wait = Duration.ofNanos(Math.min(left, LONGEST_POLL.toNanos()));
      for (ConsumerRecord<byte[], byte[]> message : reader.poll(wait)) {
        if (device != null && !device.equals(EventJson.deviceId(message))) {
          continue;
        }
        print(EventJson.of(message));
        seen++;
        if ((maxMessages != null && seen >= maxMessages) || out().checkError()) {
          return ExitCode.OK;
        }
      }
      if (Thread.currentThread().isInterrupted() || out().checkError()) {
        return ExitCode.OK;
      }
    }
  }

  private void print(ObjectNode event) {
    if (output.isJson()) {
      Output.jsonLine(out(), event);
      return;
    }
    JsonNode body = event.has("body") ? event.get("body") : event.get("bodyBase64");
    JsonNode properties = event.get("properties");
    out()
        .println(
            (event.get("enqueuedTime").asText()
                    + "  "
                    + EventJson.owner(event)
                    + "  "
                    + (event.has("messageSource") ? event.get("messageSource").asText() + "  " : "")
                    + (event.has("body") ? body.toString() : "base64:" + body.asText())
                    + (properties.isEmpty() ? "" : "  " + properties))
                .replaceAll("\\p{Cntrl}", "\uFFFD"));
    out().flush();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private ParameterException usage(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }
}
