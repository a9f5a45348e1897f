package io.weir.jobs.twins;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.identity.TwinKey;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TwinCacheTest {

  private static final TwinKey FIRST = TwinKey.device("first");
  private static final TwinKey SECOND = TwinKey.device("second");
  private static final TwinKey THIRD = TwinKey.device("third");

  @Test
  @DisplayName("The log's rules 12: a read is used for less than a second from its start")
  void forgetsWithinASecond() {
    TwinCache cache = new TwinCache(10_000);
    TwinRead read = read(FIRST, 500, 10);
    cache.put(read);
    long start = read.startedAt();
    assertThat(cache.find(FIRST, start + millis(899))).contains(read);
    assertThat(cache.find(FIRST, start + millis(900))).isEmpty();
    assertThat(cache.find(SECOND, start)).isEmpty();
  }

  @Test
  void theNewestReadOfATwinTakesThePlaceOfTheFormer() {
    TwinCache cache = new TwinCache(10_000);
    cache.put(read(FIRST, 0, 10));
    TwinRead newer = read(FIRST, 1_000, 20);
    cache.put(newer);
    assertThat(cache.find(FIRST, millis(1_500))).contains(newer);
  }

  @Test
  void theOldestMakeRoom() {
    TwinCache cache = new TwinCache(1_000);
    cache.put(read(FIRST, 0, 300));
    cache.put(read(SECOND, 1, 300));
    cache.put(read(FIRST, 2, 300));
    cache.put(read(THIRD, 3, 300));
    assertThat(cache.find(SECOND, millis(4))).as("the oldest").isEmpty();
    assertThat(cache.find(FIRST, millis(4))).as("read again").isPresent();
    assertThat(cache.find(THIRD, millis(4))).isPresent();
  }

  @Test
  void theNewestIsKeptHoweverLargeItIs() {
    TwinCache cache = new TwinCache(1_000);
    cache.put(read(FIRST, 0, 10));
    cache.put(read(SECOND, 0, 5_000));
    assertThat(cache.find(FIRST, 0)).isEmpty();
    assertThat(cache.find(SECOND, 0)).isPresent();
    cache.put(read(THIRD, 0, 10));
    assertThat(cache.find(SECOND, 0)).as("no longer the newest").isEmpty();
  }

  /** A twin with a text of so many characters, read at that millisecond. */
  private static TwinRead read(TwinKey key, long atMillis, int characters) {
    return TwinRead.of(key, millis(atMillis), Optional.of("{}" + " ".repeat(characters - 2)));
  }

  private static long millis(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
