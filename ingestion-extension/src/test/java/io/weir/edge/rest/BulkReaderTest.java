package io.weir.edge.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.device.command.ImportMode;
import io.weir.device.identity.TwinKey;
import io.weir.device.twin.TwinLimits;
import io.weir.edge.node.HubException;
import io.weir.edge.registry.BulkLine;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BulkReaderTest {

  @Test
  void reg05AnEtagMayHaveTheNameThatADeviceIsReadWith() {
    List<BulkLine> lines =
        BulkReader.read(
            "[{\"id\":\"a\",\"importMode\":\"UpdateIfMatchETag\",\"eTag\":\"\\\"one\\\"\"},"
                + "{\"id\":\"b\",\"importMode\":\"UpdateIfMatchETag\",\"etag\":\"two\"},"
                + "{\"id\":\"c\",\"importMode\":\"UpdateIfMatchETag\"}]",
            TwinLimits.CURRENT);
    assertThat(lines).extracting(line -> line.orThrow().etag()).containsExactly("one", "two", null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{'id':'d','moduleId':7,'importMode':'delete'}]",
        "[{'id':'d','moduleId':{},'importMode':'updateTwin','tags':{'a':1}}]",
        "[{'id':7}]"
      })
  void reg05ALineAboutNobodyRefusesAll(String lines) {
    assertThatThrownBy(() -> BulkReader.read(lines.replace('\'', '"'), TwinLimits.CURRENT))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("no text");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'importMode':'deleteIfMatchETag','eTag':5 | deleteIfMatchETag | eTag: no text",
        "'importMode':'updateTwinIfMatchETag','twinETag':[] | updateTwinIfMatchETag | twinETag: no",
        "'importMode':'explode' | explode | importMode: not known",
        "'importMode':{'a':1} | {'a':1} | importMode: not known",
        "'importMode':null,'status':'new' | createOrUpdate | status: not known",
        "'importMode':'create','tags':{'a.b':1} | create | tags",
        "'importMode':'create','properties':7 | create | properties: no object",
        "'authentication':{'symmetricKey':{'primaryKey':7}} | createOrUpdate | primaryKey: no text"
      })
  void reg06ALineThatCannotBeUnderstoodFailsAlone(String rest, String operation, String problem) {
    List<BulkLine> lines =
        BulkReader.read(
            ("[{'id':'d','moduleId':'m'," + rest + "},{'id':'good'}]").replace('\'', '"'),
            TwinLimits.CURRENT);

    assertThat(lines.get(0).key()).isEqualTo(new TwinKey("d", "m"));
    assertThat(lines.get(0).operation()).isEqualTo(operation.replace('\'', '"'));
    assertThatThrownBy(lines.get(0)::orThrow)
        .isInstanceOf(HubException.class)
        .hasMessageContaining(problem);
    assertThat(lines.get(1).orThrow().mode()).isEqualTo(ImportMode.CREATE_OR_UPDATE);
  }
}
