package io.weir.jobs.twins;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.identity.TwinKey;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TwinReaderTest {

  private static final TwinKey PUMP = TwinKey.device("pump");

  private final ScriptedTwins twins = new ScriptedTwins();
  private final BlockingQueue<TwinRead> answers = new LinkedBlockingQueue<>();
  private final TwinReader reader = new TwinReader(twins.factory(), answers::add);

  @AfterEach
  void close() {
    reader.close();
  }

  @Test
  @DisplayName("ROUTE-08: reads the twin of a device, and that of a module")
  void reads() throws Exception {
    twins.tag("pump", "site", "north");
    twins.tag("pump/valve", "site", "south");
    reader.read(PUMP);
    reader.read(new TwinKey("pump", "valve"));
    assertThat(site(next())).isEqualTo("north");
    assertThat(site(next())).isEqualTo("south");
    assertThat(twins.opened()).isOne();
  }

  @Test
  void whatIsNotThereHasNoDocument() throws Exception {
    reader.read(PUMP);
    TwinRead read = next();
    assertThat(read.key()).isEqualTo(PUMP);
    assertThat(read.document()).isNull();
  }

  @Test
  @DisplayName("The log's rules 12: a read counts from the start of the attempt that succeeded")
  void readsUntilItSucceeds() throws Exception {
    twins.tag("pump", "site", "north");
    twins.refuse(2);
    twins.fail(2);
    long before = System.nanoTime();
    reader.read(PUMP);
    TwinRead read = next();
    assertThat(site(read)).isEqualTo("north");
    assertThat(twins.reads()).hasSize(3);
    assertThat(TimeUnit.NANOSECONDS.toMillis(read.startedAt() - before))
        .as("after pauses of 20, 40, 80 and 160 ms")
        .isGreaterThanOrEqualTo(290);
  }

  @Test
  void opensNoStoreUntilOneIsNeededAndClosesIt() throws Exception {
    assertThat(twins.opened()).isZero();
    reader.read(PUMP);
    var unused = next();
    reader.close();
    assertThat(twins.opened()).isOne();
    assertThat(twins.closed()).isOne();
  }

  private TwinRead next() throws InterruptedException {
    TwinRead read = answers.poll(20, TimeUnit.SECONDS);
    assertThat(read).as("an answer").isNotNull();
    return read;
  }

  private static String site(TwinRead read) {
    return read.document().at("/tags/site").asText();
  }
}
