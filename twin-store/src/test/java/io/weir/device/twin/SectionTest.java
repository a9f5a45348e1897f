package io.weir.device.twin;

import static io.weir.device.twin.TwinTrees.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SectionTest {

  private static final long MONDAY = Instant.parse("2026-03-02T10:00:00.120Z").toEpochMilli();
  private static final long TUESDAY = Instant.parse("2026-03-03T11:30:00Z").toEpochMilli();

  @Test
  @DisplayName("TWIN-01 TWIN-02: a new twin's section has version 1 and was never written")
  void initial() {
    assertWire(
        Section.initial().wire(),
        "{'$metadata':{'$lastUpdated':'0001-01-01T00:00:00Z'},'$version':1}");
    assertWire(Section.initial().deviceWire(), "{'$version':1}");
  }

  @Test
  @DisplayName("TWIN-02 TWIN-03 TWIN-04: desired properties, with versions in their metadata")
  void desired() {
    Section section =
        Section.initial()
            .merged(
                SectionKind.DESIRED, object("{'fan':{'speed':2,'on':true},'led':'red'}"), MONDAY)
            .merged(SectionKind.DESIRED, object("{'fan':{'speed':3}}"), TUESDAY);

    String monday = "'$lastUpdated':'2026-03-02T10:00:00.120Z','$lastUpdatedVersion':2";
    String tuesday = "'$lastUpdated':'2026-03-03T11:30:00.000Z','$lastUpdatedVersion':3";
    assertWire(
        section.wire(),
        "{'fan':{'speed':3,'on':true},'led':'red','$metadata':{"
            + tuesday
            + ",'fan':{"
            + tuesday
            + ",'speed':{"
            + tuesday
            + "},'on':{"
            + monday
            + "}},'led':{"
            + monday
            + "}},'$version':3}");
    assertWire(section.deviceWire(), "{'fan':{'speed':3,'on':true},'led':'red','$version':3}");
  }

  @Test
  @DisplayName("TWIN-03: where a key was removed, the object that had it tells when")
  void removal() {
    Section section =
        Section.initial()
            .merged(SectionKind.REPORTED, object("{'a':{'b':1,'c':2}}"), MONDAY)
            .merged(SectionKind.REPORTED, object("{'a':{'b':null}}"), TUESDAY);

    assertWire(section.values(), "{'a':{'c':2}}");
    assertWire(
        section.metadata(),
        "{'$lastUpdated':'2026-03-03T11:30:00.000Z',"
            + "'a':{'$lastUpdated':'2026-03-03T11:30:00.000Z',"
            + "'c':{'$lastUpdated':'2026-03-02T10:00:00.120Z'}}}");
  }

  @Test
  @DisplayName("A change event: nulls are kept, metadata is of what is there")
  void changeView() {
    JsonNode patch = object("{'a':{'b':null,'d':{}},'e':null}");
    Section section =
        Section.initial()
            .merged(SectionKind.REPORTED, object("{'a':{'b':1,'c':2,'d':{'x':1}},'e':5}"), MONDAY)
            .merged(SectionKind.REPORTED, patch, TUESDAY);

    String tuesday = "'$lastUpdated':'2026-03-03T11:30:00.000Z'";
    assertWire(
        section.changeView(patch),
        "{'a':{'b':null,'d':{}},'e':null,'$metadata':{"
            + tuesday
            + ",'a':{"
            + tuesday
            + ",'d':{"
            + tuesday
            + "}}},'$version':3}");
  }

  @Test
  @DisplayName("TWIN-06: the change event of a section that was emptied")
  void changeViewOfNull() {
    Section section =
        Section.initial()
            .merged(SectionKind.DESIRED, object("{'a':1}"), MONDAY)
            .merged(SectionKind.DESIRED, NullNode.instance, TUESDAY);

    assertWire(
        section.changeView(NullNode.instance),
        "{'$metadata':{'$lastUpdated':'2026-03-03T11:30:00.000Z','$lastUpdatedVersion':3},"
            + "'$version':3}");
  }

  @Test
  @DisplayName("Subtrees that a patch does not name are shared, not copied")
  void sharing() {
    Section before = Section.initial().merged(SectionKind.DESIRED, object("{'a':{'b':1}}"), MONDAY);
    Section after = before.merged(SectionKind.DESIRED, object("{'c':2}"), TUESDAY);

    assertThat(after.values().get("a")).isSameAs(before.values().get("a"));
    assertThat(after.metadata().get("a")).isSameAs(before.metadata().get("a"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {a:b}           | {a:c}             | {a:c}
          {a:b}           | {b:c}             | {a:b,b:c}
          {a:b}           | {a:null}          | {}
          {a:b,b:c}       | {a:null}          | {b:c}
          {a:[b]}         | {a:c}             | {a:c}
          {a:c}           | {a:[b]}           | {a:[b]}
          {a:{b:c}}       | {a:{b:d,c:null}}  | {a:{b:d}}
          {a:[{b:c}]}     | {a:[1]}           | {a:[1]}
          {}              | {a:{b:{c:null}}}  | {a:{b:{}}}
          {a:{b:c}}       | {a:1}             | {a:1}
          {a:1}           | {a:{b:c}}         | {a:{b:c}}
          {a:{b:c}}       | {a:{}}            | {a:{b:c}}
          {a:{b:{c:1}}}   | {a:{b:null,d:2}}  | {a:{d:2}}
          {}              | {a:null,b:null}   | {}
          {a:1}           | {a:1}             | {a:1}
          """)
  @DisplayName("TWIN-02 TWIN-10: merge patches (RFC 7396)")
  void mergePatches(String before, String patch, String after) {
    assertThat(Tags.merged(quoted(before), quoted(patch))).isEqualTo(quoted(after));
    assertThat(
            Section.initial()
                .merged(SectionKind.DESIRED, quoted(before), MONDAY)
                .merged(SectionKind.DESIRED, quoted(patch), TUESDAY)
                .values())
        .isEqualTo(quoted(after));
  }

  @Test
  @DisplayName("TWIN-05 TWIN-10: nulls in a replacement are left out, at every level")
  void nullsInReplacements() {
    Section section =
        Section.initial()
            .merged(SectionKind.REPORTED, object("{'z':1}"), MONDAY)
            .replaced(SectionKind.REPORTED, object("{'a':null,'b':{'c':null,'d':1}}"), TUESDAY);

    assertWire(section.values(), "{'b':{'d':1}}");
    assertWire(
        section.metadata(),
        "{'$lastUpdated':'2026-03-03T11:30:00.000Z',"
            + "'b':{'$lastUpdated':'2026-03-03T11:30:00.000Z',"
            + "'d':{'$lastUpdated':'2026-03-03T11:30:00.000Z'}}}");
    assertWire(Tags.replaced(object("{'a':null,'b':{'c':null,'d':1}}")), "{'b':{'d':1}}");
  }

  @Test
  @DisplayName("TWIN-05 TWIN-06: tags are replaced and emptied")
  void tags() {
    assertWire(Tags.replaced(object("{'b':2}")), "{'b':2}");
    assertThat(Tags.replaced(NullNode.instance)).isEmpty();
    assertThat(Tags.merged(object("{'a':1}"), NullNode.instance)).isEmpty();
  }

  @Test
  @DisplayName("Versions beyond 32 bits")
  void largeVersions() {
    Section section = new Section(object("{}"), object("{}"), Integer.MAX_VALUE);

    assertWire(
        section.merged(SectionKind.DESIRED, object("{}"), TUESDAY).wire(),
        "{'$metadata':{'$lastUpdated':'2026-03-03T11:30:00.000Z',"
            + "'$lastUpdatedVersion':2147483648},'$version':2147483648}");
  }

  @Test
  @DisplayName("TWIN-02 TWIN-04: the etag of a new twin, and of those after it")
  void etags() {
    assertThat(ServiceTwin.initial().version()).isEqualTo(2);
    assertThat(ServiceTwin.initial().etag()).isEqualTo("AAAAAAAAAAE=");
    assertThat(ServiceTwin.etag(3)).isEqualTo("AAAAAAAAAAI=");
    assertThat(ServiceTwin.etag(1L << 40)).isEqualTo("AAAA//////8=");
  }

  private static void assertWire(JsonNode node, String expected) {
    assertThat(TwinJson.text(node)).isEqualTo(expected.replace('\'', '"'));
  }

  /** Puts the words of a text, but for null, in quotes. */
  private static ObjectNode quoted(String text) {
    return (ObjectNode) TwinJson.parse(text.replaceAll("\\b(?!null)([a-z])\\b", "\"$1\""));
  }
}
