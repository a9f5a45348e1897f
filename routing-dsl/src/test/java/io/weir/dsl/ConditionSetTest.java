package io.weir.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.weir.dsl.body.BodyReader;
import io.weir.dsl.body.BodyReading;
import io.weir.dsl.message.SystemProperty;
import io.weir.dsl.plan.Condition;
import io.weir.dsl.plan.ConditionSet;
import io.weir.dsl.plan.Judge;
import io.weir.dsl.plan.Scope;
import io.weir.dsl.plan.Verdicts;
import io.weir.dsl.syntax.Expression;
import io.weir.dsl.syntax.PathStep;
import io.weir.dsl.syntax.Span;
import io.weir.dsl.value.Truth;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

@Label("Conditions planned together say what each says by itself")
class ConditionSetTest {

  private static final List<String> PATHS =
      List.of("$body", "$body.a", "$body.a.b", "$body.a.a.b", "$body.list[0]", "$body.list[2].a");

  private static final Span NOWHERE = new Span(0, 0);

  @Property(tries = 3_000)
  @Label("ROUTE-04: true, false and undefined alike, whatever is missing")
  void sameVerdicts(
      @ForAll("conditionSets") List<String> conditions,
      @ForAll("messages") List<TestMessage> messages) {
    assertSameVerdicts(parsed(conditions), messages);
  }

  @Property(tries = 3_000)
  @Label("ROUTE-07: the paths read on the way are those of the whole document, broken or not")
  void samePaths(
      @ForAll("pathSubsets") List<String> paths, @ForAll("messages") List<TestMessage> messages) {
    List<String> conditions = new ArrayList<>();
    for (String path : paths) {
      for (String function :
          List.of("is_string", "is_number", "is_bool", "is_null", "is_object", "is_array")) {
        conditions.add(function + "(" + path + ")");
      }
      for (String value :
          List.of("'x'", "1", "0", "2.5", "1/0", "123456789012345678901234567890")) {
        conditions.add(path + " = " + value);
      }
    }
    assertSameVerdicts(parsed(conditions), messages);
  }

  @Property(tries = 1_000)
  @Label(
      "QRY-06, ROUTE-03: whole arrays are there beside the values in them; so is a twin's change")
  void sameParts(
      @ForAll("pathSubsets") List<String> paths, @ForAll("messages") List<TestMessage> messages) {
    List<Expression> conditions =
        new ArrayList<>(parsed(paths.stream().map("is_array(%s)"::formatted).toList()));
    for (Expression one : parsed(paths.stream().map("1 = %s"::formatted).toList())) {
      Expression.Binary equal = (Expression.Binary) one;
      conditions.add(
          new Expression.InArray(equal.left(), (Expression.Body) equal.right(), false, NOWHERE));
      conditions.add(new Expression.TwinChange(((Expression.Body) equal.right()).path(), NOWHERE));
    }
    for (int index = 0; index < 3; index++) {
      Expression.Body element =
          new Expression.Body(
              List.of(new PathStep.Member("list"), new PathStep.Element(index)), NOWHERE);
      conditions.add(
          new Expression.InArray(new Expression.Numeral(1, NOWHERE), element, false, NOWHERE));
    }
    assertSameVerdicts(conditions, messages);
  }

  @Property
  @Label("ROUTE-07: why a body cannot be decoded does not depend on how it is read")
  void sameReasons(
      @ForAll("pathSubsets") List<String> paths, @ForAll("messages") List<TestMessage> messages) {
    assertSameReasons(parsed(paths.stream().map("is_null(%s)"::formatted).toList()), messages);
  }

  @Example
  @Label("Of members with one name the last counts, with all that is in it")
  void duplicates() {
    assertSameVerdicts(
        parsed(List.of("is_defined($body.a.b)", "$body.a.b = 1", "is_object($body.a)")),
        Stream.of(
                "{'a':{'b':1},'a':{}}",
                "{'a':{},'a':{'b':1}}",
                "{'a':{'b':1},'a':1}",
                "{'a':{'b':1,'b':'x'}}")
            .map(ConditionSetTest::json)
            .toList());
  }

  @Example
  @Label("ROUTE-07: what is broken behind the last path makes all of them undefined")
  void brokenBehind() {
    List<TestMessage> messages =
        Stream.of(
                "{'a':1}",
                "{'a':1,'z':[}",
                "{'a':1,'z':'\u0001'}",
                "{'a':1} x",
                "{'a':1",
                "{'a':1,}")
            .map(ConditionSetTest::json)
            .toList();
    List<Expression> conditions = parsed(List.of("$body.a = 1"));
    assertSameVerdicts(conditions, messages);
    assertSameReasons(conditions, messages);
    Judge judge = ConditionSet.of(conditions).judge();
    assertThat(messages.stream().map(message -> verdicts(judge.judge(new Scope(message)), 1)))
        .containsExactly(
            List.of(Truth.TRUE),
            List.of(Truth.UNDEFINED),
            List.of(Truth.UNDEFINED),
            List.of(Truth.UNDEFINED),
            List.of(Truth.UNDEFINED),
            List.of(Truth.UNDEFINED));
  }

  @Example
  @Label("ROUTE-07: a body that nests too deep or holds a number that is too long is undefined")
  void limits() {
    String deep = "[".repeat(2_000) + "]".repeat(2_000);
    List<Expression> conditions = parsed(List.of("$body.a = 1", "is_number($body.n)"));
    List<TestMessage> messages =
        Stream.of(
                "{'a':1,'z':" + deep + "}",
                "{'a':1,'z':" + "9".repeat(2_000) + "}",
                "{'a':1,'n':" + "9".repeat(900) + "}",
                "{'a':1,'z':1." + "9".repeat(2_000) + "}",
                "{'a':1,'z':[" + "0,".repeat(300_000) + "0]}",
                "{'a':1,'" + "k".repeat(100_000) + "':1}",
                "{'a':1,'z':'" + "k".repeat(1_000_000) + "'}",
                "{'a':1,'z':'" + "k".repeat(1_100_000) + "'}",
                "\uFEFF{'a':1}",
                "")
            .map(ConditionSetTest::json)
            .toList();
    assertSameVerdicts(conditions, messages);
    assertSameReasons(conditions, messages);
  }

  @Example
  @Label("A quantifier that gives up makes only the conditions undefined that stand around it")
  void allowances() {
    String rows = "all($body.l, c => c = 0)";
    assertSameVerdicts(
        parsed(
            List.of(
                "any($body.one, a => any($body.one, b => " + rows + "))",
                "all($body.l, a => all($body.l, b => b = 0 and " + rows + "))",
                "all($body.l, a => all($body.one, b => " + rows + "))",
                rows)),
        List.of(json("{'one':[0],'l':[" + "0,".repeat(1_000) + "0]}")));
  }

  @Example
  @Label("A range of numbers ends where it says, however it is written")
  void ranges() {
    List<String> conditions = new ArrayList<>();
    for (String low : List.of("-1", "-0", "0", "1", "2")) {
      for (String high : List.of("-1", "0", "1", "1.5", "1/0")) {
        conditions.add("$body.n between %s and %s".formatted(low, high));
        conditions.add("$body.n > %s and $body.n < %s".formatted(low, high));
        conditions.add("%s <= $body.n and q = 'x' and %s >= $body.n".formatted(low, high));
        conditions.add("$body.n not between %s and %s".formatted(low, high));
        conditions.add("$body.n >= %s and $body.n <= 1e308 and $body.n <= %s".formatted(low, high));
      }
    }
    List<TestMessage> messages =
        Stream.of("-1", "-0.0", "0", "4.9e-324", "1", "1.5", "2", "1e400", "-1e400")
            .map("{'n':%s}"::formatted)
            .map(ConditionSetTest::json)
            .toList();
    List<TestMessage> others =
        Stream.of("{'n':null}", "{'n':'1'}", "{'n':true}", "{'n':[1]}", "{}", "{")
            .map(ConditionSetTest::json)
            .toList();
    assertSameVerdicts(parsed(conditions), messages);
    assertSameVerdicts(parsed(conditions), others);
    assertSameVerdicts(
        parsed(conditions), others.stream().map(message -> message.with("q", "x")).toList());
  }

  @Example
  @Label("What many conditions ask of a message is asked once")
  void askedOnce() {
    List<String> conditions =
        IntStream.range(0, 50)
            .mapToObj(i -> "lower(level) = 'l%d' and $body.a > %d and q = 'x'".formatted(i % 5, i))
            .toList();
    List<Expression> expressions = parsed(conditions);
    TestMessage message = json("{'a':100}").with("level", "L1").with("q", "x");
    Verdicts verdicts = ConditionSet.of(expressions).judge().judge(new Scope(message));
    assertThat(verdicts.matched().stream()).hasSize(10).allMatch(i -> i % 5 == 1);
    assertThat(message.propertyReads("level")).isEqualTo(1);
    assertThat(message.bodyReads()).isEqualTo(1);
  }

  private static void assertSameVerdicts(List<Expression> conditions, List<TestMessage> messages) {
    Judge judge = ConditionSet.of(conditions).judge();
    List<Condition> alone = conditions.stream().map(Condition::of).toList();
    for (TestMessage message : messages) {
      Scope scope = new Scope(message);
      assertThat(verdicts(judge.judge(new Scope(message)), conditions.size()))
          .as(() -> conditions + " of " + new String(message.body(), StandardCharsets.UTF_8))
          .isEqualTo(alone.stream().map(condition -> condition.test(scope)).toList());
    }
  }

  private static void assertSameReasons(List<Expression> conditions, List<TestMessage> messages) {
    Judge judge = ConditionSet.of(conditions).judge();
    for (TestMessage message : messages) {
      Scope scope = new Scope(message);
      var unused = judge.judge(scope);
      Optional<String> reason =
          BodyReader.read(message) instanceof BodyReading.Undecodable undecodable
              ? Optional.of(undecodable.reason())
              : Optional.empty();
      assertThat(scope.undecodable()).isEqualTo(reason);
    }
  }

  private static List<Truth> verdicts(Verdicts verdicts, int conditions) {
    return IntStream.range(0, conditions)
        .mapToObj(
            i ->
                verdicts.matched().get(i)
                    ? Truth.TRUE
                    : verdicts.undefined().get(i) ? Truth.UNDEFINED : Truth.FALSE)
        .toList();
  }

  private static List<Expression> parsed(List<String> conditions) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < conditions.size(); i++) {
      text.append(
          "route r%d from DeviceMessages where %s to events\n".formatted(i, conditions.get(i)));
    }
    Compilation compilation = RuleFiles.compile("t", text.toString());
    assertThat(compilation.hasErrors()).as(compilation.render()).isFalse();
    return compilation.ruleSet().orElseThrow().routes().stream().map(Route::condition).toList();
  }

  private static TestMessage json(String text) {
    return TestMessage.telemetry().json(text.replace('\'', '"'));
  }

  @Provide
  Arbitrary<List<String>> conditionSets() {
    Arbitrary<String> subjects =
        Arbitraries.of(
            "p",
            "q",
            "$messageId",
            "lower(p)",
            "$body.n",
            "$body.a.b",
            "$body.list",
            "$body.list[0]",
            "$twin.tags.n",
            "$twin.tags.list",
            "case p when 'x' then $body.n when q then 'y' end",
            "case when p = q then 'x' when $body.n > 1 then $twin.tags.n else 1 end");
    Arbitrary<String> values =
        Arbitraries.of("'x'", "'y'", "1", "0", "-0", "2.5", "true", "null", "1/0");
    Arbitrary<String> numbers = Arbitraries.of("0", "-0", "1", "2.5", "2.6", "-1", "1/0");
    Arbitrary<String> atoms =
        Arbitraries.frequencyOf(
            Tuple.of(4, Combinators.combine(subjects, values).as((s, v) -> s + " = " + v)),
            Tuple.of(1, Combinators.combine(subjects, values).as((s, v) -> v + " = " + s)),
            Tuple.of(1, Combinators.combine(subjects, values).as((s, v) -> s + " != " + v)),
            Tuple.of(
                2,
                Combinators.combine(subjects, values.list().ofMinSize(1).ofMaxSize(3))
                    .as((s, v) -> s + " in [" + String.join(", ", v) + "]")),
            Tuple.of(
                3,
                Combinators.combine(
                        Arbitraries.of(
                            "$body.n",
                            "$body.a",
                            "$body.a.b",
                            "$body.list",
                            "$twin.tags.n",
                            "$twin.tags.list",
                            "as_number(p)",
                            "length($body.list)"),
                        Arbitraries.of("<", "<=", ">", ">="),
                        numbers,
                        Arbitraries.of(true, false))
                    .as((s, o, n, mirrored) -> mirrored ? n + o + s : s + o + n)),
            Tuple.of(
                2,
                Combinators.combine(
                        Arbitraries.of("$body.n", "$twin.tags.n", "as_number(p)"),
                        Arbitraries.of(" > ", " >= "),
                        numbers,
                        Arbitraries.of(" < ", " <= "),
                        numbers)
                    .as(
                        (s, over, low, under, high) ->
                            s + over + low + " and " + s + under + high)),
            Tuple.of(
                1,
                Combinators.combine(subjects, values, values, negations())
                    .as((s, low, high, not) -> s + not + " between " + low + " and " + high)),
            Tuple.of(
                1,
                Combinators.combine(
                        subjects,
                        negations(),
                        Arbitraries.of("like 'x%'", "like '_'", "matches '^x'", "matches 'x|1'"))
                    .as((s, not, pattern) -> s + not + " " + pattern)),
            Tuple.of(3, quantified()),
            Tuple.of(
                1,
                Arbitraries.of(
                    "contains($body.list, 1)",
                    "contains($twin.tags.list, $body.n)",
                    "is_array($twin.tags.list)",
                    "starts_with(p, 'x')",
                    "starts_with(p, '')",
                    "starts_with(p, 'xx')",
                    "starts_with($body.a.b, 'x')",
                    "STARTS_WITH($body.n, 'x')",
                    "is_object($body.a)",
                    "$body.b",
                    "undefined",
                    "true")));
    Arbitrary<String> negated = atoms.map(atom -> "not (" + atom + ")");
    Arbitrary<String> joined =
        Combinators.combine(atoms, atoms).as((a, b) -> "(" + a + " or " + b + ")");
    Arbitrary<String> parts =
        Arbitraries.frequencyOf(Tuple.of(8, atoms), Tuple.of(1, negated), Tuple.of(1, joined));
    return parts
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(all -> String.join(" and ", all))
        .list()
        .ofMinSize(1)
        .ofMaxSize(30);
  }

  private static Arbitrary<String> negations() {
    return Arbitraries.of("", " not");
  }

  /** Tests of elements, some of which ask for what conditions ask for outside of them, too. */
  private static Arbitrary<String> quantified() {
    Arbitrary<String> tests =
        Arbitraries.of(
            "x > 1",
            "x = 'x'",
            "x.a = 1",
            "x in [1, 'x']",
            "x = $body.n",
            "x = $twin.tags.n",
            "length(x) > 0",
            "lower(p) = 'x'",
            "case x when 1 then true when 'x' then $body.b end",
            "any(x, y => y = 1 or y = x)",
            "any($body.list, y => y = x)",
            "all($body.list, y => y = 1)",
            "all($twin.tags.list, y => y = q or all($body.list, z => z = 1))");
    return Combinators.combine(
            Arbitraries.of("any", "all"),
            Arbitraries.of("$body.list", "$body.a", "$body.list[0]", "$twin.tags.list"),
            tests)
        .as((quantifier, array, test) -> "%s(%s, x => %s)".formatted(quantifier, array, test));
  }

  @Provide
  Arbitrary<List<String>> pathSubsets() {
    return Arbitraries.of(PATHS).list().uniqueElements().ofMinSize(1);
  }

  @Provide
  Arbitrary<List<TestMessage>> messages() {
    Arbitrary<String> property = Arbitraries.of("x", "y", "xx", "X", "1", "2.5", "none");
    return Combinators.combine(property, property, property, bodies(), encodings(), twins())
        .as(ConditionSetTest::message)
        .list()
        .ofMinSize(1)
        .ofMaxSize(5);
  }

  private static Arbitrary<String> encodings() {
    return Arbitraries.frequency(
        Tuple.of(8, "utf-8"), Tuple.of(1, "utf-16"), Tuple.of(1, "gzip"), Tuple.of(1, "unknown"));
  }

  /** Twins; a missing one stands for a sender that has none. */
  private static Arbitrary<Optional<JsonNode>> twins() {
    return json(2)
        .map(ConditionSetTest::tree)
        .map(tags -> JsonNodeFactory.instance.objectNode().<JsonNode>set("tags", tags))
        .optional();
  }

  private static JsonNode tree(String json) {
    try {
      return new JsonMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TestMessage message(
      String p, String q, String id, byte[] body, String encoding, Optional<JsonNode> twin) {
    TestMessage message = TestMessage.telemetry().json("").body(encoded(body, encoding));
    twin.ifPresent(message::twin);
    message.with(SystemProperty.CONTENT_ENCODING, encoding);
    if (!p.equals("none")) {
      message.with("p", p);
    }
    if (!q.equals("none")) {
      message.with("q", q);
    }
    if (!id.equals("none")) {
      message.with(SystemProperty.MESSAGE_ID, id);
    }
    return message;
  }

  private static byte[] encoded(byte[] body, String encoding) {
    return switch (encoding) {
      case "utf-16" -> new String(body, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16);
      case "gzip" -> packed(body);
      default -> body;
    };
  }

  private static byte[] packed(byte[] body) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  /** JSON with the members that the paths name, some of it broken. */
  private static Arbitrary<byte[]> bodies() {
    Arbitrary<byte[]> whole = json(4).map(text -> text.getBytes(StandardCharsets.UTF_8));
    Arbitrary<byte[]> cut =
        Combinators.combine(whole, Arbitraries.integers().between(0, 100))
            .as((bytes, percent) -> Arrays.copyOf(bytes, bytes.length * percent / 100));
    Arbitrary<byte[]> spoilt =
        Combinators.combine(
                whole,
                Arbitraries.integers().between(0, 100),
                Arbitraries.of(
                    (byte) 0xFF, (byte) 0, (byte) '"', (byte) '{', (byte) ',', (byte) '1'))
            .as(
                (bytes, percent, wrong) -> {
                  byte[] changed = bytes.clone();
                  changed[Math.min(bytes.length - 1, bytes.length * percent / 100)] = wrong;
                  return changed;
                });
    return Arbitraries.frequencyOf(Tuple.of(6, whole), Tuple.of(1, cut), Tuple.of(1, spoilt));
  }

  private static Arbitrary<String> json(int depth) {
    Arbitrary<String> scalars =
        Arbitraries.of(
            "1",
            "0",
            "-0.0",
            "2.50",
            "1e400",
            "123456789012345678901234567890",
            "\"x\"",
            "\"\\u0078\"",
            "\"é\"",
            "true",
            "false",
            "null");
    if (depth == 0) {
      return scalars;
    }
    Arbitrary<String> inner = json(depth - 1);
    Arbitrary<String> members =
        Combinators.combine(Arbitraries.of("a", "b", "n", "list", "\\u0061", "z"), inner)
            .as((name, value) -> "\"" + name + "\":" + value);
    Arbitrary<String> objects =
        members.list().ofMaxSize(5).map(all -> "{" + String.join(" , ", all) + "}");
    Arbitrary<String> arrays =
        inner.list().ofMaxSize(4).map(all -> "[" + String.join(",", all) + "]");
    return depth == 4
        ? Arbitraries.frequencyOf(Tuple.of(10, objects), Tuple.of(1, arrays), Tuple.of(1, scalars))
        : Arbitraries.frequencyOf(Tuple.of(3, objects), Tuple.of(2, arrays), Tuple.of(3, scalars));
  }
}
