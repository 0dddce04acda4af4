package dev.cupel.formats;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

@AnalyzeClasses(packages = "dev.cupel.formats", importOptions = ImportOption.DoNotIncludeTests.class)
final class FormatsRulesTest {
    @ArchTest
    static final ArchRule formatsKnowTheEngineAndAJsonParser = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.cupel.formats..", "dev.cupel.engine..", "java..", "org.jspecify..", "tools.jackson..")
            .because("the server, the command line and a cluster all read files through them");

    @ArchTest
    static final ArchRule formatsKnowNoClock =
            noClasses().should().callMethod(Instant.class, "now").because("the same input gives the same bytes");

    @ArchTest
    static final ArchRule featuresFormNoCycles =
            slices().matching("dev.cupel.formats.(*)..").should().beFreeOfCycles();
}
