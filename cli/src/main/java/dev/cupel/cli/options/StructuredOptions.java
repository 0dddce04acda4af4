package dev.cupel.cli.options;

import dev.cupel.engine.answer.Question;
import dev.cupel.formats.answers.AnswerFile;
import dev.cupel.formats.labels.TableShape;
import dev.cupel.formats.nativeform.SpanUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How answers are read that are texts or regions. */
public final class StructuredOptions {
    @Option(
            names = "--kind",
            paramLabel = "K",
            description = "what the answers are, if the file does not show it: text, spans, boxes, mask,"
                    + " segments, polygons, polylines, keypoints, tracks")
    private Question.@Nullable Structured kind;

    @Option(
            names = "--unit",
            paramLabel = "U",
            description = "what offsets of spans count where the rows do not say: code_points (default), utf16, tokens")
    private SpanUnit unit = SpanUnit.CODE_POINTS;

    @Option(names = "--characters", description = "go by the characters of texts instead of their words")
    private boolean characters;

    /** Whether a file holds structured answers: their kind was said, or it looks so and no column was said to hold labels. */
    public boolean asked(AnswerFile.Looked looked, TableShape layout) {
        return kind != null
                || (looked.structured()
                        && !layout.wide()
                        && layout.said("label").isEmpty());
    }

    /** What the answers answer; empty: what the first of them looks like. */
    public Optional<Question.Structured> question() {
        return Optional.ofNullable(kind);
    }

    public SpanUnit unit() {
        return unit;
    }

    public boolean characters() {
        return characters;
    }
}
