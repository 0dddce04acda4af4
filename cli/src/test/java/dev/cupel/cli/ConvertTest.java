package dev.cupel.cli;

import static dev.cupel.cli.CommandRun.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ConvertTest {
    private static final String SCHEMA = """
            {"inputs": [{"id": "text", "type": "text", "field": "text"}],
             "questions": [{"id": "mood", "type": "choice", "options": ["good", "bad"]},
                           {"id": "names", "type": "spans", "on": "text", "options": ["PER"]}]}
            """;

    /** As the server writes them. */
    private static final String ITEMS = """
            {"id":7,"key":"a","fields":{"text": "😀 Anna, \\"hi\\"\\nyou"},"metadata":{"lang": "en", "status": "mine"},"unit":"code_points",\
            "status":"complete","createdAt":"2026-01-02T03:04:05.678901Z",\
            "consensus":{"mood":{"value":"good","source":"consensus","probability":0.98765,"disagreement":0.25,"method":"dawid-skene",\
            "methodVersion":"1","posterior":{"good":0.98765,"bad":1.0E-5}}},"gold":{},"adjudications":[{"question":"mood","value":"bad",\
            "reason":"irony","by":"Rita","at":"2026-01-02T03:04:05Z","guidelineVersion":2}],"annotations":[{"id":1,"annotator":"Ann","annotatorId":3,\
            "annotatorKind":"person","kind":"production","outcome":"submitted","answers":{"mood":"good","names":[{"id":"s1","begin":2,"end":6,\
            "label":"PER","text":"Anna"}]},"ambiguous":false,"comment":"so","activeMs":1234,"revision":2,"schemaVersion":1,"guidelineVersion":1,\
            "savedAt":"2026-01-02T03:04:05.678Z"},{"id":2,"annotator":"Bob","annotatorId":4,"annotatorKind":"person","kind":"production",\
            "outcome":"skipped","answers":{},"ambiguous":false,"skipReason":"no","activeMs":0,"revision":1,"schemaVersion":1,\
            "guidelineVersion":1,"savedAt":"2026-01-02T03:04:05.678Z"}]}
            {"id":8,"key":"b","fields":{"text": "two"},"metadata":{},"unit":"code_points","status":"unlabeled",\
            "createdAt":"2026-01-02T03:04:05Z","consensus":{},"gold":{"mood":"bad"},"adjudications":[],"annotations":[]}
            """;

    private static final String TABLE = """
            key,text,lang,metadata.status,status,consensus.mood,probability.mood,source.mood,answers.mood,gold.mood,status.mood,\
            consensus.names,probability.names,source.names,answers.names,gold.names,status.names
            a,"😀 Anna, ""hi""
            you",en,mine,complete,good,0.98765,consensus,1,,complete,,,,1,,complete
            b,two,,,unlabeled,,,,0,bad,complete,,,,0,,unlabeled
            """;

    @TempDir
    Path folder;

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private String schema() throws IOException {
        return file("schema.json", SCHEMA);
    }

    @Test
    void ourOwnFormatComesOutByteForByteAsTheServerWroteIt() throws IOException {
        String out = folder.resolve("out.jsonl").toString();
        CommandRun outcome =
                run("", "convert", file("in.jsonl", ITEMS), "--to", "cupel", "--out", out, "--schema", schema());
        assertThat(outcome.status()).as(outcome.err()).isZero();
        assertThat(Files.readString(Path.of(out))).isEqualTo(ITEMS);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).contains("2 items as cupel, 2 rows as cupel", "Wrote " + out);
    }

    @Test
    void aTableSaysWhatItCouldNotHold() throws IOException {
        CommandRun outcome = run(ITEMS, "convert", "-", "--to", "csv", "--out", "-", "--schema", schema());
        assertThat(outcome.out()).isEqualTo(TABLE);
        assertThat(outcome.err())
                .contains("Not in the result:", "2 x annotations: who answered what (annotations), first: a Ann")
                .contains("1 x decisions with their reasons (adjudications), first: a mood");
        JsonNode json = run(
                        ITEMS,
                        "convert",
                        "-",
                        "--to",
                        "csv",
                        "--out",
                        folder.resolve("t.csv").toString(),
                        "--schema",
                        schema(),
                        "--json")
                .json();
        assertThat(json.propertyNames())
                .containsExactly("command", "file", "from", "to", "items", "rows", "losses", "warnings");
        assertThat(json.at("/losses/0")).isEqualTo(JsonMapper.shared().readTree("""
                        {"kind":"annotations","count":2,"example":"a Ann","what":"annotations: who answered what"}
                        """));
    }

    @Test
    void aTableComesBackWithASchemaOfItsOwnLine() throws IOException {
        String lines = folder.resolve("out.jsonl").toString();
        CommandRun outcome =
                run("", "convert", file("t.csv", TABLE), "--to", "cupel", "--out", lines, "--schema", schema());
        assertThat(outcome.err()).contains("(answer_counts), first: a");
        assertThat(Files.readString(Path.of(lines))).startsWith("{\"schema\":{\"inputs\":");
        CommandRun again = run("", "convert", lines, "--to", "csv", "--out", "-");
        assertThat(again.out())
                .isEqualTo(TABLE.replace(",consensus,1,,complete,,,,1,,complete", ",consensus,0,,complete,,,,0,,"));
    }

    @Test
    void votesAreOfOneQuestion() throws IOException {
        String in = file("in.jsonl", ITEMS);
        CommandRun mood =
                run("", "convert", in, "--to", "votes", "--question", "mood", "--out", "-", "--schema", schema());
        assertThat(mood.out()).isEqualTo("task,worker,label\na,Ann,good\n");
        CommandRun none = run("", "convert", in, "--to", "votes", "--out", "-", "--schema", schema());
        assertThat(none.status()).isEqualTo(2);
        assertThat(none.err()).contains("--question", "name one of mood, names");
        CommandRun names =
                run("", "convert", in, "--to", "votes", "--question", "names", "--out", "-", "--schema", schema());
        assertThat(run(names.out(), "consensus", "-").status()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "convert -",
                "convert - --to csv",
                "convert - --to coco --out -",
                "convert - --from votes --to csv --out -",
                "convert - --from nonsense --to csv --out -"
            })
    void wrongUsageIsStatus2(String line) {
        CommandRun outcome = run(ITEMS, line.split(" "));
        assertThat(outcome.status()).as(outcome.err()).isEqualTo(2);
    }

    @Test
    void badInputIsStatus3NamesThePlaceAndLeavesNoFile() throws IOException {
        String out = folder.resolve("out.jsonl").toString();
        String bad =
                file("bad.jsonl", ITEMS + "{\"key\":\"c\",\"fields\":{\"text\":\"x\"},\"gold\":{\"mood\":[1]}}\nno\n");
        for (String target : new String[] {"cupel", "csv"}) {
            CommandRun outcome = run("", "convert", bad, "--to", target, "--out", out, "--schema", schema());
            assertThat(outcome.status()).isEqualTo(3);
            assertThat(outcome.err()).contains("bad.jsonl:3 gold.mood: ", "bad.jsonl:4:1: ");
            assertThat(Path.of(out)).doesNotExist();
        }
        assertThat(run("", "convert", folder.resolve("none").toString(), "--to", "csv", "--out", out)
                        .err())
                .contains("there is no such file");
        CommandRun unsaid = run(ITEMS, "convert", "-", "--to", "csv", "--out", out);
        assertThat(unsaid.status()).isEqualTo(3);
        assertThat(unsaid.err()).startsWith("stdin").contains("--schema FILE");
        assertThat(run("", "convert", "-", "--to", "csv", "--out", out).status())
                .isEqualTo(3);
        assertThat(run("a,b\n1,2\n", "convert", "-", "--to", "csv", "--out", out)
                        .status())
                .isEqualTo(3);
    }
}
