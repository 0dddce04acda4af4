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

/**
 * The columns of our CSV: {@code key}, the fields (what is no text as JSON), the metadata, {@code status}, then for each question {@code consensus.Q},
 * {@code probability.Q}, {@code source.Q}, {@code answers.Q}, {@code gold.Q}. Metadata whose name is taken, or could be
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
    static final List<String> PARTS = List.of(CONSENSUS, PROBABILITY, SOURCE, ANSWERS, GOLD);

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

    /** @param metadata names, distinct; more than {@link #MOST_METADATA} make one column */
    static List<String> header(Schema schema, List<String> metadata) {
        List<String> fields = fields(schema);
        List<String> header = new ArrayList<>();
        header.add(KEY);
        header.addAll(fields);
        if (metadata.size() > MOST_METADATA) {
            header.add(METADATA);
        } else {
            for (String name : metadata) {
                header.add(taken(schema, fields, name) ? PREFIX + name : name);
            }
        }
        header.add(STATUS);
        for (Question question : schema.questions()) {
            PARTS.forEach(part -> header.add(part + question.id()));
        }
        return header;
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
                || PARTS.stream()
                        .anyMatch(part -> !part.equals(GOLD)
                                && column.startsWith(part)
                                && questions.contains(column.substring(part.length())));
    }
}
