package io.weir.dsl.body;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyReaderTest {

  static byte[] gzip(byte[] body) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream stream = new GZIPOutputStream(packed)) {
      stream.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private static BodyReading read(String type, String encoding, byte[] body) {
    return BodyReader.read(new DeclaredBody(type, encoding, body));
  }

  private static BodyReading json(String text) {
    return read("application/json", "utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  private static BodyReading cbor(byte[] body) {
    return read("application/cbor", null, body);
  }

  private static JsonNode document(BodyReading reading) {
    assertThat(reading).isInstanceOf(BodyReading.Decoded.class);
    return ((BodyReading.Decoded) reading).document();
  }

  private static String reason(BodyReading reading) {
    assertThat(reading).isInstanceOf(BodyReading.Undecodable.class);
    return ((BodyReading.Undecodable) reading).reason();
  }

  private static byte[] repeated(int count, int value) {
    byte[] bytes = new byte[count];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-8, application/json, gzip",
    "UTF-8, application/json; charset=utf-8, GZIP",
    "UTF-16LE, application/json; charset=utf-16, gzip",
    "UTF-32BE, application/json; charset=utf-32, gzip",
    "UTF-16LE, application/json, gzip; charset=utf-16",
    "UTF-16BE, application/json; charset=utf-8, gzip;charset=\"UTF-16\"",
  })
  @DisplayName(
      "ROUTE-07: of a packed body the parameter of gzip, the content type's or utf-8 counts")
  void charsetOfPackedBodies(String charset, String type, String encoding) {
    byte[] body = "{\"t\":\"é😀\"}".getBytes(Charset.forName(charset));
    assertThat(document(read(type, encoding, gzip(body))).get("t").textValue()).isEqualTo("é😀");
  }

  @Test
  void packedMembersFollowEachOtherAndDamageIsFound() {
    byte[] first = gzip("[1,".getBytes(StandardCharsets.UTF_8));
    byte[] second = gzip("2]".getBytes(StandardCharsets.UTF_8));
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    assertThat(document(read("application/json", "gzip", both))).hasToString("[1,2]");

    byte[] damaged = gzip("[1]".getBytes(StandardCharsets.UTF_8));
    damaged[damaged.length - 5] ^= 1;
    assertThat(reason(read("application/json", "gzip", damaged)))
        .startsWith("the body is not gzip: ");
    byte[] cut = Arrays.copyOf(damaged, damaged.length - 9);
    assertThat(reason(read("application/json", "gzip", cut))).startsWith("the body is not gzip: ");
  }

  @Test
  @DisplayName("A packed body is unpacked to a mebibyte and no further")
  void packedBombs() {
    byte[] longest = repeated(BodyReader.MAX_BYTES, ' ');
    longest[0] = '5';
    assertThat(document(read("application/json", "gzip", gzip(longest)))).hasToString("5");
    for (int length : new int[] {BodyReader.MAX_BYTES + 1, 200 << 20}) {
      assertThat(reason(read("application/json", "gzip", gzip(repeated(length, ' ')))))
          .isEqualTo(
              "found a body of more than 1048576 bytes when unpacked (expected: at most that)");
    }
  }

  @Test
  void aLongBodyIsNotRead() {
    assertThat(reason(cbor(repeated(BodyReader.MAX_BYTES + 1, 0))))
        .isEqualTo("found a body of 1048577 bytes (expected: at most 1048576)");
    int letters = BodyReader.MAX_BYTES - 2;
    assertThat(document(json("\"" + "x".repeat(letters) + "\"")).textValue()).hasSize(letters);
  }

  @Test
  @DisplayName("1,000 levels are read, one more is not, in JSON and in CBOR of any kind")
  void nesting() {
    String reason = "found nesting of 1001 levels (expected: at most 1000)";
    assertThat(document(json("[".repeat(1000) + "]".repeat(1000))).isArray()).isTrue();
    assertThat(reason(json("[".repeat(1001) + "]".repeat(1001)))).isEqualTo(reason);
    assertThat(reason(json("[".repeat(500_000)))).isEqualTo(reason);
    assertThat(reason(json("{\"a\":".repeat(100_000)))).isEqualTo(reason);
    byte[] deepest = repeated(1001, 0x81);
    deepest[1000] = 0;
    assertThat(document(cbor(deepest)).isArray()).isTrue();
    for (int opening : new int[] {0x81, 0x9F}) {
      assertThat(reason(cbor(repeated(BodyReader.MAX_BYTES, opening)))).isEqualTo(reason);
    }
    byte[] maps = repeated(200_000, 0xBF);
    for (int i = 1; i < maps.length; i += 2) {
      maps[i] = 0x60;
    }
    assertThat(reason(cbor(maps))).isEqualTo(reason);
  }

  @Test
  void tagsDoNotNest() {
    assertThat(reason(cbor(repeated(BodyReader.MAX_BYTES, 0xC1))))
        .startsWith("the body is not CBOR");
    byte[] tagged = repeated(BodyReader.MAX_BYTES, 0xC6);
    tagged[tagged.length - 1] = 5;
    assertThat(document(cbor(tagged))).hasToString("5");
  }

  @Test
  void longNumbers() {
    String reason = "found a number of 1001 digits (expected: at most 1000)";
    assertThat(document(json("9".repeat(1000))).isBigInteger()).isTrue();
    assertThat(reason(json("9".repeat(1001)))).isEqualTo(reason);
    assertThat(reason(json("[0." + "9".repeat(100_000) + "]")))
        .contains("(expected: at most 1000)");
    assertThat(reason(json("1e" + "9".repeat(100_000)))).contains("(expected: at most 1000)");
    assertThat(document(json("1e" + "9".repeat(900))).doubleValue()).isInfinite();
  }

  @Test
  void longNumbersOfCbor() {
    for (String tag : new String[] {"c2", "c3"}) {
      for (int length : new int[] {415, 416, 0xF0000}) {
        byte[] body = repeated(length + 6, 0xFF);
        byte[] head = HexFormat.of().parseHex(tag + "5a%08x".formatted(length));
        System.arraycopy(head, 0, body, 0, head.length);
        if (length == 415) {
          assertThat(document(cbor(body)).isBigInteger()).isTrue();
        } else {
          assertThat(reason(cbor(body)))
              .matches("found a number of \\d+ digits \\(expected: at most 1000\\)");
        }
      }
    }
  }

  @Test
  @DisplayName("A small packed body does not become a large tree")
  void manyValues() {
    byte[] empties = repeated(BodyReader.MAX_BYTES - 1, 0xA0);
    empties[0] = (byte) 0x9F;
    assertThat(reason(read("application/cbor", "gzip", gzip(empties))))
        .isEqualTo("found 262145 values, names and ends (expected: at most 262144)");
    String json = "[" + "{},".repeat(300_000) + "{}]";
    assertThat(reason(json(json)))
        .isEqualTo("found 262145 values, names and ends (expected: at most 262144)");
  }

  @Test
  void whatJsonDoesNotHaveIsNoValue() {
    // undefined, simple(5), simple(255), a byte string, and a null beside them
    JsonNode array = document(cbor(HexFormat.of().parseHex("85f7e5f8ff4101f6")));
    assertThat(array.get(0).isMissingNode()).isTrue();
    assertThat(array.get(1).isMissingNode()).isTrue();
    assertThat(array.get(2).isMissingNode()).isTrue();
    assertThat(array.get(3).isBinary()).isTrue();
    assertThat(array.get(4).isNull()).isTrue();
  }

  @Test
  void aDecoderIsAddedByBeingThere() {
    byte[] body = "a\nb".getBytes(StandardCharsets.UTF_8);
    assertThat(document(read("text/x-lines; mark=>", null, body))).hasToString("[\">a\",\">b\"]");
    assertThat(document(read("text/x-lines", "gzip", gzip(body)))).hasToString("[\"a\",\"b\"]");
    assertThat(document(json("[1]"))).as("JSON stays the hub's own").hasToString("[1]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bad", "broken"})
  void aDecoderThatFailsCostsOneBody(String text) {
    String reason = reason(read("text/x-lines", null, text.getBytes(StandardCharsets.UTF_8)));
    assertThat(reason)
        .startsWith(
            text.equals("bad")
                ? "found 'bad\uFFFD' (expected: good)..."
                : "the decoder of text/x-lines failed: java.lang.IllegalStateException: a mistake")
        .hasSizeLessThanOrEqualTo(200);
  }
}
