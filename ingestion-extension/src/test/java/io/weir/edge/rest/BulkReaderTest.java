package io.weir.edge.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.twin.TwinLimits;
import io.weir.edge.registry.BulkLine;
import java.util.List;
import org.junit.jupiter.api.Test;

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
}
