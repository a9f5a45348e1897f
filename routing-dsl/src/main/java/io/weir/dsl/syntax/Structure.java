package io.weir.dsl.syntax;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What an expression says, wherever it stands. */
public final class Structure {

  private final Function<Expression, ?> inner;
  private final List<Object> parts = new ArrayList<>();

  private Structure(Function<Expression, ?> inner) {
    this.inner = inner;
  }

  /**
   * Its kind and all that makes a difference, in order: of two expressions equal when they differ
   * in nothing but their places.
   *
   * @param inner gives what is equal for equal expressions within it
   */
  public static List<Object> of(Expression expression, Function<Expression, ?> inner) {
    Structure structure = new Structure(inner);
    structure.parts.add(expression.getClass());
    components(expression).forEach(structure::add);
    return structure.parts;
  }

  private void add(Object component) {
    if (component instanceof Expression operand) {
      parts.add(inner.apply(operand));
    } else if (component instanceof Expression.Branch branch) {
      parts.add(inner.apply(branch.condition()));
      parts.add(inner.apply(branch.value()));
    } else if (component instanceof List<?> list) {
      parts.add(list.size());
      list.forEach(this::add);
    } else if (component instanceof Optional<?> optional) {
      parts.add(optional.isPresent());
      optional.ifPresent(this::add);
    } else if (!(component instanceof Span)) {
      parts.add(component);
    }
  }

  /** Kinds of expressions that are still to come are records, too. */
  private static List<Object> components(Expression expression) {
    List<Object> components = new ArrayList<>();
    try {
      for (RecordComponent component : expression.getClass().getRecordComponents()) {
        components.add(component.getAccessor().invoke(expression));
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("found " + expression + " (expected: a record)", e);
    }
    return components;
  }
}
