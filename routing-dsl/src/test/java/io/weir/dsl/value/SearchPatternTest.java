package io.weir.dsl.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
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
  @Property(tries = 50_000)
  void thePatternIsNeverMuchLargerThanEstimated(@ForAll("patterns") String text) {
    long estimated = PatternSize.of(text);
    Assume.that(estimated <= 100_000);
    int size;
    try {
      size = Pattern.compile(text).programSize();
    } catch (PatternSyntaxException e) {
      return;
    }
    assertThat((long) size).isLessThanOrEqualTo(2 * estimated + 4);
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
}
