package io.weir.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class JobArgumentsTest {

  private static final String[] GOOD = {
    "--hub",
    "weir",
    "--kafka",
    "127.0.0.1:9092",
    "--cassandra",
    "10.0.0.1:9042,10.0.0.2:9042",
    "--datacenter",
    "datacenter1"
  };

  @Test
  void readsAllArguments() {
    assertThat(JobArguments.parse(with(GOOD, "--parallelism", "4")))
        .isEqualTo(
            new JobArguments(
                "weir",
                "127.0.0.1:9092",
                List.of("10.0.0.1:9042", "10.0.0.2:9042"),
                "datacenter1",
                4,
                false,
                false,
                "",
                ""));
  }

  @Test
  void parallelismIsOneByDefault() {
    assertThat(JobArguments.parse(GOOD).parallelism()).isEqualTo(1);
  }

  @Test
  void nothingIsForcedUnlessSaidSo() {
    assertThat(JobArguments.parse(GOOD).force()).isFalse();
    assertThat(JobArguments.parse(with(GOOD, "--force", "yes")).force()).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JobArguments.parse(with(GOOD, "--force", "no")))
        .withMessage("--force: no (expected: yes)");
    assertThat(JobArguments.parse(GOOD).rebuild()).isFalse();
    assertThat(JobArguments.parse(with(GOOD, "--rebuild", "yes")).rebuild()).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JobArguments.parse(with(GOOD, "--rebuild", "no")))
        .withMessage("--rebuild: no (expected: yes)");
  }

  @Test
  void directoriesAreNoneUnlessSaidSo() {
    JobArguments arguments = JobArguments.parse(with(GOOD, "--files", "/f", "--secrets", "/s"));
    assertThat(arguments.files()).isEqualTo("/f");
    assertThat(arguments.secrets()).isEqualTo("/s");
    assertThat(JobArguments.parse(GOOD).files()).isEmpty();
    assertThat(JobArguments.parse(GOOD).secrets()).isEmpty();
  }

  @Test
  void saysWhatIsMissing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JobArguments.parse("--hub", "weir"))
        .withMessageStartingWith("--kafka: missing (expected: --hub NAME");
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JobArguments.parse(with(GOOD, "--paralellism", "4")))
        .withMessageStartingWith("argument: --paralellism (expected: ");
  }

  @Test
  void refusesAnArgumentWithoutValueAndOneGivenTwice() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JobArguments.parse("--hub"))
        .withMessageStartingWith("--hub: no value");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JobArguments.parse(with(GOOD, "--hub", "other")))
        .withMessageStartingWith("--hub: given twice");
  }

  @Test
  void refusesBadValues() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JobArguments.parse(with(GOOD, "--parallelism", "many")))
        .withMessage("--parallelism: many (expected: 1..128)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JobArguments.parse(with(GOOD, "--parallelism", "0")))
        .withMessage("--parallelism: 0 (expected: 1..128)");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new JobArguments("9-lives", "k", List.of("c"), "d", 1, false, false, "", ""))
        .withMessageStartingWith("--hub: 9-lives (expected: a letter");
  }

  private static String[] with(String[] arguments, String... more) {
    String[] all = new String[arguments.length + more.length];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return all;
  }
}
