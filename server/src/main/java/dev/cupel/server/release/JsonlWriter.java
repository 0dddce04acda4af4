package dev.cupel.server.release;

import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Question;
import dev.cupel.formats.nativeform.AnswerJson;
import dev.cupel.server.item.Items;
import dev.cupel.server.project.Placing;
import dev.cupel.server.project.SchemaCodes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One JSON object per item, all of one shape: there is no header line, so that whatever reads JSON lines reads it as a
 * table. Each consensus names its method; each annotation the versions it was made under.
 */
final class JsonlWriter implements ItemWriter {
    /** Method and version that a question's consensus comes from. */
    private record Method(String name, String version) {}

    private final JdbcClient snapshot;
    private final long project;
    private final SchemaCodes codes;
    private final Map<Short, Method> methods = new HashMap<>();
    private final Workers workers;
    /** Whether offsets have to be counted against the text. */
    private final boolean marked;
    /** Of the items at hand, if so. */
    private final Map<Long, Map<String, String>> fields = new HashMap<>();

    JsonlWriter(JdbcClient snapshot, long project, SchemaCodes codes) {
        this.snapshot = snapshot;
        this.project = project;
        this.codes = codes;
        this.marked = codes.schema().questions().stream().anyMatch(Question.Marking.class::isInstance);
        this.workers = Workers.of(snapshot, project);
        snapshot.sql("select question, method, version from quality_report where project_id = ?")
                .param(project)
                .query(row -> {
                    methods.put(row.getShort(1), new Method(row.getString(2), row.getString(3)));
                });
    }

    @Override
    public void begin(StringBuilder text) {}

    @Override
    public int write(ItemRange range, StringBuilder text) {
        Map<Long, List<Answers.Best>> best = Answers.best(snapshot, codes, range);
        Map<Long, List<SchemaCodes.Answered>> gold = Answers.gold(snapshot, codes, range);
        fields.clear();
        if (marked) {
            range.items().forEach(item -> fields.put(item.id(), item.fieldsByName()));
        }
        Map<Long, StringBuilder> decisions = decisions(range);
        Map<Long, StringBuilder> annotations = annotations(range);
        for (ItemRange.Item item : range.items()) {
            text.append("{\"id\":").append(item.id()).append(",\"key\":");
            string(text, item.key());
            text.append(",\"fields\":").append(item.fields());
            text.append(",\"metadata\":").append(item.metadata());
            text.append(",\"unit\":\"code_points\"");
            text.append(",\"status\":\"")
                    .append(Items.Status.of(item.status()).json())
                    .append('"');
            text.append(",\"createdAt\":\"").append(item.createdAt()).append('"');
            text.append(",\"consensus\":{");
            best(text, best.getOrDefault(item.id(), List.of()), item.id());
            text.append("},\"gold\":{");
            gold(text, gold.getOrDefault(item.id(), List.of()), item.id());
            text.append("},\"adjudications\":[");
            append(text, decisions.get(item.id()));
            text.append("],\"annotations\":[");
            append(text, annotations.get(item.id()));
            text.append("]}\n");
        }
        return range.items().size();
    }

    private void best(StringBuilder text, List<Answers.Best> answers, long item) {
        boolean first = true;
        for (Answers.Best answer : answers) {
            first = comma(text, first);
            string(text, answer.known().question().id());
            text.append(":{\"value\":").append(inFile(answer.known(), item));
            text.append(",\"source\":\"").append(answer.source().json()).append('"');
            number(text, "probability", answer.probability());
            number(text, "disagreement", answer.disagreement());
            Method method = methods.get(codes.number(answer.known().question()));
            if (answer.source() == Items.Source.CONSENSUS && method != null) {
                text.append(",\"method\":");
                string(text, method.name());
                text.append(",\"methodVersion\":");
                string(text, method.version());
            }
            if (!answer.posterior().isEmpty()) {
                text.append(",\"posterior\":{");
                boolean firstOption = true;
                for (Map.Entry<String, Float> option : answer.posterior().entrySet()) {
                    firstOption = comma(text, firstOption);
                    string(text, option.getKey());
                    text.append(':').append(option.getValue().floatValue());
                }
                text.append('}');
            }
            text.append('}');
        }
    }

    private void gold(StringBuilder text, List<SchemaCodes.Answered> answers, long item) {
        boolean first = true;
        for (SchemaCodes.Answered answer : answers) {
            first = comma(text, first);
            string(text, answer.question().id());
            text.append(':').append(inFile(answer, item));
        }
    }

    /** Decisions in force, as JSON objects with commas between. */
    private Map<Long, StringBuilder> decisions(ItemRange range) {
        Map<Long, StringBuilder> byItem = new HashMap<>();
        snapshot.sql("""
                select d.item_id, d.question, d.value, d.reason, a.display_name, d.decided_at, d.guideline_version
                from adjudication d join account a on a.id = d.decided_by
                where d.item_id between ? and ? and d.project_id = ? and d.retracted_at is null order by d.item_id, d.id
                """).params(range.first(), range.last(), project).query(row -> {
            Question question = codes.byNumber(row.getShort(2));
            StringBuilder text = next(byItem, row.getLong(1));
            text.append("{\"question\":");
            string(text, question == null ? "" : question.id());
            text.append(",\"value\":")
                    .append(question == null ? row.getString(3) : inFile(question, row.getString(3), row.getLong(1)))
                    .append(",\"reason\":");
            string(text, row.getString(4));
            text.append(",\"by\":");
            string(text, row.getString(5));
            text.append(",\"at\":\"").append(row.getTimestamp(6).toInstant());
            text.append("\",\"guidelineVersion\":").append(row.getInt(7)).append('}');
        });
        return byItem;
    }

    /** The current revision of every annotation, oldest first. */
    private Map<Long, StringBuilder> annotations(ItemRange range) {
        Map<Long, StringBuilder> byItem = new HashMap<>();
        snapshot.sql("""
                select n.item_id, n.id, n.member_id, a.kind, n.outcome, n.answers, n.ambiguous, n.comment, n.skip_reason,
                       n.active_ms, n.revision, n.schema_version, n.guideline_version, n.saved_at
                from annotation n join assignment a on a.id = n.assignment_id and a.revision = n.revision
                where n.item_id between ? and ? and n.project_id = ? order by n.item_id, n.id
                """).params(range.first(), range.last(), project).query(row -> {
            annotation(next(byItem, row.getLong(1)), row);
        });
        return byItem;
    }

    private void annotation(StringBuilder text, ResultSet row) throws SQLException {
        Workers.Worker worker = workers.of(row.getLong(3));
        text.append("{\"id\":").append(row.getLong(2)).append(",\"annotator\":");
        string(text, worker.name());
        text.append(",\"annotatorId\":").append(row.getLong(3)).append(",\"annotatorKind\":");
        string(text, worker.kind());
        text.append(",\"kind\":\"").append(row.getString(4));
        text.append("\",\"outcome\":\"").append(row.getString(5));
        text.append("\",\"answers\":").append(answersInFile(row.getString(6), row.getLong(1)));
        text.append(",\"ambiguous\":").append(row.getBoolean(7));
        optional(text, "comment", row.getString(8));
        optional(text, "skipReason", row.getString(9));
        Instant savedAt = row.getTimestamp(14).toInstant();
        text.append(",\"activeMs\":").append(row.getInt(10));
        text.append(",\"revision\":").append(row.getInt(11));
        text.append(",\"schemaVersion\":").append(row.getInt(12));
        text.append(",\"guidelineVersion\":").append(row.getInt(13));
        text.append(",\"savedAt\":\"").append(savedAt).append("\"}");
    }

    /** Offsets are stored in UTF-16 units. */
    private String answersInFile(String answers, long item) {
        if (!marked) {
            return answers;
        }
        ObjectNode json = (ObjectNode) JsonMapper.shared().readTree(answers);
        for (Question question : codes.schema().questions()) {
            JsonNode value = json.get(question.id());
            if (value != null && question instanceof Question.Marking) {
                json.set(question.id(), inFile(question, value.toString(), item));
            }
        }
        return json.toString();
    }

    private JsonNode inFile(Question question, String value, long item) {
        Answer answer = SchemaCodes.read(question, value);
        return answer == null
                ? JsonMapper.shared().readTree(value)
                : inFile(new SchemaCodes.Answered(question, answer), item);
    }

    private JsonNode inFile(SchemaCodes.Answered known, long item) {
        return AnswerJson.write(
                known.question(),
                Placing.inFile(codes, known.question(), known.answer(), fields.getOrDefault(item, Map.of())));
    }

    private static StringBuilder next(Map<Long, StringBuilder> byItem, long item) {
        StringBuilder text = byItem.computeIfAbsent(item, i -> new StringBuilder());
        if (!text.isEmpty()) {
            text.append(',');
        }
        return text;
    }

    private static void append(StringBuilder text, @Nullable StringBuilder part) {
        if (part != null) {
            text.append(part);
        }
    }

    private static boolean comma(StringBuilder text, boolean first) {
        if (!first) {
            text.append(',');
        }
        return false;
    }

    private static void number(StringBuilder text, String name, @Nullable Float number) {
        if (number != null) {
            text.append(",\"").append(name).append("\":").append(number.floatValue());
        }
    }

    private static void optional(StringBuilder text, String name, @Nullable String value) {
        if (value != null) {
            text.append(",\"").append(name).append("\":");
            string(text, value);
        }
    }

    private static void string(StringBuilder text, String value) {
        text.append('"');
        JsonStringEncoder.getInstance().quoteAsString(value, text);
        text.append('"');
    }
}
