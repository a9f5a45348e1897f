package io.weir.dsl.plan;

import io.weir.dsl.syntax.PathStep;
import io.weir.dsl.value.Special;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The paths that a set reads from the body, joined where they begin alike; a place in the document.
 *
 * @param value the slot of the value here, or {@link #NONE}
 * @param part the slot of all that stands here, or {@link #NONE}
 * @param members of an object here, by name
 * @param elements of an array here, by index
 */
record PathTree(
    int value, int part, Map<String, PathTree> members, Map<Integer, PathTree> elements) {

  static final int NONE = -1;
  static final PathTree EMPTY = new PathTree(NONE, NONE, Map.of(), Map.of());

  /** Joins paths, each with its slot: those whose value, and those whose whole is asked for. */
  static PathTree of(Map<List<PathStep>, Integer> values, Map<List<PathStep>, Integer> parts) {
    return new PathTree(
        values.getOrDefault(List.of(), NONE),
        parts.getOrDefault(List.of(), NONE),
        children(values, parts, step -> step instanceof PathStep.Member m ? m.name() : null),
        children(values, parts, step -> step instanceof PathStep.Element e ? e.index() : null));
  }

  private static <K> Map<K, PathTree> children(
      Map<List<PathStep>, Integer> values,
      Map<List<PathStep>, Integer> parts,
      Function<PathStep, K> key) {
    Map<K, Map<List<PathStep>, Integer>> valuesBelow = below(values, key);
    Map<K, Map<List<PathStep>, Integer>> partsBelow = below(parts, key);
    Map<K, PathTree> children = new HashMap<>();
    valuesBelow.forEach((k, v) -> children.put(k, of(v, partsBelow.getOrDefault(k, Map.of()))));
    partsBelow.forEach((k, p) -> children.computeIfAbsent(k, absent -> of(Map.of(), p)));
    return children;
  }

  private static <K> Map<K, Map<List<PathStep>, Integer>> below(
      Map<List<PathStep>, Integer> paths, Function<PathStep, K> key) {
    Map<K, Map<List<PathStep>, Integer>> below = new HashMap<>();
    paths.forEach(
        (path, slot) -> {
          K first = path.isEmpty() ? null : key.apply(path.get(0));
          if (first != null) {
            below
                .computeIfAbsent(first, absent -> new LinkedHashMap<>())
                .put(path.subList(1, path.size()), slot);
          }
        });
    return below;
  }

  /** Says that nothing stands here, nor below. */
  void clear(Scope scope) {
    put(scope, Special.UNDEFINED);
    if (part != NONE) {
      scope.keep(part, Special.UNDEFINED);
    }
    for (PathTree member : members.values()) {
      member.clear(scope);
    }
    for (PathTree element : elements.values()) {
      element.clear(scope);
    }
  }

  /** Says what value stands here. */
  void put(Scope scope, Object found) {
    if (value != NONE) {
      scope.keep(value, found);
    }
  }
}
