package io.flowshield.tests.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Data enters at one door and leaves at one door: request, facts, numbers, assessment, decision.
 * These rules hold each library to its side of the arrows.
 */
@AnalyzeClasses(packages = "io.flowshield", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String KEYCLOAK = "org.keycloak..";
  private static final String TEMPORAL = "io.temporal..";

  @ArchTest
  static final ArchRule the_engine_knows_neither_keycloak_nor_temporal_nor_trainers =
      noClasses()
          .that()
          .resideInAPackage("io.flowshield.ml..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              KEYCLOAK,
              TEMPORAL,
              "org.deeplearning4j..",
              "org.nd4j..",
              "io.flowshield.training..",
              "io.flowshield.risk..");

  @ArchTest
  static final ArchRule keycloak_types_stay_in_keycloak =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.flowshield.ml..",
              "io.flowshield.training..",
              "io.flowshield.workflow..",
              "io.flowshield.worker..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(KEYCLOAK);

  @ArchTest
  static final ArchRule temporal_types_stop_at_the_dispatcher =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.flowshield.risk..", "io.flowshield.authn..", "io.flowshield.events..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(TEMPORAL, "io.flowshield.workflow..", "io.flowshield.temporal..");

  @ArchTest
  static final ArchRule doors_see_assessments_and_facts_but_no_models =
      noClasses()
          .that()
          .resideInAnyPackage("io.flowshield.authn..", "io.flowshield.events..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.flowshield.ml..")
                  .and(not(resideInAnyPackage("io.flowshield.ml", "io.flowshield.ml.context"))));

  @ArchTest
  static final ArchRule the_contract_is_all_that_both_sides_share =
      classes()
          .that()
          .resideInAPackage("io.flowshield.workflow..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..", TEMPORAL, "io.grpc..", "org.jspecify..", "io.flowshield.workflow..")
          .orShould()
          .resideInAPackage("io.flowshield.workflow.encryption..");

  @ArchTest
  static final ArchRule the_worker_never_reaches_into_keycloak =
      noClasses()
          .that()
          .resideInAPackage("io.flowshield.worker..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.flowshield.risk..", "io.flowshield.authn..", "io.flowshield.temporal..");

  @ArchTest
  static final ArchRule the_test_kit_needs_no_test_framework =
      noClasses()
          .that()
          .resideInAPackage("io.flowshield.testkit..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.junit..", "org.assertj..", "org.mockito..", TEMPORAL);

  @ArchTest
  static final ArchRule attempts_and_engines_of_the_test_kit_need_no_keycloak =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.flowshield.testkit.attempt..",
              "io.flowshield.testkit.engine..",
              "io.flowshield.testkit.partial..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(KEYCLOAK, "io.flowshield.risk..");

  @ArchTest
  static final ArchRule nothing_that_runs_knows_the_test_kit =
      noClasses()
          .that()
          .resideInAPackage("io.flowshield..")
          .and()
          .resideOutsideOfPackages("io.flowshield.testkit..", "io.flowshield.tests..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.flowshield.testkit..");

  @ArchTest
  static final ArchRule listeners_only_listen =
      noClasses()
          .that()
          .resideInAPackage("io.flowshield.events..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.flowshield.risk.outbox..", "io.flowshield.authn..");

  @ArchTest
  static final ArchRule providers_are_seen_through_their_factories_only =
      classes()
          .that(implementAProviderOfKeycloak())
          .and()
          .areNotInterfaces()
          .should()
          .bePackagePrivate()
          .andShould()
          .haveModifier(JavaModifier.FINAL);

  @ArchTest
  static final ArchRule packages_are_named_by_capability =
      noClasses()
          .should()
          .resideInAnyPackage(
              "..util..", "..utils..", "..impl..", "..common..", "..helper..", "..manager..");

  /** No login may wait for a service that knows leaked passwords. */
  @ArchTest
  static final ArchRule no_judgement_asks_the_range_service =
      noClasses()
          .that()
          .resideInAPackage("io.flowshield..")
          .and()
          .resideOutsideOfPackages("io.flowshield.ml.password.range..", "io.flowshield.tests..")
          .and()
          // asks when a password is set
          .doNotHaveFullyQualifiedName("io.flowshield.risk.password.RangeLookup")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.flowshield.ml.password.range..");

  /** Names, ranges and defaults of a realm's settings are in one place. */
  @ArchTest
  static final ArchRule realm_attributes_are_read_by_the_policy =
      noClasses()
          .that()
          .resideInAPackage("io.flowshield..")
          .and()
          .resideOutsideOfPackage("io.flowshield.risk.policy..")
          .and()
          // what was bound before; no setting
          .doNotHaveFullyQualifiedName("io.flowshield.authn.binding.Installed")
          .should()
          .accessTargetWhere(
              DescribedPredicate.describe(
                  "is RealmModel.getAttribute",
                  access ->
                      access.getTargetOwner().getName().equals("org.keycloak.models.RealmModel")
                          && access.getTarget().getName().equals("getAttribute")));

  @ArchTest
  static final ArchRule engine_packages_have_no_cycles =
      slices().matching("io.flowshield.ml.(*)..").should().beFreeOfCycles();

  /** By name: Keycloak's own classes are not on this module's class path. */
  private static DescribedPredicate<JavaClass> implementAProviderOfKeycloak() {
    Set<String> providers =
        Set.of(
            "org.keycloak.authentication.Authenticator",
            "org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticator",
            "org.keycloak.authentication.FormAction",
            "org.keycloak.authentication.RequiredActionProvider",
            "org.keycloak.events.EventListenerProvider",
            "org.keycloak.services.clientpolicy.executor.ClientPolicyExecutorProvider");
    return DescribedPredicate.describe(
        "implement a provider of Keycloak",
        type ->
            type.getRawInterfaces().stream().map(JavaClass::getName).anyMatch(providers::contains));
  }

  @Test
  void the_rules_saw_every_module() {
    JavaClasses imported =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.flowshield");
    assertThat(imported.stream().map(JavaClass::getPackageName))
        .contains(
            "io.flowshield.ml",
            "io.flowshield.training",
            "io.flowshield.risk",
            "io.flowshield.authn.risk",
            "io.flowshield.events",
            "io.flowshield.workflow",
            "io.flowshield.temporal",
            "io.flowshield.worker",
            "io.flowshield.testkit.attempt",
            "io.flowshield.testkit.flow");
  }
}
