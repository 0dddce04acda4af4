package dev.cupel.formats.nativeform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.engine.Finding;
import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.answer.Input;
import dev.cupel.engine.answer.Schema;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

final class InputContentTest {
    private static final Input.Text TEXT = new Input.Text("body", "body");
    private static final Input.Chat CHAT = new Input.Chat("talk", "talk");
    private static final Input.Table TABLE = new Input.Table("rows", "rows", List.of());

    private static Stream<Input> everyType() {
        return Stream.of(
                TEXT,
                new Input.Markdown("a", "f"),
                new Input.Html("a", "f"),
                CHAT,
                TABLE,
                new Input.Table("rows", "f", List.of("name", "age")),
                new Input.Image("a", "f"),
                new Input.Audio("a", "f"),
                new Input.Video("a", "f"),
                new Input.Pdf("a", "f"),
                new Input.TimeSeries("a", "f"),
                new Input.Completion("a", "f"));
    }

    private static List<Finding> findings(Input input, String json) {
        FindingList findings = new FindingList();
        InputContent.check(input, ExactJson.read(json), findings);
        return findings.all();
    }

    @ParameterizedTest
    @MethodSource("everyType")
    void aTypeIsReadAsItWasWritten(Input input) {
        FindingList findings = new FindingList();
        JsonNode document = SchemaJson.write(new Schema(List.of(input), List.of()));
        assertThat(SchemaJson.read(document, findings).inputs()).containsExactly(input);
        assertThat(findings.all()).extracting(Finding::where).containsExactly("questions");
    }

    @ParameterizedTest
    @MethodSource("everyType")
    void aTypeTakesWhatItsOwnWordsSay(Input input) {
        String content = switch (input) {
            case Input.OneText text -> "\"hello\"";
            case Input.Media media -> "\"https://example.org/a\"";
            case Input.Chat chat ->
                "[{\"role\": \"user\", \"text\": \"hello\"}, {\"role\": \"model\", \"text\": \"\", \"at\": 3}]";
            case Input.Table table -> "[{\"name\": \"Anna\", \"age\": 4}, {\"name\": null}]";
            case Input.TimeSeries series -> "[1, 2.5, [3, 4]]";
            case Input.Completion completion -> "{\"model\": \"m-1\", \"text\": \"hello\"}";
        };
        assertThat(findings(input, content)).isEmpty();
        assertThat(findings(input, "{\"else\": [[]]}"))
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.fix()).isNotBlank());
    }

    @Test
    void aTextMayBeWrittenAsANumberOrAsTrueOrFalse() {
        assertThat(findings(TEXT, "1.50")).isEmpty();
        assertThat(findings(TEXT, "true")).isEmpty();
        assertThat(ExactJson.text(ExactJson.read("1.50"))).isEqualTo("1.50");
        assertThat(ExactJson.text(ExactJson.read("12345678901234567890"))).isEqualTo("12345678901234567890");
        assertThat(findings(TEXT, "[\"one\"]")).singleElement().satisfies(finding -> {
            assertThat(finding.where()).isEqualTo("body");
            assertThat(finding.what()).isEqualTo("is a list, not a text");
            assertThat(finding.fix()).contains("chat or table");
        });
    }

    @Test
    void everyTurnThatIsNoneIsNamedByItsPlace() {
        assertThat(
                        findings(
                                CHAT,
                                "[{\"role\": \"user\"}, 4, {\"role\": \" \", \"text\": 3}, {\"role\": \"a\", \"text\": \"b\"}]"))
                .extracting(Finding::where)
                .containsExactly("talk[0].text", "talk[1]", "talk[2].role", "talk[2].text");
        assertThat(findings(CHAT, "[]")).extracting(Finding::code).containsExactly(Code.EMPTY);
        assertThat(findings(CHAT, "\"hello\"")).extracting(Finding::code).containsExactly(Code.MALFORMED);
        assertThat(findings(CHAT, "[" + "1,".repeat(500) + "1]")).hasSize(20);
    }

    @Test
    void rowsOfATableAreAllObjectsOrAllListsOfSingleValues() {
        assertThat(findings(TABLE, "[[\"name\", \"age\"], [\"Anna\", 4], [\"Bo\"]]"))
                .isEmpty();
        assertThat(findings(TABLE, "[{\"a\": 1}, [1], 2]"))
                .extracting(Finding::where)
                .containsExactly("rows[1]", "rows[2]");
        assertThat(findings(TABLE, "[{\"a\": {\"b\": 1}}, {\"c\": []}]"))
                .extracting(Finding::where)
                .containsExactly("rows[0].a", "rows[1].c");
    }

    @Test
    void aCellOfATableFileHoldsATextOrJsonAsTheInputSays() {
        FindingList findings = new FindingList();
        assertThat(InputContent.ofCell(TEXT, "[1]", findings)).hasToString("\"[1]\"");
        assertThat(InputContent.ofCell(TABLE, "[[1.50]]", findings)).hasToString("[[1.50]]");
        assertThat(findings.all()).isEmpty();
        for (String broken : List.of("", "[{\"role\"", "[] []", "[{\"a\": 1, \"a\": 2}]")) {
            FindingList here = new FindingList();
            assertThat(InputContent.ofCell(CHAT, broken, here)).as(broken).isNull();
            assertThat(here.all()).as(broken).singleElement().satisfies(finding -> {
                assertThat(finding.where()).isEqualTo("talk");
                assertThat(finding.fix()).contains("role");
            });
        }
    }

    @Test
    void spansLieInOneTextAndInNoListOfTexts() {
        FindingList findings = new FindingList();
        SchemaJson.read(ExactJson.read("""
                {"inputs": [{"id": "talk", "type": "chat"}, {"id": "page", "type": "html"}], "questions": [
                 {"id": "who", "type": "spans", "on": "talk", "options": ["PER"]},
                 {"id": "where", "type": "spans", "on": "page", "options": ["LOC"]}]}
                """), findings);
        assertThat(findings.all()).extracting(Finding::where).containsExactly("questions[0].on");
        assertThat(findings.all().getFirst().what()).contains("'talk' is of type chat");
    }

    @Test
    void onlyATableHasColumnsAndEachOnce() {
        FindingList findings = new FindingList();
        SchemaJson.read(ExactJson.read("""
                {"inputs": [{"id": "a", "type": "table", "columns": ["x", "y", "x", 4]}, {"id": "b", "type": "text", "columns": ["x"]},
                            {"id": "c", "type": "table", "columns": "x"}], "questions": []}
                """), findings);
        assertThat(findings.all())
                .extracting(Finding::where)
                .contains("inputs[0].columns[2]", "inputs[0].columns[3]", "inputs[1].columns", "inputs[2].columns");
    }

    @Test
    void anUnknownTypeIsNamedWithThoseThatThereAre() {
        FindingList findings = new FindingList();
        SchemaJson.read(
                ExactJson.read("{\"inputs\": [{\"id\": \"a\", \"type\": \"hologram\"}], \"questions\": []}"), findings);
        assertThat(findings.all())
                .filteredOn(finding -> finding.where().equals("inputs[0].type"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.fix())
                        .startsWith("use text, markdown")
                        .endsWith("or completion"));
    }
}
