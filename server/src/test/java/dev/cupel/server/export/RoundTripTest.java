package dev.cupel.server.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.Client;
import dev.cupel.server.Owner;
import dev.cupel.server.TestServer;
import dev.cupel.server.item.Files;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a project exports is recognised where it is imported. */
final class RoundTripTest {
    private static final List<Map<String, Object>> QUESTIONS = List.of(
            Map.of("id", "sentiment", "type", "choice", "options", List.of("good", "bad")),
            Map.of("id", "topics", "type", "choices", "options", List.of("price", "taste"), "required", false),
            Map.of("id", "names", "type", "spans", "on", "text", "options", List.of("PER")),
            Map.of("id", "retell", "type", "text"));

    private static final String ITEMS = """
            {"key":"a","text":"😀 Anna, \\"so\\"\\nyes","lang":"en","note":"","gold":{"sentiment":"good","topics":[],"names":[{"begin":2,"end":6,"label":"PER"}],"retell":" kept \\n"}}
            {"key":"b","text":"zwei","status":"mine","id":"17"}
            {"key":"c","text":"три","lang":"ru"}
            """;

    private final Owner owner = TestServer.owner();
    private final Client client = owner.client();
    private final JdbcClient sql = TestServer.running().context().getBean(JdbcClient.class);

    private String filled() {
        String project = owner.project(2, QUESTIONS);
        assertThat(count(Files.imported(client, project, "?format=jsonl", ITEMS), "added"))
                .isEqualTo(3);
        sql.sql("""
                insert into item_answer (project_id, question, item_id, source, option, probability, posterior)
                select i.project_id, 0, i.id, 0, 1, 0.75, '{0.25,0.75}' from item i join project p on p.id = i.project_id
                where p.key = ? and i.key = 'c'
                """).param(project).update();
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

    private static int count(JsonNode job, String name) {
        return job.path("summary").path(name).asInt(-1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsonl", "csv"})
    void anExportImportedAgainChangesNothing(String format) throws IOException {
        String project = filled();
        String file = exported(project, format);
        JsonNode over = Files.imported(client, project, "", file);
        assertThat(over.path("problemCount").asInt()).as("%s", over).isZero();
        assertThat(count(over, "unchanged")).as("%s\n%s", over, file).isEqualTo(3);
        assertThat(count(over, "updated")).isZero();
        assertThat(exported(project, format)).isEqualTo(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsonl", "csv"})
    void theDegreeOfAPreferenceThatIsGoldComesBack(String format) throws IOException {
        String project = owner.project(
                1,
                List.of(Map.of("id", "better", "type", "preference", "left", "text", "right", "text", "strengths", 3)));
        Files.imported(
                client,
                project,
                "?format=jsonl",
                "{\"key\":\"a\",\"text\":\"x\",\"gold\":{\"better\":{\"choice\":\"right\",\"strength\":2}}}");
        String file = exported(project, format);
        assertThat(count(Files.imported(client, project, "", file), "unchanged"))
                .as(file)
                .isEqualTo(1);
        assertThat(sql.sql(
                                "select value ->> 'strength' from gold g join project p on p.id = g.project_id where p.key = ?")
                        .param(project)
                        .query(String.class)
                        .single())
                .isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsonl", "csv"})
    void inAnotherProjectItMakesTheSameItemsAndNothingOfTheOutcomeIsShownToLabelers(String format) throws IOException {
        String file = exported(filled(), format);
        String other = owner.project(2, QUESTIONS);
        JsonNode over = Files.imported(client, other, "", file);
        assertThat(count(over, "added")).as("%s", over).isEqualTo(3);
        for (String line : exported(other, "jsonl").lines().toList()) {
            JsonNode item = JsonMapper.shared().readTree(line);
            assertThat(item.path("metadata").propertyNames()).isSubsetOf("lang", "note", "status", "id");
            if (item.path("key").asString().equals("c")) {
                assertThat(item.path("consensus")).isEmpty();
                assertThat(item.path("metadata").toString()).isEqualTo("{\"lang\":\"ru\"}");
            }
            if (item.path("key").asString().equals("a")) {
                assertThat(item.path("gold").path("names").get(0).path("text").asString())
                        .isEqualTo("Anna");
                assertThat(item.path("gold").path("retell").asString()).isEqualTo(" kept \n");
                assertThat(item.path("gold").path("topics")).isEmpty();
                assertThat(item.path("gold").has("topics")).isTrue();
            }
        }
    }

    @Test
    void theSameFileComesOutOfTheOtherProjectApartFromIdsTimesAndOutcome() throws IOException {
        String file = exported(filled(), "jsonl");
        String other = owner.project(2, QUESTIONS);
        Files.imported(client, other, "", file);
        assertThat(bare(exported(other, "jsonl"))).isEqualTo(bare(file));
    }

    private static List<JsonNode> bare(String file) {
        return file.lines()
                .map(line -> {
                    ObjectNode item = (ObjectNode) JsonMapper.shared().readTree(line);
                    if (item.path("consensus")
                            .path("sentiment")
                            .path("source")
                            .asString("")
                            .equals("consensus")) {
                        item.remove("consensus");
                    } else if (item.path("consensus").isEmpty()) {
                        item.remove("consensus");
                    }
                    return (JsonNode) item.remove(List.of("id", "createdAt"));
                })
                .toList();
    }

    @Test
    void aLineWithTheSchemaIsNoItemAndAnotherSchemaIsAWarning() {
        String project = owner.project(1);
        String same =
                "{\"schema\":{\"inputs\":[{\"id\":\"text\",\"type\":\"text\",\"field\":\"text\"}],\"questions\":[{\"id\":\"sentiment\","
                        + "\"type\":\"choice\",\"options\":[\"good\",\"bad\"]}]}}\n";
        String item = "{\"key\":\"a\",\"fields\":{\"text\":\"one\"},\"gold\":{\"sentiment\":\"bad\"}}\n";
        JsonNode fits = Files.imported(client, project, "", same + item);
        assertThat(count(fits, "added")).as("%s", fits).isEqualTo(1);
        assertThat(fits.path("problemCount").asInt()).isZero();
        JsonNode other = Files.imported(client, project, "", same.replace("\"bad\"", "\"evil\"") + item);
        assertThat(other.path("state").asString()).isEqualTo("done");
        assertThat(count(other, "unchanged")).isEqualTo(1);
        assertThat(count(other, "rejected")).isZero();
        assertThat(client.get("/jobs/" + other.path("id").asString() + "/problems")
                        .json()
                        .toString())
                .contains("another schema");
    }

    @Test
    void thePreviewShowsWhatWouldBeTaken() throws IOException {
        String project = filled();
        for (String format : List.of("jsonl", "csv")) {
            JsonNode preview = client.upload(
                            "/projects/" + project + "/imports/preview",
                            "application/octet-stream",
                            HttpRequest.BodyPublishers.ofString(exported(project, format)))
                    .expect(200)
                    .json();
            assertThat(preview.path("refusal").isMissingNode())
                    .as("%s", preview)
                    .isTrue();
            assertThat(preview.path("suggestedKey").asString()).isEqualTo("key");
            assertThat(preview.path("missingFields")).isEmpty();
            assertThat(preview.path("columns").toString())
                    .contains("\"name\":\"text\",\"role\":\"field\"", "gold.sentiment")
                    .doesNotContain("consensus", "annotations", "createdAt");
        }
    }
}
