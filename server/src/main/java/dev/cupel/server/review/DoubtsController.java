package dev.cupel.server.review;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cupel.server.item.Items;
import dev.cupel.server.platform.web.Access;
import dev.cupel.server.platform.web.Access.Level;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.platform.web.Range;
import dev.cupel.server.project.Membership;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What people skipped or marked ambiguous, one item after another. */
@RestController
@RequestMapping("/api/v1/projects/{project}")
final class DoubtsController {
    private static final int MOST = 200;

    /**
     * @param total exactly up to 1,000
     * @param more whether there are more than that
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DoubtList(List<Items.ItemRow> items, @Nullable Long next, int total, boolean more) {}

    /**
     * @param through the number of the latest annotation that was seen
     * @param another whether somebody else is to be asked about the item
     */
    record DoubtSettlement(long through, @Nullable Boolean another) {}

    private final Doubts doubts;
    private final Items items;
    private final ItemLife lives;
    private final DisputeClaims claims;

    DoubtsController(Doubts doubts, Items items, ItemLife lives, DisputeClaims claims) {
        this.doubts = doubts;
        this.items = items;
        this.lives = lives;
        this.claims = claims;
    }

    /** Items that somebody skipped or marked ambiguous and that nobody has dealt with since, in the order of their numbers. */
    @Access(Level.REVIEWER)
    @GetMapping("/doubts")
    DoubtList open(
            Membership me,
            @RequestParam(defaultValue = "0") @Range(min = 0) long after,
            @RequestParam(defaultValue = "50") @Range(min = 1, max = 200) int limit) {
        Problem.requireRange("limit", limit, 1, MOST);
        Doubts.Found found = doubts.open(me.projectId(), after, limit);
        return new DoubtList(items.rows(me.projectId(), found.items()), found.next(), found.total(), found.more());
    }

    /** Says that what was seen needs no decision, and whether the item is to get one more answer. */
    @Access(Level.REVIEWER)
    @PutMapping("/items/{itemId}/doubts")
    ItemLife.ItemDetail settle(Membership me, @PathVariable long itemId, @RequestBody DoubtSettlement body) {
        doubts.settle(me, itemId, body.through(), Boolean.TRUE.equals(body.another()));
        claims.release(me, itemId);
        return lives.of(me.projectId(), itemId);
    }

    /** Takes that back. */
    @Access(Level.REVIEWER)
    @DeleteMapping("/items/{itemId}/doubts")
    ItemLife.ItemDetail open(Membership me, @PathVariable long itemId) {
        doubts.open(me, itemId);
        return lives.of(me.projectId(), itemId);
    }
}
