package io.weir.dsl.function;

import io.weir.dsl.value.Kind;
import io.weir.dsl.value.Special;
import java.util.List;

/**
 * A function of the language ({@code ROUTE-03}).
 *
 * @param name in lower case; rules may write it in any
 * @param parameters the kinds of its arguments
 * @param required how many of them must be given
 * @param variadic whether the last parameter may be given more often
 * @param result the kind of what it returns
 * @param body gets arguments of the declared kinds only; where an argument is of another kind the
 *     function is not called and its value is undefined ({@code ROUTE-04})
 */
public record Function(
    String name, List<Kind> parameters, int required, boolean variadic, Kind result, Body body) {

  /** What a function does. */
  @FunctionalInterface
  public interface Body {
    Object apply(Object[] arguments);
  }

  public Function {
    parameters = List.copyOf(parameters);
  }

  /** The kind of the argument at that place, counted from 0. */
  public Kind parameter(int index) {
    return parameters.get(Math.min(index, parameters.size() - 1));
  }

  /** Whether it can be called with so many arguments. */
  public boolean takes(int arguments) {
    return arguments >= required && (variadic || arguments <= parameters.size());
  }

  /** Such as {@code 2}, {@code 2 or 3}, {@code at least 2}. */
  public String arity() {
    if (variadic) {
      return "at least " + required;
    }
    return required == parameters.size()
        ? Integer.toString(required)
        : required + " or " + parameters.size();
  }

  /** Its value for these arguments, whatever they are. */
  public Object call(Object[] arguments) {
    for (int i = 0; i < arguments.length; i++) {
      if (!parameter(i).holds(arguments[i])) {
        return Special.UNDEFINED;
      }
    }
    return body.apply(arguments);
  }
}
