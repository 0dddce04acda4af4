package dev.cupel.server.talk;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cupel.server.job.JobView;
import dev.cupel.server.job.JobViews;
import dev.cupel.server.platform.StorableTime;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.project.Membership;
import dev.cupel.server.project.Role;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What concerns somebody, in all their projects, put together from what is there when they look: threads they take part in, versions of
 * guidelines, decisions by the day, notes by the day for those who lead, jobs of theirs. Nothing is copied for anybody; what is kept is up to when
 * each has read (decision 0128).
 */
@Component
class Inbox {
    /** Unread lines are counted up to this; one more means more. */
    static final int MOST_COUNTED = 99;

    /** @param day in UTC, as yyyy-mm-dd */
    record Decisions(String day, int decisions) {}

    /** @param day in UTC, as yyyy-mm-dd */
    record Notes(String day, int notes) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record GuidelineNews(int version, @Nullable String note, String by) {}

    /**
     * @param item its number; told to reviewers
     * @param comments by others since the line was read; 0 if it is read
     * @param mentioned whether the reader was named in them
     * @param last the latest that another said
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record News(
            long thread, @Nullable Long item, int comments, boolean mentioned, Threads.@Nullable CommentView last) {}

    /**
     * One thing that happened; of what it tells, the one that its kind names is there.
     *
     * @param id names it: the same thing has the same id, also when more of it has happened
     * @param kind thread, guideline, decisions, notes or job
     * @param project its key; absent for a job that belongs to none
     * @param at when it happened last
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Line(
            String id,
            String kind,
            @Nullable String project,
            @Nullable String projectName,
            Instant at,
            boolean unread,
            @Nullable News thread,
            @Nullable GuidelineNews guideline,
            @Nullable Decisions decisions,
            @Nullable Notes notes,
            @Nullable JobView job) {}

    /** The line of one thing, without whether it is unread. */
    private static Line line(String id, String kind, @Nullable Place place, Instant at, Object what) {
        return new Line(
                id,
                kind,
                place == null ? null : place.key(),
                place == null ? null : place.name(),
                at,
                false,
                what instanceof News news ? news : null,
                what instanceof GuidelineNews guideline ? guideline : null,
                what instanceof Decisions decisions ? decisions : null,
                what instanceof Notes notes ? notes : null,
                what instanceof JobView job ? job : null);
    }

    /** @param next where the page after this one begins; absent after the last */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record InboxPage(List<Line> lines, @Nullable String next) {}

    /** @param more whether there are more than {@code count} */
    record Unread(int count, boolean more) {}

    /** A project somebody is in. */
    private record Place(
            long member, long project, String key, String name, Role role, Timestamp joinedAt, boolean tellsDecisions) {
        boolean leads() {
            return role.compareTo(Role.REVIEWER) >= 0;
        }
    }

    /** Between which moments something must have happened, and how much of it is wanted. */
    private record Window(@Nullable Instant after, @Nullable Cursor before, int limit) {
        /** @return whether the line comes behind the cursor: the latest first, and of one moment in the order of ids */
        boolean holds(Line line) {
            return before == null
                    || line.at().isBefore(before.at())
                    || (line.at().equals(before.at()) && line.id().compareTo(before.id()) > 0);
        }
    }

    private record Cursor(Instant at, String id) {
        static Cursor parse(String text) {
            try {
                int bar = text.indexOf('_');
                Instant at = Instant.parse(text.substring(0, bar));
                if (StorableTime.holds(at)) {
                    return new Cursor(at, text.substring(bar + 1));
                }
            } catch (DateTimeParseException | StringIndexOutOfBoundsException e) {
                // said below
            }
            throw Problem.invalid(
                    "cursor_invalid", "before", "'" + text + "' is not a cursor", "use next of the page before");
        }

        @Override
        public String toString() {
            return at + "_" + id;
        }
    }

    /** The latest first. */
    private static final Comparator<Line> ORDER =
            Comparator.comparing(Line::at).reversed().thenComparing(Line::id);

    private final JdbcClient sql;
    private final JobViews jobs;
    private final Threads threads;

    Inbox(JdbcClient sql, JobViews jobs, Threads threads) {
        this.sql = sql;
        this.jobs = jobs;
        this.threads = threads;
    }

    /**
     * @param project only of this one, by its key; null for all
     * @throws Problem cursor_invalid
     */
    InboxPage page(UUID account, @Nullable String project, @Nullable String before, int limit) {
        Window window = new Window(null, before == null ? null : Cursor.parse(before), limit + 1);
        List<Place> places = places(account, project);
        List<Line> lines = lines(account, project, places, window);
        List<Line> shown = told(account, places, lines.subList(0, Math.min(limit, lines.size())), read(account, lines));
        return new InboxPage(
                shown,
                lines.size() > limit
                        ? new Cursor(shown.getLast().at(), shown.getLast().id()).toString()
                        : null);
    }

    Unread unread(UUID account) {
        Instant all = readThrough(account);
        List<Line> lines = lines(account, null, places(account, null), new Window(all, null, MOST_COUNTED * 2));
        Map<String, Instant> read = read(account, lines);
        int count = (int) lines.stream()
                .filter(line -> {
                    Instant through = read.get(line.id());
                    return through == null || line.at().isAfter(through);
                })
                .count();
        return new Unread(Math.min(count, MOST_COUNTED), count > MOST_COUNTED);
    }

    /**
     * Remembers up to when somebody has read.
     *
     * @param line one of them; null for all
     * @param through null to forget that anything was read
     * @return what was remembered before, with which this can be taken back; null if nothing was
     */
    @Transactional
    @Nullable
    Instant read(UUID account, @Nullable String line, @Nullable Instant through) {
        Timestamp until = through == null ? null : Timestamp.from(through);
        if (line == null) {
            Instant before = readThrough(account);
            if (until == null) {
                sql.sql("delete from inbox_read where account_id = ?")
                        .param(account)
                        .update();
            } else {
                sql.sql("""
                        insert into inbox_read (account_id, through) values (?, least(?, clock_timestamp()))
                        on conflict (account_id) do update set through = excluded.through
                        """).params(account, until).update();
            }
            if (before != null && through != null && through.isAfter(before)) {
                // What was read by itself before all was read stays told by the time before; taking this back finds it
                // again.
                sql.sql("delete from inbox_line_read where account_id = ? and through <= ?")
                        .params(account, Timestamp.from(before))
                        .update();
            }
            return before;
        }
        Instant before = sql.sql("select through from inbox_line_read where account_id = ? and line = ?")
                .params(account, line)
                .query((row, number) -> row.getTimestamp(1).toInstant())
                .optional()
                .orElse(null);
        if (until == null) {
            sql.sql("delete from inbox_line_read where account_id = ? and line = ?")
                    .params(account, line)
                    .update();
        } else {
            sql.sql("""
                    insert into inbox_line_read (account_id, line, through) values (?, ?, least(?, clock_timestamp()))
                    on conflict (account_id, line) do update set through = excluded.through
                    """).params(account, line, until).update();
        }
        return before;
    }

    private @Nullable Instant readThrough(UUID account) {
        return sql.sql("select through from inbox_read where account_id = ?")
                .param(account)
                .query((row, number) -> row.getTimestamp(1).toInstant())
                .optional()
                .orElse(null);
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        return one == null || (other != null && other.isAfter(one)) ? other : one;
    }

    private List<Place> places(UUID account, @Nullable String project) {
        return sql.sql("""
                select m.id, m.project_id, p.key, p.name, m.role, m.joined_at, p.decision_feedback
                from member m join project p on p.id = m.project_id
                where m.account_id = :account and m.removed_at is null and p.deleted_at is null
                """ + (project == null ? "" : " and p.key = :project"))
                .param("account", account)
                .params(project == null ? Map.of() : Map.of("project", project))
                .query((row, number) -> new Place(
                        row.getLong("id"),
                        row.getLong("project_id"),
                        row.getString("key"),
                        row.getString("name"),
                        Role.of(row.getString("role")),
                        row.getTimestamp("joined_at"),
                        row.getBoolean("decision_feedback")))
                .list();
    }

    /** @return the latest first, at most as many as the window wants; each source gives as many, so none is missing */
    private List<Line> lines(UUID account, @Nullable String project, List<Place> places, Window window) {
        List<Line> lines = new ArrayList<>();
        if (!places.isEmpty()) {
            lines.addAll(news(places, window));
            lines.addAll(guidelines(account, places, window));
            lines.addAll(decisions(places, window));
            lines.addAll(notes(places, window));
        }
        lines.addAll(jobs(account, project, places, window));
        return lines.stream()
                .filter(window::holds)
                .sorted(ORDER)
                .limit(window.limit())
                .toList();
    }

    /** Parameters and conditions of one source on the column that says when. */
    private JdbcClient.StatementSpec source(String query, String at, String order, Window window) {
        String when = (window.after() == null ? "" : " and " + at + " > :after")
                + (window.before() == null ? "" : " and " + at + " <= :before");
        // As many that happened at one moment as there are may stand before and behind the cursor.
        String most = " limit " + (window.limit() + 50);
        JdbcClient.StatementSpec spec =
                sql.sql(query.replace("WHEN", when).replace("MOST", most) + " order by " + order + most);
        if (window.after() != null) {
            spec = spec.param("after", Timestamp.from(window.after()));
        }
        return window.before() == null
                ? spec
                : spec.param("before", Timestamp.from(window.before().at()));
    }

    private List<Line> news(List<Place> places, Window window) {
        Map<Long, Place> byMember = by(places, Place::member);
        return source(
                        """
                        select p.thread_id, p.member_id, p.last_at, p.item_id
                        from unnest(:members::bigint[], :leads::boolean[]) as w (member_id, leads) cross join lateral (
                            -- for each member the latest, straight from the index, however many threads they take part in
                            select p.thread_id, p.member_id, p.last_at, t.item_id
                            from thread_member p join thread t on t.id = p.thread_id
                            where p.member_id = w.member_id and p.last_at is not null WHEN
                              and (w.leads or READS)
                            order by p.last_at desc, p.thread_id MOST) p
                        """.replace("READS", Threads.labelerReads("w.member_id")),
                        "p.last_at",
                        "p.last_at desc, p.thread_id",
                        window)
                .param("members", places.stream().map(Place::member).toArray(Long[]::new))
                .param("leads", places.stream().map(Place::leads).toArray(Boolean[]::new))
                .query((row, number) -> {
                    Place place = place(byMember, row.getLong("member_id"));
                    return line(
                            "thread:" + row.getLong("thread_id"),
                            "thread",
                            place,
                            row.getTimestamp("last_at").toInstant(),
                            new News(
                                    row.getLong("thread_id"),
                                    place.leads() ? row.getLong("item_id") : null,
                                    1,
                                    false,
                                    null));
                })
                .list();
    }

    private List<Line> guidelines(UUID account, List<Place> places, Window window) {
        Map<Long, Place> byProject = by(places, Place::project);
        return source("""
                        select g.project_id, g.version, g.note, g.created_at, a.display_name
                        from unnest(:projects::bigint[], :joined::timestamptz[]) as p (id, joined_at)
                            join guideline g on g.project_id = p.id and g.created_at > p.joined_at and g.version > 1
                            join account a on a.id = g.created_by
                        where g.created_by <> :account WHEN
                        """, "g.created_at", "g.created_at desc, g.project_id, g.version", window)
                .param("projects", places.stream().map(Place::project).toArray(Long[]::new))
                .param("joined", places.stream().map(Place::joinedAt).toArray(Timestamp[]::new))
                .param("account", account)
                .query((row, number) -> line(
                        "guideline:" + row.getLong("project_id") + ":" + row.getInt("version"),
                        "guideline",
                        place(byProject, row.getLong("project_id")),
                        row.getTimestamp("created_at").toInstant(),
                        new GuidelineNews(row.getInt("version"), row.getString("note"), row.getString("display_name"))))
                .list();
    }

    private List<Line> decisions(List<Place> places, Window window) {
        Map<Long, Place> told = by(
                places.stream()
                        .filter(place -> place.leads() || place.tellsDecisions())
                        .toList(),
                Place::member);
        return source(
                        "select d.member_id, d.day::text as day, d.decisions, d.last_at from decisions_told d where d.member_id = any (:members) WHEN",
                        "d.last_at",
                        "d.last_at desc, d.member_id, d.day",
                        window)
                .param("members", told.keySet().toArray(Long[]::new))
                .query((row, number) -> line(
                        "decisions:" + row.getLong("member_id") + ":" + row.getString("day"),
                        "decisions",
                        place(told, row.getLong("member_id")),
                        row.getTimestamp("last_at").toInstant(),
                        new Decisions(row.getString("day"), row.getInt("decisions"))))
                .list();
    }

    /** What labelers wrote with their answers, by the day, for those who lead. */
    private List<Line> notes(List<Place> places, Window window) {
        Map<Long, Place> led = by(places.stream().filter(Place::leads).toList(), Place::project);
        if (led.isEmpty()) {
            return List.of();
        }
        return source(
                        """
                        select d.project_id, d.day::text as day, d.notes, d.last_at
                        from (select t.project_id, (t.started_at at time zone 'UTC')::date as day, count(*) as notes, max(t.started_at) as last_at
                              from unnest(:projects::bigint[], :members::bigint[], :joined::timestamptz[]) as w (project_id, member_id, joined_at)
                                  join thread t on t.project_id = w.project_id and t.started_at > w.joined_at
                              where t.note and t.answered_by <> w.member_id
                        """ + (window.after() == null ? "" : " and t.started_at > date_trunc('day', :after, 'UTC')")
                                + " group by 1, 2) d where true WHEN",
                        "d.last_at",
                        "d.last_at desc, d.project_id, d.day",
                        window)
                .param("projects", led.values().stream().map(Place::project).toArray(Long[]::new))
                .param("members", led.values().stream().map(Place::member).toArray(Long[]::new))
                .param("joined", led.values().stream().map(Place::joinedAt).toArray(Timestamp[]::new))
                .query((row, number) -> line(
                        "notes:" + row.getLong("project_id") + ":" + row.getString("day"),
                        "notes",
                        place(led, row.getLong("project_id")),
                        row.getTimestamp("last_at").toInstant(),
                        new Notes(row.getString("day"), row.getInt("notes"))))
                .list();
    }

    private List<Line> jobs(UUID account, @Nullable String project, List<Place> places, Window window) {
        Map<String, Place> byKey = places.stream().collect(Collectors.toMap(Place::key, Function.identity()));
        return jobs
                .finished(
                        account,
                        project,
                        window.after(),
                        window.before() == null ? null : window.before().at(),
                        window.limit() + 50)
                .stream()
                .filter(job -> job.finishedAt() != null)
                .map(job -> {
                    Instant at = job.finishedAt() == null ? job.createdAt() : job.finishedAt();
                    Place place = job.projectKey() == null ? null : byKey.get(job.projectKey());
                    return line("job:" + job.id(), "job", place, at, job);
                })
                .toList();
    }

    /** The lines with whether they are unread; of threads also what is new in them. */
    private List<Line> told(UUID account, List<Place> places, List<Line> lines, Map<String, Instant> read) {
        Instant all = readThrough(account);
        Map<String, Map<Long, @Nullable Instant>> asked = new HashMap<>();
        for (Line line : lines) {
            if (line.thread() != null && line.project() != null) {
                asked.computeIfAbsent(line.project(), key -> new HashMap<>())
                        .put(line.thread().thread(), later(all, read.get(line.id())));
            }
        }
        Map<Long, Threads.Fresh> fresh = new HashMap<>();
        places.forEach(place -> {
            Map<Long, @Nullable Instant> its = asked.get(place.key());
            if (its != null) {
                fresh.putAll(threads.fresh(
                        new Membership(
                                place.project(), place.key(), place.member(), account, place.role(), false, false),
                        its));
            }
        });
        return lines.stream()
                .map(line -> {
                    Instant through = later(all, read.get(line.id()));
                    boolean unread = through == null || line.at().isAfter(through);
                    News news = line.thread();
                    Threads.Fresh its = news == null ? null : fresh.get(news.thread());
                    return with(
                            line,
                            unread,
                            news == null || its == null
                                    ? news
                                    : new News(
                                            news.thread(),
                                            news.item(),
                                            unread ? Math.max(1, its.comments()) : 0,
                                            unread && its.mentioned(),
                                            its.last()));
                })
                .toList();
    }

    private Map<String, Instant> read(UUID account, List<Line> lines) {
        Map<String, Instant> read = new HashMap<>();
        sql.sql("select line, through from inbox_line_read where account_id = ? and line = any (?)")
                .params(account, lines.stream().map(Line::id).toArray(String[]::new))
                .query(row -> {
                    read.put(row.getString("line"), row.getTimestamp("through").toInstant());
                });
        return read;
    }

    private static Line with(Line line, boolean unread, @Nullable News news) {
        return new Line(
                line.id(),
                line.kind(),
                line.project(),
                line.projectName(),
                line.at(),
                unread,
                news,
                line.guideline(),
                line.decisions(),
                line.notes(),
                line.job());
    }

    private static <K> Map<K, Place> by(List<Place> places, Function<Place, K> key) {
        return places.stream().collect(Collectors.toMap(key, Function.identity()));
    }

    private static <K> Place place(Map<K, Place> places, K key) {
        Place place = places.get(key);
        if (place == null) {
            throw new IllegalStateException("a line of a place nobody asked about: " + key);
        }
        return place;
    }
}
