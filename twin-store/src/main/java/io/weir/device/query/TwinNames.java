package io.weir.device.query;

import io.weir.dsl.syntax.Expression;
import io.weir.dsl.syntax.PathStep.Member;
import java.util.List;

/** The names at the top of a twin, such as {@code deviceId}. */
final class TwinNames {

  private TwinNames() {}

  /** Whether the expression is what stands under that name. */
  static boolean is(Expression expression, String name) {
    return expression instanceof Expression.Body body
        && body.path().equals(List.of(new Member(name)));
  }
}
