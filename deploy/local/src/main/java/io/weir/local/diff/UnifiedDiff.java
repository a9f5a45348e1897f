package io.weir.local.diff;

import io.weir.local.diff.LineDiff.Edit;
import io.weir.local.diff.LineDiff.Kind;
import java.util.ArrayList;
import java.util.List;

/** The difference of two texts as {@code diff -u} prints it, which {@code patch} reads. */
public final class UnifiedDiff {

  private static final int CONTEXT = 3;

  private UnifiedDiff() {}

  /**
   * The difference; empty when there is none.
   *
   * @param fromName how the first text is called
   * @param toName how the second one is
   */
  public static String of(String fromName, String from, String toName, String to) {
    if (from.equals(to)) {
      return "";
    }
    List<Edit> edits = LineDiff.of(lines(from), lines(to));
    StringBuilder text = new StringBuilder();
    text.append("--- ").append(fromName).append('\n');
    text.append("+++ ").append(toName).append('\n');
    int printed = 0;
    int fromLine = 1;
    int toLine = 1;
    for (int[] hunk : hunks(edits)) {
      for (Edit edit : edits.subList(printed, hunk[0])) {
        fromLine += edit.kind() == Kind.ADDED ? 0 : 1;
        toLine += edit.kind() == Kind.REMOVED ? 0 : 1;
      }
      List<Edit> shown = edits.subList(hunk[0], hunk[1]);
      int removed = count(shown, Kind.ADDED);
      int added = count(shown, Kind.REMOVED);
      text.append("@@ -").append(range(fromLine, removed));
      text.append(" +").append(range(toLine, added)).append(" @@\n");
      shown.forEach(edit -> append(text, edit));
      fromLine += removed;
      toLine += added;
      printed = hunk[1];
    }
    return text.toString();
  }

  /** With their ends, so that a missing last one is a difference. */
  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      int next = end < 0 ? text.length() : end + 1;
      lines.add(text.substring(start, next));
      start = next;
    }
    return lines;
  }

  /** From where to where: each change with its context, those together that touch. */
  private static List<int[]> hunks(List<Edit> edits) {
    List<int[]> hunks = new ArrayList<>();
    for (int i = 0; i < edits.size(); i++) {
      if (edits.get(i).kind() == Kind.SAME) {
        continue;
      }
      int from = Math.max(0, i - CONTEXT);
      int to = Math.min(edits.size(), i + CONTEXT + 1);
      int[] last = hunks.isEmpty() ? null : hunks.get(hunks.size() - 1);
      if (last != null && from <= last[1]) {
        last[1] = to;
      } else {
        hunks.add(new int[] {from, to});
      }
    }
    return hunks;
  }

  /** How many lines of a hunk are not of that kind. */
  private static int count(List<Edit> edits, Kind other) {
    return (int) edits.stream().filter(edit -> edit.kind() != other).count();
  }

  /** As diff writes it: no count for one line, and the line before where there is none. */
  private static String range(int line, int count) {
    if (count == 1) {
      return Integer.toString(line);
    }
    return (count == 0 ? line - 1 : line) + "," + count;
  }

  private static void append(StringBuilder text, Edit edit) {
    text.append(
        switch (edit.kind()) {
          case SAME -> ' ';
          case REMOVED -> '-';
          case ADDED -> '+';
        });
    text.append(edit.line());
    if (!edit.line().endsWith("\n")) {
      text.append("\n\\ No newline at end of file\n");
    }
  }
}
