package io.weir.edge.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.device.twin.TwinLimits;
import io.weir.edge.node.HubException;
import io.weir.edge.registry.BulkLine;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
    assertThat(lines).extracting(BulkLine::etag).containsExactly("one", "two", null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{'id':'d','moduleId':7,'importMode':'delete'}]",
        "[{'id':'d','moduleId':{},'importMode':'updateTwin','tags':{'a':1}}]",
        "[{'id':'d','importMode':'deleteIfMatchETag','eTag':5}]",
        "[{'id':'d','importMode':'updateTwinIfMatchETag','twinETag':[]}]",
        "[{'id':7}]"
      })
  void reg05WhatIsNoTextIsRefusedAndNeverLeftOut(String lines) {
    assertThatThrownBy(() -> BulkReader.read(lines.replace('\'', '"'), TwinLimits.CURRENT))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("no text");
  }
}
