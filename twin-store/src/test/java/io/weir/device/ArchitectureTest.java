package io.weir.device;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What this module and its packages may know of (design, "Modules"). */
@AnalyzeClasses(packages = "io.weir.device", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule KNOWS_NO_PLATFORM =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.flink..",
              "com.hivemq..",
              "io.weir.edge..",
              "io.weir.jobs..",
              "io.weir.local..");

  @ArchTest
  static final ArchRule DOMAIN_IS_PURE =
      noClasses()
          .that()
          .resideInAnyPackage("..identity..", "..command..", "..state..", "..connection..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka..",
              "com.datastax..",
              "java.net..",
              "java.io..",
              "java.nio.file..",
              "java.util.concurrent..");

  @ArchTest
  static final ArchRule STATE_MACHINES_DRAW_NOTHING =
      noClasses()
          .that()
          .resideInAPackage("..state..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.security.SecureRandom")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.Random")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(java.util.UUID.class, "randomUUID")
          .because("replaying the log gives the same decisions");

  @ArchTest
  static final ArchRule CASSANDRA_AND_KAFKA_ARE_AT_THE_RIM =
      noClasses()
          .that()
          .resideOutsideOfPackages("..store..", "..telemetry..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "com.datastax..");

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching("io.weir.device.(*)..").should().beFreeOfCycles();
}
