package io.weir.dsl.function;

import io.weir.dsl.value.Kind;
import io.weir.dsl.value.Special;
import java.util.List;

/**
 * A function of the language ({@code ROUTE-03}).
 *
 * @param name in lower case; rules may write it in any
 * @param signatures the ways to call it, all with the same number of arguments
 */
public record Function(String name, List<Signature> signatures) {

  public Function {
    signatures = List.copyOf(signatures);
  }

  /** Whether it can be called with so many arguments. */
  public boolean takes(int arguments) {
    return signatures.get(0).takes(arguments);
  }

  /** Such as {@code 2}, {@code 2 or 3}, {@code at least 2}. */
  public String arity() {
    return signatures.get(0).arity();
  }

  /** The first signature that accepts arguments of these kinds, or the first of all. */
  public Signature signature(List<Kind> arguments) {
    return signatures.stream()
        .filter(signature -> signature.accepts(arguments))
        .findFirst()
        .orElse(signatures.get(0));
  }

  /** Its value for these arguments; undefined where no signature takes them ({@code ROUTE-04}). */
  public Object call(Object[] arguments) {
    for (Signature signature : signatures) {
      if (signature.holds(arguments)) {
        return signature.body().apply(arguments);
      }
    }
    return Special.UNDEFINED;
  }
}
