package dev.cupel.server.tally;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.Items;
import dev.cupel.server.quality.Labeled;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class TalliesTest {
    private static final List<String> TONE = List.of("good", "bad", "mixed");

    private static void expect(
            Labeled labeled, int unlabeled, int inProgress, int complete, int disputed, int gold, int answers) {
        JsonNode overview = labeled.get("/overview");
        assertThat(List.of(
                        overview.path("unlabeled").asInt(),
                        overview.path("inProgress").asInt(),
                        overview.path("complete").asInt(),
                        overview.path("disputed").asInt(),
                        overview.path("goldItems").asInt(),
                        overview.path("answers").asInt()))
                .isEqualTo(List.of(unlabeled, inProgress, complete, disputed, gold, answers));
        for (JsonNode project :
                labeled.manager().get("/projects").expect(200).json().path("projects")) {
            if (project.path("key").asString().equals(labeled.project())) {
                assertThat(List.of(
                                project.path("items").asInt(),
                                project.path("complete").asInt(),
                                project.path("disputed").asInt()))
                        .isEqualTo(List.of(unlabeled + inProgress + complete, complete, disputed));
            }
        }
        long byMembers = 0;
        for (JsonNode member : labeled.get("/members").path("members")) {
            byMembers += member.path("answers").asLong();
        }
        assertThat(byMembers).isGreaterThanOrEqualTo(answers);
    }

    @Test
    void whateverHappensInAProjectIsInTheNextCount() {
        Labeled labeled = Labeled.empty(3, 2, List.of(Map.of("id", "tone", "type", "choice", "options", TONE)));
        expect(labeled, 3, 0, 0, 0, 0, 0);
        Items.sql().sql("""
                        with p as (select id from project where key = ?),
                             i as (insert into item (project_id, key, fields) select id, 'late', '{}' from p returning id, project_id)
                        insert into item_state (item_id, project_id) select id, project_id from i
                        """).param(labeled.project()).update();
        expect(labeled, 4, 0, 0, 0, 0, 0);
        labeled.answer("ann", Map.of("k1", Map.of("tone", "good"), "k2", Map.of("tone", "good")));
        expect(labeled, 2, 2, 0, 0, 0, 2);
        labeled.answer("bob", Map.of("k1", Map.of("tone", "bad")));
        expect(labeled, 2, 1, 1, 0, 0, 3);
        labeled.report("tone");
        expect(labeled, 2, 1, 1, 1, 0, 3);
        String item = "/projects/" + labeled.project() + "/items/" + labeled.itemId("k1");
        long decision = labeled.manager()
                .put(item + "/adjudication", Map.of("answers", Map.of("tone", "bad"), "reason", "Plain."))
                .expect(200)
                .json()
                .path("adjudications")
                .get(0)
                .path("id")
                .asLong();
        expect(labeled, 2, 1, 1, 0, 0, 3);
        labeled.manager().delete(item + "/adjudication?decision=" + decision).expect(200);
        expect(labeled, 2, 1, 1, 1, 0, 3);
        labeled.manager()
                .put(item + "/gold", Map.of("answers", Map.of("tone", "bad")))
                .expect(200);
        expect(labeled, 2, 1, 0, 0, 1, 1);
        labeled.manager().delete(item + "/gold").expect(204);
        expect(labeled, 2, 1, 1, 1, 0, 3);
        labeled.revise("bob", "k1", null);
        labeled.report("tone");
        expect(labeled, 2, 2, 0, 0, 0, 2);
    }

    @Test
    void aCountIsNotMadeAgainWhileNothingHappens() {
        Labeled labeled = Labeled.empty(3, 2, List.of(Map.of("id", "tone", "type", "choice", "options", TONE)));
        Instant first = Instant.parse(labeled.get("/overview").path("countedAt").asString());
        assertThat(Instant.parse(labeled.get("/overview").path("countedAt").asString()))
                .isEqualTo(first);
        Items.sql()
                .sql("insert into item (project_id, key, fields) select id, 'one', '{}' from project where key = ?")
                .param(labeled.project())
                .update();
        assertThat(Instant.parse(labeled.get("/overview").path("countedAt").asString()))
                .isAfter(first);
    }
}
