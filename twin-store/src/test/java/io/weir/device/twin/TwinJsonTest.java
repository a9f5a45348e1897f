package io.weir.device.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.codec.Codecs;
import io.weir.device.command.Command;
import io.weir.device.command.CommandEnvelope;
import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TwinJsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"2015-11-05T00:00:00.0000000Z\"",
        "\"2016-01-20T18:53:53.3270756-08:00\"",
        "\"2026-01-01\"",
        "\" \"",
        "\"\u00e9\u6f22\ud83d\ude00\u200f\"",
        "\"\\u0000\\u001F\\n\\\"\\\\\"",
        "1.10",
        "0.1000000000000000055",
        "100.00",
        "0",
        "-1",
        "4503599627370495",
        "-4503599627370496",
        "1E+5",
        "1.5E-7",
        "1.7976931348623157E+308",
        "[1.0,[],{},[{}]]",
        "{\"b\":1,\"a\":true,\"c\":null}",
      })
  @DisplayName("TWIN-10: strings and numbers come back as they came, through text and log")
  void exact(String value) {
    String text = "{\"x\":" + value + "}";

    assertThat(TwinJson.text(TwinJson.parse(text))).isEqualTo(text);
    assertThat(TwinJson.text(throughLog((ObjectNode) TwinJson.parse(text)))).isEqualTo(text);
    assertThat(TwinJson.text(throughState((ObjectNode) TwinJson.parse(text)))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e5", "1.0E2", "-0.0", "1e-400", "12345678901234567890.5e3"})
  @DisplayName("TWIN-10: other spellings of numbers keep their value and their digits")
  void spellings(String number) {
    JsonNode read = TwinJson.parse("[" + number + "]").get(0);
    JsonNode again = TwinJson.parse("[" + TwinJson.text(read) + "]").get(0);

    assertThat(read.decimalValue()).isEqualTo(new BigDecimal(number));
    assertThat(again.decimalValue()).isEqualTo(new BigDecimal(number));
  }

  @Property
  @Label("TWIN-10: any string comes back as it came")
  void strings(@ForAll String text) {
    ObjectNode node = node(text);

    assertThat(TwinJson.parse(TwinJson.text(node))).isEqualTo(node);
    assertThat(throughLog(node)).isEqualTo(node);
  }

  @Property
  @Label("TWIN-10: any decimal comes back digit by digit")
  void decimals(@ForAll @BigRange(min = "-1e30", max = "1e30") @Scale(25) BigDecimal number) {
    BigDecimal withZero = number.setScale(number.scale() + 1);
    ObjectNode read = (ObjectNode) TwinJson.parse("{\"x\":" + withZero.toPlainString() + "}");

    assertThat(read.get("x").decimalValue()).isEqualTo(withZero);
    assertThat(TwinJson.parse(TwinJson.text(read)).get("x").decimalValue()).isEqualTo(withZero);
    assertThat(throughLog(read).get("x").decimalValue()).isEqualTo(withZero);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{]",
        "[1,]",
        "{\"a\":1,}",
        "{'a':1}",
        "{a:1}",
        "{\"a\":1}x",
        "{} {}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":{\"b\":1,\"c\":2,\"b\":1}}",
        "[NaN]",
        "[Infinity]",
        "[01]",
        "[+1]",
        "[1.]",
        "[.5]",
        "[0x1]",
        "{\"a\":\"\u0001\"}",
        "{\"a\":\"\n\"}",
        "[\"\\x\"]",
        "[\"\\u12\"]",
        "[\"open",
        "/* no */ 1",
        "tru",
        "\ufeff\ufeff{}",
      })
  void malformedIsRefused(String text) {
    assertThatThrownBy(() -> TwinJson.parse(text))
        .isInstanceOf(InvalidTwinException.class)
        .hasMessageStartingWith("JSON: ")
        .hasMessageEndingWith(" (expected: a JSON document)")
        .hasMessageNotContainingAny("\n", "Source", "StreamReadFeature", "com.fasterxml");
  }

  @Example
  void mistakesHaveAPlace() {
    assertThatThrownBy(() -> TwinJson.parse("{\n  \"a\": 1,\n  \"a\": 2}"))
        .hasMessage("JSON: Duplicate field 'a' at line 3, column 6 (expected: a JSON document)");
    assertThatThrownBy(() -> TwinJson.parse("{\"a\":?}")).hasMessageContaining("line 1, column 6");
  }

  @Property(tries = 1000)
  @Label("Any text is read or refused")
  void anyText(@ForAll String text) {
    try {
      assertThat(TwinJson.parse(text)).isNotNull();
    } catch (InvalidTwinException e) {
      assertThat(e).hasMessageEndingWith("(expected: a JSON document)");
    }
  }

  @Example
  @Label("TWIN-08: deep nesting is refused by the reader, before it needs a stack")
  void deepNesting() {
    assertThat(TwinJson.parse("[".repeat(64) + "]".repeat(64))).hasSize(1);
    for (int levels : new int[] {65, 10_000, 1_000_000}) {
      for (String text :
          new String[] {
            "[".repeat(levels),
            "[".repeat(levels) + "]".repeat(levels),
            "{\"a\":".repeat(levels),
            "{\"a\":".repeat(levels) + "1" + "}".repeat(levels),
          }) {
        assertThatThrownBy(() -> TwinJson.parse(text))
            .isInstanceOf(InvalidTwinException.class)
            .hasMessageContaining("nesting depth");
      }
    }
  }

  @Example
  @Label("Numbers have up to 400 digits, and exponents of 32 bits")
  void longNumbers() {
    String digits = "1".repeat(400);
    for (String number : List.of(digits, "0." + digits, "1E+2147483647", "1E-2147483647")) {
      String text = "[" + number + "]";
      assertThat(TwinJson.text(TwinJson.parse(text))).isEqualTo(text);
    }
    for (String number :
        List.of(
            digits + "1",
            "1." + digits,
            "1e" + digits,
            "1e2147483648",
            "1e-2147483648",
            "0.1e-2147483647",
            "1e99999999999")) {
      for (String text : List.of(number, "[" + number + "]")) {
        try {
          // a bare one is no section, so that it may be longer
          assertThat(TwinJson.parse(text).isNumber()).as(text).isTrue();
        } catch (InvalidTwinException e) {
          assertThat(e).hasMessageEndingWith("(expected: a JSON document)");
        }
      }
      assertThatThrownBy(() -> TwinJson.parse("{\"a\":" + number + "}"))
          .as(number)
          .isInstanceOf(InvalidTwinException.class);
    }
  }

  private static ObjectNode node(String text) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("x", text);
    return node;
  }

  private static JsonNode throughLog(ObjectNode tags) {
    CommandEnvelope envelope =
        new CommandEnvelope(
            null, 1, new Command.UpdateTwin(tags, null, false, null, TwinLimits.CURRENT));
    CommandEnvelope read = Codecs.COMMAND.decode(Codecs.COMMAND.encode(envelope));
    return ((Command.UpdateTwin) read.command()).tags();
  }

  private static JsonNode throughState(ObjectNode values) {
    Section section = new Section(values, Section.initial().metadata(), 1);
    return Codecs.REPORTED.decode(Codecs.REPORTED.encode(section)).values();
  }
}
