package io.weir.dsl.body;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

@Label("ROUTE-07: bodies in every encoding")
class BodyPropertiesTest {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final JsonMapper JSON = new JsonMapper();
  private static final CBORMapper CBOR =
      new CBORMapper(
          CBORFactory.builder()
              .enable(CBORGenerator.Feature.ENCODE_USING_STANDARD_NEGATIVE_BIGINT_ENCODING)
              .build());

  @Property(tries = 500)
  @Label("A document is the same in each encoding, packed or not")
  void sameDocument(@ForAll("documents") JsonNode document, @ForAll("charsets") String charset)
      throws JsonProcessingException {
    String declared = charset.replaceFirst("[LB]E$", "");
    byte[] json = JSON.writeValueAsString(document).getBytes(Charset.forName(charset));
    JsonNode expected = JSON.readTree(JSON.writeValueAsString(document));
    byte[] cbor = CBOR.writeValueAsBytes(expected);
    assertThat(read("application/json", declared, json)).isEqualTo(expected);
    assertThat(read("application/json; charset=" + declared, "gzip", BodyReaderTest.gzip(json)))
        .isEqualTo(expected);
    assertThat(read("application/cbor", null, cbor)).isEqualTo(expected);
    assertThat(read("application/cbor", "gzip", BodyReaderTest.gzip(cbor))).isEqualTo(expected);
  }

  private static JsonNode read(String type, String encoding, byte[] body) {
    BodyReading reading = BodyReader.read(new DeclaredBody(type, encoding, body));
    assertThat(reading).isInstanceOf(BodyReading.Decoded.class);
    return ((BodyReading.Decoded) reading).document();
  }

  @Property(tries = 2_000)
  @Label("Any bytes are read or undecodable, whatever is said about them")
  void anyBytes(
      @ForAll byte[] body, @ForAll("types") String type, @ForAll("encodings") String encoding) {
    readable(BodyReader.read(new DeclaredBody(type, encoding, body)));
    readable(
        BodyReader.read(new DeclaredBody(type, "gzip; " + encoding, BodyReaderTest.gzip(body))));
  }

  @Property(tries = 2_000)
  @Label("Any text is a content type or a content encoding")
  void anyDeclaration(@ForAll String type, @ForAll String encoding) {
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
    readable(BodyReader.read(new DeclaredBody(type, encoding, body)));
    readable(BodyReader.read(new DeclaredBody("application/json;" + type, encoding, body)));
    readable(BodyReader.read(new DeclaredBody("application/cbor;" + type, encoding, body)));
  }

  @Property(tries = 2_000)
  @Label("A damaged document is read or undecodable")
  void damaged(@ForAll("documents") JsonNode document, @ForAll Random random)
      throws JsonProcessingException {
    byte[] json = JSON.writeValueAsBytes(document);
    byte[] cbor = CBOR.writeValueAsBytes(document);
    for (byte[] body : new byte[][] {json, cbor, BodyReaderTest.gzip(json)}) {
      body[random.nextInt(body.length)] = (byte) random.nextInt();
      byte[] cut = Arrays.copyOf(body, random.nextInt(body.length + 1));
      for (byte[] wrong : new byte[][] {body, cut}) {
        readable(BodyReader.read(new DeclaredBody("application/json", "utf-8", wrong)));
        readable(BodyReader.read(new DeclaredBody("application/json", "gzip", wrong)));
        readable(BodyReader.read(new DeclaredBody("application/cbor", null, wrong)));
      }
    }
  }

  private static void readable(BodyReading reading) {
    if (reading instanceof BodyReading.Undecodable undecodable) {
      assertThat(undecodable.reason()).isNotBlank().hasSizeLessThanOrEqualTo(200);
      assertThat(undecodable.reason().chars()).noneMatch(Character::isISOControl);
    } else if (reading instanceof BodyReading.Decoded decoded) {
      assertThat(decoded.document()).isNotNull();
    }
  }

  @Property(tries = 5_000)
  @Label("Bytes are UTF-8 exactly when Java can decode them")
  void utf8(@ForAll("almostUtf8") byte[] bytes) {
    boolean decodable = true;
    try {
      var unused = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException e) {
      decodable = false;
    }
    assertThat(Utf8.isWellFormed(bytes)).isEqualTo(decodable);
  }

  @Provide
  Arbitrary<byte[]> almostUtf8() {
    Arbitrary<Byte> bytes =
        Arbitraries.of(
                0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0,
                0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF)
            .map(Integer::byteValue);
    Arbitrary<byte[]> bits = bytes.array(byte[].class).ofMaxSize(6);
    Arbitrary<byte[]> text =
        Arbitraries.strings().ofMaxLength(20).map(s -> s.getBytes(StandardCharsets.UTF_8));
    return Arbitraries.oneOf(bits, text)
        .list()
        .ofMaxSize(3)
        .map(
            parts -> {
              ByteBuffer all =
                  ByteBuffer.allocate(parts.stream().mapToInt(part -> part.length).sum());
              parts.forEach(all::put);
              return all.array();
            });
  }

  @Provide
  Arbitrary<String> charsets() {
    return Arbitraries.of("UTF-8", "UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE");
  }

  @Provide
  Arbitrary<String> types() {
    return Arbitraries.of(
        "application/json", "application/json; charset=utf-16", "application/cbor");
  }

  @Provide
  Arbitrary<String> encodings() {
    return Arbitraries.of("utf-8", "utf-16", "utf-32", "gzip", "", "charset=utf-32", "x");
  }

  @Provide
  Arbitrary<JsonNode> documents() {
    return documents(3);
  }

  private static Arbitrary<JsonNode> documents(int depth) {
    Arbitrary<JsonNode> leaves =
        Arbitraries.oneOf(
            texts().map(NODES::textNode),
            Arbitraries.longs().map(NODES::numberNode),
            Arbitraries.bigIntegers().map(NODES::numberNode),
            Arbitraries.doubles().map(NODES::numberNode),
            Arbitraries.of(NODES.booleanNode(true), NODES.booleanNode(false), NODES.nullNode()));
    if (depth == 0) {
      return leaves;
    }
    Arbitrary<JsonNode> arrays =
        documents(depth - 1)
            .list()
            .ofMaxSize(4)
            .map(elements -> new ArrayNode(NODES).addAll(elements));
    Arbitrary<JsonNode> objects =
        Arbitraries.maps(texts(), documents(depth - 1))
            .ofMaxSize(4)
            .map(members -> new ObjectNode(NODES).setAll(members));
    return Arbitraries.oneOf(leaves, arrays, objects);
  }

  /** Half a surrogate pair cannot be encoded. */
  private static Arbitrary<String> texts() {
    return Arbitraries.strings()
        .ofMaxLength(12)
        .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text));
  }
}
