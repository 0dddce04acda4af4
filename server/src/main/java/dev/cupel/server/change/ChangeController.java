package dev.cupel.server.change;

import dev.cupel.server.item.ItemWhere;
import dev.cupel.server.platform.web.Access;
import dev.cupel.server.platform.web.Access.Level;
import dev.cupel.server.platform.web.Length;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.project.Membership;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Changes to many items: what was done, by whom, and the way back. */
@RestController
@RequestMapping("/api/v1/projects/{project}/changes")
final class ChangeController {
    private static final int SHOWN = 50;

    /**
     * @param items by number; unknown ones are passed over
     * @param where instead of items: all that the list shows under this filter
     * @param kind exclude, include, answers, another, order, skills, gold, bin, restore, take_out or send_back
     * @param member whose answers are taken out or sent back; of the items, those that have one
     */
    record NewChange(
            @Nullable @Length(min = 1, max = 10_000) List<Long> items,
            @Nullable ItemWhere where,
            @Length(max = 20) String kind,
            @Nullable @Length(max = 500) String reason,
            @Nullable Integer answers,
            @Nullable @Length(max = 20) String order,
            @Nullable @Length(max = 50) List<@Nullable String> skills,
            @Nullable Long member) {}

    record ChangeList(List<ChangeStore.ChangeView> changes) {}

    private final Changes changes;
    private final ChangeStore store;

    ChangeController(Changes changes, ChangeStore store) {
        this.changes = changes;
        this.store = store;
    }

    /** @param answers only those that take answers of somebody out or send them back */
    @Access(Level.MANAGER)
    @GetMapping
    ChangeList latest(Membership me, @RequestParam(defaultValue = "false") boolean answers) {
        return new ChangeList(store.latest(me.projectId(), answers, SHOWN));
    }

    @Access(Level.MANAGER)
    @GetMapping("/{change}")
    ChangeStore.ChangeView one(Membership me, @PathVariable long change) {
        return store.view(me.projectId(), change);
    }

    @Access(Level.MANAGER)
    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    ChangeStore.ChangeView make(Membership me, @RequestBody NewChange wanted) {
        if ((wanted.items() == null) == (wanted.where() == null)) {
            throw Problem.invalid(
                    "selection_invalid",
                    "items, where",
                    "it is not said which items are meant",
                    "send either items, by number, or where, a filter; {} means all of them");
        }
        ItemChange.Said said = new ItemChange.Said(
                wanted.kind(), wanted.reason(), wanted.answers(), wanted.order(), wanted.skills(), wanted.member());
        return store.view(me.projectId(), changes.make(me, said, wanted.items(), wanted.where()));
    }

    /** Items that have been changed otherwise since stay as they are. */
    @Access(Level.MANAGER)
    @PostMapping("/{change}/undo")
    @ResponseStatus(HttpStatus.ACCEPTED)
    ChangeStore.ChangeView undo(Membership me, @PathVariable long change) {
        changes.undo(me, change);
        return store.view(me.projectId(), change);
    }
}
