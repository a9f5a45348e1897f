package io.weir.local.cli;

import io.weir.dsl.fixture.FixtureResult;
import java.util.List;

/**
 * What came of a file of tests.
 *
 * @param name how it was named on the command line
 */
record TestedFile(String name, List<FixtureResult> results) {

  TestedFile {
    results = List.copyOf(results);
  }

  long failed() {
    return results.stream().filter(result -> !result.passed()).count();
  }
}
