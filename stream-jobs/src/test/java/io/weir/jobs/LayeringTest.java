package io.weir.jobs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

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

  @ArchTest
  static final ArchRule queuesArePure =
      noClasses()
          .that()
          .haveSimpleNameStartingWith("DeviceQueues")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache..", "com.datastax..", "java.util.concurrent..");
}
