package io.weir.edge.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {

  @Test
  @DisplayName("What does not fit takes nothing, and what is given back may be held again")
  void holds() {
    ByteBudget budget = new ByteBudget(10);
    assertThat(budget.take(6)).isTrue();
    assertThat(budget.take(5)).isFalse();
    assertThat(budget.take(4)).isTrue();
    assertThat(budget.take(1)).isFalse();
    budget.giveBack(6);
    assertThat(budget.take(6)).isTrue();
    assertThat(budget.take(1)).isFalse();
  }
}
