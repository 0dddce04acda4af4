package dev.cupel.server.talk;

import dev.cupel.server.item.Items;
import dev.cupel.server.platform.VisibleText;
import dev.cupel.server.platform.web.AccessRules;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.project.Membership;
import dev.cupel.server.project.Role;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Writes what people say. All that happens in one thread happens one after another. */
@Component
class Talk {
    static final int LONGEST = 4_000;
    static final int MOST_MENTIONS = 20;
    /** As many comments, deleted ones included, a thread holds. */
    static final int FULL = 500;

    private final JdbcClient sql;
    private final Items items;
    private final Threads threads;

    Talk(JdbcClient sql, Items items, Threads threads) {
        this.sql = sql;
        this.items = items;
        this.threads = threads;
    }

    /** Where something is said: exactly one of the three. */
    record Place(
            @Nullable Long thread,
            @Nullable UUID assignment,
            @Nullable Long item) {}

    /**
     * Says something. In a thread that was settled it opens the thread again, unless it is what settles it.
     *
     * @param forLabelers for a new thread about an item: whether those who answered it read it
     * @param resolve whether this settles the thread
     * @return the number of the thread
     * @throws Problem comment_place, comment_empty, mention_unknown, thread_unknown, assignment_unknown, item_unknown,
     *     role_too_low, save_id_reused, thread_full
     */
    @Transactional
    long say(Membership me, UUID saveId, Place place, String text, boolean forLabelers, boolean resolve) {
        String said = checked(text);
        if (resolve) {
            requireLead(me);
        }
        // One after another: of the same request sent twice at once, the second one waits for the first.
        sql.sql("select id from member where id = ? for no key update")
                .param(me.memberId())
                .query(Long.class)
                .single();
        record Known(long thread, long item, @Nullable UUID assignment, boolean same) {
            boolean isAt(Place place) {
                return (place.thread() == null || place.thread() == thread)
                        && (place.assignment() == null || place.assignment().equals(assignment))
                        && (place.item() == null || (assignment == null && place.item() == item));
            }
        }
        Known known = sql.sql("""
                select c.thread_id as thread, t.item_id as item, t.assignment_id as assignment,
                       c.edited_at is not null or c.text = ? as same
                from thread_comment c join thread t on t.id = c.thread_id
                where c.member_id = ? and c.save_id = ?
                """)
                .params(said, me.memberId(), saveId)
                .query(Known.class)
                .optional()
                .orElse(null);
        if (known != null) {
            if (!known.same() || !known.isAt(place)) {
                throw reused();
            }
            return known.thread();
        }
        long thread = thread(me, place, forLabelers);
        lock(thread);
        Set<Long> mentions = mentions(me, thread, said, Set.of());
        int there = sql.sql("select count(*) from thread_comment where thread_id = ?")
                .param(thread)
                .query(Integer.class)
                .single();
        if (there >= FULL) {
            throw Problem.conflict(
                            "thread_full", "This thread has " + FULL + " comments.", "Settle it and begin another one.")
                    .with("most", FULL);
        }
        sql.sql("""
                insert into thread_comment (thread_id, member_id, save_id, text, mentions, hidden)
                select t.id, ?, ?, ?, ?, s.gold from thread t join item_state s on s.item_id = t.item_id where t.id = ?
                """)
                .params(me.memberId(), saveId, said, mentions.toArray(Long[]::new), thread)
                .update();
        sql.sql("""
                update thread set comments = comments + 1, last_at = clock_timestamp(),
                    resolved_at = case when :resolve then clock_timestamp() end, resolved_by = case when :resolve then cast(:me as bigint) end
                where id = :thread
                """)
                .param("resolve", resolve)
                .param("me", me.memberId())
                .param("thread", thread)
                .update();
        List<Long> part = new ArrayList<>(mentions);
        part.add(me.memberId());
        takePart(thread, part);
        refreshNews(thread, true);
        return thread;
    }

    /**
     * Changes one's own comment, deletes it or takes that back. What it was before is kept.
     *
     * @param text null to leave it as it is
     * @param deleted null to leave that as it is
     * @return the number of its thread
     * @throws Problem comment_unknown if it is not the caller's, and as {@link #say} does
     */
    @Transactional
    long change(Membership me, long comment, @Nullable String text, @Nullable Boolean deleted) {
        record Own(long thread, String text, boolean hidden, boolean gold) {}
        Own own = sql.sql("""
                select c.thread_id as thread, c.text, c.hidden, s.gold
                from thread_comment c join thread t on t.id = c.thread_id join item_state s on s.item_id = t.item_id
                where c.id = ? and c.member_id = ?
                """)
                .params(comment, me.memberId())
                .query(Own.class)
                .optional()
                .orElseThrow(() ->
                        Problem.notFound("comment_unknown", "There is no such comment, or it is somebody else's."));
        threads.requireVisible(me, own.thread());
        lock(own.thread());
        if (text != null) {
            String said = checked(text);
            if (!said.equals(own.text())) {
                // Labelers read it already, and would read what is said of gold. Their own words give nothing away.
                if (own.gold() && !own.hidden() && Threads.leads(me)) {
                    throw Problem.conflict(
                            "comment_on_gold",
                            "The item is gold now, and labelers read this comment: it stays as it is.",
                            "Write another comment; labelers do not read what is written on gold.");
                }
                Set<Long> before = Mentions.of(own.text());
                Set<Long> mentions = mentions(me, own.thread(), said, before);
                sql.sql("""
                        insert into thread_comment_before (comment_id, n, text)
                        select c.id, (select count(*) + 1 from thread_comment_before b where b.comment_id = c.id), c.text
                        from thread_comment c where c.id = ?
                        """).param(comment).update();
                sql.sql("update thread_comment set text = ?, mentions = ?, edited_at = clock_timestamp() where id = ?")
                        .params(said, mentions.toArray(Long[]::new), comment)
                        .update();
                takePart(own.thread(), mentions);
                tell(comment, mentions.stream().filter(m -> !before.contains(m)).toList());
            }
        }
        if (deleted != null) {
            int changed = sql.sql("""
                    update thread_comment set deleted_at = case when ? then clock_timestamp() end
                    where id = ? and (deleted_at is null) = ?
                    """).params(deleted, comment, deleted).update();
            if (changed > 0) {
                sql.sql("update thread set comments = comments + ? where id = ?")
                        .params(deleted ? -1 : 1, own.thread())
                        .update();
                refreshNews(own.thread(), !deleted);
            }
        }
        return own.thread();
    }

    /** @throws Problem thread_unknown */
    @Transactional
    void resolve(Membership me, long thread, boolean resolved) {
        threads.requireVisible(me, thread);
        lock(thread);
        sql.sql("""
                update thread set resolved_at = case when :resolved then coalesce(resolved_at, clock_timestamp()) end,
                    resolved_by = case when :resolved then coalesce(resolved_by, :me) end
                where id = :thread
                """)
                .param("resolved", resolved)
                .param("me", me.memberId())
                .param("thread", thread)
                .update();
    }

    private long thread(Membership me, Place place, boolean forLabelers) {
        if (place.thread() != null && place.assignment() == null && place.item() == null) {
            threads.requireVisible(me, place.thread());
            return place.thread();
        }
        if (place.thread() == null && place.assignment() != null && place.item() == null) {
            return aboutAnswer(me, place.assignment());
        }
        if (place.thread() == null && place.assignment() == null && place.item() != null) {
            requireLead(me);
            items.row(me.projectId(), place.item());
            return sql.sql("insert into thread (project_id, item_id, for_labelers) values (?, ?, ?) returning id")
                    .params(me.projectId(), place.item(), forLabelers)
                    .query(Long.class)
                    .single();
        }
        throw Problem.invalid(
                "comment_place", "thread", "a comment belongs to one place", "send one of thread, assignment and item");
    }

    /** The one thread about an answer, which may have begun with its note. */
    private long aboutAnswer(Membership me, UUID assignment) {
        record Answer(long item, long member) {}
        Answer answer = sql.sql("""
                select a.item_id as item, a.member_id as member from assignment a
                where a.id = ? and a.project_id = ? and a.state in ('answered', 'skipped')
                """)
                .params(assignment, me.projectId())
                .query(Answer.class)
                .optional()
                .filter(one -> Threads.leads(me) || one.member() == me.memberId())
                .orElseThrow(() ->
                        Problem.notFound("assignment_unknown", "There is no such answer, or it is not yours to see."));
        sql.sql("""
                insert into thread (project_id, item_id, assignment_id, answered_by, for_labelers) values (?, ?, ?, ?, true)
                on conflict (assignment_id) do nothing
                """)
                .params(me.projectId(), answer.item(), assignment, answer.member())
                .update();
        long thread = sql.sql("select id from thread where assignment_id = ?")
                .param(assignment)
                .query(Long.class)
                .single();
        takePart(thread, List.of(answer.member()));
        return thread;
    }

    private void lock(long thread) {
        sql.sql("select id from thread where id = ? for update")
                .param(thread)
                .query(Long.class)
                .single();
    }

    private void takePart(long thread, Collection<Long> members) {
        sql.sql("""
                insert into thread_member (thread_id, member_id) select ?, m from unnest(?::bigint[]) m order by m
                on conflict do nothing
                """).params(thread, members.toArray(Long[]::new)).update();
    }

    /**
     * When each who takes part was last spoken to, by what is there now and they may read.
     *
     * @param more something was said: what they were told otherwise, by an edit or a new note, still stands
     */
    private void refreshNews(long thread, boolean more) {
        sql.sql("""
                update thread_member p
                set (last_at, mentioned_at) = (
                    select greatest(max(c.written_at), case when :more then p.last_at end),
                           greatest(max(c.written_at) filter (where c.mentions @> array[p.member_id]),
                                    case when :more then p.mentioned_at end)
                    from thread_comment c
                    where c.thread_id = p.thread_id and c.deleted_at is null and c.member_id <> p.member_id
                      and (not c.hidden or exists (select 1 from member m where m.id = p.member_id and m.role <> 'labeler')))
                where p.thread_id = :thread
                """).param("more", more).param("thread", thread).update();
    }

    /** Who is named only now is told now, if they read the comment. */
    private void tell(long comment, List<Long> members) {
        sql.sql("""
                update thread_member p set last_at = clock_timestamp(), mentioned_at = clock_timestamp()
                from thread_comment c
                where c.id = ? and p.thread_id = c.thread_id and p.member_id = any (?)
                  and p.member_id <> c.member_id and c.deleted_at is null
                  and (not c.hidden or exists (select 1 from member m where m.id = p.member_id and m.role <> 'labeler'))
                """).params(comment, members.toArray(Long[]::new)).update();
    }

    /** @param before who was named already, and may have left since */
    private Set<Long> mentions(Membership me, long thread, String text, Set<Long> before) {
        Set<Long> mentions = Mentions.of(text);
        if (mentions.size() > MOST_MENTIONS) {
            throw Problem.invalid(
                    "mention_unknown", "text", mentions.size() + " people are named", "name at most " + MOST_MENTIONS);
        }
        if (mentions.isEmpty()) {
            return mentions;
        }
        List<Long> readers =
                threads.readers(me, thread).stream().map(Threads.Reader::member).toList();
        List<Problem.Detail> wrong = mentions.stream()
                .filter(member -> !readers.contains(member) && !before.contains(member))
                .map(member -> new Problem.Detail(
                        "text", "member " + member + " does not read this thread", "name somebody who does"))
                .toList();
        if (!wrong.isEmpty()) {
            throw Problem.invalid("mention_unknown", "Somebody is named who does not read this.", wrong);
        }
        return mentions;
    }

    private static String checked(String text) {
        String said = text.strip();
        if (VisibleText.isInvisible(said)) {
            throw Problem.invalid("comment_empty", "text", "there is nothing to read", "write a few words");
        }
        return said;
    }

    private static void requireLead(Membership me) {
        if (me.role().compareTo(Role.REVIEWER) < 0) {
            throw AccessRules.roleTooLow("Labelers write about their own answers, and where they are answered.");
        }
    }

    private static Problem reused() {
        return Problem.conflict(
                "save_id_reused",
                "Another comment was sent under this saveId.",
                "Send each comment under a fresh random saveId.");
    }
}
