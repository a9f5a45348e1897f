package io.weir.dsl.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class NearestTest {

  @Test
  void findsTheNearestOfThoseThatAreNear() {
    List<String> known = List.of("alerts", "archive", "events", "a");
    assertThat(Nearest.to("alrets", known)).contains("alerts");
    assertThat(Nearest.to("ALERT", known)).contains("alerts");
    assertThat(Nearest.to("evnts", known)).contains("events");
    assertThat(Nearest.to("achive", known)).contains("archive");
    assertThat(Nearest.to("b", known)).contains("a");
    assertThat(Nearest.to("telemetry", known)).isEqualTo(Optional.empty());
    assertThat(Nearest.to("x".repeat(65), List.of("x".repeat(64)))).isEmpty();
    assertThat(Nearest.hint("alrets", known)).isEqualTo("; did you mean 'alerts'?");
    assertThat(Nearest.hint("telemetry", known)).isEmpty();
  }

  @Property
  void oneEditIsAlwaysNear(
      @ForAll @AlphaChars @StringLength(min = 3, max = 60) String name,
      @ForAll @IntRange(max = 2) int at) {
    String dropped = name.substring(0, at) + name.substring(at + 1);
    String added = name.substring(0, at) + "_" + name.substring(at);
    String replaced = name.substring(0, at) + "_" + name.substring(at + 1);
    String swapped = name.charAt(1) + name.substring(0, 1) + name.substring(2);
    for (String mistyped : List.of(dropped, added, replaced, swapped, name)) {
      assertThat(Nearest.to(mistyped, List.of(name))).contains(name);
    }
  }
}
