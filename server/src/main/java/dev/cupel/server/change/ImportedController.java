package dev.cupel.server.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cupel.server.item.Imports;
import dev.cupel.server.platform.web.Access;
import dev.cupel.server.platform.web.Access.Level;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.project.Membership;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What an import brought, for whoever thinks of taking it back: a change of the kind {@code bin} to all its items. */
@RestController
@RequestMapping("/api/v1/projects/{project}/imports/{job}/items")
final class ImportedController {
    /**
     * @param number of the import, for the filter {@code imported}
     * @param fileName absent if it had none
     * @param running whether it may still bring more
     * @param items that it brought and that are in the project; those that were there before and that it changed do not count
     * @param answered of these, how many have answers
     * @param answers how many those have
     * @param inBin that it brought and that are in the bin
     * @param more whether there are more than were counted
     * @param takenBack the latest change that took it back as a whole, also if that is undone; absent if there is none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ImportedItems(
            long number,
            @Nullable String fileName,
            boolean running,
            long items,
            long answered,
            long answers,
            long inBin,
            boolean more,
            ChangeStore.@Nullable ChangeView takenBack) {}

    private final Imports imports;
    private final ChangeStore changes;

    ImportedController(Imports imports, ChangeStore changes) {
        this.imports = imports;
        this.changes = changes;
    }

    @Access(Level.MANAGER)
    @GetMapping
    ImportedItems of(Membership me, @PathVariable UUID job) {
        Imports.Import one = imports.ofJob(me.projectId(), job)
                .orElseThrow(() -> Problem.notFound(
                        "import_unknown", "This project knows of no items that came with the import " + job + "."));
        Imports.Brought brought = imports.count(me.projectId(), one.number());
        return new ImportedItems(
                one.number(),
                one.fileName(),
                one.running(),
                brought.items(),
                brought.answered(),
                brought.answers(),
                brought.inBin(),
                brought.more(),
                changes.ofImport(me.projectId(), one.number()));
    }
}
