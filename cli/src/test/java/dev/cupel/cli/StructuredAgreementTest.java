package dev.cupel.cli;

import static dev.cupel.cli.CommandRun.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code cupel agreement} on answers that are no labels, each figure reckoned by hand. */
final class StructuredAgreementTest {
    private static final String SPANS = """
            {"task": "t", "text": "Anna met Ben in Rome.", "worker": "a", "answer": [{"begin": 0, "end": 4, "label": "PER"}, {"begin": 9, "end": 12, "label": "PER"}, {"begin": 16, "end": 20, "label": "LOC"}]}
            {"task": "t", "worker": "b", "answer": [{"begin": 0, "end": 4, "label": "PER"}, {"begin": 5, "end": 12, "label": "PER"}]}
            {"task": "u", "text": "Nobody else saw it.", "worker": "a", "answer": []}
            """;

    @Test
    void spansAreComparedByEndsByTouchAndByCharacters() {
        // five spans: one pair exact, one pair touching, "Rome" alone; 11 and 11 characters, of which 4 + 3 in common
        assertThat(value(SPANS, "f1_exact")).isCloseTo(2 / 5.0, within(1e-9));
        assertThat(value(SPANS, "f1_partial")).isCloseTo(4 / 5.0, within(1e-9));
        assertThat(value(SPANS, "f1_positions")).isCloseTo(2 * 7 / 22.0, within(1e-9));
        JsonNode json = json(SPANS);
        assertThat(json.at("/answers/pairable_tasks").asInt()).isEqualTo(1);
        assertThat(json.at("/labels/0/label").asString()).isEqualTo("PER");
        assertThat(json.at("/labels/0/regions").asInt()).isEqualTo(4);
        assertThat(json.at("/labels/0/f1/value").asDouble()).isCloseTo(2 / 4.0, within(1e-9));
        assertThat(json.at("/labels/1/f1/value").asDouble()).isZero();
    }

    @Test
    void unitizingAlphaIsOneWhereAllMarkTheSameAndBelowWhereEndsDiffer() {
        String[] row = SPANS.split("\n");
        String same = row[0] + "\n" + row[0].replace("\"worker\": \"a\"", "\"worker\": \"b\"") + "\n";
        assertThat(value(same, "krippendorff_unitizing")).isEqualTo(1);
        assertThat(value(same, "f1_exact")).isEqualTo(1);
        assertThat(value(SPANS, "krippendorff_unitizing")).isLessThan(1);
    }

    @Test
    void figuresOnOneTaskHaveNoIntervalAndAreCalledTooFew() {
        CommandRun outcome = run(SPANS, "agreement", "-");
        assertThat(outcome.status()).isZero();
        assertThat(outcome.out())
                .contains("F1, exact", "No interval: One item alone", "too few to rely on")
                .doesNotContain("NaN");
    }

    @Test
    void spansOfOneAnnotatorThatOverlapLeaveAlphaUndefinedAndTheRestStands() {
        String twice = SPANS.replace("\"begin\": 9", "\"begin\": 2");
        assertThat(json(twice).at("/coefficients/krippendorff_unitizing/value").isMissingNode()
                        || json(twice)
                                .at("/coefficients/krippendorff_unitizing/value")
                                .isNull())
                .isTrue();
        assertThat(run(twice, "agreement", "-").out())
                .containsPattern("On task \"t\" one annotator's spans of label \"PER\"\\s+overlap");
    }

    @Test
    void boxesAndSegmentsAreMatchedOneToOne() {
        String boxes = """
                {"task": "t", "worker": "a", "answer": [{"left": 0, "top": 0, "width": 10, "height": 10, "label": "x"}]}
                {"task": "t", "worker": "b", "answer": [{"left": 0, "top": 0, "width": 10, "height": 6, "label": "x"}, {"left": 50, "top": 50, "width": 5, "height": 5, "label": "x"}]}
                """;
        assertThat(value(boxes, "f1_iou50")).isCloseTo(2 / 3.0, within(1e-9));
        assertThat(value(boxes, "mean_iou")).isCloseTo(.6 / 2, within(1e-9));
        String segments = """
                {"task": "t", "worker": "a", "answer": [{"beginSeconds": 0, "endSeconds": 4, "label": "x"}]}
                {"task": "t", "worker": "b", "answer": [{"beginSeconds": 1, "endSeconds": 4, "label": "x"}]}
                """;
        assertThat(value(segments, "f1_iou50")).isEqualTo(1);
        assertThat(value(segments, "mean_iou")).isCloseTo(.75, within(1e-9));
    }

    @Test
    void polygonsAreComparedByTheirAreasAndPolylinesByHowFarTheyLieApart() {
        String shapes = """
                {"task": "t", "worker": "a", "answer": [{"points": [[0, 0], [100, 0], [100, 100], [0, 100]], "label": "x"}]}
                {"task": "t", "worker": "b", "answer": [{"points": [[0, 0], [100, 0], [100, 60], [0, 60]], "label": "x"}, {"points": [[500, 500], [600, 500], [500, 600]], "label": "x"}]}
                """;
        assertThat(value(shapes, "f1_iou50", "--kind", "polygons")).isCloseTo(2 / 3.0, within(1e-9));
        assertThat(value(shapes, "mean_iou", "--kind", "polygons")).isCloseTo(.6 / 2, within(1e-9));
        String lines = """
                {"task": "t", "worker": "a", "answer": [{"points": [[0, 0], [100, 0]], "label": "x"}]}
                {"task": "t", "worker": "b", "answer": [{"points": [[100, 10], [60, 10], [0, 10]], "label": "x"}]}
                """;
        // 10 apart, where a quarter of 100 would have nothing in common
        assertThat(value(lines, "mean_frechet_similarity", "--kind", "polylines"))
                .isCloseTo(.6, within(1e-9));
        assertThat(value(lines, "f1_frechet50", "--kind", "polylines")).isEqualTo(1);
        CommandRun unsaid = run(lines, "agreement", "-");
        assertThat(unsaid.status()).isEqualTo(3);
        assertThat(unsaid.err()).contains("--kind polygons or --kind polylines").doesNotContain("bug");
    }

    /** exp(-25 / (2 * 5000 * 0.052²)): a nose 5 pixels off, where the box around all points has 5,000 square pixels. */
    @Test
    void keypointsAreComparedAsCocoDoes() {
        String keypoints = """
                {"task": "t", "worker": "a", "answer": [{"points": {"nose": [50, 50, 2], "left_hip": [0, 0, 1], "right_hip": [100, 50, 2]}, "label": "x"}]}
                {"task": "t", "worker": "b", "answer": [{"points": {"nose": [47, 46, 1], "left_hip": [0, 0, 2], "right_hip": [100, 50, 2]}, "label": "x"}]}
                """;
        assertThat(value(keypoints, "mean_oks")).isCloseTo((0.3967074336 + 2) / 3, within(1e-9));
        assertThat(value(keypoints, "f1_oks50")).isEqualTo(1);
    }

    @Test
    void tracksAreComparedFrameByFrame() {
        String tracks = """
                {"task": "t", "worker": "a", "answer": {"timeBase": [1, 25], "tracks": [{"label": "x", "keyframes": [{"frame": 0, "left": 0, "top": 0, "width": 10, "height": 10}, {"frame": 3, "left": 0, "top": 0, "width": 10, "height": 10}]}]}}
                {"task": "t", "worker": "b", "answer": {"timeBase": [1, 25], "tracks": [{"label": "x", "keyframes": [{"frame": 0, "left": 0, "top": 0, "width": 10, "height": 10}, {"frame": 2, "left": 2, "top": 0, "width": 10, "height": 10}]}]}}
                """;
        // the same box of width 10, then one shifted by 1, then by 2, then none
        assertThat(value(tracks, "mean_iou")).isCloseTo((1 + 9 / 11.0 + 8 / 12.0) / 4, within(1e-9));
        assertThat(value(tracks, "f1_iou50")).isEqualTo(1);
    }

    @Test
    void masksAreComparedByPixels() {
        String masks = """
                {"task": "t", "worker": "a", "answer": {"size": [2, 4], "counts": [0, 4, 4]}}
                {"task": "t", "worker": "b", "answer": {"size": [2, 4], "counts": [2, 4, 2]}}
                """;
        assertThat(value(masks, "mean_iou")).isCloseTo(2 / 6.0, within(1e-9));
        assertThat(value(masks, "percent")).isZero();
    }

    @Test
    void textsAreComparedByWordsOrByCharactersWithoutCaseAndPunctuation() {
        String texts = "task,worker,answer\nt,a,The cat sat\nt,b,the cat sits.\nu,a,yes\nu,b,Yes!\n";
        assertThat(value(texts, "closeness")).isCloseTo((2 / 3.0 + 1) / 2, within(1e-9));
        assertThat(value(texts, "percent")).isCloseTo(.5, within(1e-9));
        // "the cat sat" and "the cat sits": two edits among twelve characters
        assertThat(value(texts, "closeness", "--characters")).isCloseTo((10 / 12.0 + 1) / 2, within(1e-9));
    }

    @Test
    void optionsOfLabelsAreRefusedByNameAndAColumnOfLabelsNamedAnswerCanBeSaidToBeOne() {
        for (List<String> option : List.of(
                List.of("--metric", "krippendorff_nominal"),
                List.of("--distance", "ordinal"),
                List.of("--sets", "|"),
                List.of("--order", "a,b"),
                List.of("--classes", "a,b"))) {
            List<String> arguments = new ArrayList<>(List.of("agreement", "-"));
            arguments.addAll(option);
            CommandRun refused = run(SPANS, arguments.toArray(String[]::new));
            assertThat(refused.status()).as(option.getFirst()).isEqualTo(3);
            assertThat(refused.err())
                    .contains(option.getFirst(), "structured answers")
                    .doesNotContain("bug");
        }
        String labels = "task,worker,answer\nt,a,yes\nt,b,yes\nu,a,no\nu,b,no\n";
        assertThat(value(labels, "krippendorff_nominal", "--label", "answer")).isEqualTo(1);
    }

    @Test
    void aProblemOfAnAnswerNamesItsLine() {
        CommandRun refused = run(SPANS.replace("\"end\": 20", "\"end\": 99"), "agreement", "-");
        assertThat(refused.status()).isEqualTo(3);
        assertThat(refused.err()).startsWith("stdin:1: answer[2]").doesNotContain("bug");
    }

    private static double value(String input, String key, String... options) {
        return agreement(input, options).coefficient(key);
    }

    private static JsonNode json(String input) {
        return agreement(input).json();
    }

    private static CommandRun agreement(String input, String... options) {
        List<String> words = new ArrayList<>(List.of("agreement", "-", "--json"));
        words.addAll(List.of(options));
        return run(input, words.toArray(String[]::new));
    }
}
