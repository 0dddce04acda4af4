package dev.cupel.server.talk;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cupel.formats.nativeform.ExactJson;
import dev.cupel.server.assignment.AssignmentQueue.AssignedItem;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.project.Annotators;
import dev.cupel.server.project.Membership;
import dev.cupel.server.project.Projects;
import dev.cupel.server.project.Role;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what people said, each as much of it as they may see. */
@Component
class Threads {
    private static final TypeReference<Map<String, String>> STRINGS = new TypeReference<>() {};
    /** Threads of an item that are shown, newest first. */
    private static final int MOST = 200;

    /**
     * What a labeler may see of a thread {@code t}: what is about their own answer, and what is about an item they have answered where it is
     * meant for labelers. Nobody reads on before they have answered. Of a thread in which all is hidden from them there is nothing to be seen.
     */
    static String labelerReads(String member) {
        return """
                (t.for_labelers and exists (
                    select 1 from assignment r where r.item_id = t.item_id and r.member_id = MEMBER
                      and case when t.assignment_id is null then r.state = 'answered'
                               else r.id = t.assignment_id and r.state in ('answered', 'skipped') end)
                 and (t.note or exists (select 1 from thread_comment c
                                        where c.thread_id = t.id and (c.member_id = MEMBER or not c.hidden))))
                """.replace("MEMBER", member);
    }

    /**
     * Who said something.
     *
     * @param member absent, as is the name, where the reader is not told who it is
     * @param me whether it is the reader
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Speaker(@Nullable Long member, @Nullable String name, boolean me, boolean labeler) {}

    /** Somebody named in a text; {@code @{member}} stands there for them. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Named(long member, @Nullable String name, boolean me) {}

    record Earlier(String text, Instant until) {}

    /**
     * @param text as Markdown; absent if it is deleted
     * @param hidden whether labelers never read it: it was written while the item was gold. Told to reviewers
     * @param earlier what it was before, latest first; told to its author and to reviewers
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CommentView(
            long id,
            Speaker by,
            @Nullable String text,
            List<Named> mentions,
            boolean hidden,
            boolean deleted,
            Instant at,
            @Nullable Instant editedAt,
            List<Earlier> earlier) {}

    /**
     * The answer that a thread is about, as it stands now.
     *
     * @param note that came with it: the first thing said
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Opening(
            UUID assignment,
            Speaker by,
            String outcome,
            @Nullable String note,
            @Nullable String skipReason,
            boolean ambiguous,
            Instant at) {}

    /** @param opening absent if it is about the item */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ThreadView(
            long id,
            @Nullable Opening opening,
            boolean forLabelers,
            List<CommentView> comments,
            @Nullable Instant resolvedAt,
            @Nullable Speaker resolvedBy) {}

    /**
     * A thread with its item as the reader may see it.
     *
     * @param itemId told to reviewers
     * @param answers the reader's own latest answers to the item
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ThreadPage(
            ThreadView thread,
            @Nullable Long itemId,
            AssignedItem item,
            @Nullable JsonNode answers) {}

    /** Somebody who reads a thread and can be named in it. */
    record Reader(long member, String name, Role role) {}

    private record Row(
            long id,
            @Nullable UUID assignment,
            boolean forLabelers,
            @Nullable Instant resolvedAt,
            @Nullable Long resolvedBy) {}

    private record Said(long thread, long member, CommentView comment) {}

    private final JdbcClient sql;
    private final JsonMapper json;
    private final Projects projects;

    Threads(JdbcClient sql, JsonMapper json, Projects projects) {
        this.sql = sql;
        this.json = json;
        this.projects = projects;
    }

    /** @return whether somebody sees all that is said in the project */
    static boolean leads(Membership me) {
        return me.role().compareTo(Role.REVIEWER) >= 0;
    }

    /** @throws Problem thread_unknown if there is none, or it is none of the caller's business */
    void requireVisible(Membership me, long thread) {
        boolean visible = sql.sql(
                        "select exists (select 1 from thread t where t.id = :thread and t.project_id = :project"
                                + (leads(me) ? "" : " and " + labelerReads(":me")) + ")")
                .param("thread", thread)
                .param("project", me.projectId())
                .param("me", me.memberId())
                .query(Boolean.class)
                .single();
        if (!visible) {
            throw Problem.notFound("thread_unknown", "There is no such thread, or it is not yours to see.");
        }
    }

    /** @return what is said about an item, what nobody has settled first, the latest first */
    List<ThreadView> ofItem(Membership me, long item) {
        return threads(
                me,
                sql.sql("""
                        select t.id, t.assignment_id as assignment, t.for_labelers, t.resolved_at, t.resolved_by from thread t
                        where t.item_id = ? and t.project_id = ?
                        order by t.resolved_at is not null, t.last_at desc, t.id desc limit
                        """ + MOST)
                        .params(item, me.projectId())
                        .query((row, number) -> row(row))
                        .list());
    }

    /** @throws Problem thread_unknown */
    ThreadView one(Membership me, long thread) {
        requireVisible(me, thread);
        List<Row> rows =
                sql.sql("""
                select t.id, t.assignment_id as assignment, t.for_labelers, t.resolved_at, t.resolved_by from thread t where t.id = ?
                """).param(thread).query((row, number) -> row(row)).list();
        List<ThreadView> threads = threads(me, rows);
        // All of it was deleted: there it is still, for who deleted it and may take that back.
        Row row = rows.getFirst();
        return threads.isEmpty()
                ? new ThreadView(row.id(), null, row.forLabelers(), List.of(), null, null)
                : threads.getFirst();
    }

    /** @throws Problem thread_unknown */
    ThreadPage page(Membership me, long thread) {
        ThreadView said = one(me, thread);
        return sql.sql("""
                select i.id, item_code(p.secret, :me, i.id) as code, i.key, p.shows_key, i.fields, i.metadata,
                       shown_metadata(i.metadata, p.shows_metadata) as shown,
                       (select n.answers from assignment a join annotation n on n.assignment_id = a.id and n.revision = a.revision
                        where a.item_id = i.id and a.member_id = :me and a.state = 'answered' order by a.round desc limit 1) as answers
                from thread t join item i on i.id = t.item_id join project p on p.id = t.project_id where t.id = :thread
                """)
                .param("me", me.memberId())
                .param("thread", thread)
                .query((row, number) -> {
                    boolean leads = leads(me);
                    Map<String, JsonNode> fields = ExactJson.values(ExactJson.read(row.getString("fields")));
                    String answers = row.getString("answers");
                    return new ThreadPage(
                            said,
                            leads ? row.getLong("id") : null,
                            new AssignedItem(
                                    row.getString("code"),
                                    leads || row.getBoolean("shows_key") ? row.getString("key") : null,
                                    projects.schema(me.projectId()).shown(fields),
                                    json.readValue(row.getString(leads ? "metadata" : "shown"), STRINGS)),
                            answers == null ? null : json.readTree(answers));
                })
                .single();
    }

    /**
     * What others said in a thread since somebody read it.
     *
     * @param last the latest of all that others said
     */
    record Fresh(int comments, boolean mentioned, @Nullable CommentView last) {}

    /** What others said in threads since {@code since} (null: ever), for those that the reader may see. */
    Map<Long, Fresh> fresh(Membership me, Map<Long, @Nullable Instant> since) {
        Names names = new Names(me);
        Map<Long, Fresh> fresh = new HashMap<>();
        List<Map.Entry<Long, @Nullable Instant>> all = List.copyOf(since.entrySet());
        sql.sql("""
                select w.thread, l.id, l.member_id, l.text, l.hidden, l.written_at, l.edited_at, n.comments, n.mentioned
                from unnest(:threads::bigint[], :since::timestamptz[]) as w (thread, since)
                    cross join lateral (
                        select c.* from thread_comment c
                        where c.thread_id = w.thread and c.member_id <> :me and c.deleted_at is null and (:leads or not c.hidden)
                        order by c.id desc limit 1) l
                    cross join lateral (
                        select count(*) filter (where w.since is null or c.written_at > w.since) as comments,
                               -- who is named by an edit is named when it is edited
                               coalesce(bool_or(c.mentions @> array[cast(:me as bigint)]), false) as mentioned
                        from thread_comment c
                        where c.thread_id = w.thread and c.member_id <> :me and c.deleted_at is null and (:leads or not c.hidden)
                          and (w.since is null or coalesce(c.edited_at, c.written_at) > w.since)) n
                """)
                .param("threads", all.stream().map(Map.Entry::getKey).toArray(Long[]::new))
                .param(
                        "since",
                        all.stream()
                                .map(one -> one.getValue() == null ? null : Timestamp.from(one.getValue()))
                                .toArray(Timestamp[]::new))
                .param("me", me.memberId())
                .param("leads", leads(me))
                .query(row -> {
                    String text = row.getString("text");
                    fresh.put(
                            row.getLong("thread"),
                            new Fresh(
                                    row.getInt("comments"),
                                    row.getBoolean("mentioned"),
                                    new CommentView(
                                            row.getLong("id"),
                                            names.speaker(row.getLong("member_id")),
                                            names.text(text),
                                            names.named(text),
                                            names.leads && row.getBoolean("hidden"),
                                            false,
                                            row.getTimestamp("written_at").toInstant(),
                                            instant(row.getTimestamp("edited_at")),
                                            List.of())));
                });
        return fresh;
    }

    /**
     * Who reads a thread, or would read a new one about an item, as far as the caller may know them: labelers are not told
     * other labelers.
     */
    List<Reader> readers(Membership me, long thread) {
        return named(me, sql.sql("""
                select m.id, m.role from thread t join member m on m.project_id = t.project_id
                where t.id = :thread and m.removed_at is null and (m.role <> 'labeler' or (t.for_labelers and exists (
                    select 1 from assignment r where r.item_id = t.item_id and r.member_id = m.id
                      and case when t.assignment_id is null then r.state = 'answered'
                               else r.id = t.assignment_id and r.state in ('answered', 'skipped') end)))
                order by m.id
                """).param("thread", thread));
    }

    /** @param forLabelers whether labelers who answered the item will read it */
    List<Reader> readersOfNew(Membership me, long item, boolean forLabelers) {
        return named(
                me,
                sql.sql("""
                select m.id, m.role from member m
                where m.project_id = :project and m.removed_at is null and (m.role <> 'labeler' or (:labelers and exists (
                    select 1 from assignment r where r.item_id = :item and r.member_id = m.id and r.state = 'answered')))
                order by m.id
                """)
                        .param("project", me.projectId())
                        .param("item", item)
                        .param("labelers", forLabelers));
    }

    /** The same where the thread about an answer is not there yet. */
    List<Reader> readersOfAnswer(Membership me, UUID assignment) {
        return named(me, sql.sql("""
                select m.id, m.role from member m
                where m.project_id = :project and m.removed_at is null and (m.role <> 'labeler' or exists (
                    select 1 from assignment r where r.id = :assignment and r.member_id = m.id))
                order by m.id
                """).param("project", me.projectId()).param("assignment", assignment));
    }

    private List<Reader> named(Membership me, JdbcClient.StatementSpec query) {
        Annotators names = Annotators.of(sql, me.projectId());
        return query
                .query((row, number) -> new Reader(
                        row.getLong("id"), names.of(row.getLong("id")).name(), Role.of(row.getString("role"))))
                .list()
                .stream()
                .filter(reader -> leads(me) || reader.role() != Role.LABELER || reader.member() == me.memberId())
                .toList();
    }

    private static Row row(java.sql.ResultSet row) throws java.sql.SQLException {
        long resolvedBy = row.getLong("resolved_by");
        boolean open = row.wasNull();
        return new Row(
                row.getLong("id"),
                row.getObject("assignment", UUID.class),
                row.getBoolean("for_labelers"),
                instant(row.getTimestamp("resolved_at")),
                open ? null : resolvedBy);
    }

    private List<ThreadView> threads(Membership me, List<Row> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        Names names = new Names(me);
        Map<UUID, Opening> openings = openings(names, rows);
        Map<Long, List<CommentView>> comments = comments(names, rows);
        List<ThreadView> threads = new ArrayList<>();
        for (Row row : rows) {
            List<CommentView> said = comments.getOrDefault(row.id(), List.of());
            Opening opening = row.assignment() == null ? null : openings.get(row.assignment());
            if (said.isEmpty() && (opening == null || opening.note() == null)) {
                continue;
            }
            threads.add(new ThreadView(
                    row.id(),
                    opening,
                    row.forLabelers(),
                    said,
                    row.resolvedAt(),
                    row.resolvedBy() == null ? null : names.speaker(row.resolvedBy())));
        }
        return threads;
    }

    private Map<UUID, Opening> openings(Names names, List<Row> rows) {
        Map<UUID, Opening> openings = new HashMap<>();
        sql.sql("""
                select n.assignment_id, n.member_id, n.outcome, n.comment, n.skip_reason, n.ambiguous, n.saved_at
                from assignment a join annotation n on n.assignment_id = a.id and n.revision = a.revision where a.id = any (?)
                """)
                .param(rows.stream()
                        .map(Row::assignment)
                        .filter(java.util.Objects::nonNull)
                        .toArray(UUID[]::new))
                .query(row -> {
                    UUID assignment = row.getObject("assignment_id", UUID.class);
                    openings.put(
                            assignment,
                            new Opening(
                                    assignment,
                                    names.speaker(row.getLong("member_id")),
                                    row.getString("outcome"),
                                    row.getString("comment"),
                                    row.getString("skip_reason"),
                                    row.getBoolean("ambiguous"),
                                    row.getTimestamp("saved_at").toInstant()));
                });
        return openings;
    }

    private Map<Long, List<CommentView>> comments(Names names, List<Row> rows) {
        Long[] ids = rows.stream().map(Row::id).toArray(Long[]::new);
        Map<Long, List<Earlier>> earlier = new HashMap<>();
        sql.sql("""
                select b.comment_id, b.text, b.until from thread_comment c join thread_comment_before b on b.comment_id = c.id
                where c.thread_id = any (?) and c.deleted_at is null and (? or c.member_id = ?) order by b.comment_id, b.n desc
                """).params(ids, names.leads, names.me).query(row -> {
            earlier.computeIfAbsent(row.getLong("comment_id"), id -> new ArrayList<>())
                    .add(new Earlier(
                            names.text(row.getString("text")),
                            row.getTimestamp("until").toInstant()));
        });
        List<Said> all = sql.sql("""
                select c.id, c.thread_id, c.member_id, c.text, c.hidden, c.written_at, c.edited_at, c.deleted_at
                from thread_comment c
                where c.thread_id = any (?) and (? or c.member_id = ? or not c.hidden) order by c.thread_id, c.id
                """)
                .params(ids, names.leads, names.me)
                .query((row, number) -> {
                    long id = row.getLong("id");
                    boolean deleted = row.getTimestamp("deleted_at") != null;
                    String text = row.getString("text");
                    return new Said(
                            row.getLong("thread_id"),
                            row.getLong("member_id"),
                            new CommentView(
                                    id,
                                    names.speaker(row.getLong("member_id")),
                                    deleted ? null : names.text(text),
                                    deleted ? List.of() : names.named(text),
                                    names.leads && row.getBoolean("hidden"),
                                    deleted,
                                    row.getTimestamp("written_at").toInstant(),
                                    deleted ? null : instant(row.getTimestamp("edited_at")),
                                    earlier.getOrDefault(id, List.of())));
                })
                .list();
        Map<Long, List<CommentView>> comments = new HashMap<>();
        // What is deleted is seen only where something follows it.
        for (Said said : all.reversed()) {
            List<CommentView> its = comments.computeIfAbsent(said.thread(), id -> new ArrayList<>());
            if (!said.comment().deleted() || !its.isEmpty()) {
                its.addFirst(said.comment());
            }
        }
        return comments;
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }

    /** People as one reader may know them. */
    private final class Names {
        private final long me;
        private final boolean leads;
        private final Annotators annotators;
        private final Map<Long, Role> roles = new HashMap<>();

        Names(Membership reader) {
            this.me = reader.memberId();
            this.leads = leads(reader);
            this.annotators = Annotators.of(sql, reader.projectId());
            sql.sql("select id, role from member where project_id = ?")
                    .param(reader.projectId())
                    .query(row -> {
                        roles.put(row.getLong("id"), Role.of(row.getString("role")));
                    });
        }

        private boolean told(long member) {
            return leads || member == me || roles.getOrDefault(member, Role.LABELER) != Role.LABELER;
        }

        Speaker speaker(long member) {
            boolean told = told(member);
            return new Speaker(
                    told ? member : null,
                    told ? annotators.of(member).name() : null,
                    member == me,
                    roles.get(member) == Role.LABELER);
        }

        String text(String text) {
            return leads ? text : Mentions.renumbered(text, member -> told(member) ? member : 0L);
        }

        List<Named> named(String text) {
            return Mentions.of(text(text)).stream()
                    .map(member -> new Named(
                            member, member == 0 ? null : annotators.of(member).name(), member == me))
                    .toList();
        }
    }
}
