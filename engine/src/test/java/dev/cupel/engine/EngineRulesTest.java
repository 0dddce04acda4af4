package dev.cupel.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;

@AnalyzeClasses(packages = "dev.cupel.engine", importOptions = ImportOption.DoNotIncludeTests.class)
final class EngineRulesTest {
    @ArchTest
    static final ArchRule engineIsPlainJava = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.cupel.engine..", "java..", "org.jspecify..")
            .because("it must run unchanged in a server, a Spark executor and a notebook");

    @ArchTest
    static final ArchRule engineDoesNoInputOrOutput = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.nio.file..", "java.net..", "java.sql..")
            .because("files and networks are read at the edges");

    @ArchTest
    static final ArchRule engineKnowsNoClockOrHiddenChance = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callConstructor(Random.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class);

    @ArchTest
    static final ArchRule featuresFormNoCycles =
            slices().matching("dev.cupel.engine.(*)..").should().beFreeOfCycles();
}
