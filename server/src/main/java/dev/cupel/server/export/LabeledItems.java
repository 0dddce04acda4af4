package dev.cupel.server.export;

import dev.cupel.engine.Finding;
import dev.cupel.engine.answer.Question;
import dev.cupel.formats.dataset.Content;
import dev.cupel.formats.dataset.Given;
import dev.cupel.formats.dataset.GivenReader;
import dev.cupel.formats.dataset.LabeledItem;
import dev.cupel.formats.nativeform.Findings;
import dev.cupel.server.item.Items;
import dev.cupel.server.project.Annotators;
import dev.cupel.server.project.SchemaCodes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The items of one moment as a stream of labeled items, each with as much as its file has room for. */
final class LabeledItems {
    /** How much is read of each item. */
    sealed interface Extent {
        /** Everything that is known. */
        record Everything() implements Extent {}

        /** Best known answers, gold, and how many answered. */
        record Known() implements Extent {}

        /** The votes of one question. */
        record Votes(Question question) implements Extent {}
    }

    /** Method and version that a question's consensus comes from. */
    private record Method(String name, String version) {}

    /** Answers to closed questions are the same few texts over and over. */
    private static final int MOST_REMEMBERED = 4_096;

    private static final int LONGEST_REMEMBERED = 200;

    private final JdbcClient snapshot;
    private final SchemaCodes codes;
    private final Extent extent;
    private final Annotators annotators;
    private final Map<Short, Method> methods = new HashMap<>();
    private final GivenReader form;
    private final Map<String, Map<String, Given>> remembered = new HashMap<>();

    LabeledItems(JdbcClient snapshot, long project, SchemaCodes codes, Extent extent) {
        this.snapshot = snapshot;
        this.codes = codes;
        this.extent = extent;
        this.annotators = Annotators.of(snapshot, project);
        this.form = new GivenReader(codes.schema(), new AsTheyAre());
        snapshot.sql("select question, method, version from quality_report where project_id = ?")
                .param(project)
                .query(row -> {
                    methods.put(row.getShort(1), new Method(row.getString(2), row.getString(3)));
                });
    }

    /** What an earlier schema took is not refused: it stays as it is stored. */
    private static final class AsTheyAre implements Findings {
        @Override
        public void add(Finding finding) {}

        @Override
        public void unused(String key, String path) {}
    }

    /** Labeled items of a range, in its order. */
    List<LabeledItem> of(ItemRange range) {
        return switch (extent) {
            case Extent.Everything all -> everything(range);
            case Extent.Known known -> known(range);
            case Extent.Votes(Question question) -> votes(range, question);
        };
    }

    private List<LabeledItem> everything(ItemRange range) {
        Map<Long, List<ItemAnswers.Best>> best = ItemAnswers.best(snapshot, codes, range);
        Map<Long, List<SchemaCodes.Answered>> gold = ItemAnswers.gold(snapshot, codes, range);
        Map<Long, List<LabeledItem.Adjudication>> decisions = decisions(range);
        Map<Long, List<LabeledItem.Annotation>> annotations = annotations(range);
        return range.items().stream()
                .map(item -> new LabeledItem(
                        item.id(),
                        item.key(),
                        new Content(item.fields()),
                        new Content(item.metadata()),
                        Items.Status.of(item.status()).json(),
                        item.createdAt().toString(),
                        consensus(best.getOrDefault(item.id(), List.of())),
                        answers(gold.getOrDefault(item.id(), List.of())),
                        decisions.getOrDefault(item.id(), List.of()),
                        annotations.getOrDefault(item.id(), List.of()),
                        Map.of()))
                .toList();
    }

    private List<LabeledItem> known(ItemRange range) {
        List<Question> questions = codes.schema().questions();
        Map<Long, List<ItemAnswers.Best>> best = ItemAnswers.best(snapshot, codes, range);
        Map<Long, List<SchemaCodes.Answered>> gold = ItemAnswers.gold(snapshot, codes, range);
        Map<Long, Map<Short, Integer>> votes = ItemAnswers.votes(
                snapshot, range, questions.stream().map(codes::number).toList());
        return range.items().stream()
                .map(item -> {
                    Map<Short, Integer> counts = votes.getOrDefault(item.id(), Map.of());
                    Map<String, Integer> answered = new LinkedHashMap<>();
                    questions.forEach(
                            question -> answered.put(question.id(), counts.getOrDefault(codes.number(question), 0)));
                    return new LabeledItem(
                            null,
                            item.key(),
                            new Content(item.fields()),
                            new Content(item.metadata()),
                            Items.Status.of(item.status()).json(),
                            null,
                            consensus(best.getOrDefault(item.id(), List.of())),
                            answers(gold.getOrDefault(item.id(), List.of())),
                            List.of(),
                            List.of(),
                            answered);
                })
                .toList();
    }

    private List<LabeledItem> votes(ItemRange range, Question question) {
        Map<Long, List<LabeledItem.Annotation>> byItem = new HashMap<>();
        snapshot.sql("select item_id, member_id, question, option, number, options, value from vote v"
                        + " where v.question = :question and " + range.holds("v") + " order by item_id, member_id")
                .param("question", codes.number(question))
                .params(range.values())
                .query(row -> {
                    SchemaCodes.Answered vote = codes.answer(row);
                    if (vote != null) {
                        next(byItem, row.getLong(1))
                                .add(LabeledItem.Annotation.of(
                                        annotators.of(row.getLong(2)).name(),
                                        Map.of(question.id(), new Given.Known(vote.answer()))));
                    }
                });
        return range.items().stream()
                .map(item -> new LabeledItem(
                        null,
                        item.key(),
                        new Content(item.fields()),
                        Content.NONE,
                        null,
                        null,
                        Map.of(),
                        Map.of(),
                        List.of(),
                        byItem.getOrDefault(item.id(), List.of()),
                        Map.of()))
                .toList();
    }

    private Map<String, LabeledItem.Consensus> consensus(List<ItemAnswers.Best> answers) {
        Map<String, LabeledItem.Consensus> byQuestion = new LinkedHashMap<>();
        for (ItemAnswers.Best answer : answers) {
            Question question = answer.known().question();
            Method method = answer.source() == Items.Source.CONSENSUS ? methods.get(codes.number(question)) : null;
            Map<String, Double> posterior = new LinkedHashMap<>();
            answer.posterior().forEach((option, probability) -> posterior.put(option, decimal(probability)));
            byQuestion.put(
                    question.id(),
                    new LabeledItem.Consensus(
                            new Given.Known(answer.known().answer()),
                            answer.source().json(),
                            answer.probability() == null ? null : decimal(answer.probability()),
                            answer.disagreement() == null ? null : decimal(answer.disagreement()),
                            answer.disputed() ? true : null,
                            method == null ? null : method.name(),
                            method == null ? null : method.version(),
                            posterior));
        }
        return byQuestion;
    }

    /** The number that its shortest decimal means, so that the file shows the digits that are known and no others. */
    private static double decimal(float number) {
        return Double.parseDouble(Float.toString(number));
    }

    private static Map<String, Given> answers(List<SchemaCodes.Answered> answers) {
        Map<String, Given> byQuestion = new LinkedHashMap<>();
        answers.forEach(one -> byQuestion.put(one.question().id(), new Given.Known(one.answer())));
        return byQuestion;
    }

    /** Decisions in force. */
    private Map<Long, List<LabeledItem.Adjudication>> decisions(ItemRange range) {
        Map<Long, List<LabeledItem.Adjudication>> byItem = new HashMap<>();
        snapshot.sql("""
                select d.item_id, d.question, d.value, d.reason, a.display_name, d.decided_at, d.guideline_version
                from adjudication d join account a on a.id = d.decided_by
                where d.retracted_at is null and\s""" + range.holds("d") + " order by d.item_id, d.id")
                .params(range.values())
                .query(row -> {
                    Question question = codes.byNumber(row.getShort(2));
                    String id = question == null ? "" : question.id();
                    next(byItem, row.getLong(1))
                            .add(new LabeledItem.Adjudication(
                                    id,
                                    form.one(id, JsonMapper.shared().readTree(row.getString(3)), id),
                                    row.getString(4),
                                    row.getString(5),
                                    row.getTimestamp(6).toInstant().toString(),
                                    row.getInt(7)));
                });
        return byItem;
    }

    /** The current revision of every annotation, oldest first. */
    private Map<Long, List<LabeledItem.Annotation>> annotations(ItemRange range) {
        Map<Long, List<LabeledItem.Annotation>> byItem = new HashMap<>();
        snapshot.sql("""
                select n.item_id, n.id, n.member_id, a.kind, n.outcome, n.answers, n.ambiguous, n.comment, n.skip_reason,
                       n.active_ms, n.revision, n.schema_version, n.guideline_version, n.saved_at, d.source, a.draft_shown,
                       o.reason, o.taken_at
                from annotation n join assignment a on a.id = n.assignment_id and a.revision = n.revision
                    left join draft d on d.id = a.draft_id
                    left join taken_out_answer t on a.state = 'taken_out' and t.assignment_id = a.id and t.back_at is null
                    left join taken_out o on o.id = t.taken_out_id
                where\s""" + range.holds("n") + " order by n.item_id, n.id")
                .params(range.values())
                .query(row -> {
                    next(byItem, row.getLong(1)).add(annotation(row));
                });
        return byItem;
    }

    private LabeledItem.Annotation annotation(ResultSet row) throws SQLException {
        long member = row.getLong(3);
        Annotators.Annotator annotator = annotators.of(member);
        return new LabeledItem.Annotation(
                row.getLong(2),
                annotator.name(),
                member,
                annotator.kind(),
                row.getString(4),
                row.getString(5),
                answers(row.getString(6)),
                row.getBoolean(7),
                row.getString(8),
                row.getString(9),
                row.getLong(10),
                row.getInt(11),
                row.getInt(12),
                row.getInt(13),
                row.getString(15),
                row.getString(15) == null ? null : row.getBoolean(16),
                row.getTimestamp(14).toInstant().toString(),
                row.getString(17),
                row.getTimestamp(18) == null
                        ? null
                        : row.getTimestamp(18).toInstant().toString());
    }

    private Map<String, Given> answers(String json) {
        Map<String, Given> known = remembered.get(json);
        if (known == null) {
            known = form.all(JsonMapper.shared().readTree(json), "answers");
            if (json.length() <= LONGEST_REMEMBERED && remembered.size() < MOST_REMEMBERED) {
                remembered.put(json, known);
            }
        }
        return known;
    }

    private static <T extends @Nullable Object> List<T> next(Map<Long, List<T>> byItem, long item) {
        return byItem.computeIfAbsent(item, i -> new ArrayList<>(4));
    }

    /** Names of all metadata, in order; one more than a table has columns for, if there are more. */
    static List<String> metadata(JdbcClient snapshot, long project, int most) {
        return snapshot.sql("""
                select distinct k from item i cross join lateral jsonb_object_keys(i.metadata) k
                where i.project_id = ? order by k limit ?
                """)
                .params(project, most + 1)
                .query((row, number) -> row.getString(1))
                .list();
    }

    /** The same, as far as the first and the latest items show. */
    static List<String> someMetadata(JdbcClient sql, long project, int most) {
        return sql.sql("""
                select distinct k from (
                    (select metadata from item where project_id = :p order by id limit 1000)
                    union all (select metadata from item where project_id = :p order by id desc limit 1000)
                ) i cross join lateral jsonb_object_keys(i.metadata) k order by k limit :most
                """)
                .param("p", project)
                .param("most", most + 1)
                .query((row, number) -> row.getString(1))
                .list();
    }
}
