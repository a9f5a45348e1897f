package io.weir.device.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.codec.Samples.Sample;
import io.weir.device.command.Command;
import io.weir.device.identity.Authentication;
import io.weir.device.state.Answer;
import io.weir.device.topic.EdgeMessage;
import io.weir.device.topic.IdentityChange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * What an older release has left in Kafka and in keyed state is read by this one (design,
 * "Topics").
 */
class GoldenFilesTest {

  static final List<Sample<?>> SAMPLES = Samples.all();

  /** Objects whose keys are data. */
  private static final Set<String> ANY_KEYS =
      Set.of("tags", "values", "metadata", "patch", "properties", "modules", "owners");

  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void goldenFilesAreRead(Sample<?> sample) throws IOException {
    assertThat((Object) sample.decode(golden(sample))).isEqualTo(sample.value());
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void goldenFilesAreWritten(Sample<?> sample) throws IOException {
    assertThat(new String(sample.encode(), StandardCharsets.UTF_8))
        .isEqualTo(new String(golden(sample), StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  @DisplayName("What a newer release added is ignored")
  void unknownFieldsAreIgnored(Sample<?> sample) throws IOException {
    JsonNode record = JSON.readTree(golden(sample));
    addUnknownFields(record);

    assertThat((Object) sample.decode(JSON.writeValueAsBytes(record))).isEqualTo(sample.value());
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void unknownVersionsAreRefused(Sample<?> sample) throws IOException {
    String golden = new String(golden(sample), StandardCharsets.UTF_8);
    for (String version : List.of("0", "-1", "2", "99")) {
      byte[] other =
          golden.replace("{\"v\":1,", "{\"v\":" + version + ",").getBytes(StandardCharsets.UTF_8);
      assertThatThrownBy(() -> sample.decode(other))
          .isInstanceOf(MalformedRecordException.class)
          .hasMessageEndingWith(" version: " + version + " (expected: 1..1)");
    }
  }

  @Test
  @DisplayName("An unknown version is named, whatever its records look like")
  void unknownVersionOfAnotherShape() {
    assertThatThrownBy(
            () -> Codecs.COMMAND.decode("{\"v\":2,\"d\":[1]}".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessage("CommandEnvelope version: 2 (expected: 1..1)");
  }

  @Test
  void everySubtypeHasAGoldenFile() {
    Set<Class<?>> parts =
        SAMPLES.stream()
            .map(Sample::part)
            .filter(Objects::nonNull)
            .map(Object::getClass)
            .collect(Collectors.toSet());

    Stream.of(
            Command.class,
            Answer.class,
            EdgeMessage.CloseConnection.class,
            EdgeMessage.DesiredChanged.class,
            IdentityChange.class,
            Authentication.class)
        .flatMap(
            type -> type.isSealed() ? Stream.of(type.getPermittedSubclasses()) : Stream.of(type))
        .forEach(type -> assertThat(parts).contains(type));
    assertThat(EdgeMessage.class.getPermittedSubclasses()).hasSize(3);
  }

  private static byte[] golden(Sample<?> sample) throws IOException {
    try (InputStream in =
        GoldenFilesTest.class.getClassLoader().getResourceAsStream(sample.file())) {
      assertThat(in).as(sample.file()).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .strip()
          .getBytes(StandardCharsets.UTF_8);
    }
  }

  private static void addUnknownFields(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object
          .properties()
          .forEach(
              member -> {
                if (!ANY_KEYS.contains(member.getKey())) {
                  addUnknownFields(member.getValue());
                }
              });
    } else {
      node.forEach(GoldenFilesTest::addUnknownFields);
    }
    if (node instanceof ObjectNode object) {
      object.putObject("addedLater").putArray("values").add(1).addNull();
    }
  }
}
