package dev.cupel.server.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.Client;
import dev.cupel.server.Owner;
import dev.cupel.server.TestServer;
import dev.cupel.server.item.Files;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The content of an item is JSON from the file it comes in to the file it leaves in. */
final class FieldsTest {
    private static final List<Map<String, Object>> INPUTS = List.of(
            Map.of("id", "body", "type", "text", "field", "body"),
            Map.of("id", "talk", "type", "chat", "field", "talk"),
            Map.of("id", "rows", "type", "table", "field", "rows"));
    private static final List<Map<String, Object>> QUESTIONS = List.of(
            Map.of("id", "tone", "type", "choice", "options", List.of("good", "bad")),
            Map.of("id", "names", "type", "spans", "on", "body", "options", List.of("PER"), "required", false));

    private static final String TALK =
            "[{\"role\":\"user\",\"text\":\"What is \\\"zephyr\\\"?\\n\"},{\"role\":\"model\",\"text\":\"😀 A wind.\",\"tokens\":3}]";
    private static final String FILE = """
            {"key":"a","body":"Anna","talk":%1$s,"rows":[["n","v"],["x",1.50],["y",null]],"lang":"en"}
            {"key":"b","body":12345678901234567890.50,"talk":%1$s,"rows":[{"n":true,"v":1e2},{"n":"","v":0.0000001}],"hidden":[1,2]}
            {"key":"c","body":true,"talk":%1$s,"rows":[["[1]"],["\\"quoted\\""]]}
            """.formatted(TALK);

    private final Owner owner = TestServer.owner();
    private final Client client = owner.client();

    private String filled() {
        String project = owner.project(1, INPUTS, QUESTIONS);
        JsonNode over = Files.imported(client, project, "?format=jsonl", FILE);
        assertThat(over.path("summary").path("added").asInt()).as("%s", over).isEqualTo(3);
        assertThat(over.path("problemCount").asInt()).isZero();
        return project;
    }

    private String exported(String project, String format) throws IOException {
        JsonNode job = client.post("/projects/" + project + "/exports", Map.of("format", format))
                .expect(202)
                .json();
        Files.over(client, job.path("id").asString());
        return new String(
                client.download(job.path("resultUrl").asString()).body().readAllBytes(), StandardCharsets.UTF_8);
    }

    private JsonNode items(String project, String query) {
        return client.get("/projects/" + project + "/items" + query)
                .expect(200)
                .json()
                .path("items");
    }

    private String problems(JsonNode job) {
        return client.get("/jobs/" + job.path("id").asString() + "/problems")
                .json()
                .toString();
    }

    @Test
    void labelersGetTheValuesAsTheyWereWritten() {
        String project = filled();
        Client.Answer next = owner.simulated(project, "sim").post("/projects/" + project + "/next", Map.of());
        JsonNode fields =
                next.expect(200).json().path("assignment").path("item").path("fields");
        assertThat(fields.path("talk")).isEqualTo(JsonMapper.shared().readTree(TALK));
        assertThat(fields.path("rows").isArray()).isTrue();
        assertThat(fields.propertyNames()).containsExactlyInAnyOrder("body", "talk", "rows");
    }

    @Test
    void numbersKeepTheirDigitsInTheApiAndInFiles() throws IOException {
        String project = filled();
        long id = items(project, "").get(1).path("id").asLong();
        String item = client.get("/projects/" + project + "/items/" + id)
                .expect(200)
                .raw()
                .body();
        assertThat(item).contains("\"body\":12345678901234567890.50", "\"v\":100", "\"n\":true");
        assertThat(exported(project, "jsonl").lines().toList().get(1).replace(" ", ""))
                .contains("\"body\":12345678901234567890.50", "\"v\":100}", "\"v\":0.0000001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsonl", "csv"})
    void anExportImportedAgainChangesNothing(String format) throws IOException {
        String project = filled();
        String file = exported(project, format);
        JsonNode over = Files.imported(client, project, "", file);
        assertThat(over.path("problemCount").asInt()).as("%s\n%s", over, file).isZero();
        assertThat(over.path("summary").path("unchanged").asInt())
                .as("%s\n%s", over, file)
                .isEqualTo(3);
        assertThat(exported(project, format)).isEqualTo(file);
    }

    @Test
    void theLongestNumbersThatAreTakenComeOutAgain() throws IOException {
        String project = owner.project(1, INPUTS, QUESTIONS);
        String rows = "[[1e499,1e-499,-0.0,1e500,1e-500]]";
        String line = "{\"key\":\"a\",\"body\":1e499,\"talk\":" + TALK + ",\"rows\":%s}\n";
        JsonNode over = Files.imported(client, project, "?format=jsonl", line.formatted(rows));
        assertThat(problems(over)).contains("rows[0][3]", "rows[0][4]").doesNotContain("rows[0][2]", "body");
        Files.imported(client, project, "?format=jsonl", line.formatted(rows.replace(",1e500,1e-500", "")));
        assertThat(items(project, "").get(0).path("fields").path("rows").get(0)).hasSize(3);
        for (String format : List.of("jsonl", "csv")) {
            JsonNode again = Files.imported(client, project, "", exported(project, format));
            assertThat(again.path("summary").path("unchanged").asInt())
                    .as("%s", again)
                    .isEqualTo(1);
        }
    }

    @Test
    void aTableThatBringsNewMetadataLeavesNumbersNumbers() throws IOException {
        String project = filled();
        String file = exported(project, "csv").replace(",en,", ",fr,");
        JsonNode over = Files.imported(client, project, "", file);
        assertThat(over.path("summary").path("updated").asInt()).as("%s", over).isEqualTo(1);
        Files.imported(client, project, "", exported(project, "csv").replace("12345678901234567890.50", "eins"));
        assertThat(items(project, "").get(1).path("fields").path("body").asString())
                .isEqualTo("eins");
        assertThat(items(project, "").get(2).path("fields").path("body").isBoolean())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsonl", "csv"})
    void inAnotherProjectTheSameConversationsAndTablesComeOut(String format) throws IOException {
        String file = exported(filled(), format);
        String other = owner.project(1, INPUTS, QUESTIONS);
        JsonNode over = Files.imported(client, other, "", file);
        assertThat(over.path("summary").path("added").asInt()).as("%s", over).isEqualTo(3);
        assertThat(items(other, "").get(0).path("fields"))
                .isEqualTo(items(filled(), "").get(0).path("fields"));
    }

    @Test
    void aCellOfAnyTableHoldsAConversationAsJson() {
        String project = owner.project(1, INPUTS, QUESTIONS);
        JsonNode over = Files.imported(
                client,
                project,
                "?format=csv",
                "id,body,talk,rows\n1,[1],\"[{\"\"role\"\":\"\"user\"\",\"\"text\"\":\"\"hi\"\"}]\",\"[[1.50]]\"\n2,x,[{,[]\n3,x,,hello\n");
        assertThat(over.path("summary").path("added").asInt()).as("%s", over).isEqualTo(1);
        JsonNode fields = items(project, "").get(0).path("fields");
        assertThat(fields.path("body").asString()).isEqualTo("[1]");
        assertThat(fields.path("talk").get(0).path("text").asString()).isEqualTo("hi");
        assertThat(problems(over))
                .contains(
                        "in the cell, this is not JSON",
                        "the cell is empty",
                        "the word hello is no value",
                        "\"line\":3",
                        "\"line\":4");
    }

    @Test
    void everyValueThatCannotBeShownIsNamedAndNothingOfItsRowIsStored() {
        String project = owner.project(1, INPUTS, QUESTIONS);
        String fine = "\"rows\":[[1]],\"talk\":[{\"role\":\"u\",\"text\":\"t\"}]";
        JsonNode over = Files.imported(
                client,
                project,
                "?format=jsonl",
                String.join(
                        "\n",
                        "{\"key\":\"1\",\"body\":[\"a\"]," + fine + "}",
                        "{\"key\":\"2\",\"body\":\"a\",\"rows\":[[1]],\"talk\":[{\"role\":\"u\",\"text\":\"t\"},{\"role\":\"\"}]}",
                        "{\"key\":\"3\",\"body\":\"a\",\"rows\":[[1]],\"talk\":[{\"role\":\"u\",\"text\":\"t\",\"text\":\"s\"}]}",
                        "{\"key\":\"4\",\"body\":1e5000," + fine + "}",
                        "{\"key\":\"5\",\"body\":\"a\",\"rows\":[[\"\\u0000\"]],\"talk\":[{\"role\":\"u\",\"text\":\"\\ud800\"}]}",
                        "{\"key\":\"6\",\"body\":\"a\",\"rows\":[[1]],\"talk\":\"" + "[]" + "\"}",
                        "{\"key\":\"7\",\"fields\":{\"body\":\"a\",\"rows\":[[1],{}]}}",
                        "{\"key\":\"8\",\"body\":\"fine\"," + fine + "}"));
        assertThat(over.path("summary").path("added").asInt()).as("%s", over).isEqualTo(1);
        assertThat(over.path("summary").path("rejected").asInt()).isEqualTo(7);
        assertThat(problems(over))
                .contains(
                        "is a list, not a text",
                        "talk[1].role",
                        "talk[1].text",
                        "a name stands twice",
                        "over 500 digits",
                        "rows[0][0]",
                        "half of a surrogate pair");
    }

    @Test
    void wordsInsideAConversationAreFoundAndAListShowsTheBeginningOfALongOne() {
        String project = filled();
        assertThat(items(project, "?q=zephyr")).hasSize(3);
        assertThat(items(project, "?q=quoted")).hasSize(1);
        String long1 = "[" + "{\"role\":\"user\",\"text\":\"again and again\"},".repeat(200)
                + "{\"role\":\"u\",\"text\":\"end\"}]";
        Files.imported(
                client,
                project,
                "?format=jsonl",
                "{\"key\":\"long\",\"body\":\"b\",\"rows\":[[1]],\"talk\":" + long1 + "}");
        JsonNode row = items(project, "?sort=-position").get(0);
        assertThat(row.path("fields").path("talk").size()).isBetween(20, 60);
        assertThat(row.path("fields").path("talk").get(19).path("text").asString())
                .isEqualTo("again and again");
        assertThat(row.path("fields").path("rows").isArray()).isTrue();
        Files.imported(
                client,
                project,
                "?format=jsonl",
                "{\"key\":\"one\",\"body\":\"b\",\"rows\":[[1]],\"talk\":[{\"role\":\"u\",\"text\":\""
                        + "x".repeat(9_000) + "\"},{\"role\":\"m\",\"text\":\"y\"}]}");
        JsonNode turn = items(project, "?sort=-position").get(0).path("fields").path("talk");
        assertThat(turn).hasSize(1);
        assertThat(turn.get(0).path("role").asString()).isEqualTo("u");
        assertThat(turn.get(0).path("text").asString()).endsWith("x…").hasSizeLessThan(1_000);
        JsonNode whole = client.get(
                        "/projects/" + project + "/items/" + row.path("id").asLong())
                .json();
        assertThat(whole.path("fields").path("talk")).hasSize(201);
    }

    @Test
    void aTypeThatThePageCannotShowIsRefusedByName() {
        JsonNode refused = client.post(
                        "/projects",
                        Map.of(
                                "name",
                                "Pictures",
                                "schema",
                                Map.of(
                                        "inputs",
                                        List.of(
                                                Map.of("id", "song", "type", "audio", "field", "url"),
                                                Map.of("id", "smell", "type", "smell", "field", "s")),
                                        "questions",
                                        QUESTIONS.subList(0, 1))))
                .expect(422)
                .json();
        assertThat(refused.path("problems").toString())
                .contains(
                        "inputs[0].type",
                        "'audio' cannot be shown yet",
                        "chat, table or image",
                        "'smell' is not a type of input");
    }
}
