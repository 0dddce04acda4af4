package dev.cupel.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** Rooms point downward only, and meet each other through their public classes. */
final class RoomsTest {
    static final List<String> BOTTOM_UP = List.of(
            "platform",
            "mail",
            "identity",
            "blob",
            "job",
            "project",
            "media",
            "item",
            "draft",
            "assignment",
            "annotation",
            "quality",
            "review",
            "talk",
            "change",
            "tally",
            "export",
            "backup",
            "admin");

    @Test
    void roomsMeetThroughTheirPublicClassesAndFormNoCycle() {
        ApplicationModules.of(CupelServer.class).verify();
    }

    @Test
    void aLowerRoomNeverAsksAHigherOne() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.cupel.server");
        for (int room = 0; room < BOTTOM_UP.size() - 1; room++) {
            String[] higher = BOTTOM_UP.subList(room + 1, BOTTOM_UP.size()).stream()
                    .map(name -> "dev.cupel.server." + name + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage("dev.cupel.server." + BOTTOM_UP.get(room) + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(higher)
                    .allowEmptyShould(true)
                    .check(classes);
        }
    }
}
