package dev.cupel.server.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.Answers;
import dev.cupel.server.Client;
import dev.cupel.server.Items;
import dev.cupel.server.Owner;
import dev.cupel.server.TestServer;
import dev.cupel.server.item.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The bin for items, imports that are taken back as a whole, and what comes out of it again. */
final class BinTest {
    private static final String FILE = "id,text,source\na,Good.,shop\nb,Bad.,shop\nc,Meh.,web\n";

    private final Owner owner = TestServer.owner();
    private final Client lead = owner.client();
    private final String project = owner.project(2);

    private String path(String rest) {
        return "/projects/" + project + rest;
    }

    private JsonNode over(JsonNode change) {
        JsonNode job = Files.over(lead, change.path("job").asString());
        assertThat(job.path("state").asString()).as("%s", job).isEqualTo("done");
        return lead.get(path("/changes/" + change.path("id").asLong()))
                .expect(200)
                .json();
    }

    private JsonNode change(Map<String, ?> wanted) {
        return over(lead.post(path("/changes"), wanted).expect(202).json());
    }

    private JsonNode undo(JsonNode change) {
        return over(lead.post(path("/changes/" + change.path("id").asLong() + "/undo"), Map.of())
                .expect(202)
                .json());
    }

    private JsonNode get(String rest) {
        return lead.get(path(rest)).expect(200).json();
    }

    private List<String> keys(String query) {
        List<String> keys = new ArrayList<>();
        get("/items" + query)
                .path("items")
                .forEach(item -> keys.add(item.path("key").asString()));
        return keys;
    }

    private long id(String key) {
        return Items.sql()
                .sql("select i.id from item i join project p on p.id = i.project_id where p.key = ? and i.key = ?")
                .params(project, key)
                .query(Long.class)
                .single();
    }

    private JsonNode imported(String file) {
        return Files.imported(lead, project, "?fileName=reviews.csv", file);
    }

    @Test
    void whatIsInTheBinIsInNoListCountOrFigureAndComesBackWithAllThatItHad() {
        imported(FILE);
        Client ada = owner.invite(project, "labeler");
        Answers.next(ada, project, Map.of());
        lead.put(path("/items/" + id("b") + "/gold"), Map.of("answers", Map.of("sentiment", "bad")))
                .expect(200);
        JsonNode binned = change(Map.of("items", List.of(id("a"), id("b")), "kind", "bin"));
        assertThat(binned.path("changed").asInt()).isEqualTo(2);
        assertThat(keys("")).containsExactly("c");
        assertThat(keys("?q=good")).isEmpty();
        assertThat(keys("?gold=true")).isEmpty();
        assertThat(keys("?status=in_bin")).containsExactly("a", "b");
        assertThat(get("/items/count").path("count").asLong()).isEqualTo(1);
        assertThat(get("/items/count?status=in_bin").path("count").asLong()).isEqualTo(2);
        assertThat(get("/metadata").path("fields").get(0).path("values")).hasSize(1);
        assertThat(get("/overview").path("items").asLong()).isEqualTo(1);
        JsonNode one = get("/items/" + id("a"));
        assertThat(one.path("status").asString()).isEqualTo("in_bin");
        assertThat(one.path("bin").path("by").asString()).isEqualTo("Olga Owner");
        assertThat(one.path("annotations")).hasSize(1);

        assertThat(undo(binned).path("restored").asInt()).isEqualTo(2);
        assertThat(keys("")).containsExactly("a", "b", "c");
        assertThat(get("/items/" + id("a")).path("status").asString()).isEqualTo("in_progress");
        assertThat(get("/items/" + id("a")).path("answers").asInt()).isEqualTo(1);
        assertThat(get("/items/" + id("b")).path("gold").asBoolean()).isTrue();
        assertThat(get("/items/" + id("b")).has("bin")).isFalse();
    }

    @Test
    void anExportLeavesOutWhatIsInTheBin() {
        imported(FILE);
        change(Map.of("items", List.of(id("a")), "kind", "bin"));
        JsonNode job =
                lead.post(path("/exports"), Map.of("format", "csv")).expect(202).json();
        JsonNode done = Files.over(lead, job.path("id").asString());
        assertThat(done.path("summary").path("rows").asLong()).as("%s", done).isEqualTo(2);
    }

    @Test
    void nobodyIsAskedAboutItAndAnAnswerFromAScreenIsKeptWithIt() {
        imported(FILE);
        Client ada = owner.invite(project, "labeler");
        String onScreen = next(ada, List.of()).path("assignment").path("id").asString();
        String ahead =
                next(ada, List.of(onScreen)).path("assignment").path("id").asString();
        JsonNode binned = change(Map.of("items", List.of(id("a"), id("b")), "kind", "bin"));

        JsonNode now = next(ada, List.of(onScreen, ahead));
        assertThat(now.path("assignment")
                        .path("item")
                        .path("fields")
                        .path("text")
                        .asString())
                .isEqualTo("Meh.");
        assertThat(now.path("ended")).hasSize(2);
        // Whoever comes back after a while is not shown them again, and they take none of the three places.
        assertThat(next(ada, List.of()).path("assignment").path("id").asString())
                .isEqualTo(now.path("assignment").path("id").asString());
        assertThat(ada.post("/assignments/" + ahead + "/keep", Map.of())
                        .expect(409)
                        .code())
                .isEqualTo("item_in_bin");
        Answers.save(ada, onScreen, Map.of());
        assertThat(get("/items/" + id("a")).path("status").asString()).isEqualTo("in_bin");

        undo(binned);
        assertThat(get("/items/" + id("a")).path("status").asString()).isEqualTo("in_progress");
        assertThat(get("/items/" + id("a")).path("answers").asInt()).isEqualTo(1);
        // The other lease is what it was, and what it holds still has room for one more.
        Answers.save(ada, ahead, Map.of());
        assertThat(get("/items/" + id("b")).path("answers").asInt()).isEqualTo(1);
    }

    @Test
    void anAnswerAfterTheLeaseHasRunOutSaysThatTheItemIsInTheBin() {
        imported(FILE);
        Client ada = owner.invite(project, "labeler");
        String lease = next(ada, List.of()).path("assignment").path("id").asString();
        ada.delete("/assignments/" + lease).expect(204);
        JsonNode binned = change(Map.of("items", List.of(id("a")), "kind", "bin"));
        assertThat(ada.put("/assignments/" + lease + "/annotation", Items.good())
                        .expect(409)
                        .code())
                .isEqualTo("item_in_bin");
        undo(binned);
        Answers.save(ada, lease, Map.of());
        assertThat(get("/items/" + id("a")).path("answers").asInt()).isEqualTo(1);
    }

    @Test
    void anExclusionThatWasThereBeforeHoldsAfterwards() {
        imported(FILE);
        lead.put(path("/items/" + id("a") + "/exclusion"), Map.of("reason", "Not ours."))
                .expect(200);
        JsonNode binned = change(Map.of("where", Map.of("status", "excluded"), "kind", "bin"));
        assertThat(binned.path("changed").asInt()).isEqualTo(1);
        assertThat(keys("?status=excluded")).isEmpty();
        JsonNode restored = change(Map.of("where", Map.of("status", "in_bin"), "kind", "restore"));
        assertThat(restored.path("changed").asInt()).isEqualTo(1);
        assertThat(get("/items/" + id("a")).path("excludedReason").asString()).isEqualTo("Not ours.");
        assertThat(get("/items/" + id("a")).path("status").asString()).isEqualTo("excluded");
        assertThat(undo(restored).path("restored").asInt()).isEqualTo(1);
        assertThat(keys("?status=in_bin")).containsExactly("a");
        // It was taken out since, so the first change no longer holds on it as it left it.
        assertThat(undo(binned).path("restored").asInt()).isEqualTo(1);
        assertThat(keys("?status=excluded")).containsExactly("a");
    }

    @Test
    void aFilterMeansNothingThatIsInTheBinUnlessItSaysSo() {
        imported(FILE);
        change(Map.of("items", List.of(id("a")), "kind", "bin"));
        JsonNode all = change(Map.of("where", Map.of(), "kind", "exclude", "reason", "Spam."));
        assertThat(all.path("changed").asInt()).isEqualTo(2);
        assertThat(get("/items/" + id("a")).has("excludedReason")).isFalse();
    }

    @Test
    void anImportIsTakenBackAsAWholeAndSaysBeforehandWhatItBrought() {
        imported(FILE);
        JsonNode second = imported("id,text\na,Good as gold.\nd,New.\ne,Newer.\n");
        Client ada = owner.invite(project, "labeler");
        for (int i = 0; i < 4; i++) {
            Answers.next(ada, project, Map.of());
        }
        String import2 = "/imports/" + second.path("id").asString() + "/items";
        JsonNode before = get(import2);
        assertThat(before.path("items").asLong()).isEqualTo(2);
        assertThat(before.path("answered").asLong()).isEqualTo(1);
        assertThat(before.path("answers").asLong()).isEqualTo(1);
        assertThat(before.path("fileName").asString()).isEqualTo("reviews.csv");
        assertThat(before.has("takenBack")).isFalse();
        Map<String, Object> where = Map.of("imported", before.path("number").asLong());
        assertThat(keys("?imported=" + before.path("number").asLong())).containsExactly("d", "e");

        JsonNode back = change(Map.of("where", where, "kind", "bin"));
        assertThat(back.path("changed").asInt()).isEqualTo(2);
        assertThat(back.path("imported").asLong())
                .isEqualTo(before.path("number").asLong());
        assertThat(back.path("fileName").asString()).isEqualTo("reviews.csv");
        assertThat(keys("")).containsExactly("a", "b", "c");
        JsonNode taken = get(import2);
        assertThat(taken.path("items").asLong()).isZero();
        assertThat(taken.path("inBin").asLong()).isEqualTo(2);
        assertThat(taken.path("takenBack").path("id").asLong())
                .isEqualTo(back.path("id").asLong());

        undo(back);
        assertThat(keys("")).containsExactly("a", "b", "c", "d", "e");
        assertThat(get("/items/" + id("d")).path("answers").asInt()).isEqualTo(1);
        assertThat(get(import2).path("takenBack").has("undoneAt")).isTrue();
    }

    @Test
    void aFileThatBringsWhatIsInTheBinTakesItOutWithItsAnswersAndMayBeTakenBackItself() {
        JsonNode first = imported(FILE);
        Client ada = owner.invite(project, "labeler");
        Answers.next(ada, project, Map.of());
        change(Map.of(
                "where",
                Map.of(
                        "imported",
                        get("/imports/" + first.path("id").asString() + "/items")
                                .path("number")
                                .asLong()),
                "kind",
                "bin"));
        assertThat(keys("")).isEmpty();

        JsonNode again = imported("id,text,source\na,Better.,shop\nb,Bad.,shop\nz,Last.,shop\n");
        assertThat(again.path("summary").path("added").asLong()).isEqualTo(1);
        assertThat(again.path("summary").path("fromBin").asLong()).isEqualTo(2);
        assertThat(again.path("summary").path("updated").asLong()).isZero();
        assertThat(again.path("summary").path("unchanged").asLong()).isZero();
        assertThat(keys("")).containsExactly("a", "b", "z");
        assertThat(keys("?status=in_bin")).containsExactly("c");
        JsonNode a = get("/items/" + id("a"));
        assertThat(a.path("fields").path("text").asString()).isEqualTo("Better.");
        assertThat(a.path("answers").asInt()).isEqualTo(1);

        JsonNode brought = get("/imports/" + again.path("id").asString() + "/items");
        assertThat(brought.path("items").asLong()).isEqualTo(3);
        change(Map.of("where", Map.of("imported", brought.path("number").asLong()), "kind", "bin"));
        assertThat(keys("?status=in_bin")).containsExactly("a", "b", "c", "z");
    }

    @Test
    void anImportThatIsStillRunningIsNotTakenBack() {
        JsonNode job = imported(FILE);
        UUID id = UUID.fromString(job.path("id").asString());
        long number = get("/imports/" + id + "/items").path("number").asLong();
        Map<String, Object> back = Map.of("where", Map.of("imported", number), "kind", "bin");
        Items.sql()
                .sql(
                        "update job set state = 'running', lease_owner = 'a test', lease_until = now() + interval '1 hour' where id = ?")
                .param(id)
                .update();
        try {
            assertThat(lead.post(path("/changes"), back).expect(409).code()).isEqualTo("import_running");
        } finally {
            Items.sql()
                    .sql("update job set state = 'done', lease_owner = null, lease_until = null where id = ?")
                    .param(id)
                    .update();
        }
        assertThat(change(back).path("changed").asInt()).isEqualTo(3);
    }

    @Test
    void anotherProjectsImportIsUnknownAndFiltersNothing() {
        JsonNode job = imported(FILE);
        long number = get("/imports/" + job.path("id").asString() + "/items")
                .path("number")
                .asLong();
        String other = owner.project(1);
        Files.imported(lead, other, "?fileName=other.csv", FILE);
        assertThat(lead.get("/projects/" + other + "/imports/" + job.path("id").asString() + "/items")
                        .expect(404)
                        .code())
                .isEqualTo("import_unknown");
        assertThat(lead.get("/projects/" + other + "/items?imported=" + number)
                        .expect(200)
                        .json()
                        .path("items"))
                .isEmpty();
    }

    private JsonNode next(Client labeler, List<String> holding) {
        return labeler.post(path("/next"), Map.of("holding", holding))
                .expect(200)
                .json();
    }
}
