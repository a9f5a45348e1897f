package io.weir.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

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
  @Label("MQTT-11, MQTT-13: what was encoded is read back, null and empty values included")
  void roundTrip(
      @ForAll @Size(max = 8) Map<@StringLength(min = 1, max = 20) String, String> entries,
      @ForAll @StringLength(min = 1, max = 9) String valueless) {
    Map<String, String> expected = new LinkedHashMap<>();
    entries.forEach((key, value) -> expected.put(wellFormed(key), wellFormed(value)));
    expected.put(wellFormed(valueless), null);
    String encoded = new TopicBag(expected).encode();
    assertThat(TopicBag.parse(encoded).entries()).isEqualTo(expected);
    assertThat(encoded).doesNotContain("/", "+", "#");
  }

  @Property
  @Label("MQTT-11: any text is a bag")
  void anyText(@ForAll String text) {
    assertThat(TopicBag.parse(text).entries()).doesNotContainKey("");
  }

  @Test
  void mqtt11EncodedAndBareDollarAreTheSameKey() {
    assertThat(TopicBag.parse("%24.mid=a&%24.ct=text%2Fplain&x=a%20b+c").entries())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("$.mid", "a", "$.ct", "text/plain", "x", "a b+c"))
        .isEqualTo(TopicBag.parse("$.mid=a&$.ct=text/plain&x=a b+c").entries());
  }

  @Test
  void mqtt13NullEmptyAndDuplicates() {
    assertThat(TopicBag.parse("n&e=&d=1&d=2").entries())
        .containsEntry("n", null)
        .containsEntry("e", "")
        .containsEntry("d", "1")
        .hasSize(3);
  }

  @Test
  void mqtt11AnEscapeThatIsNoneStandsForItself() {
    assertThat(TopicBag.parse("a=100%&b=%zz&c=%4").entries())
        .isEqualTo(Map.of("a", "100%", "b", "%zz", "c", "%4"));
  }

  /** Lone surrogates have no UTF-8 form. */
  private static String wellFormed(String text) {
    return new String(
        text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
        java.nio.charset.StandardCharsets.UTF_8);
  }
}
