package io.weir.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.device.telemetry.EventJson;
import io.weir.device.telemetry.TelemetryHeaders;
import io.weir.local.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesExplainTest {
  private static final String RULES = "../../docs/examples/plant.weir";

  @TempDir private Path directory;

  private String file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  @Test
  @DisplayName("ROUTE-04: for each route what decided, with the values, and where the message goes")
  void inWords() throws IOException {
    String message =
        file("m.json", "{\"body\":{\"humidity\":40},\"properties\":{\"level\":\"critical\"}}");

    CommandRun run = CommandRun.weir("rules", "explain", RULES, "--message", message);

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            """
            hot: undefined
              because $body.temperature > 80 is undefined (RULES:6:9)
                $body.temperature is undefined: $body has no member 'temperature'
            everything: matched
              because true is true (RULES:11:9)
            goes to: events
            """
                .replace("RULES", RULES));
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
  }

  @Test
  @DisplayName("ROUTE-06, ROUTE-07: what monitor-events prints is explained as it was routed")
  void printed() throws IOException {
    byte[] body = "{\"temperature\":93.50}".getBytes(StandardCharsets.UTF_8);
    ConsumerRecord<byte[], byte[]> event = new ConsumerRecord<>("t", 0, 0, new byte[0], body);
    TelemetryHeaders.put(event.headers(), TelemetryHeaders.CONNECTION_DEVICE_ID, "pump-1");
    TelemetryHeaders.put(
        event.headers(), TelemetryHeaders.MESSAGE_SOURCE, TelemetryHeaders.SOURCE_TELEMETRY);
    TelemetryHeaders.put(event.headers(), TelemetryHeaders.CONTENT_TYPE, "application/json");
    TelemetryHeaders.put(event.headers(), TelemetryHeaders.CONTENT_ENCODING, "utf-8");
    TelemetryHeaders.putProperty(event.headers(), "level", "critical");
    String message = file("m.json", EventJson.of(event).toString());

    CommandRun run = CommandRun.weir("rules", "explain", RULES, "--message", message, "-o", "json");

    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    JsonNode explanation = Output.JSON.readTree(run.out());
    assertThat(explanation.at("/routes/0/name").asText()).isEqualTo("hot");
    assertThat(explanation.at("/routes/0/verdict").asText()).isEqualTo("matched");
    assertThat(explanation.at("/routes/0/because/value").asBoolean()).isTrue();
    assertThat(explanation.at("/routes/0/because/saw/0/value").asDouble()).isEqualTo(93.5);
    assertThat(explanation.get("endpoints"))
        .extracting(JsonNode::asText)
        .containsExactlyInAnyOrder("alerts", "events");
    assertThat(explanation.get("fallback").asBoolean()).isFalse();
  }

  @Test
  @DisplayName("files with errors: where they are wrong, and exit code 1; misuse is 2")
  void errors() throws IOException {
    String message = file("m.json", "{\"bdy\":1}");
    CommandRun badMessage = CommandRun.weir("rules", "explain", RULES, "--message", message);
    assertThat(badMessage.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(badMessage.err()).contains(message + ":1:2: error: a message has no 'bdy'");

    String rules = file("bad.weir", "route");
    CommandRun badRules = CommandRun.weir("rules", "explain", rules, "--message", message);
    assertThat(badRules.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(badRules.err()).contains(rules + ":1:").contains("cannot be used: 1 error");

    CommandRun missing =
        CommandRun.weir("rules", "explain", RULES, "--message", directory + "/none.json");
    assertThat(missing.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(missing.err()).contains("none.json: there is no such file");

    assertThat(CommandRun.weir("rules", "explain", RULES).exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(CommandRun.weir("rules", "explain", "-", "--message", "-").exitCode())
        .isEqualTo(ExitCode.USAGE);
    assertThat(
            List.of(
                "--message m.json",
                "--device d --message-id m",
                "RULES --device d",
                "--device d --last 0",
                "--device d --last 101",
                "--device d --record 61",
                "--message-id m --record 5",
                "RULES --message m.json --last 2"))
        .allSatisfy(
            misuse ->
                assertThat(CommandRun.weir(("rules explain " + misuse).split(" ")).exitCode())
                    .isEqualTo(ExitCode.USAGE));
  }
}
