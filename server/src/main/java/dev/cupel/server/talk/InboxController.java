package dev.cupel.server.talk;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cupel.server.platform.StorableTime;
import dev.cupel.server.platform.web.Access;
import dev.cupel.server.platform.web.Access.Level;
import dev.cupel.server.platform.web.Caller;
import dev.cupel.server.platform.web.Length;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.platform.web.Range;
import dev.cupel.server.project.Membership;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What concerns the caller, and what of it they have read. */
@RestController
@RequestMapping("/api/v1")
final class InboxController {
    /**
     * @param line the id of the line; left out for all
     * @param through the time of the latest that was seen, so that what comes meanwhile stays unread; left out to forget that anything
     *     was read
     */
    record Reading(
            @Nullable @Length(max = 200) String line,
            @Nullable @Length(max = 40) String through) {}

    /** @param before what {@code through} was before; sent again it takes the reading back. Absent if there was none */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ReadBefore(@Nullable Instant before) {}

    private final Inbox inbox;
    private final MyDecisions decisions;

    InboxController(Inbox inbox, MyDecisions decisions) {
        this.inbox = inbox;
        this.decisions = decisions;
    }

    /**
     * What concerns the caller, the latest first.
     *
     * @param project only in this one, by its key
     */
    @Access(Level.ACCOUNT)
    @GetMapping("/inbox")
    Inbox.InboxPage page(
            @RequestParam @Nullable String project,
            @RequestParam @Nullable String before,
            @RequestParam(defaultValue = "30") @Range(min = 1, max = 100) int limit) {
        Problem.requireRange("limit", limit, 1, 100);
        return inbox.page(Caller.current().accountId(), project, before, limit);
    }

    /** How many lines are unread, up to 99. */
    @Access(Level.ACCOUNT)
    @GetMapping("/inbox/unread")
    Inbox.Unread unread() {
        return inbox.unread(Caller.current().accountId());
    }

    @Access(Level.ACCOUNT)
    @PutMapping("/inbox/read")
    ReadBefore read(@RequestBody Reading body) {
        return new ReadBefore(inbox.read(Caller.current().accountId(), body.line(), time(body.through())));
    }

    private static @Nullable Instant time(@Nullable String text) {
        try {
            Instant time = text == null ? null : Instant.parse(text);
            if (time == null || StorableTime.holds(time)) {
                return time;
            }
        } catch (DateTimeParseException e) {
            // said below
        }
        throw Problem.invalid(
                "time_invalid", "through", "'" + text + "' is no time", "send the time that stands in a line");
    }

    /**
     * What was decided on items after the caller had answered them, the latest first.
     *
     * @param day only on this day in UTC, as yyyy-mm-dd
     */
    @Access(Level.LABELER)
    @GetMapping("/projects/{project}/mine/decisions")
    MyDecisions.DecisionPage decisions(
            Membership me,
            @RequestParam @Nullable String day,
            @RequestParam @Nullable Long before,
            @RequestParam(defaultValue = "20") @Range(min = 1, max = 100) int limit) {
        Problem.requireRange("limit", limit, 1, 100);
        return decisions.page(me, day, before, limit);
    }
}
