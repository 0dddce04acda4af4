package dev.cupel.server.annotation;

import dev.cupel.engine.answer.Answer;
import dev.cupel.formats.nativeform.ExactJson;
import dev.cupel.formats.nativeform.FindingList;
import dev.cupel.formats.nativeform.SpanUnit;
import dev.cupel.server.assignment.AssignmentQueue;
import dev.cupel.server.assignment.LeasedProjects;
import dev.cupel.server.platform.BatchColumns;
import dev.cupel.server.platform.GroupCommit;
import dev.cupel.server.platform.watch.GroupSizes;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.platform.web.Range;
import dev.cupel.server.project.Placing;
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
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Saves answers: checked against the schema, appended, acknowledged only after the commit, once however often sent. */
@Component
public class Annotations {
    static final int MAX_TEXT = 4000;
    static final int MAX_ACTIVE_MS = 24 * 3600 * 1000;

    private final JdbcTemplate jdbc;
    private final Projects projects;
    private final LeasedProjects leasedProjects;
    /** By project the newest schema version that a save has met: the database says when there is a newer one. */
    private final Map<Long, Integer> newestSeen = new ConcurrentHashMap<>();
    /** One batch at a time: two that touch the same items in different order could block each other. */
    private final GroupCommit<Save, Outcome> saving;

    Annotations(JdbcTemplate jdbc, Projects projects, LeasedProjects leasedProjects, GroupSizes sizes) {
        this.jdbc = jdbc;
        this.projects = projects;
        this.leasedProjects = leasedProjects;
        this.saving = new GroupCommit<>(this::saveAll, 64, 1, sizes.of("save"));
    }

    /**
     * What a client sends to save one annotation.
     *
     * @param saveId the client's own name of this answer: sent again, the same answer is saved once
     * @param unit what offsets of spans count: {@code utf16}, as the browser does and as is taken if it is left out, or
     *     {@code code_points}
     * @param schemaVersion the version that was on screen; the answers must fit the newest one, which may ask more
     * @param baseRevision the revision the client has seen, 0 for none; if another one is in force, the answer is refused
     *     rather than put in front of it. Absent: whatever is in force is replaced
     */
    public record SaveRequest(
            UUID saveId,
            String outcome,
            JsonNode answers,
            @Nullable String unit,
            @Nullable Boolean ambiguous,
            @Nullable String comment,
            @Nullable String skipReason,
            Integer activeMs,
            Integer schemaVersion,
            Integer guidelineVersion,
            @Nullable @Range(min = 0) Integer baseRevision) {}

    /** What is acknowledged: a committed row. */
    public record SaveResult(long annotationId, int revision, Instant savedAt) {}

    /** @param checked the newest version of the schema that the answers were checked against */
    private record Save(
            UUID assignment, UUID account, SaveRequest request, String answers, int checked, List<Stored> stored) {}

    /** @param revision the one in force, if the save was refused because of it */
    private record Outcome(
            @Nullable String refusal,
            int revision,
            @Nullable SaveResult result) {}

    /**
     * @throws Problem assignment_unknown, answers_invalid and answers_outdated naming each question, lease_lost, item_in_bin,
     *     save_id_reused, newer_answer, revision_unknown, member_removed, project_deleted
     */
    SaveResult save(UUID assignment, UUID account, SaveRequest request) {
        long project = leasedProjects.projectOf(assignment).orElseThrow(AssignmentQueue::unknown);
        List<Problem.Detail> problems = check(request);
        if (!problems.isEmpty()) {
            throw Problem.invalid("answers_invalid", "The annotation cannot be saved like this.", problems);
        }
        // Also where nothing is answered: a version that never was is a mistake of the client.
        projects.schema(project, request.schemaVersion());
        boolean submitted = request.outcome().equals("submitted");
        int checked = Math.max(request.schemaVersion(), newestSeen.getOrDefault(project, 0));
        while (true) {
            // Whichever version was on screen: questions that came later may be answered, and must be where they are
            // required.
            SchemaCodes newest = projects.schema(project, checked);
            SchemaCodes.Read read = submitted ? read(newest, assignment, request) : SchemaCodes.Read.NOTHING;
            List<Problem.Detail> misfits =
                    read.findings().stream().map(Problem.Detail::of).toList();
            if (!misfits.isEmpty()) {
                int inForce = projects.settings(project).schemaVersion();
                if (inForce != checked) {
                    checked = inForce;
                    newestSeen.merge(project, checked, Math::max);
                    continue;
                }
                refuseUnlessSaved(assignment, request, checked, misfits);
            }
            List<Stored> stored = misfits.isEmpty() ? stored(newest, read.answers()) : List.of();
            String answers = newest.write(read.answers()).toString();
            Outcome outcome = saving.submit(new Save(assignment, account, request, answers, checked, stored));
            SaveResult result = outcome.result();
            if (result != null) {
                return result;
            }
            String refusal = outcome.refusal() == null ? "unknown" : outcome.refusal();
            Integer base = request.baseRevision();
            switch (refusal) {
                case "schema_moved" -> {
                    // Versions only grow, so this comes to an end.
                    checked = projects.settings(project).schemaVersion();
                    newestSeen.merge(project, checked, Math::max);
                }
                case "newer_answer" -> {
                    if (base != null && base > outcome.revision()) {
                        throw Problem.invalid(
                                        "revision_unknown",
                                        "baseRevision",
                                        "there is no revision " + base + " of this answer; the newest is "
                                                + outcome.revision(),
                                        "send the revision that was on screen, 0 for none")
                                .with("revision", outcome.revision());
                    }
                    throw Problem.conflict(
                                    "newer_answer",
                                    "A newer answer to this item is there already; it was not replaced.",
                                    "Compare the two, then send this one on top of it or drop it.")
                            .with("revision", outcome.revision());
                }
                default -> throw AssignmentQueue.refused(refusal);
            }
        }
    }

    private SchemaCodes.Read read(SchemaCodes newest, UUID assignment, SaveRequest request) {
        SpanUnit unit = Placing.unit(request.unit());
        SchemaCodes.Read read = newest.read(request.answers());
        if (!Placing.needsText(read.answers())) {
            return read;
        }
        FindingList findings = new FindingList();
        read.findings().forEach(findings::add);
        Map<String, Answer> placed = Placing.answers(newest, read.answers(), fields(assignment), unit, findings);
        return new SchemaCodes.Read(placed, findings.all());
    }

    private Map<String, JsonNode> fields(UUID assignment) {
        return jdbc
                .query(
                        "select i.fields from assignment a join item i on i.id = a.item_id where a.id = ?",
                        (row, number) -> ExactJson.values(ExactJson.read(row.getString(1))),
                        assignment)
                .stream()
                .findFirst()
                .orElseThrow(AssignmentQueue::unknown);
    }

    private static List<Stored> stored(SchemaCodes newest, Map<String, Answer> answers) {
        return answers.entrySet().stream()
                .map(answer -> newest.store(answer.getKey(), answer.getValue()))
                .toList();
    }

    /**
     * What was taken while it fitted is acknowledged again by the database.
     *
     * @throws Problem answers_invalid, or answers_outdated if the schema has moved on since the item was loaded
     */
    private void refuseUnlessSaved(UUID assignment, SaveRequest request, int inForce, List<Problem.Detail> misfits) {
        if (request.schemaVersion() == inForce) {
            throw Problem.invalid("answers_invalid", "The answers do not fit the schema.", misfits);
        }
        if (!isSaved(assignment, request.saveId())) {
            throw Problem.invalid(
                    "answers_outdated",
                    "The questions have changed since the item was loaded, and the answers no longer fit.",
                    misfits);
        }
    }

    private boolean isSaved(UUID assignment, UUID save) {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "select exists (select 1 from annotation where assignment_id = ? and save_id = ?)",
                Boolean.class,
                assignment,
                save));
    }

    private static List<Problem.Detail> check(SaveRequest request) {
        List<Problem.Detail> problems = new ArrayList<>();
        if (request.saveId() == null) {
            problems.add(new Problem.Detail("saveId", "is missing", "send a fresh UUID with each answer"));
        }
        if (request.answers() == null) {
            problems.add(new Problem.Detail("answers", "is missing", "send {question: answer}"));
        }
        boolean skipped = "skipped".equals(request.outcome());
        if (!skipped && !"submitted".equals(request.outcome())) {
            problems.add(new Problem.Detail("outcome", "unknown outcome", "use submitted or skipped"));
        }
        if (skipped && (request.skipReason() == null || request.skipReason().isBlank())) {
            problems.add(new Problem.Detail("skipReason", "a skip needs its reason", "say in a few words why"));
        }
        if (!skipped && request.skipReason() != null && !request.skipReason().isBlank()) {
            problems.add(new Problem.Detail(
                    "skipReason",
                    "an answer that is submitted is not skipped",
                    "leave it out, or send outcome skipped"));
        }
        if (skipped && request.answers() != null && !request.answers().isEmpty()) {
            problems.add(
                    new Problem.Detail("answers", "what is skipped has no answers", "send {}, or outcome submitted"));
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
                select refusal, annotation_id, revision, saved_at
                from save_annotations(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                order by n
                """)) {
            BatchColumns columns = new BatchColumns(connection, statement);
            columns.add("uuid", saves, Save::assignment);
            columns.add("uuid", saves, Save::account);
            columns.add("uuid", saves, s -> s.request().saveId());
            columns.add("text", saves, s -> s.request().outcome());
            columns.add("text", saves, Save::answers);
            columns.add("boolean", saves, s -> Boolean.TRUE.equals(s.request().ambiguous()));
            columns.add("text", saves, s -> blankToNull(s.request().comment()));
            columns.add("text", saves, s -> blankToNull(s.request().skipReason()));
            columns.add("int", saves, s -> s.request().activeMs());
            columns.add("int", saves, s -> s.request().schemaVersion());
            columns.add("int", saves, s -> s.request().guidelineVersion());
            columns.add("int", saves, s -> s.request().baseRevision());
            columns.add("int", saves, Save::checked);
            addVotes(columns, saves);
            List<Outcome> outcomes = new ArrayList<>(saves.size());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String refusal = row.getString(1);
                    outcomes.add(new Outcome(
                            refusal,
                            row.getInt(3),
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

    /** All answers one after the other, and of which save each is. */
    private static void addVotes(BatchColumns columns, List<Save> saves) throws SQLException {
        List<Integer> save = new ArrayList<>();
        List<Stored> votes = new ArrayList<>();
        for (int i = 0; i < saves.size(); i++) {
            for (Stored vote : saves.get(i).stored()) {
                save.add(i + 1);
                votes.add(vote);
            }
        }
        columns.add("int", save, number -> number);
        columns.add("smallint", votes, Stored::question);
        columns.add("smallint", votes, Stored::option);
        columns.add("float8", votes, Stored::number);
        columns.add("text", votes, Stored::optionsLiteral);
        columns.add("text", votes, Stored::value);
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
