package dev.cupel.server.assignment;

import dev.cupel.server.platform.GroupCommit;
import dev.cupel.server.platform.watch.GroupSizes;
import dev.cupel.server.platform.web.Problem;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Hands out leases. The choice itself is {@code lease_next} in the database: it keeps the overlap, never gives an item
 * twice to one person, and skips rows that others hold, for any number of servers.
 */
@Component
public class AssignmentQueue {
    private static final Logger LOG = LoggerFactory.getLogger(AssignmentQueue.class);
    private static final TypeReference<Map<String, String>> STRINGS = new TypeReference<>() {};

    /** Items with at most so many bytes of text come with their lease. */
    private static final int SMALL_BYTES = 64 << 10;

    private final Semaphore atOnce = new Semaphore(4);
    private final JdbcTemplate jdbc;
    private final JdbcClient sql;
    private final JsonMapper json;
    private final LeasedProjects leasedProjects;
    private final GroupCommit<Request, Outcome> leasing;

    AssignmentQueue(JdbcTemplate jdbc, JdbcClient sql, JsonMapper json, LeasedProjects leasedProjects, GroupSizes sizes) {
        this.jdbc = jdbc;
        this.sql = sql;
        this.json = json;
        this.leasedProjects = leasedProjects;
        this.leasing = new GroupCommit<>(this::leaseAll, 64, 2, sizes.of("lease"));
    }

    private record Request(long project, long member, List<UUID> holding) {}

    /** @param whole whether the assignment's item has its texts already */
    private record Outcome(
            @Nullable String refusal, @Nullable Assignment assignment, boolean whole) {}

    public record AssignedItem(long id, String key, Map<String, String> fields, Map<String, String> metadata) {}

    /** A lease as its labeler sees it; whether it is gold is not told. */
    public record Assignment(
            UUID id, AssignedItem item, Instant leasedUntil, int schemaVersion, int guidelineVersion) {}

    /**
     * @param holding leases this client has on screen already
     * @return another lease, or empty if nothing is left for this person
     * @throws Problem too_many_leases
     */
    Optional<Assignment> next(long project, long member, List<UUID> holding) {
        Outcome outcome = leasing.submit(new Request(project, member, holding));
        if ("too_many_leases".equals(outcome.refusal())) {
            throw Problem.conflict(
                    "too_many_leases",
                    "Three items are waiting for your answer already.",
                    "Answer or give back one of them first.");
        }
        Assignment assignment = outcome.assignment();
        if (assignment != null && !outcome.whole()) {
            assignment = withTexts(assignment);
        }
        if (assignment != null) {
            leasedProjects.remember(assignment.id(), project);
        }
        return Optional.ofNullable(assignment);
    }

    /** @return whether some item of the project still waits for somebody's answer, leased ones included */
    boolean anyLeft(long project) {
        return sql.sql("""
                select exists (select 1 from queue where project_id = :p and taken < wanted)
                    or exists (select 1 from item_state where project_id = :p and status in (0, 1) and not gold)
                """).param("p", project).query(Boolean.class).single();
    }

    private List<Outcome> leaseAll(List<Request> requests) {
        List<Outcome> outcomes = jdbc.execute((Connection connection) -> leaseAll(connection, requests));
        return outcomes == null ? List.of() : outcomes;
    }

    private List<Outcome> leaseAll(Connection connection, List<Request> requests) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                select l.refusal, l.assignment_id, l.item_id, l.leased_until, l.item_key,
                    case when t.small then l.fields end, case when t.small then l.metadata end,
                    l.schema_version, l.guideline_version
                from unnest(?::bigint[], ?::bigint[], ?::text[]) with ordinality as r (project, member, holding, n)
                cross join lateral lease_next(r.project, r.member, string_to_array(r.holding, ',')::uuid[]) l
                cross join lateral (select octet_length(l.fields::text) + octet_length(l.metadata::text)
                    <= %d as small) t
                order by r.n
                """.formatted(SMALL_BYTES))) {
            Array projects = connection.createArrayOf(
                    "bigint", requests.stream().map(Request::project).toArray());
            Array members = connection.createArrayOf(
                    "bigint", requests.stream().map(Request::member).toArray());
            Array holding = connection.createArrayOf(
                    "text",
                    requests.stream()
                            .map(r -> r.holding().stream().map(UUID::toString).collect(Collectors.joining(",")))
                            .toArray());
            statement.setArray(1, projects);
            statement.setArray(2, members);
            statement.setArray(3, holding);
            List<Outcome> outcomes = new ArrayList<>(requests.size());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String refusal = row.getString(1);
                    outcomes.add(new Outcome(refusal, refusal != null ? null : read(row), row.getString(6) != null));
                }
            }
            return outcomes;
        }
    }

    private Assignment read(ResultSet row) throws SQLException {
        return new Assignment(
                row.getObject(2, UUID.class),
                new AssignedItem(row.getLong(3), row.getString(5), texts(row.getString(6)), texts(row.getString(7))),
                row.getTimestamp(4).toInstant(),
                row.getInt(8),
                row.getInt(9));
    }

    private Map<String, String> texts(@Nullable String document) {
        return document == null ? Map.of() : json.readValue(document, STRINGS);
    }

    /** Long items are read one by one, a few at a time: a batch of them would be sixty-four in memory at once. */
    private Assignment withTexts(Assignment lease) {
        atOnce.acquireUninterruptibly();
        try {
            AssignedItem item = sql.sql("select id, key, fields, metadata from item where id = ?")
                    .param(lease.item().id())
                    .query((row, number) -> new AssignedItem(
                            row.getLong(1), row.getString(2), texts(row.getString(3)), texts(row.getString(4))))
                    .single();
            return new Assignment(
                    lease.id(), item, lease.leasedUntil(), lease.schemaVersion(), lease.guidelineVersion());
        } finally {
            atOnce.release();
        }
    }

    /**
     * Prolongs a lease; one that has expired meanwhile is taken again if its place is still free.
     *
     * @throws Problem assignment_unknown, lease_lost
     */
    Instant keep(UUID assignment, UUID account) {
        return sql.sql("""
                with kept as (
                    update assignment a set state = 'leased',
                        leased_until = clock_timestamp() + make_interval(mins => p.lease_minutes)
                    from project p, member m
                    where a.id = ? and p.id = a.project_id and m.id = a.member_id and m.account_id = ?
                      and m.removed_at is null
                      and (a.state = 'leased' or (a.state = 'released' and (a.kind = 'gold' or exists (
                          select 1 from queue q where q.item_id = a.item_id and q.taken < q.wanted))))
                    returning a.id, a.member_id, a.leased_until
                ), remembered as (
                    update queue_cursor c set held = c.held || k.id from kept k
                    where c.member_id = k.member_id and k.id <> all (c.held)
                )
                select leased_until from kept
                """)
                .params(assignment, account)
                .query((row, number) -> row.getTimestamp(1).toInstant())
                .optional()
                .orElseThrow(() -> known(assignment, account) ? leaseLost() : unknown());
    }

    void release(UUID assignment, UUID account) {
        int released = sql.sql("""
                update assignment a set state = 'released' from member m
                where a.id = ? and m.id = a.member_id and m.account_id = ? and a.state = 'leased'
                """).params(assignment, account).update();
        if (released == 0 && !known(assignment, account)) {
            throw unknown();
        }
    }

    private boolean known(UUID assignment, UUID account) {
        return sql.sql("""
                select exists (select 1 from assignment a join member m on m.id = a.member_id
                               where a.id = ? and m.account_id = ? and m.removed_at is null)
                """).params(assignment, account).query(Boolean.class).single();
    }

    public static Problem unknown() {
        return Problem.notFound("assignment_unknown", "You have no such assignment.");
    }

    public static Problem leaseLost() {
        return Problem.conflict(
                "lease_lost",
                "The lease ran out and others have answered this item in the meantime.",
                "Nothing more is needed here; go on with the next item.");
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
