package dev.cupel.server.release;

import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.answer.Schema;
import dev.cupel.formats.nativeform.AnswerJson;
import dev.cupel.server.item.Items;
import dev.cupel.server.project.Placing;
import dev.cupel.server.project.SchemaCodes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One row per item: {@code key}, the fields, the metadata, {@code status}, then for each question the best known answer
 * ({@code consensus.Q}, options of a set with {@code |} between), its {@code probability.Q} and {@code source.Q}, how
 * many answered ({@code answers.Q}), and the verified answer ({@code gold.Q}).
 */
final class CsvWriter implements ItemWriter {
    /** More metadata fields than this go into one column of JSON. */
    static final int MOST_COLUMNS = 200;

    private static final JsonMapper JSON = new JsonMapper();
    private static final String ALL = "metadata";

    private final JdbcClient snapshot;
    private final SchemaCodes codes;
    private final List<String> fields;
    private final List<String> metadata;
    private final boolean metadataAsJson;
    private final List<Question> questions;
    /** Whether offsets have to be counted against the text. */
    private final boolean marked;

    CsvWriter(JdbcClient snapshot, long project, SchemaCodes codes) {
        this.snapshot = snapshot;
        this.codes = codes;
        this.questions = codes.schema().questions();
        this.marked = questions.stream().anyMatch(Question.Marking.class::isInstance);
        this.fields = codes.schema().inputs().stream()
                .map(Schema.Input::field)
                .distinct()
                .toList();
        this.metadata = snapshot.sql("""
                select distinct k from item i cross join lateral jsonb_object_keys(i.metadata) k
                where i.project_id = ? order by k limit ?
                """)
                .params(project, MOST_COLUMNS + 1)
                .query((row, number) -> row.getString(1))
                .list();
        this.metadataAsJson = metadata.size() > MOST_COLUMNS;
    }

    @Override
    public void begin(StringBuilder text) {
        Set<String> columns = new LinkedHashSet<>();
        columns.add("key");
        columns.addAll(fields);
        if (metadataAsJson) {
            columns.add(ALL);
        } else {
            // A name that is taken gets its room in front.
            metadata.forEach(name -> columns.add(taken(columns, name) ? ALL + "." + name : name));
        }
        columns.add("status");
        List<String> header = new ArrayList<>(columns);
        for (Question question : questions) {
            for (String part : List.of("consensus.", "probability.", "source.", "answers.", "gold.")) {
                header.add(part + question.id());
            }
        }
        for (int i = 0; i < header.size(); i++) {
            if (i > 0) {
                text.append(',');
            }
            CsvText.append(text, header.get(i));
        }
        text.append('\n');
    }

    private boolean taken(Set<String> columns, String name) {
        return columns.contains(name)
                || name.equals("status")
                || questions.stream().anyMatch(q -> name.endsWith("." + q.id()));
    }

    @Override
    public int write(ItemRange range, StringBuilder text) {
        Map<Long, List<Answers.Best>> best = Answers.best(snapshot, codes, range);
        Map<Long, List<SchemaCodes.Answered>> gold = Answers.gold(snapshot, codes, range);
        Map<Long, Map<Short, Integer>> votes = Answers.votes(
                snapshot, range, questions.stream().map(codes::number).toList());
        for (ItemRange.Item item : range.items()) {
            CsvText.append(text, item.key());
            JsonNode values = JSON.readTree(item.fields());
            for (String field : fields) {
                cell(text, values.path(field).asString(""));
            }
            if (metadataAsJson) {
                cell(text, item.metadata());
            } else if (!metadata.isEmpty()) {
                JsonNode more = JSON.readTree(item.metadata());
                for (String name : metadata) {
                    cell(text, more.path(name).asString(""));
                }
            }
            cell(text, Items.Status.of(item.status()).json());
            Map<String, String> fieldsOfItem = marked ? item.fieldsByName() : Map.of();
            for (Question question : questions) {
                question(
                        text,
                        question,
                        fieldsOfItem,
                        best.getOrDefault(item.id(), List.of()),
                        votes.getOrDefault(item.id(), Map.of()).getOrDefault(codes.number(question), 0),
                        gold.getOrDefault(item.id(), List.of()));
            }
            text.append('\n');
        }
        return range.items().size();
    }

    private void question(
            StringBuilder text,
            Question question,
            Map<String, String> item,
            List<Answers.Best> best,
            int votes,
            List<SchemaCodes.Answered> gold) {
        Answers.Best answer = best.stream()
                .filter(a -> a.known().question().id().equals(question.id()))
                .findFirst()
                .orElse(null);
        cell(text, answer == null ? "" : shown(answer.known(), item));
        cell(text, answer == null || answer.probability() == null ? "" : Float.toString(answer.probability()));
        cell(text, answer == null ? "" : answer.source().json());
        cell(text, Integer.toString(votes));
        cell(
                text,
                gold.stream()
                        .filter(g -> g.question().id().equals(question.id()))
                        .map(g -> shown(g, item))
                        .findFirst()
                        .orElse(""));
    }

    private String shown(SchemaCodes.Answered known, Map<String, String> item) {
        return switch (known.answer()) {
            case Answer.Chosen chosen -> chosen.option();
            case Answer.ChosenSet set -> String.join("|", set.options());
            case Answer.Numeric numeric -> known.json().toString();
            case Answer.Preferred preferred -> preferred.choice().key();
            case Answer.Written written -> written.text();
            case Answer.Structured marked ->
                AnswerJson.write(known.question(), Placing.inFile(codes, known.question(), marked, item))
                        .toString();
        };
    }

    private static void cell(StringBuilder text, String value) {
        text.append(',');
        CsvText.append(text, value);
    }
}
