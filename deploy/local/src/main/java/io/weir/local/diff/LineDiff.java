package io.weir.local.diff;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * What turns one list of lines into another, with the fewest edits: the greedy algorithm of Myers
 * (1986) between the common head and the common tail. Lists that hardly have anything in common are
 * replaced whole, so that time and memory are bounded.
 */
final class LineDiff {

  /** More edits than a person reads; the search needs the square of this in memory. */
  private static final int MAX_EDITS = 1_000;

  private LineDiff() {}

  /** What becomes of a line. */
  enum Kind {
    SAME,
    REMOVED,
    ADDED
  }

  /** One line of either list, or of both. */
  record Edit(Kind kind, String line) {}

  /** The lines of both in an order that is that of each. */
  static List<Edit> of(List<String> from, List<String> to) {
    int head = common(from, to);
    int most = Math.min(from.size(), to.size()) - head;
    int tail = 0;
    while (tail < most && last(from, tail).equals(last(to, tail))) {
      tail++;
    }
    List<Edit> edits = new ArrayList<>();
    add(edits, Kind.SAME, from.subList(0, head));
    edits.addAll(
        middle(from.subList(head, from.size() - tail), to.subList(head, to.size() - tail)));
    add(edits, Kind.SAME, from.subList(from.size() - tail, from.size()));
    return edits;
  }

  private static int common(List<String> from, List<String> to) {
    int most = Math.min(from.size(), to.size());
    int head = 0;
    while (head < most && from.get(head).equals(to.get(head))) {
      head++;
    }
    return head;
  }

  private static String last(List<String> lines, int before) {
    return lines.get(lines.size() - 1 - before);
  }

  private static void add(List<Edit> edits, Kind kind, List<String> lines) {
    lines.forEach(line -> edits.add(new Edit(kind, line)));
  }

  private static List<Edit> middle(List<String> from, List<String> to) {
    int most = Math.min(from.size() + to.size(), MAX_EDITS);
    // How far down `from` the best path on each diagonal has come; diagonals count from -most.
    int[] reached = new int[2 * most + 3];
    int zero = most + 1;
    List<int[]> steps = new ArrayList<>();
    for (int edits = 0; edits <= most; edits++) {
      steps.add(Arrays.copyOfRange(reached, zero - edits - 1, zero + edits + 2));
      for (int diagonal = -edits; diagonal <= edits; diagonal += 2) {
        boolean down = goesDown(reached, zero, diagonal, edits);
        int x = down ? reached[zero + diagonal + 1] : reached[zero + diagonal - 1] + 1;
        int y = x - diagonal;
        while (x < from.size() && y < to.size() && from.get(x).equals(to.get(y))) {
          x++;
          y++;
        }
        reached[zero + diagonal] = x;
        if (x >= from.size() && y >= to.size()) {
          return path(from, to, steps);
        }
      }
    }
    List<Edit> whole = new ArrayList<>();
    add(whole, Kind.REMOVED, from);
    add(whole, Kind.ADDED, to);
    return whole;
  }

  private static boolean goesDown(int[] reached, int zero, int diagonal, int edits) {
    return diagonal == -edits
        || (diagonal != edits && reached[zero + diagonal - 1] < reached[zero + diagonal + 1]);
  }

  /** Goes back from the end, by what each step began with. */
  private static List<Edit> path(List<String> from, List<String> to, List<int[]> steps) {
    Deque<Edit> path = new ArrayDeque<>();
    int x = from.size();
    int y = to.size();
    for (int edits = steps.size() - 1; edits >= 0; edits--) {
      int[] reached = steps.get(edits);
      int zero = edits + 1;
      boolean down = goesDown(reached, zero, x - y, edits);
      int before = x - y + (down ? 1 : -1);
      int beforeX = reached[zero + before];
      int beforeY = beforeX - before;
      while (x > beforeX && y > beforeY) {
        x--;
        y--;
        path.addFirst(new Edit(Kind.SAME, from.get(x)));
      }
      if (edits > 0) {
        path.addFirst(
            down
                ? new Edit(Kind.ADDED, to.get(beforeY))
                : new Edit(Kind.REMOVED, from.get(beforeX)));
      }
      x = beforeX;
      y = beforeY;
    }
    return List.copyOf(path);
  }
}
