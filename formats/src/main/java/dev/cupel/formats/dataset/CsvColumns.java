package dev.cupel.formats.dataset;

import dev.cupel.engine.answer.Input;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.answer.Schema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The columns of our CSV: {@code key}, the fields (what is no text as JSON), the metadata, {@code status}, then for each question {@code consensus.Q},
 * {@code probability.Q}, {@code source.Q}, {@code answers.Q}, {@code gold.Q}, {@code status.Q}. Metadata whose name is taken, or could be
 * misunderstood, has {@code metadata.} in front; too many of them go as JSON into one column {@code metadata}.
 */
public final class CsvColumns {
    /** More metadata than this goes into one column. */
    public static final int MOST_METADATA = 200;

    static final String KEY = "key";
    static final String STATUS = "status";
    static final String METADATA = "metadata";
    static final String CONSENSUS = "consensus.";
    static final String PROBABILITY = "probability.";
    static final String SOURCE = "source.";
    static final String ANSWERS = "answers.";
    static final String GOLD = "gold.";
    /** Where the item stands on the question; files written before there was this column are ours as well. */
    static final String STATUS_OF = "status.";

    private static final List<String> PARTS = List.of(CONSENSUS, PROBABILITY, SOURCE, ANSWERS, GOLD);

    private static final String PREFIX = METADATA + ".";

    private CsvColumns() {}

    static List<String> fields(Schema schema) {
        return schema.inputs().stream().map(Input::field).distinct().toList();
    }

    /** Fields that an input shows as one text: their cells are texts, those of other fields JSON. */
    static Set<String> texts(Schema schema) {
        return schema.inputs().stream()
                .filter(Input.OneText.class::isInstance)
                .map(Input::field)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What a column holds. */
    public enum Holds {
        KEY,
        FIELD,
        METADATA,
        /** All metadata as one JSON object. */
        ALL_METADATA,
        STATUS,
        CONSENSUS,
        PROBABILITY,
        SOURCE,
        ANSWERS,
        GOLD,
        STATUS_OF_QUESTION
    }

    /**
     * One column of the table.
     *
     * @param of the field, the metadata or the question that it tells about; null for those that tell about the item
     */
    public record Column(String name, Holds holds, @Nullable String of) {}

    /** @param metadata names, distinct; more than {@link #MOST_METADATA} make one column */
    public static List<Column> of(Schema schema, List<String> metadata) {
        List<String> fields = fields(schema);
        List<Column> columns = new ArrayList<>();
        columns.add(new Column(KEY, Holds.KEY, null));
        fields.forEach(field -> columns.add(new Column(field, Holds.FIELD, field)));
        if (metadata.size() > MOST_METADATA) {
            columns.add(new Column(METADATA, Holds.ALL_METADATA, null));
        } else {
            for (String name : metadata) {
                columns.add(new Column(taken(schema, fields, name) ? PREFIX + name : name, Holds.METADATA, name));
            }
        }
        columns.add(new Column(STATUS, Holds.STATUS, null));
        for (Question question : schema.questions()) {
            String id = question.id();
            columns.add(new Column(CONSENSUS + id, Holds.CONSENSUS, id));
            columns.add(new Column(PROBABILITY + id, Holds.PROBABILITY, id));
            columns.add(new Column(SOURCE + id, Holds.SOURCE, id));
            columns.add(new Column(ANSWERS + id, Holds.ANSWERS, id));
            columns.add(new Column(GOLD + id, Holds.GOLD, id));
            columns.add(new Column(STATUS_OF + id, Holds.STATUS_OF_QUESTION, id));
        }
        return columns;
    }

    private static boolean taken(Schema schema, List<String> fields, String name) {
        return name.isEmpty()
                || name.equals(KEY)
                || name.equals(STATUS)
                || name.equals(METADATA)
                || name.startsWith(PREFIX)
                || fields.contains(name)
                || schema.questions().stream().anyMatch(q -> name.endsWith("." + q.id()));
    }

    /** The name of the metadata in a column. */
    static String metadata(String column) {
        return column.startsWith(PREFIX) ? column.substring(PREFIX.length()) : column;
    }

    /**
     * The questions a table tells of, if it is one of ours: those that all five columns stand for.
     *
     * @return empty if it is none of ours
     */
    public static Set<String> questions(Collection<String> columns) {
        Set<String> questions = new LinkedHashSet<>();
        if (columns.contains(KEY) && columns.contains(STATUS)) {
            for (String column : columns) {
                String id = column.startsWith(CONSENSUS) ? column.substring(CONSENSUS.length()) : "";
                if (!id.isEmpty() && PARTS.stream().allMatch(part -> columns.contains(part + id))) {
                    questions.add(id);
                }
            }
        }
        return questions;
    }

    /** Whether a column says what came out of labeling: it is neither content of the item nor a verified answer. */
    static boolean isOutcome(String column, Set<String> questions) {
        return column.equals(STATUS)
                || Stream.concat(PARTS.stream(), Stream.of(STATUS_OF))
                        .anyMatch(part -> !part.equals(GOLD)
                                && column.startsWith(part)
                                && questions.contains(column.substring(part.length())));
    }
}
