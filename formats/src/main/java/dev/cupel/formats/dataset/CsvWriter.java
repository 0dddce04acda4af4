package dev.cupel.formats.dataset;

import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.answer.Schema;
import dev.cupel.formats.dataset.Losses.Kind;
import dev.cupel.formats.nativeform.ExactJson;
import dev.cupel.formats.text.CsvOut;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One row per item with its best known answers, see {@link CsvColumns}. */
public final class CsvWriter implements ItemWriter {
    private final CsvOut csv;
    private final Schema schema;
    private final List<String> fields;
    /** Fields whose cells are texts to whoever reads the table. */
    private final Set<String> readAsText;

    private final List<String> metadata;
    private final Losses losses = new Losses();
    private final AnswersOut answers;

    /** @param metadata the names that any item has, in the order of the columns */
    public CsvWriter(OutputStream out, Schema schema, List<String> metadata) {
        this(out, schema, metadata, CsvOut.Style.EXACT);
    }

    /** @param metadata the names that any item has, in the order of the columns */
    public CsvWriter(OutputStream out, Schema schema, List<String> metadata, CsvOut.Style style) {
        this.csv = new CsvOut(out, style);
        this.schema = schema;
        this.fields = CsvColumns.fields(schema);
        this.readAsText = CsvColumns.texts(schema);
        this.metadata = List.copyOf(metadata);
        this.answers = new AnswersOut(schema, losses);
    }

    @Override
    public void begin() throws IOException {
        csv.row(CsvColumns.of(schema, metadata).stream()
                .map(CsvColumns.Column::name)
                .toList());
    }

    @Override
    public int write(LabeledItem item) throws IOException {
        answers.of(item);
        List<@Nullable String> row = new ArrayList<>();
        row.add(item.key());
        ObjectNode values = item.fields().node();
        for (String field : fields) {
            if (values.path(field).isMissingNode()) {
                losses.add(Kind.EMPTY_VALUES, item.key(), field);
            }
            row.add(content(item, values, field, !readAsText.contains(field)));
        }
        for (String name : values.propertyNames()) {
            if (!fields.contains(name)) {
                losses.add(Kind.FIELDS, item.key(), name);
            }
        }
        metadata(item, row);
        row.add(item.status());
        for (Question question : schema.questions()) {
            question(item, question, row);
        }
        csv.row(row);
        count(item);
        return 1;
    }

    private void metadata(LabeledItem item, List<@Nullable String> row) {
        if (metadata.size() > CsvColumns.MOST_METADATA) {
            row.add(item.metadata().json());
        } else if (!metadata.isEmpty()) {
            ObjectNode more = item.metadata().node();
            for (String name : metadata) {
                String cell = content(item, more, name, false);
                if (cell.isEmpty() && more.has(name)) {
                    losses.add(Kind.EMPTY_VALUES, item.key(), name);
                }
                row.add(cell);
            }
        }
    }

    /** @param readBack whether a reader of the cell finds JSON in it */
    private String content(LabeledItem item, ObjectNode values, String name, boolean readBack) {
        JsonNode value = values.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (!value.isString() && !readBack) {
            losses.add(Kind.SPELLED_AS_TEXT, item.key(), name);
        }
        return ExactJson.text(value);
    }

    private void question(LabeledItem item, Question question, List<@Nullable String> row) {
        String id = question.id();
        LabeledItem.Consensus best = item.consensus().get(id);
        row.add(best == null ? "" : answer(item, question, best.value()));
        Double probability = best == null ? null : best.probability();
        row.add(probability == null ? "" : probability.toString());
        row.add(best == null ? "" : best.source());
        row.add(Integer.toString(item.answered(id)));
        Given gold = item.gold().get(id);
        row.add(gold == null ? "" : gold(item, question, gold));
        row.add(item.status(id));
        if (best != null && best.hasFigures()) {
            losses.add(Kind.CONSENSUS_DETAILS, item.key(), id);
        }
    }

    /** Read again it must be the same: whoever measures people by it counts on its degree. */
    private String gold(LabeledItem item, Question question, Given given) {
        return given instanceof Given.Known(Answer.Preferred preferred) && hasDetails(preferred)
                ? answers.json(question.id(), given).toString()
                : answer(item, question, given);
    }

    private String answer(LabeledItem item, Question question, Given given) {
        String cell = answers.cell(question, given);
        if (cell.isEmpty()) {
            losses.add(Kind.EMPTY_VALUES, item.key(), question.id());
        }
        if (given instanceof Given.Known(Answer.Preferred preferred) && hasDetails(preferred)) {
            losses.add(Kind.PREFERENCE_DETAILS, item.key(), question.id());
        }
        return cell;
    }

    static boolean hasDetails(Answer.Preferred preferred) {
        return preferred.strength().isPresent() || preferred.shown().isPresent();
    }

    /** What has no column. */
    private void count(LabeledItem item) {
        if (item.id() != null || item.createdAt() != null) {
            losses.add(Kind.ITEM_DETAILS, item.key(), "");
        }
        for (LabeledItem.Annotation annotation : item.annotations()) {
            losses.add(Kind.ANNOTATIONS, item.key(), annotation.annotator());
        }
        for (LabeledItem.Adjudication decision : item.adjudications()) {
            losses.add(Kind.ADJUDICATIONS, item.key(), decision.question());
        }
        unknown(item, item.gold());
        unknown(item, item.consensus());
    }

    private void unknown(LabeledItem item, Map<String, ?> byQuestion) {
        for (String id : byQuestion.keySet()) {
            if (schema.question(id).isEmpty()) {
                losses.add(Kind.UNKNOWN_QUESTIONS, item.key(), id);
            }
        }
    }

    @Override
    public void flush() throws IOException {
        csv.flush();
    }

    @Override
    public Losses losses() {
        return losses;
    }
}
