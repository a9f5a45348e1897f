package io.weir.jobs.endpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.weir.jobs.kafka.OutboundRecord;
import org.junit.jupiter.api.Test;

class ReportsTest {

  private static final OutboundRecord ONE =
      new OutboundRecord("t", null, null, null, null, OutboundRecord.NO_HEADERS);

  private final Reports reports = new Reports();

  @Test
  void thereAreNewsUntilAllIsPolled() {
    assertThat(reports.news()).isNotDone();
    assertThat(reports.poll()).isNull();
    reports.add(ONE);
    reports.add(ONE);
    assertThat(reports.news()).isDone();
    assertThat(reports.poll()).isSameAs(ONE);
    assertThat(reports.isEmpty()).isFalse();
    assertThat(reports.news()).isDone();
    assertThat(reports.poll()).isSameAs(ONE);
    assertThat(reports.isEmpty()).isTrue();
    assertThat(reports.news()).isNotDone();
  }

  @Test
  void aFailureIsNews() {
    reports.fail(new IllegalStateException("cause"));
    assertThat(reports.news()).isDone();
    assertThatIllegalStateException()
        .isThrownBy(reports::poll)
        .withMessage("rules: not followed (expected: followed)")
        .havingCause()
        .withMessage("cause");
  }
}
