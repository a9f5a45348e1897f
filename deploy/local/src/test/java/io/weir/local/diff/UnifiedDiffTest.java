package io.weir.local.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.local.diff.LineDiff.Edit;
import io.weir.local.diff.LineDiff.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class UnifiedDiffTest {

  @Test
  @DisplayName("Equal texts have no difference")
  void same() {
    assertThat(UnifiedDiff.of("a", "x\n", "b", "x\n")).isEmpty();
  }

  @Test
  @DisplayName("A change stands between three lines of context; far ones are hunks of their own")
  void hunks() {
    String from = lines(1, 20);
    String to = from.replace("4\n", "four\n").replace("18\n", "");

    assertThat(UnifiedDiff.of("version 3", from, "plant.rules", to.replace("1four", "14")))
        .isEqualTo(
            """
            --- version 3
            +++ plant.rules
            @@ -1,7 +1,7 @@
             1
             2
             3
            -4
            +four
             5
             6
             7
            @@ -15,6 +15,5 @@
             15
             16
             17
            -18
             19
             20
            """);
  }

  @Test
  @DisplayName("From nothing, to nothing, and without a last line end")
  void ends() {
    assertThat(UnifiedDiff.of("a", "", "b", "x\ny"))
        .isEqualTo("--- a\n+++ b\n@@ -0,0 +1,2 @@\n+x\n+y\n\\ No newline at end of file\n");
    assertThat(UnifiedDiff.of("a", "x\n", "b", "")).isEqualTo("--- a\n+++ b\n@@ -1 +0,0 @@\n-x\n");
    assertThat(UnifiedDiff.of("a", "x", "b", "x\n"))
        .isEqualTo("--- a\n+++ b\n@@ -1 +1 @@\n-x\n\\ No newline at end of file\n+x\n");
  }

  @Test
  @DisplayName("Without the added lines it is the one text, without the removed ones the other")
  void eitherSide() {
    Random random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      List<String> from = lines(random);
      List<String> to = lines(random);

      List<Edit> edits = LineDiff.of(from, to);

      assertThat(without(edits, Kind.ADDED)).isEqualTo(from);
      assertThat(without(edits, Kind.REMOVED)).isEqualTo(to);
      assertThat(edits.stream().filter(edit -> edit.kind() == Kind.SAME).count())
          .isEqualTo(longestCommon(from, to));
    }
  }

  @Test
  @DisplayName("Texts that have nothing in common are replaced whole, however long")
  void nothingInCommon() {
    List<String> from = IntStream.range(0, 50_000).mapToObj(i -> "a" + i).toList();
    List<String> to = IntStream.range(0, 50_000).mapToObj(i -> "b" + i).toList();

    List<Edit> edits = LineDiff.of(from, to);

    assertThat(edits).hasSize(100_000);
    assertThat(without(edits, Kind.ADDED)).isEqualTo(from);
  }

  private static String lines(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(i -> i + "\n").collect(Collectors.joining());
  }

  private static List<String> lines(Random random) {
    List<String> lines = new ArrayList<>();
    int count = random.nextInt(9);
    for (int i = 0; i < count; i++) {
      lines.add(Integer.toString(random.nextInt(3)));
    }
    return lines;
  }

  private static List<String> without(List<Edit> edits, Kind kind) {
    return edits.stream().filter(edit -> edit.kind() != kind).map(Edit::line).toList();
  }

  private static long longestCommon(List<String> a, List<String> b) {
    long[][] longest = new long[a.size() + 1][b.size() + 1];
    for (int i = 1; i <= a.size(); i++) {
      for (int j = 1; j <= b.size(); j++) {
        longest[i][j] =
            a.get(i - 1).equals(b.get(j - 1))
                ? longest[i - 1][j - 1] + 1
                : Math.max(longest[i - 1][j], longest[i][j - 1]);
      }
    }
    return longest[a.size()][b.size()];
  }
}
