package dev.cupel.server.assignment;

import dev.cupel.server.platform.web.Access;
import dev.cupel.server.platform.web.Access.Level;
import dev.cupel.server.platform.web.AccessRules;
import dev.cupel.server.platform.web.Caller;
import dev.cupel.server.project.Membership;
import dev.cupel.server.project.Role;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
final class AssignmentController {
    /**
     * @param holding leases that are on the screen already
     * @param item the number of the item that is wanted, for reviewers and above: they know it from its page
     */
    record Next(@Nullable List<UUID> holding, @Nullable Long item) {}

    /**
     * @param ended of the leases that were said to be held, those that are over because their items were deleted to the bin; an answer that
     *     is sent all the same is kept with its item
     */
    record NextResult(
            AssignmentQueue.@Nullable Assignment assignment,
            @Nullable String reason,
            @Nullable Limit limit,
            List<UUID> ended) {
        static NextResult nothing(String reason, List<UUID> ended) {
            return new NextResult(null, reason, null, ended);
        }
    }

    /**
     * The limit that is reached; exactly one of the first two is there.
     *
     * @param items in all, for reason item_limit
     * @param minutesPerDay of active time, for reason time_limit
     * @param startsAgain when a new day begins, for reason time_limit; who has had all their items waits for a manager
     */
    record Limit(
            @Nullable Integer items,
            @Nullable Integer minutesPerDay,
            @Nullable Instant startsAgain) {}

    record Kept(Instant leasedUntil) {}

    private final AssignmentQueue queue;

    AssignmentController(AssignmentQueue queue) {
        this.queue = queue;
    }

    @Access(value = Level.LABELER, inArchived = true)
    @PostMapping("/projects/{project}/next")
    NextResult next(Membership me, @RequestBody(required = false) @Nullable Next body) {
        if (me.archived()) {
            return NextResult.nothing("archived", List.of());
        }
        if (me.paused()) {
            return NextResult.nothing("member_paused", List.of());
        }
        List<UUID> holding = body == null || body.holding() == null ? List.of() : body.holding();
        AssignmentQueue.Told told = body == null || body.item() == null
                ? queue.next(me.projectId(), me.memberId(), holding)
                : wanted(me, body.item());
        return switch (told.next()) {
            case AssignmentQueue.Next.Lease(AssignmentQueue.Assignment assignment) ->
                new NextResult(assignment, null, null, told.ended());
            case AssignmentQueue.Next.NoneLeft none ->
                NextResult.nothing(queue.anyLeft(me.projectId()) ? "none_left_for_you" : "all_done", told.ended());
            case AssignmentQueue.Next.Paused paused -> NextResult.nothing("paused", told.ended());
            case AssignmentQueue.Next.NotQualified failed -> NextResult.nothing("not_qualified", told.ended());
            case AssignmentQueue.Next.TestWaits waits -> NextResult.nothing("test_waits", told.ended());
            case AssignmentQueue.Next.PilotWaits waits -> NextResult.nothing("pilot_waits", told.ended());
            case AssignmentQueue.Next.ItemLimit(int items) ->
                new NextResult(null, "item_limit", new Limit(items, null, null), told.ended());
            case AssignmentQueue.Next.TimeLimit(int minutes, Instant startsAgain) ->
                new NextResult(null, "time_limit", new Limit(null, minutes, startsAgain), told.ended());
        };
    }

    private AssignmentQueue.Told wanted(Membership me, long item) {
        if (me.role().compareTo(Role.REVIEWER) < 0) {
            throw AccessRules.roleTooLow("Labelers do not choose their items: leave out item, and answer what comes.");
        }
        return queue.lease(me.projectId(), me.memberId(), me.accountId(), item);
    }

    @Access(Level.ACCOUNT)
    @PostMapping("/assignments/{assignment}/keep")
    Kept keep(@PathVariable UUID assignment) {
        return new Kept(queue.keep(assignment, Caller.current().accountId()));
    }

    @Access(Level.ACCOUNT)
    @DeleteMapping("/assignments/{assignment}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void release(@PathVariable UUID assignment) {
        queue.release(assignment, Caller.current().accountId());
    }
}
