package dev.vendaval.tests;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/** The arrows between modules and packages; see docs/ARCHITECTURE.md. */
@AnalyzeClasses(packages = "dev.vendaval", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule PACKAGES_FORM_NO_CIRCLE =
            slices().matching("dev.vendaval.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule API_KNOWS_NOBODY = classes()
            .that()
            .resideInAPackage("dev.vendaval.api..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.vendaval.api..", "java..", "org.slf4j..", "org.jspecify..");

    @ArchTest
    static final ArchRule DAEMONS_DO_NOT_KNOW_EACH_OTHER = slices().matching(
                    "dev.vendaval.(nimbus|supervisor|worker|client|flux)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule PROTOCOL_KNOWS_ONLY_THE_API = noClasses()
            .that()
            .resideInAPackage("dev.vendaval.protocol..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.vendaval..")
                    .and(not(resideInAnyPackage("dev.vendaval.api..", "dev.vendaval.protocol.."))));

    @ArchTest
    static final ArchRule FLUX_KNOWS_ONLY_THE_API = noClasses()
            .that()
            .resideInAPackage("dev.vendaval.flux..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.vendaval..")
                    .and(not(resideInAnyPackage("dev.vendaval.api..", "dev.vendaval.flux.."))));

    @ArchTest
    static final ArchRule YAML_OF_TOPOLOGIES_IS_READ_IN_ONE_PLACE = noClasses()
            .that()
            .resideInAPackage("dev.vendaval.flux..")
            .and()
            .resideOutsideOfPackage("dev.vendaval.flux.document..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.yaml..");

    @ArchTest
    static final ArchRule EXAMPLES_USE_ONLY_THE_API = noClasses()
            .that()
            .resideInAnyPackage("dev.vendaval.examples..", "dev.vendaval.tests.topologies..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.vendaval..")
                    .and(not(resideInAnyPackage(
                            "dev.vendaval.api..", "dev.vendaval.examples..", "dev.vendaval.tests.topologies.."))));

    @ArchTest
    static final ArchRule GENERATED_TYPES_STOP_AT_THE_BORDER = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.vendaval.protocol.proto..",
                    "dev.vendaval.protocol.wire..",
                    "dev.vendaval.protocol.grpc..",
                    "dev.vendaval.protocol.zookeeper..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.google.protobuf..", "dev.vendaval.protocol.proto..");

    @ArchTest
    static final ArchRule GRPC_ONLY_AT_THE_BORDER = noClasses()
            .that()
            .resideOutsideOfPackages("dev.vendaval.protocol.proto..", "dev.vendaval.protocol.grpc..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.grpc..");

    @ArchTest
    static final ArchRule ZOOKEEPER_ONLY_BEHIND_CLUSTER_STATE = noClasses()
            .that()
            .resideOutsideOfPackages("dev.vendaval.protocol.zookeeper..", "dev.vendaval.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.zookeeper..", "org.apache.curator..");

    @ArchTest
    static final ArchRule NOBODY_SLEEPS = noClasses().should().callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule CHANCE_IS_PASSED_IN =
            noClasses().should().dependOnClassesThat().belongToAnyOf(Random.class, ThreadLocalRandom.class);
}
