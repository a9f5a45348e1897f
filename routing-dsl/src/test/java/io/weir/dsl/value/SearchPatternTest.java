package io.weir.dsl.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SearchPatternTest {

  @Provide
  Arbitrary<String> patterns() {
    return Arbitraries.of(
            "a",
            "b",
            "(",
            ")",
            "(?:",
            "(?i)",
            "[",
            "]",
            "[a-c]",
            "[]x]",
            "[^]x{9}]",
            "{2}",
            "{3}",
            "{1,4}",
            "{2,}",
            "{,3}",
            "{9}",
            "*",
            "+",
            "?",
            "|",
            ".",
            "^",
            "$",
            "\\Q",
            "\\E",
            "\\d",
            "\\pL",
            "\\p{Greek}",
            "\\x{41}",
            "\\(",
            "\\",
            "[[:alpha:]]",
            "-",
            "é",
            "😀")
        .list()
        .ofMaxSize(14)
        .map(parts -> String.join("", parts));
  }

  /** RE2 writes an optional part as a step of its own, hence twice the estimate. */
  @Property(tries = 20_000)
  void thePatternIsNeverMuchLargerThanEstimated(@ForAll("patterns") String text) {
    try {
      var unused = SearchPattern.of(text);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining("expected: ");
      return;
    }
    assertThat((long) Pattern.compile(text).programSize())
        .isLessThanOrEqualTo(2 * PatternSize.of(text) + 4);
  }

  @Example
  void repetitionsOfRepetitionsAreRefusedBeforeTheyFillTheMemory() {
    assertThatThrownBy(() -> SearchPattern.of("((a{1000}){1000}){1000}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: at most 2000");
    assertThatThrownBy(() -> SearchPattern.of("(".repeat(60) + "a" + "{1000})".repeat(60)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: at most 2000");
  }

  @Example
  void aPatternIsFoundAnywhere() {
    assertThat(SearchPattern.of("b+").isFoundIn("abbc")).isTrue();
    assertThat(SearchPattern.of("^b+$").isFoundIn("abbc")).isFalse();
  }

  @Example
  void whatWouldNeverFinishCompilingIsRefused() {
    for (String text :
        List.of("(?i)\u1C80", "(?i)[a-\u2000]", "(?s-m)(?mi:[a-\uFFFF])", "(?i)\\x{1C80}")) {
      assertThatThrownBy(() -> SearchPattern.of(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the pattern has flag i beside");
    }
    assertThat(SearchPattern.of("(?i)größe|\\pL").isFoundIn("GRÖSSE")).isTrue();
    assertThat(SearchPattern.of("[a-\u2000]").isFoundIn("\u1C80")).isTrue();
  }
}
