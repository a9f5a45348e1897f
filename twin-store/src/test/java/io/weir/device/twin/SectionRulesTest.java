package io.weir.device.twin;

import static io.weir.device.twin.SectionKind.DESIRED;
import static io.weir.device.twin.SectionKind.REPORTED;
import static io.weir.device.twin.SectionKind.TAGS;
import static io.weir.device.twin.TwinLimits.CURRENT;
import static io.weir.device.twin.TwinLimits.OF_2017;
import static io.weir.device.twin.TwinTrees.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SectionRulesTest {

  private static final String SMILE = "\ud83d\ude00";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                              | 0
          {"a":1}                         | 9
          {"a":-1.2345678901234567890}    | 9
          {"a":true}                      | 5
          {"a":null}                      | 1
          {"a":""}                        | 1
          {"abc":"xyz"}                   | 6
          {"a":"x y"}                     | 4
          {"é":"漢"}                        | 5
          {"a":"😀"}                        | 5
          {"a":"\\u0001\\u001f\\u007f\\u0080\\u009f\\u00a0"} | 3
          {"a":{"b":{"c":"d"}}}           | 4
          {"a":[1,"xy",true,{"b":2.5}]}   | 24
          {"a":[[],{}]}                   | 1
          """)
  @DisplayName("TWIN-07: sizes")
  void sizes(String text, int size) {
    assertThat(SectionRules.size(TwinJson.parse(text))).isEqualTo(size);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("TWIN-07 TWIN-09: each section may have exactly its size, today and in 2017")
  void sizeLimits(SectionKind kind) {
    for (TwinLimits limits : List.of(CURRENT, OF_2017)) {
      int max = kind == TAGS || limits.equals(OF_2017) ? 8_192 : 32_768;
      ObjectNode values = ofSize(max);
      assertThat(SectionRules.size(values)).isEqualTo(max);
      assertThatCode(() -> SectionRules.checkSize(kind, values, limits)).doesNotThrowAnyException();

      values.put("y", "");
      assertThatThrownBy(() -> SectionRules.checkSize(kind, values, limits))
          .isInstanceOf(InvalidTwinException.class)
          .hasMessage(kind.path() + ": size " + (max + 1) + " (expected: at most " + max + ")");
    }
  }

  private static ObjectNode ofSize(int size) {
    ObjectNode values = JsonNodeFactory.instance.objectNode();
    int left = size;
    for (char key = 'A'; left > 0; key++) {
      int length = Math.min(4_096, left);
      values.put(String.valueOf(key), "x".repeat(length - 1));
      left -= length;
    }
    return values;
  }

  @Example
  @Label("What TWIN-07 does not count is bounded, too: the JSON text has up to 4 times the size")
  void textLimits() {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < 10_920; i++) {
      array.add("");
    }
    ObjectNode values = JsonNodeFactory.instance.objectNode();
    values.set("ab", array);
    assertThat(SectionRules.size(values)).isEqualTo(2);
    assertThat(TwinJson.text(values)).hasSize(4 * 8_192);
    assertThatCode(() -> SectionRules.checkSize(TAGS, values, CURRENT)).doesNotThrowAnyException();

    array.add(1);
    assertThatThrownBy(() -> SectionRules.checkSize(TAGS, values, CURRENT))
        .isInstanceOf(InvalidTwinException.class)
        .hasMessage("tags: JSON text of 32770 characters (expected: at most 32768)");
    assertThatCode(() -> SectionRules.checkSize(DESIRED, values, CURRENT))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "A-b_c/d\\e",
        "#",
        "\u00a0",
        "\u6f22",
        SMILE,
        "\"",
        "null",
        "0",
        "[1]",
        "a:b"
      })
  @DisplayName("TWIN-08: keys that may be")
  void goodKeys(String key) {
    assertAccepted(with(key, 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "a.b",
        "$",
        "$a",
        "a$",
        " ",
        "a b",
        "\u0000",
        "\n",
        "\u001f",
        "\u007f",
        "\u0080",
        "\u009f",
        "\ud83d",
        "\ude00",
        "\ude00\ud83d",
      })
  @DisplayName("TWIN-08: keys that may not be, at any level, also with a null and in arrays")
  void badKeys(String key) {
    assertRefused(with(key, 1), "tags: key '" + key + "' (expected: 1..1024 bytes without");
    ObjectNode withNull = JsonNodeFactory.instance.objectNode();
    withNull.putNull(key);
    assertRefused(withNull, "tags: key '" + key + "'");
    assertRefused(nested("a", with(key, 1)), "tags.a: key '" + key + "'");
    ObjectNode inArray = JsonNodeFactory.instance.objectNode();
    inArray.putArray("a").add(0).addArray().add(with(key, 1));
    assertRefused(inArray, "tags.a[1][0]: key '" + key + "'");
  }

  @Example
  @Label("TWIN-08: keys have up to 1 KB, strings up to 4 KB of UTF-8")
  void lengths() {
    assertAccepted(with("k".repeat(1_024), 1));
    assertAccepted(with("\u00e9".repeat(512), 1));
    assertAccepted(with(SMILE.repeat(256), 1));
    assertRefused(with("k".repeat(1_025), 1), "tags: key 'kkk");
    assertRefused(with("\u00e9".repeat(512) + "k", 1), "tags: key '");
    assertRefused(with("k" + SMILE.repeat(256), 1), "tags: key '");

    assertAccepted(with("a", "x".repeat(4_096)));
    assertAccepted(with("a", "\u00e9".repeat(2_048)));
    assertAccepted(with("a", SMILE.repeat(1_024)));
    String tooLong = "tags.a: string too long (expected: at most 4096 bytes of UTF-8)";
    assertRefused(with("a", "x".repeat(4_097)), tooLong);
    assertRefused(with("a", "\u00e9".repeat(2_048) + "x"), tooLong);
    assertRefused(with("a", SMILE.repeat(1_024) + "x"), tooLong);
    assertRefused(with("a", "\u0001".repeat(4_097)), tooLong);
  }

  @Property(tries = 1000)
  @Label("TWIN-10: a string is refused exactly when UTF-8 could not give it back")
  void onlyUnicode(@ForAll String text) {
    boolean kept =
        new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).equals(text);
    if (kept && text.getBytes(StandardCharsets.UTF_8).length <= 4_096) {
      assertAccepted(with("a", text));
    } else {
      assertRefused(with("a", text), "tags.a: ");
    }
  }

  @Example
  @Label("TWIN-10: halves of surrogate pairs are refused")
  void surrogates() {
    for (String half : List.of("\ud800", "\udfff", "a\ud83d", "\ude00\ud83d", SMILE + "\udc00")) {
      assertRefused(with("a", half), "tags.a: half of a surrogate pair (expected: Unicode text)");
    }
    assertAccepted(with("a", SMILE + "\uffff\u0000"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4503599627370495",
        "-4503599627370496",
        "0",
        "4503599627370496.0",
        "1e300",
        "1.7976931348623157e308",
        "-1.7976931348623157e308",
        "1e-1000",
        "0.1000000000000000055",
      })
  @DisplayName("TWIN-08: numbers that may be")
  void goodNumbers(String number) {
    assertAccepted(object("{'a':" + number + ",'b':[" + number + "]}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4503599627370496",
        "-4503599627370497",
        "9223372036854775807",
        "9223372036854775808",
        "-100000000000000000000000000000",
        "4503599627370496123.5e1",
      })
  @DisplayName("TWIN-08: integers out of range")
  void badIntegers(String number) {
    String problem = ": integer out of range (expected: -4503599627370496..4503599627370495)";
    assertRefused(object("{'a':" + number + "}"), "tags.a" + problem);
    assertRefused(object("{'a':{'b':[0," + number + "]}}"), "tags.a.b[1]" + problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1e309", "-1e309", "1.8e308", "1e999999999", "1e-1001", "0e2000", "1e-2147483647"})
  @DisplayName("Numbers beyond a double are refused, and such that no sum could hold")
  void badFloats(String number) {
    assertRefused(object("{'a':" + number + "}"), "tags.a: number out of range (expected: ");
  }

  @Example
  @Label("Numbers have up to 350 characters, so that they can be read again in any spelling")
  void longNumbers() {
    assertAccepted(object("{'a':0." + "1".repeat(348) + "}"));
    assertRefused(
        object("{'a':0." + "1".repeat(349) + "}"),
        "tags.a: number too long (expected: at most 350 characters)");
    assertRefused(object("{'a':0." + "1".repeat(394) + "e-99}"), "tags.a: number too long");
  }

  @Property
  @Label("TWIN-10: numbers that are accepted are read again, digit by digit")
  void numbersReadBack(
      @ForAll @IntRange(min = 1, max = 398) int digits,
      @ForAll @IntRange(min = 0, max = 1) int whole,
      @ForAll @IntRange(min = -1_100, max = 400) int exponent) {
    JsonNode sent;
    try {
      String text = "{'a':" + whole + "." + "1".repeat(digits) + "e" + exponent + "}";
      sent = SectionRules.checked(TAGS, object(text), CURRENT);
    } catch (InvalidTwinException e) {
      return;
    }
    ObjectNode again = (ObjectNode) TwinJson.parse(TwinJson.text(sent));
    assertThat(TwinJson.text(again)).isEqualTo(TwinJson.text(sent));
    assertThat(again.get("a").decimalValue()).isEqualTo(sent.get("a").decimalValue());
    assertAccepted(again);
  }

  @Example
  @Label("Numbers beyond a double are refused, whatever kind of node has them")
  void badNodes() {
    ObjectNode values = JsonNodeFactory.instance.objectNode();
    values.put("a", Double.NaN);
    assertRefused(values, "tags.a: number out of range");
    values.put("a", Double.POSITIVE_INFINITY);
    assertRefused(values, "tags.a: number out of range");
    values.put("a", BigInteger.ONE.shiftLeft(10_000));
    assertRefused(values, "tags.a: integer out of range");
  }

  @Example
  @Label("TWIN-08: ten levels below a section, five in 2017; the documented example is one")
  void depths() {
    for (TwinLimits limits : List.of(CURRENT, OF_2017)) {
      int max = limits.equals(CURRENT) ? 10 : 5;
      ObjectNode deepest = TwinTrees.objectsInObjects(max + 1);
      ((ObjectNode) deepest.at("/a".repeat(max))).put("property", "value");
      assertThat(SectionRules.checked(DESIRED, deepest, limits)).isEqualTo(deepest);
      assertThatThrownBy(
              () -> SectionRules.checked(DESIRED, TwinTrees.objectsInObjects(max + 2), limits))
          .isInstanceOf(InvalidTwinException.class)
          .hasMessage(
              "properties.desired"
                  + ".a".repeat(max + 1)
                  + ": too deep (expected: at most "
                  + max
                  + " levels below the section)");
    }
  }

  @Example
  @Label("TWIN-08: arrays count as levels, too")
  void depthsOfArrays() {
    assertAccepted(nested("a", TwinTrees.arraysInArrays(10)));
    assertRefused(nested("a", TwinTrees.arraysInArrays(11)), "tags.a" + "[0]".repeat(10) + ": too");
    ObjectNode mixed = JsonNodeFactory.instance.objectNode();
    mixed.putArray("a").add(TwinTrees.objectsInObjects(9));
    assertAccepted(mixed);
    mixed.putArray("a").add(TwinTrees.objectsInObjects(10));
    assertRefused(mixed, "tags.a[0]" + ".a".repeat(9) + ": too deep");
  }

  @Example
  @Label("TWIN-08: thousands of levels need no stack")
  void thousandsOfLevels() {
    assertRefused(TwinTrees.objectsInObjects(10_000), "tags.a");
    assertRefused(nested("a", TwinTrees.arraysInArrays(10_000)), "tags.a[0]");
  }

  @Example
  @Label("TWIN-08: arrays are allowed today, and were not in 2017")
  void arrays() {
    ObjectNode values = object("{'a':{'b':[]}}");
    assertThat(SectionRules.checked(REPORTED, values, CURRENT)).isEqualTo(values);
    assertThatThrownBy(() -> SectionRules.checked(REPORTED, values, OF_2017))
        .isInstanceOf(InvalidTwinException.class)
        .hasMessage(
            "properties.reported.a.b: an array"
                + " (expected: no arrays, as this hub is configured)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a":[null]}                 | tags.a[0]
          {"a":[1,{"b":null}]}         | tags.a[1].b
          {"a":[[2,{"b":{"c":null}}]]} | tags.a[0][1].b.c
          """)
  @DisplayName("TWIN-10: no null in arrays, where it would be kept")
  void nullsInArrays(String text, String place) {
    assertRefused(
        (ObjectNode) TwinJson.parse(text), place + ": null (expected: no null in an array");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "[{}]", "1", "1.5", "\"a\"", "true"})
  @DisplayName("TWIN-09: a section is an object or null")
  void otherSections(String text) {
    for (SectionKind kind : SectionKind.values()) {
      assertThatThrownBy(() -> SectionRules.checked(kind, TwinJson.parse(text), CURRENT))
          .isInstanceOf(InvalidTwinException.class)
          .hasMessage(kind.path() + ": no object (expected: an object or null)");
    }
  }

  @Example
  @Label("TWIN-06: null empties a section, and passes")
  void nullPasses() {
    assertThat(SectionRules.checked(DESIRED, NullNode.instance, OF_2017).isNull()).isTrue();
  }

  @Example
  @Label("What callers send back with whole twins is left out; what they sent stays as it was")
  void readOnlyMembers() {
    ObjectNode sent =
        object("{'$metadata':{'$lastUpdated':'x','a':{'$b':[[1]]}},'a':1,'$version':99999999999}");
    ObjectNode copy = sent.deepCopy();

    assertThat(SectionRules.checked(DESIRED, sent, CURRENT)).isEqualTo(object("{'a':1}"));
    assertThat(sent).isEqualTo(copy);
    assertRefused(object("{'a':{'$version':1}}"), "tags.a: key '$version'");
    assertRefused(object("{'a':{'$metadata':{}}}"), "tags.a: key '$metadata'");
    assertRefused(object("{'$etag':'x'}"), "tags: key '$etag'");
  }

  @Property
  @Label("TWIN-08: what is within the limits passes as it is")
  void goodPatchesPass(@ForAll("patches") ObjectNode patch) {
    for (SectionKind kind : SectionKind.values()) {
      assertThat(SectionRules.checked(kind, patch, CURRENT)).isEqualTo(patch);
    }
  }

  @Provide
  Arbitrary<ObjectNode> patches() {
    return TwinTrees.patches();
  }

  @Example
  @Label("Messages are short, however long keys are")
  void messagesAreShort() {
    ObjectNode values = with("z".repeat(2_000), 1);
    for (int i = 0; i < 9; i++) {
      values = nested("k".repeat(1_024), values);
    }
    ObjectNode sent = values;
    assertThatThrownBy(() -> SectionRules.checked(TAGS, sent, CURRENT))
        .isInstanceOf(InvalidTwinException.class)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(600).contains("...: key 'zzz"));
  }

  @Example
  @Label("TWIN-07: a patch that removes ever so much is bounded, too")
  void longPatch() {
    ObjectNode patch = TwinJson.mapper().createObjectNode();
    for (int i = 0; i < 130_000; i++) {
      patch.putNull("k" + i);
    }
    assertThatThrownBy(() -> SectionRules.checked(TAGS, patch, CURRENT))
        .isInstanceOf(InvalidTwinException.class)
        .hasMessageStartingWith("tags: JSON text of ");
  }

  private static void assertAccepted(ObjectNode values) {
    assertThat(SectionRules.checked(TAGS, values, CURRENT)).isEqualTo(values);
  }

  /** Compares no trees, which may be too deep for that. */
  private static void assertRefused(ObjectNode values, String message) {
    assertThatThrownBy(() -> SectionRules.checked(TAGS, values, CURRENT))
        .isInstanceOf(InvalidTwinException.class)
        .hasMessageStartingWith(message)
        .hasMessageContaining("(expected: ");
  }

  private static ObjectNode with(String key, int value) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put(key, value);
    return object;
  }

  private static ObjectNode with(String key, String value) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put(key, value);
    return object;
  }

  private static ObjectNode nested(String key, JsonNode value) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.set(key, value);
    return object;
  }
}
