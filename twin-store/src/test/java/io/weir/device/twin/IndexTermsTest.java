package io.weir.device.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class IndexTermsTest {

  private static final IndexTerms TERMS = new IndexTerms(IndexedPaths.DEFAULT);

  @Test
  @DisplayName("QRY-06: scalars have a term at their path, elements of arrays at PATH[]")
  void scalars() {
    Set<String> terms =
        TERMS.ofService(
            json("{'hall':'north','ok':true,'off':false,'list':['a',2,false,null,{'x':1},[3]]}"),
            json("{'a':{'b':{'c':'deep'}},'empty':{}}"));
    assertThat(terms)
        .containsExactlyInAnyOrder(
            "tags.hall=snorth",
            "tags.ok=b1",
            "tags.off=b0",
            "tags.list[]=sa",
            "tags.list[]=nc000000000000000",
            "tags.list[]=b0",
            "properties.desired.a.b.c=sdeep");
  }

  @Test
  @DisplayName("A number has its own term and those of its ranges")
  void numbers() {
    assertThat(TERMS.ofReported(json("{'temp':21.5}")))
        .containsExactly(
            "properties.reported.temp=nc035800000000000",
            "properties.reported.temp=r20:c0358",
            "properties.reported.temp=r18:300d6",
            "properties.reported.temp=r16:c035",
            "properties.reported.temp=r14:300d",
            "properties.reported.temp=r12:c03",
            "properties.reported.temp=r10:300",
            "properties.reported.temp=r8:c0");
  }

  @Test
  @DisplayName("Long strings are cut, and no character in halves")
  void longStrings() {
    String pair = new String(Character.toChars(0x1F600));
    assertThat(IndexTerms.text("p", "x".repeat(500))).isEqualTo("p=s" + "x".repeat(128));
    assertThat(IndexTerms.text("p", "x".repeat(127) + pair)).isEqualTo("p=s" + "x".repeat(127));
    assertThat(IndexTerms.text("p", "x".repeat(126) + pair + "y"))
        .isEqualTo("p=s" + "x".repeat(126) + pair);
  }

  @Test
  @DisplayName("What is deeper than configured, or elsewhere, has no term")
  void depth() {
    assertThat(TERMS.ofReported(json("{'a':{'b':{'c':{'d':'four','e':{'f':'five'}}}}}")))
        .containsExactly("properties.reported.a.b.c.d=sfour");
    IndexTerms few = new IndexTerms(new IndexedPaths(List.of("tags.place", "tags.k"), 2));
    assertThat(
            few.ofService(
                json("{'place':{'city':'x','in':{'side':'y'}},'k':'z','kind':'no','other':'no'}"),
                json("{'k':'no'}")))
        .containsExactly("tags.place.city=sx", "tags.k=sz");
    assertThat(few.ofReported(json("{'place':'no'}"))).isEmpty();
  }

  @Test
  @DisplayName("A twin with too many values says so, one with too many numbers of its ranges alone")
  void cut() {
    assertThat(TERMS.ofReported(strings(256)))
        .hasSize(256)
        .doesNotContain(IndexTerms.CUT, IndexTerms.CUT_RANGES);
    assertThat(TERMS.ofReported(strings(257)))
        .hasSize(257)
        .contains(IndexTerms.CUT)
        .doesNotContain(IndexTerms.CUT_RANGES);
    Set<String> numbers = TERMS.ofReported(numbers(200));
    assertThat(numbers).contains(IndexTerms.CUT_RANGES).doesNotContain(IndexTerms.CUT);
    assertThat(numbers).contains(IndexTerms.number("properties.reported.k199", 199));
    assertThat(TERMS.ofReported(numbers(300))).contains(IndexTerms.CUT, IndexTerms.CUT_RANGES);
    assertThat(TERMS.ofReported(numbers(36))).doesNotContain(IndexTerms.CUT_RANGES);
  }

  @Test
  @DisplayName("A path too long for the index counts as one value too many")
  void longPaths() {
    assertThat(TERMS.ofReported(json("{'" + "p".repeat(500) + "':'x'}")))
        .containsExactly(IndexTerms.CUT);
    assertThat(TERMS.ofReported(json("{'" + "p".repeat(500) + "':1}")))
        .containsExactly(IndexTerms.CUT, IndexTerms.CUT_RANGES);
  }

  @Test
  @DisplayName("Paths of the configuration are checked")
  void configuration() {
    for (String path : List.of("", "tag", "tagsx", "properties", "properties.x", "deviceId")) {
      assertThatThrownBy(() -> new IndexedPaths(List.of(path), 4))
          .hasMessageContaining("expected: tags, properties.desired");
    }
    assertThatThrownBy(() -> new IndexedPaths(List.of("tags"), 0)).hasMessageContaining("1..10");
  }

  private static ObjectNode strings(int count) {
    ObjectNode json = TwinJson.mapper().createObjectNode();
    IntStream.range(0, count).forEach(i -> json.put("k" + i, "v"));
    return json;
  }

  private static ObjectNode numbers(int count) {
    ObjectNode json = TwinJson.mapper().createObjectNode();
    IntStream.range(0, count).forEach(i -> json.put("k" + i, i));
    return json;
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) TwinJson.parse(text.replace('\'', '"'));
  }
}
