package io.weir.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.weir.dsl.RuleFiles;
import io.weir.dsl.body.BodyReader;
import io.weir.dsl.body.BodyReading;
import io.weir.dsl.plan.Condition;
import io.weir.dsl.value.Truth;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.commons.jexl3.JexlBuilder;
import org.apache.commons.jexl3.JexlContext;
import org.apache.commons.jexl3.JexlExpression;
import org.apache.commons.jexl3.MapContext;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One rule on messages whose bodies were read before: as Weir evaluates it, as a programmer would
 * write it for the same document, and as two other languages of expressions do. Those get the same
 * message as maps, the form that they are quickest with.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RulesEval {

  private static final int MESSAGES = 256;
  private static final String WEIR = "$body.temperature > 80 and level = 'critical'";

  /** The same in CEL and in JEXL. */
  private static final String PEERS = "body.temperature > 80.0 && level == 'critical'";

  /** One message in the forms that each of them takes. */
  private record Forms(
      BenchMessage message,
      JsonNode body,
      io.weir.dsl.plan.Scope weir,
      Map<String, Object> cel,
      JexlContext jexl) {

    static Forms of(BenchMessage message, Condition condition) throws JsonProcessingException {
      String text = new String(message.body(), StandardCharsets.UTF_8);
      JsonMapper json = JsonMapper.builder().build();
      Map<String, Object> map =
          Map.of(
              "body",
              json.readValue(text, new TypeReference<Map<String, Object>>() {}),
              "level",
              message.property("level"));
      io.weir.dsl.plan.Scope scope = new io.weir.dsl.plan.Scope(message);
      // Reads the body, which the scope then has.
      Objects.requireNonNull(condition.test(scope));
      JsonNode body = ((BodyReading.Decoded) BodyReader.read(message)).document();
      return new Forms(message, body, scope, map, new MapContext(map));
    }
  }

  private Forms[] messages;
  private int next;
  private Condition condition;
  private CelRuntime.Program cel;
  private JexlExpression jexl;

  @Setup
  public void setUp()
      throws CelValidationException, CelEvaluationException, JsonProcessingException {
    String rules = "route r from DeviceMessages where " + WEIR + " to events";
    condition =
        Condition.of(
            RuleFiles.compile("eval", rules).ruleSet().orElseThrow().routes().get(0).condition());
    CelCompiler compiler =
        CelCompilerFactory.standardCelCompilerBuilder()
            .addVar("body", MapType.create(SimpleType.STRING, SimpleType.DYN))
            .addVar("level", SimpleType.STRING)
            .build();
    cel =
        CelRuntimeFactory.plannerRuntimeBuilder()
            .build()
            .createProgram(compiler.compile(PEERS).getAst());
    jexl = new JexlBuilder().create().createExpression(PEERS);
    List<BenchMessage> plant = Plant.messages(MESSAGES);
    messages = new Forms[MESSAGES];
    for (int i = 0; i < MESSAGES; i++) {
      messages[i] = Forms.of(plant.get(i), condition);
    }
    agree();
  }

  /** All of them must say the same, or they are not the same rule. */
  private void agree() throws CelEvaluationException {
    for (int i = 0; i < MESSAGES; i++) {
      next = i;
      boolean wanted = java();
      next = i;
      boolean weir = weir() == Truth.TRUE;
      next = i;
      boolean celAnswer = (Boolean) cel();
      next = i;
      boolean jexlAnswer = (Boolean) jexl();
      if (weir != wanted || celAnswer != wanted || jexlAnswer != wanted) {
        throw new IllegalStateException(
            "found "
                + List.of(weir, celAnswer, jexlAnswer)
                + " (expected: "
                + wanted
                + " from all)");
      }
    }
  }

  private Forms message() {
    next = (next + 1) % MESSAGES;
    return messages[next];
  }

  @Benchmark
  public Truth weir() {
    return condition.test(message().weir);
  }

  /** The floor. A field may be absent or no number, so this looks, as the rule does. */
  @Benchmark
  public boolean java() {
    Forms forms = message();
    JsonNode value = forms.body.get("temperature");
    return value != null
        && value.isNumber()
        && value.doubleValue() > 80
        && "critical".equals(forms.message.property("level"));
  }

  @Benchmark
  public Object cel() throws CelEvaluationException {
    return cel.eval(message().cel);
  }

  @Benchmark
  public Object jexl() {
    return jexl.evaluate(message().jexl);
  }
}
