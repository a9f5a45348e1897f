package io.weir.edge.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.edge.node.HubException;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

  @Test
  void trailingSlashesRouteREST50() {
    assertThat(Target.path("/devices/")).isEqualTo(List.of("devices"));
    assertThat(Target.path("/devices/d1/")).isEqualTo(List.of("devices", "d1"));
    assertThat(Target.path("/")).isEmpty();
    assertThat(Target.path("")).isEmpty();
  }

  @Test
  void idsAreDecodedOnceREST60() {
    assertThat(Target.path("/devices/a%23b%3Fc%2525+")).isEqualTo(List.of("devices", "a#b?c%25+"));
    assertThat(Target.path("/devices/a%2Fb")).isEqualTo(List.of("devices", "a/b"));
  }

  @Test
  void firstParameterCounts() {
    assertThat(Target.query("top=5&api-version=2021-04-12&top=7&x"))
        .isEqualTo(Map.of("top", "5", "api-version", "2021-04-12", "x", ""));
    assertThat(Target.query(null)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a%", "/a%2", "/%zz", "/%ff"})
  void whatIsNotPercentEncodedUtf8IsRefused(String raw) {
    assertThatThrownBy(() -> Target.path(raw)).isInstanceOf(HubException.class);
  }

  @Property
  void anyTextIsReadOrRefused(@ForAll String raw) {
    try {
      assertThat(Target.path(raw)).isNotNull();
      assertThat(Target.query(raw)).isNotNull();
    } catch (HubException e) {
      assertThat(e.error().httpStatus()).isEqualTo(400);
    }
  }
}
