package dev.cupel.server.talk;

import dev.cupel.server.item.Items;
import dev.cupel.server.platform.web.Access;
import dev.cupel.server.platform.web.Access.Level;
import dev.cupel.server.platform.web.Length;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.project.Membership;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What people say about items and answers. */
@RestController
@RequestMapping("/api/v1/projects/{project}")
final class TalkController {
    record ThreadList(List<Threads.ThreadView> threads) {}

    record Readers(List<Threads.Reader> people) {}

    /**
     * Something said: in a thread, about an answer, or about an item; one of the three.
     *
     * @param saveId the client's own name of it: sent again, it is said once
     * @param text as Markdown; {@code @{12}} names the member of this number
     * @param forLabelers about an item: whether labelers who answered it read it too; left out, they do not
     * @param resolve whether this settles the thread
     */
    record NewComment(
            UUID saveId,
            @Nullable Long thread,
            @Nullable UUID assignment,
            @Nullable Long item,
            @Length(min = 1, max = Talk.LONGEST) String text,
            @Nullable Boolean forLabelers,
            @Nullable Boolean resolve) {}

    /** What is left out stays as it is. */
    record CommentChange(
            @Nullable @Length(min = 1, max = Talk.LONGEST) String text,
            @Nullable Boolean deleted) {}

    record Resolution(boolean resolved) {}

    private final Talk talk;
    private final Threads threads;
    private final Items items;

    TalkController(Talk talk, Threads threads, Items items) {
        this.talk = talk;
        this.threads = threads;
        this.items = items;
    }

    /** All that is said about an item and the answers to it. */
    @Access(Level.REVIEWER)
    @GetMapping("/items/{itemId}/threads")
    ThreadList ofItem(Membership me, @PathVariable long itemId) {
        items.row(me.projectId(), itemId);
        return new ThreadList(threads.ofItem(me, itemId));
    }

    /** One thread, with its item as the caller may see it. */
    @Access(Level.LABELER)
    @GetMapping("/threads/{number}")
    Threads.ThreadPage one(Membership me, @PathVariable long number) {
        return threads.page(me, number);
    }

    /** Who can be named in a thread, or in a new one about an answer or an item: those who read it. */
    @Access(Level.LABELER)
    @GetMapping("/threads/people")
    Readers people(
            Membership me,
            @RequestParam @Nullable Long thread,
            @RequestParam @Nullable UUID assignment,
            @RequestParam @Nullable Long item,
            @RequestParam @Nullable Boolean forLabelers) {
        if (thread != null) {
            threads.requireVisible(me, thread);
            return new Readers(threads.readers(me, thread));
        }
        if (!Threads.leads(me) || (assignment == null && item == null)) {
            throw Problem.invalid("comment_place", "thread", "no thread is named", "say which thread is meant");
        }
        return new Readers(
                assignment != null
                        ? threads.readersOfAnswer(me, assignment)
                        : threads.readersOfNew(me, item == null ? 0 : item, Boolean.TRUE.equals(forLabelers)));
    }

    @Access(Level.LABELER)
    @PostMapping("/comments")
    @ResponseStatus(HttpStatus.CREATED)
    Threads.ThreadView say(Membership me, @RequestBody NewComment body) {
        long thread = talk.say(
                me,
                body.saveId(),
                new Talk.Place(body.thread(), body.assignment(), body.item()),
                body.text(),
                Boolean.TRUE.equals(body.forLabelers()),
                Boolean.TRUE.equals(body.resolve()));
        return threads.one(me, thread);
    }

    /** Changes one's own comment, deletes it, or takes that back. */
    @Access(Level.LABELER)
    @PatchMapping("/comments/{number}")
    Threads.ThreadView change(Membership me, @PathVariable long number, @RequestBody CommentChange body) {
        return threads.one(me, talk.change(me, number, body.text(), body.deleted()));
    }

    /** Settles a thread, or opens it again. */
    @Access(Level.REVIEWER)
    @PutMapping("/threads/{number}/resolution")
    Threads.ThreadView resolve(Membership me, @PathVariable long number, @RequestBody Resolution body) {
        talk.resolve(me, number, body.resolved());
        return threads.one(me, number);
    }
}
