package dev.cupel.server.annotation;

import dev.cupel.engine.schema.Answer;
import dev.cupel.server.assignment.AssignmentQueue;
import dev.cupel.server.assignment.LeasedProjects;
import dev.cupel.server.platform.GroupCommit;
import dev.cupel.server.platform.watch.GroupSizes;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.project.Projects;
import dev.cupel.server.project.SchemaCodes;
import dev.cupel.server.project.SchemaCodes.Stored;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Saves answers: checked against the schema, appended, acknowledged only after the commit, once however often sent. */
@Component
public class Annotations {
    private static final int MAX_TEXT = 4000;
    private static final int MAX_ACTIVE_MS = 24 * 3600 * 1000;

    private final JdbcTemplate jdbc;
    private final Projects projects;
    private final LeasedProjects leasedProjects;
    private final JsonMapper json;
    /** One batch at a time: two that touch the same items in different order could block each other. */
    private final GroupCommit<Save, Outcome> saving;

    Annotations(JdbcTemplate jdbc, Projects projects, LeasedProjects leasedProjects, JsonMapper json, GroupSizes sizes) {
        this.jdbc = jdbc;
        this.projects = projects;
        this.leasedProjects = leasedProjects;
        this.json = json;
        this.saving = new GroupCommit<>(this::saveAll, 64, 1, sizes.of("save"));
    }

    /** What a client sends to save one annotation. */
    public record SaveRequest(
            UUID saveId,
            String outcome,
            JsonNode answers,
            @Nullable Boolean ambiguous,
            @Nullable String comment,
            @Nullable String skipReason,
            int activeMs,
            int schemaVersion,
            int guidelineVersion) {}

    /** What is acknowledged: a committed row. */
    public record SaveResult(long annotationId, int revision, Instant savedAt) {}

    private record Save(UUID assignment, UUID account, SaveRequest request, String answers, List<Stored> stored) {}

    private record Outcome(
            @Nullable String refusal, @Nullable SaveResult result) {}

    /**
     * @throws Problem assignment_unknown, answers_invalid naming each question, lease_lost
     */
    SaveResult save(UUID assignment, UUID account, SaveRequest request) {
        long project = leasedProjects.projectOf(assignment).orElseThrow(AssignmentQueue::unknown);
        List<Problem.Detail> problems = check(request);
        if (!problems.isEmpty()) {
            throw Problem.invalid("answers_invalid", "The annotation cannot be saved like this.", problems);
        }
        SchemaCodes schema = projects.schema(project, request.schemaVersion());
        List<Stored> stored = new ArrayList<>();
        String answers = "{}";
        if (request.outcome().equals("submitted")) {
            Map<String, Answer> read = schema.read(request.answers());
            read.forEach((question, answer) -> stored.add(schema.store(question, answer)));
            answers = json.writeValueAsString(request.answers());
        }
        Outcome outcome = saving.submit(new Save(assignment, account, request, answers, stored));
        if ("lease_lost".equals(outcome.refusal())) {
            throw AssignmentQueue.leaseLost();
        }
        SaveResult result = outcome.result();
        if (result == null) {
            throw AssignmentQueue.unknown();
        }
        return result;
    }

    private static List<Problem.Detail> check(SaveRequest request) {
        List<Problem.Detail> problems = new ArrayList<>();
        boolean skipped = request.outcome().equals("skipped");
        if (!skipped && !request.outcome().equals("submitted")) {
            problems.add(new Problem.Detail("outcome", "unknown outcome", "use submitted or skipped"));
        }
        if (skipped && (request.skipReason() == null || request.skipReason().isBlank())) {
            problems.add(new Problem.Detail("skipReason", "a skip needs its reason", "say in a few words why"));
        }
        checkLength("comment", request.comment(), problems);
        checkLength("skipReason", request.skipReason(), problems);
        if (request.activeMs() < 0 || request.activeMs() > MAX_ACTIVE_MS) {
            problems.add(new Problem.Detail("activeMs", "out of range", "send milliseconds, at most a day"));
        }
        return problems;
    }

    private static void checkLength(String where, @Nullable String text, List<Problem.Detail> problems) {
        if (text != null && text.length() > MAX_TEXT) {
            problems.add(new Problem.Detail(where, "over " + MAX_TEXT + " characters", "shorten it"));
        }
    }

    private List<Outcome> saveAll(List<Save> saves) {
        List<Outcome> outcomes = jdbc.execute((Connection connection) -> saveAll(connection, saves));
        return outcomes == null ? List.of() : outcomes;
    }

    private static List<Outcome> saveAll(Connection connection, List<Save> saves) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                select s.*
                from unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::boolean[], ?::text[], ?::text[],
                            ?::int[], ?::int[], ?::int[], ?::text[], ?::text[], ?::text[], ?::text[]) with ordinality
                     as r (assignment, account, save_id, outcome, answers, ambiguous, comment, skip_reason,
                           active_ms, schema, guideline, question, option, number, mask, n)
                cross join lateral save_annotation(
                    r.assignment, r.account, r.save_id, r.outcome, r.answers::jsonb, r.ambiguous, r.comment,
                    r.skip_reason, r.active_ms, r.schema, r.guideline,
                    string_to_array(r.question, ',')::smallint[], string_to_array(r.option, ',', '')::smallint[],
                    string_to_array(r.number, ',', '')::double precision[], string_to_array(r.mask, ',', '')::bigint[]) s
                order by r.n
                """)) {
            Columns columns = new Columns(connection, statement, saves);
            columns.add("uuid", Save::assignment);
            columns.add("uuid", Save::account);
            columns.add("uuid", s -> s.request().saveId());
            columns.add("text", s -> s.request().outcome());
            columns.add("text", Save::answers);
            columns.add("boolean", s -> Boolean.TRUE.equals(s.request().ambiguous()));
            columns.add("text", s -> blankToNull(s.request().comment()));
            columns.add("text", s -> blankToNull(s.request().skipReason()));
            columns.add("int", s -> s.request().activeMs());
            columns.add("int", s -> s.request().schemaVersion());
            columns.add("int", s -> s.request().guidelineVersion());
            columns.add("text", s -> joined(s.stored(), Stored::question));
            columns.add("text", s -> joined(s.stored(), Stored::option));
            columns.add("text", s -> joined(s.stored(), Stored::number));
            columns.add("text", s -> joined(s.stored(), Stored::mask));
            List<Outcome> outcomes = new ArrayList<>(saves.size());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String refusal = row.getString(1);
                    outcomes.add(new Outcome(
                            refusal,
                            refusal != null
                                    ? null
                                    : new SaveResult(
                                            row.getLong(2),
                                            row.getInt(3),
                                            row.getTimestamp(4).toInstant())));
                }
            }
            return outcomes;
        }
    }

    /** Sets one array parameter after the other, each a column of the batch. */
    private static final class Columns {
        private final Connection connection;
        private final PreparedStatement statement;
        private final List<Save> saves;
        private int next = 1;

        Columns(Connection connection, PreparedStatement statement, List<Save> saves) {
            this.connection = connection;
            this.statement = statement;
            this.saves = saves;
        }

        void add(String type, Function<Save, @Nullable Object> value) throws SQLException {
            @Nullable Object[] values = new @Nullable Object[saves.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = value.apply(saves.get(i));
            }
            statement.setArray(next++, connection.createArrayOf(type, values));
        }
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    private static String joined(List<Stored> stored, Function<Stored, @Nullable Object> value) {
        return stored.stream()
                .map(s -> {
                    Object v = value.apply(s);
                    return v == null ? "" : v.toString();
                })
                .collect(Collectors.joining(","));
    }
}
