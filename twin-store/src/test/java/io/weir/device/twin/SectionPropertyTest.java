package io.weir.device.twin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Writes of sections, against {@link SectionModel} and the laws of merge patches. */
class SectionPropertyTest {

  private static final long START = Instant.parse("2026-01-02T03:04:05.000Z").toEpochMilli();

  /** One of a section. */
  record Write(boolean replace, JsonNode sent) {

    Section on(Section before, SectionKind kind, long now) {
      return replace ? before.replaced(kind, sent, now) : before.merged(kind, sent, now);
    }
  }

  @Property(tries = 1000)
  @Label("TWIN-02..06 TWIN-10: after any writes, values, metadata and version are the model's")
  void writesDoWhatTheModelDoes(
      @ForAll("kinds") SectionKind kind, @ForAll("writes") List<Write> writes) {
    Section section = Section.initial();
    SectionModel model = new SectionModel(kind);
    assertLike(model, section);
    for (int i = 0; i < writes.size(); i++) {
      Write write = writes.get(i);
      section = write.on(section, kind, START + i);
      String time = "2026-01-02T03:04:05." + String.format("%03d", i) + "Z";
      if (write.replace) {
        model.replace(write.sent, time);
      } else {
        model.merge(write.sent, time);
      }
      assertLike(model, section);
    }
  }

  private static void assertLike(SectionModel model, Section section) {
    assertThat(SectionModel.tableOf(section.values())).isEqualTo(model.values());
    assertThat(SectionModel.stampsOf(section.metadata())).isEqualTo(model.stamps());
    assertThat(section.version()).isEqualTo(model.version());
  }

  @Property
  @Label("TWIN-03: metadata has the structure of the values at every level, and nothing else")
  void metadataMirrorsValues(
      @ForAll("kinds") SectionKind kind, @ForAll("writes") List<Write> writes) {
    Section section = after(writes, kind);
    assertMirrors(section.metadata(), section.values(), stampNames(kind, writes));
  }

  private static Set<String> stampNames(SectionKind kind, List<Write> writes) {
    return kind == SectionKind.DESIRED && !writes.isEmpty()
        ? Set.of("$lastUpdated", "$lastUpdatedVersion")
        : Set.of("$lastUpdated");
  }

  private static void assertMirrors(JsonNode metadata, JsonNode values, Set<String> stamps) {
    Set<String> names = names(metadata);
    assertThat(names).containsAll(stamps);
    assertThat(names.stream().filter(name -> !stamps.contains(name)))
        .containsExactlyInAnyOrderElementsOf(values.isObject() ? names(values) : Set.of());
    if (values.isObject()) {
      values
          .properties()
          .forEach(
              member -> assertMirrors(metadata.get(member.getKey()), member.getValue(), stamps));
    }
  }

  private static Set<String> names(JsonNode object) {
    return object.properties().stream().map(member -> member.getKey()).collect(Collectors.toSet());
  }

  @Property
  @Label("TWIN-02: a patch twice leaves the values of a patch once")
  void patchesAreIdempotent(
      @ForAll("writes") List<Write> writes, @ForAll("patches") JsonNode patch) {
    Section once = after(writes, SectionKind.DESIRED).merged(SectionKind.DESIRED, patch, START);
    Section twice = once.merged(SectionKind.DESIRED, patch, START);

    assertThat(twice.values()).isEqualTo(once.values());
    assertThat(twice.version()).isEqualTo(once.version() + 1);
  }

  @Property
  @Label("TWIN-02: an empty patch leaves the values, and stamps the section alone")
  void emptyPatchIsIdentity(@ForAll("writes") List<Write> writes) {
    Section before = after(writes, SectionKind.REPORTED);
    Section after =
        before.merged(SectionKind.REPORTED, MergePatch.emptyObject(), START + 86_400_000);

    assertThat(after.values()).isEqualTo(before.values());
    assertThat(after.metadata().get("$lastUpdated").textValue())
        .isEqualTo("2026-01-03T03:04:05.000Z");
    assertThat(withoutStamps(after.metadata())).isEqualTo(withoutStamps(before.metadata()));
  }

  private static ObjectNode withoutStamps(ObjectNode metadata) {
    return metadata.deepCopy().without(List.of("$lastUpdated", "$lastUpdatedVersion"));
  }

  @Property
  @Label("TWIN-02: values patched into an empty section are a replacement by them")
  void patchOfNothingIsReplacement(@ForAll("values") ObjectNode values) {
    Section merged = Section.initial().merged(SectionKind.DESIRED, values, START);
    Section replaced = Section.initial().replaced(SectionKind.DESIRED, values, START);

    assertThat(merged).isEqualTo(replaced);
    assertThat(merged.values()).isEqualTo(values);
  }

  @Property
  @Label("TWIN-02: a patch of nulls for every key empties a section")
  void nullsDelete(@ForAll("writes") List<Write> writes) {
    Section before = after(writes, SectionKind.DESIRED);
    ObjectNode nulls = MergePatch.emptyObject();
    before.values().properties().forEach(member -> nulls.putNull(member.getKey()));
    Section after = before.merged(SectionKind.DESIRED, nulls, START);

    assertThat(after.values()).isEmpty();
    assertThat(names(after.metadata())).containsOnly("$lastUpdated", "$lastUpdatedVersion");
  }

  @Property
  @Label("TWIN-06: a null, merged or put, empties a section")
  void nullEmpties(@ForAll("writes") List<Write> writes, @ForAll boolean replace) {
    Section before = after(writes, SectionKind.REPORTED);
    Section after =
        new Write(replace, TwinJson.parse("null")).on(before, SectionKind.REPORTED, START);

    assertThat(after)
        .isEqualTo(
            new Section(
                TwinTrees.object("{}"),
                TwinTrees.object("{'$lastUpdated':'2026-01-02T03:04:05.000Z'}"),
                before.version() + 1));
  }

  @Property
  @Label("Tags are written as the values of sections are")
  void tagsAreLikeValues(@ForAll("writes") List<Write> writes) {
    ObjectNode tags = MergePatch.emptyObject();
    for (Write write : writes) {
      tags = write.replace ? Tags.replaced(write.sent) : Tags.merged(tags, write.sent);
    }
    assertThat(tags).isEqualTo(after(writes, SectionKind.DESIRED).values());
  }

  @Property
  @Label("What was there before a write, and what was sent, are left as they were")
  void nothingIsChangedInPlace(
      @ForAll("kinds") SectionKind kind,
      @ForAll("writes") List<Write> writes,
      @ForAll("writes") List<Write> more) {
    Section before = after(writes, kind);
    String section = text(before);
    Section now = before;
    for (Write write : more) {
      String sent = TwinJson.text(write.sent);
      Section earlier = now;
      String text = text(earlier);
      now = write.on(earlier, kind, START + 99);
      now.wire().remove("$version");
      now.deviceWire().put("a", "not the section's");
      now.changeView(write.sent).put("b", "not the patch's");
      Tags.merged(earlier.values(), write.sent);

      assertThat(TwinJson.text(write.sent)).isEqualTo(sent);
      assertThat(text(earlier)).isEqualTo(text);
    }
    assertThat(text(before)).isEqualTo(section);
  }

  private static String text(Section section) {
    return TwinJson.text(section.values()) + TwinJson.text(section.metadata());
  }

  @Property
  @Label("A change event shows the patch with its nulls, and the metadata of what it wrote")
  void changeViewShowsWhatWasTouched(
      @ForAll("kinds") SectionKind kind,
      @ForAll("writes") List<Write> writes,
      @ForAll("patches") ObjectNode patch) {
    Section section = after(writes, kind).merged(kind, patch, START + 500);
    ObjectNode view = section.changeView(patch);
    JsonNode metadata = view.remove("$metadata");

    assertThat(view.remove("$version").longValue()).isEqualTo(section.version());
    assertThat(view).isEqualTo(patch);
    Set<String> written =
        SectionModel.paths("", patch)
            .filter(path -> !patch.at(path).isNull())
            .collect(Collectors.toSet());
    String time = "2026-01-02T03:04:05.500Z";
    String stamp = kind == SectionKind.DESIRED ? time + " " + section.version() : time;
    assertThat(SectionModel.stampsOf(metadata))
        .containsOnlyKeys(written)
        .allSatisfy((path, shown) -> assertThat(shown).isEqualTo(stamp));
  }

  @Property
  @Label("TWIN-01 MQTT-32: the wire forms are the values with version, and for back ends metadata")
  void wireForms(@ForAll("kinds") SectionKind kind, @ForAll("writes") List<Write> writes) {
    Section section = after(writes, kind);
    ObjectNode device = section.deviceWire();
    ObjectNode service = section.wire();

    assertThat(service.remove("$metadata")).isEqualTo(section.metadata());
    assertThat(service).isEqualTo(device);
    assertThat(device.remove("$version").longValue()).isEqualTo(section.version());
    assertThat(device).isEqualTo(section.values());
  }

  @Property
  @Label("A section is the same after it was stored as text")
  void textsReadBack(@ForAll("kinds") SectionKind kind, @ForAll("writes") List<Write> writes) {
    Section section = after(writes, kind);

    assertThat(
            new Section(
                (ObjectNode) TwinJson.parse(TwinJson.text(section.values())),
                (ObjectNode) TwinJson.parse(TwinJson.text(section.metadata())),
                section.version()))
        .isEqualTo(section);
  }

  private static Section after(List<Write> writes, SectionKind kind) {
    Section section = Section.initial();
    for (int i = 0; i < writes.size(); i++) {
      section = writes.get(i).on(section, kind, START + i);
    }
    return section;
  }

  @Provide
  Arbitrary<SectionKind> kinds() {
    return Arbitraries.of(SectionKind.DESIRED, SectionKind.REPORTED);
  }

  @Provide
  Arbitrary<List<Write>> writes() {
    Arbitrary<Boolean> replacements = Arbitraries.of(true, false, false, false);
    return Combinators.combine(replacements, TwinTrees.patchesAndNulls())
        .as(Write::new)
        .list()
        .ofMaxSize(6);
  }

  @Provide
  Arbitrary<ObjectNode> patches() {
    return TwinTrees.patches();
  }

  @Provide
  Arbitrary<ObjectNode> values() {
    return TwinTrees.values();
  }
}
