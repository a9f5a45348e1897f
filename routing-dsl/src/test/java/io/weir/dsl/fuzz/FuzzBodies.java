package io.weir.dsl.fuzz;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.weir.dsl.body.DeclaredBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Messages as inputs: the first byte says how the body is declared, the rest is the body. */
final class FuzzBodies {

  /**
   * @param packs whether the message packs the body, so that what was changed is what is unpacked
   */
  private record Kind(String type, String encoding, boolean packs) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind("application/json", "utf-8", false),
          new Kind("application/json", "utf-16", false),
          new Kind("application/json", "utf-32", false),
          new Kind("application/cbor", "", false),
          new Kind("application/json", "gzip", false),
          new Kind("application/cbor", "gzip", false),
          new Kind("application/json; charset=utf-16", "gzip", true),
          new Kind("application/cbor", "gzip", true));

  private static final List<String> DOCUMENTS =
      List.of(
          "{\"a\":[{\"b\":1}],\"t\":\"x\\u00e9\\ud83d\\ude00\"}",
          "[0,-1,1.5,1e300,9223372036854775808,-99999999999999999999,true,false,null,[],{}]",
          "{\"sensor\":{\"temperature\":21.5,\"unit\":\"°C\",\"ok\":true},\"seen\":[1,2,3]}");

  private static final List<String> CBOR =
      List.of(
          "bf61749f01f97c00f4f6f7ffff",
          "83c249010000000000000000c3490100000000000000 00c48221196ab3".replace(" ", ""),
          "a301026161d9d9f7c074323032362d30312d30315430303a30303a30305a7f61616162ff5f4161ff",
          "d9010083636162636261d81900f820");

  private FuzzBodies() {}

  static DeclaredBody message(byte[] input) {
    if (input.length == 0) {
      return new DeclaredBody(null, null, input);
    }
    Kind kind = KINDS.get((input[0] & 0xFF) % KINDS.size());
    byte[] body = Arrays.copyOfRange(input, 1, input.length);
    return new DeclaredBody(kind.type, kind.encoding, kind.packs ? gzip(body) : body);
  }

  static List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    for (String document : DOCUMENTS) {
      byte[] utf8 = document.getBytes(StandardCharsets.UTF_8);
      byte[] cbor = cbor(utf8);
      seeds.add(seed(0, utf8));
      seeds.add(seed(1, document.getBytes(StandardCharsets.UTF_16LE)));
      seeds.add(seed(2, document.getBytes(Charset.forName("UTF-32BE"))));
      seeds.add(seed(3, cbor));
      seeds.add(seed(4, gzip(utf8)));
      seeds.add(seed(5, gzip(cbor)));
      seeds.add(seed(6, document.getBytes(StandardCharsets.UTF_16BE)));
      seeds.add(seed(7, cbor));
    }
    for (String hex : CBOR) {
      seeds.add(seed(3, HexFormat.of().parseHex(hex)));
    }
    return seeds;
  }

  private static byte[] seed(int kind, byte[] body) {
    byte[] seed = new byte[body.length + 1];
    seed[0] = (byte) kind;
    System.arraycopy(body, 0, seed, 1, body.length);
    return seed;
  }

  private static byte[] cbor(byte[] json) {
    try {
      return new CBORMapper().writeValueAsBytes(new JsonMapper().readTree(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] gzip(byte[] body) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream stream = new GZIPOutputStream(packed)) {
      stream.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
