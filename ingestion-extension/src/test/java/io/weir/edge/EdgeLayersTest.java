package io.weir.edge;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.weir.device.state.DeviceStateMachine;
import io.weir.device.state.RowChange;
import io.weir.device.state.RulesStateMachine;
import io.weir.device.store.DeviceTables;

@AnalyzeClasses(packages = "io.weir.edge", importOptions = ImportOption.DoNotIncludeTests.class)
class EdgeLayersTest {

  @ArchTest
  static final ArchRule edgeKnowsNothingOfFlinkAndTheJobs =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.flink..", "io.weir.jobs..");

  @ArchTest
  static final ArchRule edgeDecidesNothing =
      noClasses()
          .that()
          .resideInAnyPackage("..rest..", "..mqtt..")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(DeviceStateMachine.class, RulesStateMachine.class);

  /** The log's rules 1: rows have one writer, and it is no edge node. */
  @ArchTest
  static final ArchRule edgeWritesNoRows =
      noClasses()
          .should()
          .callMethod(DeviceTables.class, "write", String.class, RowChange.class, long.class);

  @ArchTest
  static final ArchRule headsReachTheLogAndTheStoreThroughTheCore =
      noClasses()
          .that()
          .resideInAnyPackage("..rest..", "..mqtt..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "com.datastax..", "io.weir.device.store..");

  @ArchTest
  static final ArchRule headsDoNotKnowEachOther =
      noClasses()
          .that()
          .resideInAPackage("..rest..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..mqtt..", "com.hivemq..");

  @ArchTest
  static final ArchRule coreKnowsNoProtocol =
      noClasses()
          .that()
          .resideInAnyPackage("..registry..", "..rules..", "..operations..", "..config..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx..", "com.hivemq..", "..rest..", "..mqtt..");
}
