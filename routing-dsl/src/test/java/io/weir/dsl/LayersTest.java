package io.weir.dsl;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.net.URI;
import java.net.URISyntaxException;

@AnalyzeClasses(packages = "io.weir.dsl", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

  @ArchTest
  static final ArchRule theLanguageKnowsNoPlatform =
      noClasses()
          .that()
          .resideInAPackage("io.weir.dsl..")
          // It reads the files of whoever tests his rules.
          .and()
          .resideOutsideOfPackage("io.weir.dsl.junit..")
          .should()
          .dependOnClassesThat(
              JavaClass.Predicates.resideInAnyPackage(
                      "org.apache.kafka..",
                      "org.apache.flink..",
                      "org.apache.cassandra..",
                      "com.datastax..",
                      "com.hivemq..",
                      "java.net..",
                      "java.sql..",
                      "java.nio.file..")
                  // An address is a value.
                  .and(not(belongToAnyOf(URI.class, URISyntaxException.class))));

  @ArchTest
  static final ArchRule onlyWhatHoldsDocumentsNeedsJackson =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.weir.dsl.body..",
              "io.weir.dsl.explain..",
              "io.weir.dsl.fixture..",
              "io.weir.dsl.plan..",
              "io.weir.dsl.query..",
              "io.weir.dsl.message..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.fasterxml..");

  @ArchTest
  static final ArchRule theSyntaxKnowsNothingOfWhatComesAfterIt =
      noClasses()
          .that()
          .resideInAPackage("io.weir.dsl.syntax..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.weir.dsl",
              "io.weir.dsl.check..",
              "io.weir.dsl.endpoint..",
              "io.weir.dsl.function..",
              "io.weir.dsl.plan..",
              "io.weir.dsl.value..");

  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices().matching("io.weir.dsl.(*)..").should().beFreeOfCycles();
}
