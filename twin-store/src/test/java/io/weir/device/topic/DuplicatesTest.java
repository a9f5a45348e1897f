package io.weir.device.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DuplicatesTest {

  private final Duplicates duplicates = new Duplicates(2);

  @Test
  @DisplayName("The log's rules 4: what is not higher is dropped")
  void onlyHigherEffectsPass() {
    assertThat(duplicates.isNew("d", 10, 1)).isTrue();

    assertThat(duplicates.isNew("d", 10, 1)).isFalse();
    assertThat(duplicates.isNew("d", 10, 0)).isFalse();
    assertThat(duplicates.isNew("d", 9, 7)).isFalse();
    assertThat(duplicates.isNew("d", 10, 2)).isTrue();
    assertThat(duplicates.isNew("d", 11, 0)).isTrue();
    assertThat(duplicates.isNew("d", 10, 2)).isFalse();
  }

  @Test
  @DisplayName("The log's rules 4: each device has a highest of its own")
  void devicesAreIndependent() {
    assertThat(duplicates.isNew("a", 10, 0)).isTrue();
    assertThat(duplicates.isNew("b", 3, 0)).isTrue();
  }

  @Test
  void memoryIsBoundedAndNothingNewIsDropped() {
    assertThat(duplicates.isNew("a", 10, 0)).isTrue();
    assertThat(duplicates.isNew("b", 11, 0)).isTrue();
    assertThat(duplicates.isNew("a", 10, 0)).isFalse();
    assertThat(duplicates.isNew("c", 12, 0)).isTrue();

    assertThat(duplicates.isNew("a", 10, 0)).as("heard of more recently than b").isFalse();
    assertThat(duplicates.isNew("b", 11, 0)).as("forgotten: passes again").isTrue();
  }

  @Test
  void remembersAtLeastOne() {
    assertThatThrownBy(() -> new Duplicates(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxDevices: 0 (expected: at least 1)");
  }
}
