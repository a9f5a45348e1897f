package io.weir.device;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Date;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

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
          .resideInAnyPackage(
              "..identity..", "..command..", "..state..", "..connection..", "..twin..")
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
          .belongToAnyOf(
              SecureRandom.class,
              Random.class,
              SplittableRandom.class,
              ThreadLocalRandom.class,
              Clock.class,
              Date.class)
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .callMethodWhere(
              target(name("now"))
                  .and(target(owner(resideInAPackage("java.time.."))))
                  .as("java.time's now()"))
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(UUID.class, "randomUUID")
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
