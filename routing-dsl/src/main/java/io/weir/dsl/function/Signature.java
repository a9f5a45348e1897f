package io.weir.dsl.function;

import io.weir.dsl.value.Kind;
import java.util.List;

/**
 * One way to call a function.
 *
 * @param required how many of the parameters must be given
 * @param variadic whether the last parameter may be given more often
 * @param result the kind of what it returns; {@link Kind#ANY} returns one of its arguments
 * @param body gets arguments that the parameters hold, and no others
 */
public record Signature(
    List<Parameter> parameters, int required, boolean variadic, Kind result, Body body) {

  /** What a function does. */
  @FunctionalInterface
  public interface Body {
    Object apply(Object[] arguments);
  }

  public Signature {
    parameters = List.copyOf(parameters);
  }

  /** What the argument at that place may be, counted from 0. */
  public Parameter parameter(int index) {
    return parameters.get(Math.min(index, parameters.size() - 1));
  }

  /** The kind of its value for arguments of these kinds. */
  public Kind result(List<Kind> arguments) {
    return result == Kind.ANY ? arguments.stream().reduce(Kind.UNDEFINED, Kind::or) : result;
  }

  /** Whether it can be called with so many arguments. */
  boolean takes(int arguments) {
    return arguments >= required && (variadic || arguments <= parameters.size());
  }

  /** Whether arguments of these kinds may serve. */
  boolean accepts(List<Kind> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      if (!parameter(i).accepts(arguments.get(i))) {
        return false;
      }
    }
    return takes(arguments.size());
  }

  /** Whether these very arguments serve. */
  boolean holds(Object[] arguments) {
    for (int i = 0; i < arguments.length; i++) {
      if (!parameter(i).holds(arguments[i])) {
        return false;
      }
    }
    return true;
  }

  /** Such as {@code 2}, {@code 2 or 3}, {@code at least 2}. */
  String arity() {
    if (variadic) {
      return "at least " + required;
    }
    return required == parameters.size()
        ? Integer.toString(required)
        : required + " or " + parameters.size();
  }
}
