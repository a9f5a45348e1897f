package io.weir.dsl.plan;

import io.weir.dsl.syntax.PathStep;
import io.weir.dsl.value.Special;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The paths that a set reads from the body, joined where they begin alike; a place in the document.
 *
 * @param value the slot of the value here, or {@link #NONE}
 * @param members of an object here, by name
 * @param elements of an array here, by index
 * @param below the slots of all values below
 */
record PathTree(
    int value,
    Map<String, PathTree> members,
    Map<Integer, PathTree> elements,
    List<Integer> below) {

  static final int NONE = -1;
  static final PathTree EMPTY = new PathTree(NONE, Map.of(), Map.of(), List.of());

  PathTree {
    members = Map.copyOf(members);
    elements = Map.copyOf(elements);
    below = List.copyOf(below);
  }

  /** Joins paths, each with its slot. */
  static PathTree of(Map<List<PathStep>, Integer> paths) {
    return new PathTree(
        paths.getOrDefault(List.of(), NONE),
        below(paths, step -> step instanceof PathStep.Member member ? member.name() : null),
        below(paths, step -> step instanceof PathStep.Element element ? element.index() : null),
        paths.keySet().stream().filter(path -> !path.isEmpty()).map(paths::get).toList());
  }

  private static <K> Map<K, PathTree> below(
      Map<List<PathStep>, Integer> paths, Function<PathStep, K> key) {
    Map<K, Map<List<PathStep>, Integer>> rests = new HashMap<>();
    paths.forEach(
        (path, slot) -> {
          K first = path.isEmpty() ? null : key.apply(path.get(0));
          if (first != null) {
            rests
                .computeIfAbsent(first, absent -> new HashMap<>())
                .put(path.subList(1, path.size()), slot);
          }
        });
    Map<K, PathTree> below = new HashMap<>();
    rests.forEach((first, rest) -> below.put(first, of(rest)));
    return below;
  }

  /** Says that nothing stands here, nor below. */
  void clear(Scope scope) {
    put(scope, Special.UNDEFINED);
    clearBelow(scope);
  }

  /** Says that nothing stands below. */
  void clearBelow(Scope scope) {
    for (int i = 0; i < below.size(); i++) {
      scope.keep(below.get(i), Special.UNDEFINED);
    }
  }

  /** Says what value stands here. */
  void put(Scope scope, Object found) {
    if (value != NONE) {
      scope.keep(value, found);
    }
  }
}
