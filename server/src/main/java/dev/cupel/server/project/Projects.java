package dev.cupel.server.project;

import dev.cupel.engine.Finding;
import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.answer.Input;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.answer.Schema;
import dev.cupel.formats.nativeform.ExactJson;
import dev.cupel.formats.nativeform.FindingList;
import dev.cupel.formats.nativeform.InputContent;
import dev.cupel.formats.nativeform.SchemaJson;
import dev.cupel.server.platform.web.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Projects with their versioned schema and guideline. */
@Component
public class Projects {
    /** Option ids that a question can have over all versions: so many numbers there are. */
    private static final int MOST_OPTIONS = Short.MAX_VALUE;
    /** Items that a new type of input is tried on. */
    private static final int LOOKED_AT = 100;

    private final JdbcClient sql;
    private final JsonMapper json;
    private final ApplicationEventPublisher events;
    private final ItemFields fields;
    private final AnswersGiven answers;
    private final SettingsHistory history;
    private final List<OptionsInUse> optionsInUse;
    private final ConcurrentHashMap<VersionKey, SchemaCodes> schemas = new ConcurrentHashMap<>();

    private record VersionKey(long project, int version) {}

    /**
     * What labelers see of an item besides the fields that the schema shows. Keys and metadata often tell the answer, or
     * which items are gold, so nothing is shown unless the project says so.
     *
     * @param key whether they see the key
     * @param metadata the columns they see
     */
    public record LabelersSee(boolean key, List<String> metadata) {}

    /** What changes rarely about a project. */
    public record Settings(
            long id,
            String key,
            String name,
            String description,
            short overlap,
            short goldEvery,
            boolean goldFeedback,
            boolean decisionFeedback,
            short repeatEvery,
            short repeatAfterHours,
            short draftsWithheldEvery,
            LabelersSee labelersSee,
            short leaseMinutes,
            int schemaVersion,
            int guidelineVersion,
            Instant createdAt,
            @Nullable Instant pausedAt,
            @Nullable Instant archivedAt,
            @Nullable Instant deletedAt) {}

    record Guideline(int version, String markdown, @Nullable String note, String author, Instant createdAt) {}

    Projects(
            JdbcClient sql,
            JsonMapper json,
            ApplicationEventPublisher events,
            ItemFields fields,
            AnswersGiven answers,
            SettingsHistory history,
            List<OptionsInUse> optionsInUse) {
        this.optionsInUse = optionsInUse;
        this.history = history;
        this.fields = fields;
        this.answers = answers;
        this.sql = sql;
        this.json = json;
        this.events = events;
    }

    public Settings settings(long project) {
        return sql.sql("""
                select id, key, name, description, overlap, gold_every, gold_feedback, decision_feedback, repeat_every, repeat_after_hours,
                       drafts_withheld_every, shows_key, shows_metadata, lease_minutes, schema_version, guideline_version, created_at,
                       paused_at, archived_at, deleted_at
                from project where id = ?
                """)
                .param(project)
                .query((row, number) -> new Settings(
                        row.getLong("id"),
                        row.getString("key"),
                        row.getString("name"),
                        row.getString("description"),
                        row.getShort("overlap"),
                        row.getShort("gold_every"),
                        row.getBoolean("gold_feedback"),
                        row.getBoolean("decision_feedback"),
                        row.getShort("repeat_every"),
                        row.getShort("repeat_after_hours"),
                        row.getShort("drafts_withheld_every"),
                        new LabelersSee(row.getBoolean("shows_key"), List.of((String[])
                                row.getArray("shows_metadata").getArray())),
                        row.getShort("lease_minutes"),
                        row.getInt("schema_version"),
                        row.getInt("guideline_version"),
                        row.getTimestamp("created_at").toInstant(),
                        instant(row, "paused_at"),
                        instant(row, "archived_at"),
                        instant(row, "deleted_at")))
                .single();
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    /** @return the schema in force, with its stable numbers */
    public SchemaCodes schema(long project) {
        return schema(
                project,
                sql.sql("select schema_version from project where id = ?")
                        .param(project)
                        .query(Integer.class)
                        .single());
    }

    /**
     * @return one version of the schema; versions never change, so they are kept
     * @throws Problem schema_version_unknown
     */
    public SchemaCodes schema(long project, int version) {
        VersionKey key = new VersionKey(project, version);
        SchemaCodes known = schemas.get(key);
        if (known == null) {
            known = load(project, version);
            schemas.put(key, known);
        }
        return known;
    }

    private SchemaCodes load(long project, int version) {
        String document = sql.sql("select document from project_schema where project_id = ? and version = ?")
                .params(project, version)
                .query(String.class)
                .optional()
                .orElseThrow(() -> Problem.invalid(
                                "schema_version_unknown",
                                "schemaVersion",
                                "the project has no schema version " + version,
                                "load the item again")
                        .with("version", version));
        Schema schema = SchemaJson.read(json.readTree(document), new FindingList());
        Map<String, Short> questions = new HashMap<>();
        Map<Short, List<String>> options = new HashMap<>();
        sql.sql("select number, question_id from question_code where project_id = ?")
                .param(project)
                .query(row -> {
                    questions.put(row.getString("question_id"), row.getShort("number"));
                });
        sql.sql("select question, option_id from option_code where project_id = ? order by question, number")
                .param(project)
                .query(row -> {
                    options.computeIfAbsent(row.getShort("question"), q -> new ArrayList<>())
                            .add(row.getString("option_id"));
                });
        return new SchemaCodes(version, schema, questions, options);
    }

    @Transactional
    long create(
            String name,
            @Nullable String wantedKey,
            String guideline,
            JsonNode document,
            @Nullable Integer overlap,
            @Nullable Integer goldEvery,
            @Nullable String settingsOf,
            UUID creator) {
        Schema schema = valid(document);
        ProjectChange.checkName(name);
        Problem.requireRange("overlap", overlap == null ? 3 : overlap, 1, 100);
        Problem.requireRange("goldEvery", goldEvery == null ? 10 : goldEvery, 0, 1000);
        String key = wantedKey != null && !wantedKey.isBlank() ? wantedKey.strip() : freeKey(name);
        if (!key.matches("[a-z0-9][a-z0-9-]{0,38}[a-z0-9]")) {
            throw Problem.invalid(
                            "key_invalid",
                            "key",
                            "'" + key + "' cannot stand in an address",
                            "use 2 to 40 small letters, digits and hyphens")
                    .with("key", key);
        }
        long project;
        try {
            project = sql.sql("""
                    insert into project (key, name, overlap, gold_every, schema_version, guideline_version, created_by)
                    values (?, ?, ?, ?, 1, 1, ?) returning id
                    """)
                    .params(
                            key,
                            name.strip(),
                            overlap == null ? 3 : overlap,
                            goldEvery == null ? 10 : goldEvery,
                            creator)
                    .query(Long.class)
                    .single();
        } catch (DuplicateKeyException e) {
            throw Problem.conflict("key_taken", "Another project has the key '" + key + "'.", "Choose another key.")
                    .with("key", key);
        }
        if (settingsOf != null) {
            takeSettings(project, settingsOf, overlap, goldEvery, creator);
        }
        checkOptionNumbers(project, schema);
        storeSchema(project, 1, schema, creator);
        storeGuideline(project, 1, guideline, null, creator);
        // A project that a program sets up belongs to the installation's owners too.
        sql.sql("""
                insert into member (project_id, account_id, role)
                select :project, a.id, 'owner' from account a
                where a.id = :creator
                   or (a.instance_owner and a.kind = 'person'
                       and exists (select 1 from account c where c.id = :creator and c.kind <> 'person'))
                """).param("project", project).param("creator", creator).update();
        return project;
    }

    private void takeSettings(
            long project, String key, @Nullable Integer overlap, @Nullable Integer goldEvery, UUID account) {
        long of = managed(key, account);
        sql.sql("""
                update project p
                set description = o.description, overlap = coalesce(:overlap, o.overlap), gold_every = coalesce(:gold, o.gold_every),
                    gold_feedback = o.gold_feedback,
                    decision_feedback = o.decision_feedback, repeat_every = o.repeat_every, repeat_after_hours = o.repeat_after_hours,
                    drafts_withheld_every = o.drafts_withheld_every, shows_key = o.shows_key, shows_metadata = o.shows_metadata,
                    lease_minutes = o.lease_minutes
                from project o where p.id = :project and o.id = :of
                """)
                .param("overlap", overlap, java.sql.Types.SMALLINT)
                .param("gold", goldEvery, java.sql.Types.SMALLINT)
                .param("project", project)
                .param("of", of)
                .update();
        events.publishEvent(new SettingsTaken(project, of));
    }

    /**
     * @return the project of that key, if the account manages it
     * @throws Problem project_unknown
     */
    public long managed(String key, UUID account) {
        return sql.sql("""
                select p.id from project p join member m on m.project_id = p.id
                where p.key = ? and p.deleted_at is null
                  and m.account_id = ? and m.removed_at is null and m.role in ('owner', 'manager')
                """)
                .params(key, account)
                .query(Long.class)
                .optional()
                .orElseThrow(() ->
                        Problem.notFound("project_unknown", "There is no project '" + key + "' that you manage."));
    }

    private String freeKey(String name) {
        String base = java.text.Normalizer.normalize(name, java.text.Normalizer.Form.NFD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\p{M}+", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+|-+$", "");
        String stem = base.length() < 2
                ? "project"
                : base.substring(0, Math.min(36, base.length())).replaceAll("-+$", "");
        for (int n = 1; ; n++) {
            String key = n == 1 ? stem : stem + "-" + n;
            boolean taken = sql.sql("select exists (select 1 from project where key = ?)")
                    .param(key)
                    .query(Boolean.class)
                    .single();
            if (!taken) {
                return key;
            }
        }
    }

    @Transactional
    void change(long project, ProjectChange change, UUID account) {
        change.check();
        sql.sql("select 1 from project where id = ? for update").param(project).query(row -> {});
        Settings before = settings(project);
        LabelersSee see = change.labelersSee();
        sql.sql("""
                update project set name = coalesce(:name, name), description = coalesce(:description, description),
                    overlap = coalesce(:overlap, overlap), gold_every = coalesce(:gold, gold_every),
                    lease_minutes = coalesce(:lease, lease_minutes), gold_feedback = coalesce(:feedback, gold_feedback),
                    decision_feedback = coalesce(:decisions, decision_feedback), shows_key = coalesce(:key, shows_key),
                    shows_metadata = coalesce(:metadata, shows_metadata), repeat_every = coalesce(:repeat, repeat_every),
                    repeat_after_hours = coalesce(:after, repeat_after_hours),
                    drafts_withheld_every = coalesce(:withheld, drafts_withheld_every),
                    paused_at = case when :paused is null then paused_at
                                     when :paused then coalesce(paused_at, clock_timestamp()) end
                where id = :id
                """)
                .param("name", stripped(change.name()), java.sql.Types.VARCHAR)
                .param("description", stripped(change.description()), java.sql.Types.VARCHAR)
                .param("overlap", change.overlap(), java.sql.Types.SMALLINT)
                .param("gold", change.goldEvery(), java.sql.Types.SMALLINT)
                .param("lease", change.leaseMinutes(), java.sql.Types.SMALLINT)
                .param("repeat", change.repeatEvery(), java.sql.Types.SMALLINT)
                .param("after", change.repeatAfterHours(), java.sql.Types.SMALLINT)
                .param("withheld", change.draftsWithheldEvery(), java.sql.Types.SMALLINT)
                .param("paused", change.paused(), java.sql.Types.BOOLEAN)
                .param("feedback", change.goldFeedback(), java.sql.Types.BOOLEAN)
                .param("decisions", change.decisionFeedback(), java.sql.Types.BOOLEAN)
                .param("key", see == null ? null : see.key(), java.sql.Types.BOOLEAN)
                .param("metadata", see == null ? null : see.metadata().toArray(String[]::new), java.sql.Types.ARRAY)
                .param("id", project)
                .update();
        history.record(project, account, said(before), said(settings(project)));
        // First, because leases lock people before places.
        if (change.goldEvery() != null && change.goldEvery() > 0 != before.goldEvery() > 0) {
            events.publishEvent(new GoldOrderChanged(project));
        }
        if (change.overlap() != null && change.overlap() != before.overlap()) {
            events.publishEvent(new OverlapChanged(project, before.overlap(), change.overlap()));
        }
    }

    /** What the history keeps, by the names that settings have in the API. */
    private static Map<String, ?> said(Settings settings) {
        return Map.ofEntries(
                Map.entry("name", settings.name()),
                Map.entry("description", settings.description()),
                Map.entry("overlap", settings.overlap()),
                Map.entry("goldEvery", settings.goldEvery()),
                Map.entry("goldFeedback", settings.goldFeedback()),
                Map.entry("decisionFeedback", settings.decisionFeedback()),
                Map.entry("repeatEvery", settings.repeatEvery()),
                Map.entry("repeatAfterHours", settings.repeatAfterHours()),
                Map.entry("draftsWithheldEvery", settings.draftsWithheldEvery()),
                Map.entry("labelersSee", settings.labelersSee()),
                Map.entry("leaseMinutes", settings.leaseMinutes()),
                Map.entry("paused", settings.pausedAt() != null));
    }

    /**
     * @param basedOn the version that the author changed; null for whichever is in force
     * @return what is odd about the new version, though it is in force
     * @throws Problem schema_moved_on, schema_invalid, schema_breaks_answers, schema_options_used_up
     */
    @Transactional
    List<Problem.Detail> changeSchema(long project, JsonNode document, @Nullable Integer basedOn, UUID author) {
        Schema schema = valid(document);
        int current = sql.sql("select schema_version from project where id = ? for update")
                .param(project)
                .query(Integer.class)
                .single();
        if (basedOn != null && basedOn != current) {
            throw Problem.conflict(
                            "schema_moved_on",
                            "Version " + current + " of the schema appeared while version " + basedOn
                                    + " was being changed.",
                            "Load the schema again and make your changes on top of it.")
                    .with("current", current)
                    .with("basedOn", basedOn);
        }
        SchemaCodes before = schema(project, current);
        List<Problem.Detail> breaks = breaks(project, before, schema);
        if (!breaks.isEmpty()) {
            throw new SchemaBreaks(breaks).problem();
        }
        checkOptionNumbers(project, schema);
        storeSchema(project, current + 1, schema, author);
        sql.sql("update project set schema_version = ? where id = ?")
                .params(current + 1, project)
                .update();
        history.record(project, author, Map.of("schema", current), Map.of("schema", current + 1));
        events.publishEvent(new SchemaChanged(project));
        List<Problem.Detail> odd = emptyInputs(project, before.schema(), schema);
        odd.addAll(unlikeInputs(project, before.schema(), schema));
        return odd;
    }

    /** Inputs of a new type whose field holds something else in items that are there: labelers would see it as JSON. */
    private List<Problem.Detail> unlikeInputs(long project, Schema before, Schema after) {
        List<Problem.Detail> odd = new ArrayList<>();
        for (int i = 0; i < after.inputs().size(); i++) {
            Input input = after.inputs().get(i);
            boolean known = before.inputs().stream()
                    .anyMatch(old -> old.field().equals(input.field()) && old.getClass() == input.getClass());
            FindingList wrong = new FindingList();
            int unlike = known ? 0 : unlike(project, input, wrong);
            if (unlike > 0) {
                Finding first = wrong.all().getFirst();
                odd.add(new Problem.Detail(
                        "inputs[" + i + "].type",
                        "of the first " + LOOKED_AT + " items " + unlike + " hold something else there; "
                                + first.where() + " " + first.what(),
                        "import the file again with " + input.content() + ", or choose another type"));
            }
        }
        return odd;
    }

    /** @return of how many of the first items the field cannot be shown */
    private int unlike(long project, Input input, FindingList wrong) {
        int unlike = 0;
        for (String value : fields.firstValues(project, input.field(), LOOKED_AT)) {
            FindingList here = new FindingList();
            InputContent.check(input, ExactJson.read(value), here);
            here.all().forEach(wrong::add);
            unlike += here.isEmpty() ? 0 : 1;
        }
        return unlike;
    }

    /**
     * Inputs that newly name a field that none of the items has. That may be meant: a file read afterwards brings what the
     * schema shows.
     */
    private List<Problem.Detail> emptyInputs(long project, Schema before, Schema after) {
        Set<String> known = new HashSet<>();
        before.inputs().forEach(input -> known.add(input.field()));
        List<Problem.Detail> odd = new ArrayList<>();
        for (int i = 0; i < after.inputs().size(); i++) {
            String field = after.inputs().get(i).field();
            if (known.add(field) && fields.noItemHas(project, field)) {
                odd.add(new Problem.Detail(
                        "inputs[" + i + "].field",
                        "no item has a field '" + field + "', so labelers see nothing there",
                        "import the file again if it has this column, or use one of " + fields.some(project)));
            }
        }
        return odd;
    }

    private record SchemaBreaks(List<Problem.Detail> details) {
        Problem problem() {
            return Problem.of(
                    org.springframework.http.HttpStatus.CONFLICT,
                    "schema_breaks_answers",
                    "Answers that exist would lose their meaning: "
                            + String.join(
                                    "; ",
                                    details.stream()
                                            .map(d -> d.where() + ": " + d.what())
                                            .toList()),
                    details.getFirst().fix());
        }
    }

    /** Options may be added, renamed in their title and reordered, and go if no answer has them; what has been answered must stay expressible. */
    private List<Problem.Detail> breaks(long project, SchemaCodes before, Schema after) {
        List<Problem.Detail> problems = new ArrayList<>();
        for (Question old : before.schema().questions()) {
            Question now = after.question(old.id()).orElse(null);
            if (!answers.to(project, before.number(old))) {
                if (now != null && now.getClass() == old.getClass()) {
                    lostOptions(project, before, old, now, problems);
                }
            } else if (now == null) {
                problems.add(
                        new Problem.Detail(old.id(), "the question has answers", "keep it, or start a new project"));
            } else if (now.getClass() != old.getClass()) {
                problems.add(new Problem.Detail(
                        old.id(), "the question would change its kind", "add a new question instead"));
            } else if (now instanceof Question.Rating n && old instanceof Question.Rating o) {
                if (n.min() > o.min() || n.max() < o.max()) {
                    problems.add(new Problem.Detail(old.id(), "the scale would shrink", "keep or widen it"));
                }
            } else if (now instanceof Question.Quantity n && old instanceof Question.Quantity o) {
                if (n.min().orElse(Double.NEGATIVE_INFINITY) > o.min().orElse(Double.NEGATIVE_INFINITY)
                        || n.max().orElse(Double.POSITIVE_INFINITY) < o.max().orElse(Double.POSITIVE_INFINITY)) {
                    problems.add(new Problem.Detail(old.id(), "the range would shrink", "keep or widen it"));
                }
            } else if (now instanceof Question.Marking n
                    && old instanceof Question.Marking o
                    && !n.marks().on().equals(o.marks().on())) {
                problems.add(new Problem.Detail(
                        old.id(),
                        "the answers lie in another input",
                        "keep 'on': " + o.marks().on()));
            } else if (now instanceof Question.Preference n
                    && old instanceof Question.Preference o
                    && !(n.left().equals(o.left()) && n.right().equals(o.right()))) {
                problems.add(new Problem.Detail(
                        old.id(),
                        "the answers compare other inputs",
                        "keep left: " + o.left() + " and right: " + o.right()));
            } else {
                lostOptions(project, before, old, now, problems);
            }
        }
        return problems;
    }

    /** Options of the version before that are gone, and that some answer, verified answer or decision has. */
    private void lostOptions(
            long project, SchemaCodes before, Question old, Question now, List<Problem.Detail> problems) {
        Set<String> kept = new HashSet<>();
        now.options().forEach(option -> kept.add(option.id()));
        List<String> numbered = before.everyOption(old);
        for (Question.Option option : old.options()) {
            short number = (short) numbered.indexOf(option.id());
            if (!kept.contains(option.id())
                    && optionsInUse.stream()
                            .anyMatch(room -> room.inUse(project, before.number(old), number, option.id()))) {
                problems.add(new Problem.Detail(
                        old.id(),
                        "the option '" + option.id() + "' would go",
                        "keep it; retitle it if it is misleading"));
            }
        }
    }

    /**
     * Numbers are never used again, so ids that a question ever had count, also those of versions before.
     *
     * @throws Problem schema_options_used_up
     */
    private void checkOptionNumbers(long project, Schema schema) {
        List<Problem.Detail> problems = new ArrayList<>();
        for (Question question : schema.questions()) {
            Set<String> ever = new HashSet<>(sql.sql("""
                    select o.option_id from option_code o join question_code q on q.project_id = o.project_id and q.number = o.question
                    where o.project_id = ? and q.question_id = ?
                    """)
                    .params(project, question.id())
                    .query(String.class)
                    .list());
            int before = ever.size();
            question.options().forEach(option -> ever.add(option.id()));
            if (ever.size() > MOST_OPTIONS && ever.size() > before) {
                problems.add(
                        new Problem.Detail(
                                "questions." + question.id(),
                                "with the options of earlier versions it would have had " + ever.size()
                                        + " option ids; " + MOST_OPTIONS + " are possible",
                                "use ids of options that were dropped again with new titles, or ask a new question with an id of its own"));
            }
        }
        if (!problems.isEmpty()) {
            throw Problem.invalid(
                    "schema_options_used_up", "A question has no numbers left for new options.", problems);
        }
    }

    private void storeSchema(long project, int version, Schema schema, UUID author) {
        sql.sql("insert into project_schema (project_id, version, document, created_by) values (?, ?, ?::jsonb, ?)")
                .params(project, version, SchemaJson.write(schema).toString(), author)
                .update();
        for (Question question : schema.questions()) {
            sql.sql("""
                    insert into question_code (project_id, number, question_id)
                    select :p, coalesce(max(number) + 1, 0), :q from question_code where project_id = :p
                    on conflict (project_id, question_id) do nothing
                    """).param("p", project).param("q", question.id()).update();
            for (Question.Option option : question.options()) {
                sql.sql("""
                        insert into option_code (project_id, question, number, option_id)
                        select :p, c.number, coalesce((select max(o.number) + 1 from option_code o
                            where o.project_id = :p and o.question = c.number), 0), :o
                        from question_code c where c.project_id = :p and c.question_id = :q
                          -- not left to "on conflict": the row would be checked first, and there may be no number left
                          and not exists (select 1 from option_code o
                              where o.project_id = :p and o.question = c.number and o.option_id = :o)
                        """)
                        .param("p", project)
                        .param("q", question.id())
                        .param("o", option.id())
                        .update();
            }
        }
    }

    List<Guideline> guidelines(long project) {
        return sql.sql("""
                select g.version, g.markdown, g.note, a.display_name as author, g.created_at
                from guideline g join account a on a.id = g.created_by
                where g.project_id = ? order by g.version desc
                """)
                .param(project)
                .query((row, number) -> new Guideline(
                        row.getInt("version"),
                        row.getString("markdown"),
                        row.getString("note"),
                        row.getString("author"),
                        row.getTimestamp("created_at").toInstant()))
                .list();
    }

    public String guidelineText(long project, int version) {
        return sql.sql("select markdown from guideline where project_id = ? and version = ?")
                .params(project, version)
                .query(String.class)
                .single();
    }

    /** @throws Problem guideline_moved_on if another version appeared since {@code basedOn} */
    @Transactional
    public int addGuideline(long project, String markdown, @Nullable String note, int basedOn, UUID author) {
        int current = sql.sql("select guideline_version from project where id = ? for update")
                .param(project)
                .query(Integer.class)
                .single();
        if (current != basedOn) {
            throw Problem.conflict(
                            "guideline_moved_on",
                            "Version " + current + " appeared while you were writing on version " + basedOn + ".",
                            "Look at the difference, then save on top of it.")
                    .with("current", current)
                    .with("basedOn", basedOn);
        }
        storeGuideline(project, current + 1, markdown, note, author);
        sql.sql("update project set guideline_version = ? where id = ?")
                .params(current + 1, project)
                .update();
        history.record(project, author, Map.of("guideline", current), Map.of("guideline", current + 1));
        return current + 1;
    }

    private void storeGuideline(long project, int version, String markdown, @Nullable String note, UUID author) {
        if (markdown.length() > 200_000) {
            throw Problem.invalid(
                    "guideline_too_long", "markdown", "over 200,000 characters", "split it or link to it");
        }
        sql.sql("insert into guideline (project_id, version, markdown, note, created_by) values (?, ?, ?, ?, ?)")
                .params(java.util.Arrays.asList(project, version, markdown, note, author))
                .update();
    }

    @Transactional
    void delete(long project, UUID account) {
        int changed = sql.sql("update project set deleted_at = now() where id = ? and deleted_at is null")
                .param(project)
                .update();
        if (changed > 0) {
            history.record(project, account, Map.of("binned", false), Map.of("binned", true));
        }
    }

    @Transactional
    void restore(long project, UUID account) {
        int changed = sql.sql("update project set deleted_at = null where id = ? and deleted_at is not null")
                .param(project)
                .update();
        if (changed > 0) {
            history.record(project, account, Map.of("binned", true), Map.of("binned", false));
        }
    }

    /** From now on nothing changes in the project, and nothing is handed out. */
    @Transactional
    void archive(long project, UUID account) {
        int changed = sql.sql("update project set archived_at = now() where id = ? and archived_at is null")
                .param(project)
                .update();
        if (changed > 0) {
            history.record(project, account, Map.of("archived", false), Map.of("archived", true));
        }
    }

    @Transactional
    void unarchive(long project, UUID account) {
        int changed = sql.sql("update project set archived_at = null where id = ? and archived_at is not null")
                .param(project)
                .update();
        if (changed > 0) {
            history.record(project, account, Map.of("archived", true), Map.of("archived", false));
        }
    }

    private static @Nullable String stripped(@Nullable String text) {
        return text == null ? null : text.strip();
    }

    private static Schema valid(JsonNode document) {
        FindingList findings = new FindingList();
        Schema schema = read(document, findings);
        if (!findings.isEmpty()) {
            throw Problem.invalid("schema_invalid", "The schema cannot be used like this.", details(findings.all()));
        }
        return schema;
    }

    /** @param findings takes all for which no project can have this schema */
    static Schema read(JsonNode document, FindingList findings) {
        Schema schema = SchemaJson.read(document, findings);
        for (int i = 0; i < schema.inputs().size(); i++) {
            Input input = schema.inputs().get(i);
            boolean served = switch (input) {
                case Input.Text shown -> true;
                case Input.Markdown shown -> true;
                case Input.Chat shown -> true;
                case Input.Table shown -> true;
                case Input.Image shown -> true;
                case Input.Html shown -> false;
                case Input.Media shown -> false;
                case Input.TimeSeries shown -> false;
                case Input.Completion shown -> false;
            };
            if (!served) {
                findings.add(
                        Code.UNKNOWN_NAME,
                        "inputs[" + i + "].type",
                        "'" + input.type() + "' cannot be shown yet",
                        "use text, markdown, chat, table or image");
            }
        }
        for (int i = 0; i < schema.questions().size(); i++) {
            Question question = schema.questions().get(i);
            boolean served = switch (question) {
                case Question.Closed q -> true;
                case Question.Text q -> true;
                case Question.Spans q -> true;
                case Question.Boxes q -> false;
                case Question.Masks q -> false;
                case Question.Segments q -> false;
                case Question.Polygons q -> false;
                case Question.Polylines q -> false;
                case Question.Keypoints q -> false;
                case Question.Tracks q -> false;
            };
            if (!served) {
                findings.add(
                        Code.UNKNOWN_NAME,
                        "questions[" + i + "].type",
                        question.kind() + " cannot be labeled yet",
                        "use choice, choices, rating, number, preference, text or spans");
            }
        }
        return schema;
    }

    static List<Problem.Detail> details(List<Finding> findings) {
        return findings.stream().map(Problem.Detail::of).toList();
    }
}
