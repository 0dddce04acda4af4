package dev.cupel.server.assignment;

import dev.cupel.formats.nativeform.ExactJson;
import dev.cupel.server.assignment.StagePolicy.Offer;
import dev.cupel.server.assignment.StagePolicy.Standing;
import dev.cupel.server.assignment.StagePolicy.Test;
import dev.cupel.server.platform.BatchColumns;
import dev.cupel.server.platform.GroupCommit;
import dev.cupel.server.platform.watch.GroupSizes;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.project.Projects;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Hands out leases. The choice itself is {@code lease_next} in the database: it keeps the overlap, never gives an item
 * twice to one person, and skips rows that others hold, for any number of servers.
 */
@Component
public class AssignmentQueue {
    private static final Logger LOG = LoggerFactory.getLogger(AssignmentQueue.class);
    private static final TypeReference<Map<String, String>> STRINGS = new TypeReference<>() {};
    private static final Duration WAITS_FOR_RELEASE = Duration.ofSeconds(1);

    private final Semaphore atOnce = new Semaphore(4);
    private final JdbcTemplate jdbc;
    private final JdbcClient sql;
    private final JsonMapper json;
    private final LeasedProjects leasedProjects;
    private final Projects projects;
    private final Standings standings;
    private final Qualifications qualifications;
    private final GroupCommit<Request, Outcome> leasing;

    AssignmentQueue(
            JdbcTemplate jdbc,
            JdbcClient sql,
            JsonMapper json,
            LeasedProjects leasedProjects,
            Projects projects,
            Standings standings,
            Qualifications qualifications,
            GroupSizes sizes) {
        this.standings = standings;
        this.qualifications = qualifications;
        this.projects = projects;
        this.jdbc = jdbc;
        this.sql = sql;
        this.json = json;
        this.leasedProjects = leasedProjects;
        this.leasing = new GroupCommit<>(this::leaseAll, 64, 2, sizes.of("lease"));
    }

    /** @param standing of the member, as far as this server knows it */
    private record Request(long project, long member, List<UUID> holding, Standing standing, Offer offer) {}

    /**
     * @param whole whether the assignment's item has its texts already
     * @param standing of the member from now on, as the database writes it
     * @param secret of the project; told only where the standing was another one than the request's
     * @param ended of the leases held, those of which the item is in the bin
     */
    private record Outcome(
            @Nullable String refusal,
            @Nullable Assignment assignment,
            boolean whole,
            List<Integer> standing,
            @Nullable String secret,
            List<UUID> ended) {}

    /**
     * An item as labelers see it.
     *
     * @param id names it towards one labeler: always the same for one item, another one for everybody else, and nothing can
     *     be guessed from it
     * @param key only where the project shows keys
     * @param fields only those that the schema shows, as JSON
     * @param metadata only the columns that the project shows
     */
    public record AssignedItem(
            String id, @Nullable String key, Map<String, JsonNode> fields, Map<String, String> metadata) {}

    /**
     * What a model proposes for an item.
     *
     * @param source name and version of the model
     * @param answers by question id; they fitted the schema when they were sent
     */
    public record Draft(String source, Map<String, JsonNode> answers) {}

    /**
     * A lease as its labeler sees it; whether it is gold is not told.
     *
     * @param draft absent if there is none, or if it is withheld: which of the two is not told
     * @param stage qualification, pilot, audit or sent_back (answered before, and asked for once more); absent for all others, which
     *     are not to be told apart
     */
    public record Assignment(
            UUID id,
            AssignedItem item,
            @Nullable String stage,
            @Nullable Draft draft,
            Instant leasedUntil,
            int schemaVersion,
            int guidelineVersion) {}

    /**
     * @param ended of the leases held, those that are over as the item is in the bin: who has one on screen may still answer
     */
    record Told(Next next, List<UUID> ended) {}

    /** What there is for somebody who asks. */
    sealed interface Next {
        record Lease(Assignment assignment) implements Next {}

        /** Nothing is left for this person. */
        record NoneLeft() implements Next {}

        /** The project hands out nothing for now. */
        record Paused() implements Next {}

        /** The member's test was failed. */
        record NotQualified() implements Next {}

        /** The test cannot go on: there is too little gold that the member has not seen. */
        record TestWaits() implements Next {}

        /** The member has done their part of the pilot, and everything else waits for its end. */
        record PilotWaits() implements Next {}

        /** The member has had as many items as they may in all. */
        record ItemLimit(int items) implements Next {}

        /** The member has worked as long as they may in a day. */
        record TimeLimit(int minutes, Instant startsAgain) implements Next {}
    }

    /**
     * @param holding leases this client has on screen already
     * @throws Problem too_many_leases, project_deleted
     */
    Told next(long project, long member, List<UUID> holding) {
        Offered offered = lease(project, member, holding);
        Outcome outcome = offered.outcome();
        switch (outcome.refusal()) {
            case null -> {}
            case "none_left", "being_released" -> {
                boolean holds = holding.size() > outcome.ended().size();
                return new Told(holds ? new Next.NoneLeft() : nothing(offered.standing()), outcome.ended());
            }
            case "project_paused" -> {
                return new Told(new Next.Paused(), outcome.ended());
            }
            case "item_limit", "time_limit" -> {
                return new Told(limit(member, outcome.refusal()), outcome.ended());
            }
            case String refusal -> throw refused(refusal);
        }
        Assignment assignment = outcome.assignment();
        if (assignment == null) {
            throw new IllegalStateException("neither a lease nor a reason why there is none");
        }
        if (!outcome.whole()) {
            assignment = withTexts(assignment);
        }
        leasedProjects.remember(assignment.id(), project);
        return new Told(new Next.Lease(shown(project, assignment)), outcome.ended());
    }

    /**
     * Leases this very item, if it has room for an answer of this member, and tells of it as {@link #next} does. Who holds three items
     * gives back the one they got last: it is the one that they have come to least.
     *
     * @throws Problem item_unknown, item_in_bin, item_is_gold, item_answered, item_full, item_waits, skills_missing, too_many_leases
     */
    Told lease(long project, long member, UUID account, long item) {
        record Leased(@Nullable String refusal, @Nullable UUID assignment, List<UUID> held) {}
        Supplier<Leased> asking = () -> sql.sql("select refusal, assignment_id, held from lease_item(?, ?, ?)")
                .params(project, member, item)
                .query((row, number) ->
                        new Leased(row.getString(1), row.getObject(2, UUID.class), ids(row.getArray(3))))
                .single();
        Leased leased = asking.get();
        if ("too_many_leases".equals(leased.refusal())) {
            release(leased.held().getLast(), account);
            leased = asking.get();
        }
        String refusal = leased.refusal();
        if (refusal == null) {
            List<UUID> others = new ArrayList<>(leased.held());
            others.remove(leased.assignment());
            return next(project, member, others);
        }
        if (refusal.equals("project_paused")) {
            return new Told(new Next.Paused(), List.of());
        }
        if (refusal.equals("item_limit") || refusal.equals("time_limit")) {
            return new Told(limit(member, refusal), List.of());
        }
        throw switch (refusal) {
            case "item_unknown" ->
                Problem.notFound("item_unknown", "This project has no item " + item + ".")
                        .with("item", item);
            case "item_is_gold" ->
                Problem.conflict(
                        "item_is_gold",
                        "The item has a verified answer already.",
                        "Change its gold answer, or make it an ordinary item first.");
            case "item_answered" ->
                Problem.conflict(
                        "item_answered",
                        "You have answered or skipped this item already.",
                        "Change what you said from your own answers while labeling.");
            case "item_full" ->
                Problem.conflict(
                        "item_full",
                        "Nobody is asked about this item: it has all the answers it wants, or it was decided or excluded.",
                        "Let it want more answers first, or take it in again.");
            case "item_waits" ->
                Problem.conflict(
                        "item_waits",
                        "A pilot runs, and until it ends only its items are handed out.",
                        "Wait for the end of the pilot, or end it.");
            case "skills_missing" ->
                Problem.conflict(
                        "skills_missing",
                        "This item needs skills that you do not have in this project.",
                        "Let a manager give you these skills on the page of people, or answer another item.");
            default -> refused(refusal);
        };
    }

    /** A limit that was taken away meanwhile keeps nobody from anything: the next request shows it. */
    private Next limit(long member, String refusal) {
        record Limits(@Nullable Integer items, @Nullable Integer minutes, Instant midnight) {}
        Limits limits = sql.sql("""
                select most_items as items, most_minutes as minutes,
                       (utc_day() + 1)::timestamp at time zone 'UTC' as midnight
                from member where id = ?
                """).param(member).query(Limits.class).single();
        if (refusal.equals("time_limit")) {
            return limits.minutes() == null
                    ? new Next.NoneLeft()
                    : new Next.TimeLimit(limits.minutes(), limits.midnight());
        }
        return limits.items() == null ? new Next.NoneLeft() : new Next.ItemLimit(limits.items());
    }

    private static Next nothing(Standing standing) {
        return switch (standing.test()) {
            case FAILED -> new Next.NotQualified();
            case RUNNING -> new Next.TestWaits();
            case DONE -> standing.pilot() > 0 ? new Next.PilotWaits() : new Next.NoneLeft();
        };
    }

    /** @param standing that the outcome rests on */
    private record Offered(Outcome outcome, Standing standing) {}

    /**
     * Whenever the standing has moved, somebody has got an item in the member's name or changed a setting, or a test is over; so this
     * ends. Where nothing is left but what somebody is about to put back, that is waited for, outside of any transaction; not for
     * long, as it may be held for another reason.
     */
    private Offered lease(long project, long member, List<UUID> holding) {
        long until = System.nanoTime() + WAITS_FOR_RELEASE.toNanos();
        while (true) {
            Standing asked = standings.of(member);
            if (asked.test() == Test.RUNNING) {
                qualifications.judge(project, member);
            }
            Outcome outcome = leasing.submit(new Request(project, member, holding, asked, StagePolicy.next(asked)));
            if ("turn_moved".equals(outcome.refusal())) {
                standings.remember(Standing.of(String.valueOf(outcome.secret()), member, outcome.standing()));
                continue;
            }
            if ("being_released".equals(outcome.refusal()) && System.nanoTime() < until && shortPause()) {
                continue;
            }
            if (outcome.assignment() != null && asked.turn() >= 0) {
                standings.remember(Standing.of(asked.secret(), member, outcome.standing()));
            }
            return new Offered(outcome, asked);
        }
    }

    /** @return false when the thread is to stop */
    private static boolean shortPause() {
        try {
            Thread.sleep(Duration.ofMillis(10));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Assignment shown(long project, Assignment lease) {
        AssignedItem item = lease.item();
        Map<String, JsonNode> fields =
                projects.schema(project, lease.schemaVersion()).shown(item.fields());
        return new Assignment(
                lease.id(),
                new AssignedItem(item.id(), item.key(), fields, item.metadata()),
                lease.stage(),
                lease.draft(),
                lease.leasedUntil(),
                lease.schemaVersion(),
                lease.guidelineVersion());
    }

    /** @return whether some item of the project still waits for somebody's answer, leased ones included */
    boolean anyLeft(long project) {
        return sql.sql("""
                select exists (select 1 from place where project_id = :p and stage = 'production' and open)
                    or exists (select 1 from item_state where project_id = :p and status in (0, 1) and not gold)
                """).param("p", project).query(Boolean.class).single();
    }

    /** In the order of members: two batches that lock the same people in different order would block each other. */
    private List<Outcome> leaseAll(List<Request> requests) {
        Integer[] order = new Integer[requests.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingLong(i -> requests.get(i).member()));
        List<Request> sorted = Arrays.stream(order).map(requests::get).toList();
        List<Outcome> answered = jdbc.execute((Connection connection) -> leaseAll(connection, sorted));
        if (answered == null || answered.size() != order.length) {
            throw new IllegalStateException("a batch of leases without an answer to each request");
        }
        Outcome[] outcomes = new Outcome[order.length];
        for (int i = 0; i < order.length; i++) {
            outcomes[order[i]] = answered.get(i);
        }
        return List.of(outcomes);
    }

    private List<Outcome> leaseAll(Connection connection, List<Request> requests) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                select l.refusal, l.assignment_id, l.item, l.leased_until, l.item_key, l.fields, l.metadata,
                    l.schema_version, l.guideline_version, l.small, l.standing, l.secret, l.stage,
                    l.draft_source, l.draft_answers,
                    case when r.holding <> '' then array(
                        select a.id from assignment a
                        where a.id = any (string_to_array(r.holding, ',')::uuid[]) and a.member_id = r.member and in_bin(a.item_id)) end
                from unnest(?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::boolean[])
                        with ordinality as r (project, member, holding, standing, stages, hide_gold, n)
                cross join lateral lease_next(r.project, r.member, string_to_array(r.holding, ',')::uuid[],
                    string_to_array(r.standing, ',')::int[], string_to_array(r.stages, ',')::stage[], r.hide_gold) l
                order by r.n
                """)) {
            BatchColumns columns = new BatchColumns(connection, statement);
            columns.add("bigint", requests, Request::project);
            columns.add("bigint", requests, Request::member);
            columns.add(
                    "text",
                    requests,
                    r -> r.holding().stream().map(UUID::toString).collect(Collectors.joining(",")));
            columns.add(
                    "text",
                    requests,
                    r -> r.standing().stored().stream().map(String::valueOf).collect(Collectors.joining(",")));
            columns.add("text", requests, r -> r.offer().stored());
            columns.add("boolean", requests, r -> r.offer().hideGold());
            List<Outcome> outcomes = new ArrayList<>(requests.size());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String refusal = row.getString(1);
                    outcomes.add(new Outcome(
                            refusal,
                            refusal != null ? null : read(row),
                            row.getBoolean(10),
                            standing(row),
                            row.getString(12),
                            ids(row.getArray(16))));
                }
            }
            return outcomes;
        }
    }

    private static List<UUID> ids(@Nullable Array ids) throws SQLException {
        return ids == null ? List.of() : List.of((UUID[]) ids.getArray());
    }

    private Assignment read(ResultSet row) throws SQLException {
        return new Assignment(
                row.getObject(2, UUID.class),
                new AssignedItem(row.getString(3), row.getString(5), values(row.getString(6)), texts(row.getString(7))),
                row.getString(13),
                row.getString(14) == null ? null : new Draft(row.getString(14), values(row.getString(15))),
                row.getTimestamp(4).toInstant(),
                row.getInt(8),
                row.getInt(9));
    }

    /** Absent where the project hands out nothing. */
    private static List<Integer> standing(ResultSet row) throws SQLException {
        Array standing = row.getArray(11);
        return standing == null ? List.of() : List.of((Integer[]) standing.getArray());
    }

    private static Map<String, JsonNode> values(@Nullable String document) {
        return document == null ? Map.of() : ExactJson.values(ExactJson.read(document));
    }

    private Map<String, String> texts(@Nullable String document) {
        return document == null ? Map.of() : json.readValue(document, STRINGS);
    }

    /** Long items are read one by one, a few at a time: a batch of them would be sixty-four in memory at once. */
    private Assignment withTexts(Assignment lease) {
        atOnce.acquireUninterruptibly();
        try {
            AssignedItem item = sql.sql("""
                    select i.fields, shown_metadata(i.metadata, p.shows_metadata)
                    from assignment a join item i on i.id = a.item_id join project p on p.id = a.project_id
                    where a.id = ?
                    """)
                    .param(lease.id())
                    .query((row, number) -> new AssignedItem(
                            lease.item().id(), lease.item().key(), values(row.getString(1)), texts(row.getString(2))))
                    .single();
            return new Assignment(
                    lease.id(),
                    item,
                    lease.stage(),
                    lease.draft(),
                    lease.leasedUntil(),
                    lease.schemaVersion(),
                    lease.guidelineVersion());
        } finally {
            atOnce.release();
        }
    }

    /**
     * Prolongs a lease; one that has expired meanwhile is taken again if its place is still free and the person holds
     * fewer than three.
     *
     * @throws Problem assignment_unknown, lease_lost, item_in_bin, too_many_leases, member_removed, project_deleted
     */
    Instant keep(UUID assignment, UUID account) {
        record Kept(@Nullable String refusal, @Nullable Instant until) {}
        Kept kept = sql.sql("select refusal, leased_until from keep_lease(?, ?)")
                .params(assignment, account)
                .query((row, number) -> new Kept(
                        row.getString(1),
                        row.getTimestamp(2) == null ? null : row.getTimestamp(2).toInstant()))
                .single();
        if (kept.refusal() != null) {
            throw refused(kept.refusal());
        }
        if (kept.until() == null) {
            throw new IllegalStateException("a kept lease without an end");
        }
        return kept.until();
    }

    /** @throws Problem assignment_unknown, member_removed */
    void release(UUID assignment, UUID account) {
        int released = sql.sql("""
                update assignment a set state = 'released' from member m
                where a.id = ? and m.id = a.member_id and m.account_id = ? and a.state = 'leased' and m.removed_at is null
                """).params(assignment, account).update();
        if (released > 0) {
            return;
        }
        boolean removed = sql.sql("""
                select m.removed_at is not null from assignment a join member m on m.id = a.member_id
                where a.id = ? and m.account_id = ?
                """)
                .params(assignment, account)
                .query(Boolean.class)
                .optional()
                .orElseThrow(AssignmentQueue::unknown);
        if (removed) {
            throw refused("member_removed");
        }
    }

    public static Problem unknown() {
        return Problem.notFound("assignment_unknown", "You have no such assignment.");
    }

    /** @param refusal what a function of the database said instead of doing it */
    public static Problem refused(String refusal) {
        return switch (refusal) {
            case "unknown" -> unknown();
            case "too_many_leases" ->
                Problem.conflict(
                        "too_many_leases",
                        "Three items are waiting for your answer already.",
                        "Answer or give back one of them first.");
            case "lease_lost" ->
                Problem.conflict(
                        "lease_lost",
                        "The lease ran out, and the item has gone to somebody else in the meantime.",
                        "Go on with the next item.");
            case "item_in_bin" ->
                Problem.conflict(
                        "item_in_bin",
                        "The item was deleted to the bin meanwhile, so nothing was changed; an answer was not taken.",
                        "Go on with the next item. Should it be restored, the answer can be sent once more.");
            case "answer_taken_out" ->
                Problem.conflict(
                        "answer_taken_out",
                        "Whoever runs the project has taken your answers to this item out: they count no more, and it was not changed.",
                        "Go on with the next item, or ask a manager of the project.");
            case "member_removed" ->
                Problem.of(
                        HttpStatus.FORBIDDEN,
                        "member_removed",
                        "You are no longer a member of this project, so nothing was changed; an answer was not taken.",
                        "Ask a manager of the project to invite you again, then send it once more.");
            case "project_deleted" ->
                Problem.conflict(
                        "project_deleted",
                        "The project was deleted, so the answer was not taken.",
                        "Ask an owner of the project to bring it back, then send it once more.");
            case "save_id_reused" ->
                Problem.conflict(
                        "save_id_reused",
                        "Another answer was saved under this saveId before; it was not changed.",
                        "Send each answer with a saveId of its own.");
            default -> throw new IllegalStateException("unknown refusal " + refusal);
        };
    }

    /** Abandoned leases go back into the queue by the database's clock, whichever server notices first. */
    @Scheduled(fixedDelay = 15_000)
    void releaseExpired() {
        try {
            sql.sql("select release_expired(null)").query(Integer.class).single();
        } catch (org.springframework.dao.DataAccessException e) {
            LOG.warn("abandoned leases could not be released: {}", e.getMessage());
        }
    }
}
