package io.weir.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class TopicBagTest {

  @Property
  @Label("MQTT-11, MQTT-13: what a device encodes is read, null and empty values included")
  void readsWhatWasEncoded(
      @ForAll @Size(max = 8) Map<@StringLength(min = 1, max = 20) String, String> entries,
      @ForAll @StringLength(min = 1, max = 9) String valueless) {
    Map<String, String> expected = new LinkedHashMap<>();
    entries.forEach((key, value) -> expected.put(wellFormed(key), wellFormed(value)));
    expected.put(wellFormed(valueless), null);
    StringBuilder bag = new StringBuilder();
    expected.forEach(
        (key, value) ->
            bag.append(bag.length() == 0 ? "" : "&")
                .append(encoded(key))
                .append(value == null ? "" : "=" + encoded(value)));
    assertThat(read(bag.toString())).isEqualTo(expected);
  }

  @Property
  @Label("MQTT-11: any text is a bag")
  void anyText(@ForAll String text) {
    assertThat(read(text)).doesNotContainKey("");
  }

  @Test
  void mqtt11EncodedAndBareDollarAreTheSameKey() {
    assertThat(read("%24.mid=a&%24.ct=text%2Fplain&x=a%20b+c"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("$.mid", "a", "$.ct", "text/plain", "x", "a b+c"))
        .isEqualTo(read("$.mid=a&$.ct=text/plain&x=a b+c"));
  }

  @Test
  void mqtt13NullEmptyAndDuplicates() {
    assertThat(read("n&e=&d=1&d=2&&=x&last"))
        .containsEntry("n", null)
        .containsEntry("e", "")
        .containsEntry("d", "1")
        .containsEntry("last", null)
        .hasSize(4);
  }

  @Test
  void mqtt11AnEscapeThatIsNoneStandsForItself() {
    assertThat(read("a=100%&b=%zz&c=%4")).isEqualTo(Map.of("a", "100%", "b", "%zz", "c", "%4"));
  }

  /** The first of duplicates. */
  private static Map<String, String> read(String bag) {
    Map<String, String> entries = new LinkedHashMap<>();
    TopicBag.read(
        bag,
        (key, value) -> {
          if (!entries.containsKey(key)) {
            entries.put(key, value);
          }
        });
    return entries;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Lone surrogates have no UTF-8 form. */
  private static String wellFormed(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
