package io.weir.jobs.endpoints.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weir.dsl.endpoint.FileFormat;
import io.weir.dsl.endpoint.FilesEndpoint;
import io.weir.jobs.outbox.Letter;
import io.weir.jobs.outbox.Letters;
import io.weir.jobs.outbox.OutboxPartition;
import io.weir.jobs.outbox.Sender;
import io.weir.jobs.outbox.Taken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FilesSenderTest {

  private static final Duration NEVER = Duration.ofDays(1);
  private static final OutboxPartition PARTITION = new OutboxPartition("hub.outbox.one", "id", 2);
  private static final String FIRST = "hub/2/2026/03/04/05/06-00000000000000000007.";

  @TempDir private Path directory;

  @Test
  @DisplayName("ROUTE-12, ROUTE-16: JSON lines; JSON bodies as JSON, any other in base64")
  void json() throws Exception {
    byte[] binary = {0, -1};
    Headers headers = Letters.headers(8);
    headers.remove("content-type");
    Letter other = Letters.of(8, binary, headers);
    write(FileFormat.JSON, List.of(Letters.json(7, "{\"t\": 1.50}"), other));
    List<String> lines = Files.readAllLines(directory.resolve(FIRST + "json"));
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).endsWith("\"Body\":{\"t\":1.50}}");
    JsonNode first = JsonMapper.builder().build().readTree(lines.get(0));
    assertThat(first.path("EnqueuedTimeUtc").asText()).isEqualTo("2026-03-04T05:06:07.000Z");
    assertThat(first.at("/Properties/level").asText()).isEqualTo("high");
    assertThat(first.at("/SystemProperties/connectionDeviceId").asText()).isEqualTo("d1");
    assertThat(first.at("/SystemProperties/contentEncoding").asText()).isEqualTo("utf-8");
    assertThat(lines.get(1))
        .endsWith("\"Body\":\"" + Base64.getEncoder().encodeToString(binary) + "\"}");
  }

  @Test
  @DisplayName("ROUTE-12: Avro, with the columns of IoT Hub's storage endpoints")
  void avro() throws Exception {
    write(FileFormat.AVRO, Letters.numbered(7, 1000));
    List<Long> numbers = new ArrayList<>();
    try (DataFileReader<GenericRecord> reader =
        new DataFileReader<>(
            directory.resolve(FIRST + "avro").toFile(), new GenericDatumReader<>())) {
      for (GenericRecord row : reader) {
        assertThat(row.get("EnqueuedTimeUtc")).hasToString("2026-03-04T05:06:07.000Z");
        assertThat(row.get("Properties")).hasToString("{level=high}");
        assertThat(((Map<?, ?>) row.get("SystemProperties"))).hasSize(4);
        numbers.add(number(StandardCharsets.UTF_8.decode((ByteBuffer) row.get("Body")).toString()));
      }
    }
    assertThat(numbers).isEqualTo(Stream.iterate(7L, n -> n < 1007, n -> n + 1).toList());
  }

  @Test
  @DisplayName("ROUTE-12: Parquet, with the same columns")
  void parquet() throws Exception {
    write(FileFormat.PARQUET, Letters.numbered(7, 1000));
    List<Long> numbers = new ArrayList<>();
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new GunzipCodec())
            .build();
    try (ParquetFileReader reader =
        ParquetFileReader.open(new LocalInputFile(directory.resolve(FIRST + "parquet")), options)) {
      MessageType schema = reader.getFileMetaData().getSchema();
      assertThat(schema.getFields())
          .extracting(field -> field.getName())
          .containsExactly("EnqueuedTimeUtc", "Properties", "SystemProperties", "Body");
      PageReadStore pages = reader.readNextRowGroup();
      RecordReader<Group> rows =
          new ColumnIOFactory()
              .getColumnIO(schema)
              .getRecordReader(pages, new GroupRecordConverter(schema));
      for (long i = 0; i < pages.getRowCount(); i++) {
        Group row = rows.read();
        assertThat(row.getString("EnqueuedTimeUtc", 0)).isEqualTo("2026-03-04T05:06:07.000Z");
        numbers.add(number(row.getBinary("Body", 0).toStringUsingUTF8()));
      }
    }
    assertThat(numbers).isEqualTo(Stream.iterate(7L, n -> n < 1007, n -> n + 1).toList());
  }

  @ParameterizedTest
  @EnumSource(FileFormat.class)
  void nothingIsSeenAndNothingIsDurableBeforeTheFileIsWhole(FileFormat format) throws Exception {
    try (Sender sender = sender(format, NEVER, Long.MAX_VALUE)) {
      List<Letter> letters = Letters.numbered(7, 3);
      assertThat(sender.take(List.of(), 0)).isEqualTo(new Taken(0, List.of(), true));
      assertThat(sender.take(letters, 0)).isEqualTo(new Taken(3, List.of(), false));
      assertThat(seen()).isEmpty();
    }
    assertThat(seen()).isEmpty();
  }

  @Test
  void aFileEndsWhenItIsOldEnough() throws Exception {
    try (Sender sender = sender(FileFormat.JSON, Duration.ofNanos(1), Long.MAX_VALUE)) {
      assertThat(sender.take(Letters.numbered(7, 2), 0).durable()).isFalse();
      assertThat(sender.take(Letters.numbered(9, 2), 0)).isEqualTo(new Taken(0, List.of(), true));
      assertThat(seen()).containsExactly(FIRST + "json");
      assertThat(sender.take(List.of(), 0).durable()).isTrue();
    }
  }

  @Test
  void aFileEndsWhenItIsLargeEnoughAndAnotherBegins() throws Exception {
    try (Sender sender = sender(FileFormat.JSON, NEVER, 300)) {
      assertThat(sender.take(Letters.numbered(7, 5), 0)).isEqualTo(new Taken(2, List.of(), true));
      assertThat(sender.take(Letters.numbered(9, 3), 0)).isEqualTo(new Taken(2, List.of(), true));
    }
    assertThat(seen())
        .containsExactly(FIRST + "json", "hub/2/2026/03/04/05/06-00000000000000000009.json");
  }

  @Test
  void aFileThatIsWrittenAgainReplacesItsFormerSelf() throws Exception {
    write(FileFormat.JSON, Letters.numbered(7, 2));
    write(FileFormat.JSON, Letters.numbered(7, 3));
    assertThat(seen()).containsExactly(FIRST + "json");
    assertThat(Files.readAllLines(directory.resolve(FIRST + "json"))).hasSize(3);
  }

  @Test
  void aRelativePathIsBelowTheHubsDirectory() throws Exception {
    FilesEndpoint endpoint = endpoint("archive", FileFormat.JSON, Duration.ofNanos(1), 1);
    try (Sender sender = new FilesSenders(endpoint, "hub", directory.toString()).open(PARTITION)) {
      var unused = sender.take(Letters.numbered(7, 1), 0);
    }
    assertThat(seen()).containsExactly("archive/" + FIRST + "json");
    assertThatIOException()
        .isThrownBy(() -> new FilesSenders(endpoint, "hub", "").open(PARTITION))
        .withMessage("path archive: relative (expected: absolute, without --files)");
  }

  private void write(FileFormat format, List<Letter> letters) throws Exception {
    try (Sender sender = sender(format, Duration.ofNanos(1), Long.MAX_VALUE)) {
      assertThat(sender.take(letters, 0).count()).isEqualTo(letters.size());
      assertThat(sender.take(List.of(), 0).durable()).isTrue();
    }
  }

  private Sender sender(FileFormat format, Duration roll, long rollSize) throws IOException {
    return new FilesSenders(endpoint(directory.toString(), format, roll, rollSize), "hub", "")
        .open(PARTITION);
  }

  private static FilesEndpoint endpoint(
      String path, FileFormat format, Duration roll, long rollSize) {
    return new FilesEndpoint("one", path, format, FilesEndpoint.DEFAULT_PATTERN, roll, rollSize);
  }

  private List<String> seen() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .map(file -> directory.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private static long number(String body) {
    return Long.parseLong(body.substring("{\"n\":".length(), body.length() - 1));
  }
}
