package dev.cupel.formats.nativeform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.engine.Finding;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.answer.Question.Option;
import dev.cupel.engine.answer.Schema;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class SchemaJsonTest {
    private final FindingList findings = new FindingList();

    private Schema read(String json) {
        return SchemaJson.read(JsonMapper.shared().readTree(json), findings);
    }

    private static final String EVERY_KIND = """
            {"inputs": [{"id": "text"}, {"id": "more", "type": "markdown", "field": "body"}],
             "questions": [
              {"id": "one", "type": "choice", "options": ["a", {"id": "b", "title": "Bee", "hotkey": "x"}]},
              {"id": "some", "type": "choices", "options": ["a"], "required": false, "when": {"one": ["a"]}},
              {"id": "level", "type": "choice", "options": ["low", "high"], "ordered": true},
              {"id": "stars", "type": "rating", "max": 10, "minLabel": "poor"},
              {"id": "age", "type": "number", "min": 0, "step": 0.5, "unit": "years"},
              {"id": "better", "type": "preference", "left": "text", "right": "more", "bothBad": false, "strengths": 3},
              {"id": "why", "type": "text", "ambiguous": false, "hotkeys": "none"},
              {"id": "who", "type": "spans", "on": "text", "options": ["PER", "ORG"],
               "attributes": [{"id": "sure", "type": "choice", "options": ["yes", "no"]}]},
              {"id": "things", "type": "boxes", "on": "text", "options": ["car"]},
              {"id": "area", "type": "masks", "on": "text", "options": ["sky"]},
              {"id": "turns", "type": "segments", "on": "more", "options": ["speech"]},
              {"id": "lakes", "type": "polygons", "on": "text", "options": ["lake"]},
              {"id": "lanes", "type": "polylines", "on": "text", "options": ["solid", "dashed"]},
              {"id": "people", "type": "keypoints", "on": "text", "options": ["person"],
               "skeleton": {"points": ["nose", {"name": "left_eye", "sigma": 0.025}], "edges": [["nose", "left_eye"]]}},
              {"id": "moving", "type": "tracks", "on": "more", "options": ["car"],
               "attributes": [{"id": "parked", "type": "choice", "options": ["yes", "no"]}]}]}
            """;

    @Test
    void everyKindIsReadAndWrittenWithItsDefaultsWrittenOut() {
        Schema schema = read(EVERY_KIND);
        assertThat(findings.all()).isEmpty();
        assertThat(schema.questions())
                .extracting(Question::kind)
                .containsExactly(
                        "choice",
                        "choices",
                        "choice",
                        "rating",
                        "number",
                        "preference",
                        "text",
                        "spans",
                        "boxes",
                        "masks",
                        "segments",
                        "polygons",
                        "polylines",
                        "keypoints",
                        "tracks");
        assertThat(schema.inputs().getFirst().field()).isEqualTo("text");
        String written = SchemaJson.write(schema).toString();
        assertThat(written).contains("\"min\":1,\"max\":10,\"step\":1", "\"required\":true");
        assertThat(read(written)).isEqualTo(schema);
        assertThat(findings.all()).isEmpty();
    }

    @Test
    void regionsAreMarkedOnTheOnlyInputIfNoneIsNamed() {
        Schema schema = read("""
                {"inputs": [{"id": "text"}], "questions": [{"id": "who", "type": "spans", "options": ["PER"]}]}
                """);
        assertThat(findings.all()).isEmpty();
        assertThat(((Question.Spans) schema.questions().getFirst()).marks().on())
                .isEqualTo("text");
    }

    @Test
    void allThatIsWrongIsSaidAtOnceWithItsPlace() {
        read("""
                {"inputs": [{"id": 4, "type": "hologram"}, 5],
                 "questions": [
                  {"id": "one", "type": "choice", "options": ["a", [5], {"id": ["b"]}], "required": "yes",
                   "titel": "One", "hotkeys": "some"},
                  {"id": "two", "type": "guess"},
                  {"id": "three", "type": "rating", "min": "low"},
                  {"id": "four", "type": "spans", "on": "nowhere", "options": [],
                   "attributes": [{"id": "again", "type": "spans", "options": ["x"]}]},
                  {"id": "five", "type": "text", "when": {"later": ["x"], "one": {"a": 1}}}]}
                """);
        assertThat(findings.all())
                .extracting(Finding::where)
                .contains(
                        "inputs[0].id",
                        "inputs[0].type",
                        "inputs[1]",
                        "questions[0].options[1]",
                        "questions[0].options[2].id",
                        "questions[0].required",
                        "questions[0].titel",
                        "questions[0].hotkeys",
                        "questions[1].type",
                        "questions[2].min",
                        "questions[3].on",
                        "questions[3].options",
                        "questions[3].attributes[0]",
                        "questions[4].when.later",
                        "questions[4].when.one");
        assertThat(findings.all())
                .allSatisfy(finding -> assertThat(finding.fix()).isNotBlank());
    }

    /** In YAML nobody puts them into quotes. */
    @Test
    void numbersAndTruthsNameWhatTheyWriteAndAConditionMayBeOnOneOption() {
        Schema schema = read("""
                {"inputs": [{"id": "text"}], "questions": [
                  {"id": "stars", "type": "choice", "title": 2026, "options": [1, true, {"id": 3, "title": 3.5}]},
                  {"id": "why", "type": "text", "when": {"stars": 1}}]}
                """);
        assertThat(findings.all()).isEmpty();
        assertThat(schema.questions().getFirst().options())
                .containsExactly(Option.of("1"), Option.of("true"), new Option("3", "3.5", "", "", ""));
        assertThat(schema.questions().getFirst().common().title()).isEqualTo("2026");
        assertThat(schema.questions().get(1).common().when()).isEqualTo(Map.of("stars", List.of("1")));
    }

    /** It would be a setting that has no effect, and nobody would know. */
    @Test
    void whatOnlyAnotherKindHasIsRefusedAndWhatTheKindHasIsSaid() {
        read("""
                {"inputs": [{"id": "text"}], "questions": [
                  {"id": "tone", "type": "choice", "options": ["a", "b"], "min": 1},
                  {"id": "count", "type": "number", "strengths": 3}]}
                """);
        assertThat(findings.all())
                .extracting(Finding::where)
                .containsExactly("questions[0].min", "questions[1].strengths");
        assertThat(findings.all().get(1).fix())
                .isEqualTo("use id, type, title, help, required, ambiguous, when, hotkeys, min, max, step, unit");
    }

    @Test
    void aSkeletonNamesItsPointsOnceAndJoinsOnlyThose() {
        read("""
                {"inputs": [{"id": "photo", "type": "image"}], "questions": [
                  {"id": "none", "type": "keypoints", "options": ["person"]},
                  {"id": "bad", "type": "keypoints", "options": ["person"], "skeleton": {
                   "points": ["nose", "nose", " chin", {"name": "eye", "sigma": 0, "color": "red"}, [1]],
                   "edges": [["nose", "ear"], ["nose"], ["eye", "eye"], ["nose", "eye"], ["eye", "nose"]], "lines": []}},
                  {"id": "shape", "type": "polygons", "options": ["lake"], "skeleton": {}},
                  {"id": "text", "type": "keypoints", "options": ["person"], "skeleton": "coco"}]}
                """);
        assertThat(findings.all())
                .extracting(Finding::where)
                .containsExactlyInAnyOrder(
                        "questions[0].skeleton.points",
                        "questions[1].skeleton.lines",
                        "questions[1].skeleton.points[1]",
                        "questions[1].skeleton.points[2]",
                        "questions[1].skeleton.points[3].color",
                        "questions[1].skeleton.points[3].sigma",
                        "questions[1].skeleton.points[4]",
                        "questions[1].skeleton.edges[0]",
                        "questions[1].skeleton.edges[1]",
                        "questions[1].skeleton.edges[1]",
                        "questions[1].skeleton.edges[3]",
                        "questions[2].skeleton",
                        "questions[3].skeleton",
                        "questions[3].skeleton.points");
        assertThat(findings.all())
                .allSatisfy(finding -> assertThat(finding.fix()).isNotBlank());
    }

    @Test
    void whatIsNoObjectIsNoSchema() {
        for (String json : List.of("4", "\"x\"", "[]", "null", "{\"inputs\": 3, \"questions\": {}}")) {
            FindingList here = new FindingList();
            SchemaJson.read(JsonMapper.shared().readTree(json), here);
            assertThat(here.isEmpty()).as(json).isFalse();
        }
    }
}
