package io.weir.jobs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.weir.device.state.RowChange;
import io.weir.device.store.DeviceTables;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

@AnalyzeClasses(packages = "io.weir.jobs", importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {

  @ArchTest
  static final ArchRule knowsNothingOfTheEdge =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.hivemq..", "io.vertx..", "io.weir.edge..", "io.weir.local..");

  @ArchTest
  static final ArchRule jobsDoNotKnowEachOther =
      noClasses()
          .that()
          .resideInAPackage("io.weir.jobs.devices..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.weir.jobs.routing..");

  @ArchTest
  static final ArchRule routingKnowsNoCassandra =
      noClasses()
          .that()
          .resideInAnyPackage("io.weir.jobs.routing..", "io.weir.jobs.kafka..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.datastax..", "io.weir.device.store..", "io.weir.jobs.devices..");

  /** The log's rules 1: rows have one writer. */
  @ArchTest
  static final ArchRule onlyTheDevicesJobWritesRows =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.weir.jobs.devices..")
          .should()
          .callMethod(DeviceTables.class, "write", String.class, RowChange.class, long.class);

  /** The log's rules 2: a replay gives the same decisions. */
  @ArchTest
  static final ArchRule decisionsDrawNothing =
      noClasses()
          .that()
          .haveSimpleNameStartingWith("KeyDecider")
          .or()
          .haveSimpleNameStartingWith("EffectRecords")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(
              Clock.class,
              Instant.class,
              Random.class,
              SecureRandom.class,
              ThreadLocalRandom.class,
              UUID.class)
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(Math.class, "random");

  @ArchTest
  static final ArchRule queuesArePure =
      noClasses()
          .that()
          .haveSimpleNameStartingWith("DeviceQueues")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache..", "com.datastax..", "java.util.concurrent..");

  @ArchTest
  static final ArchRule lanesArePure =
      noClasses()
          .that()
          .haveSimpleNameStartingWith("TwinLanes")
          .or()
          .haveSimpleNameStartingWith("TwinCache")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.flink..", "com.datastax..", "java.util.concurrent..");

  @ArchTest
  static final ArchRule readingTwinsKnowsNoJob =
      noClasses()
          .that()
          .resideInAPackage("io.weir.jobs.twins..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.weir.jobs.routing..", "io.weir.jobs.devices..", "io.weir.jobs.endpoints..");
}
