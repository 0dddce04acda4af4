package dev.cupel.server.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.Client;
import dev.cupel.server.Items;
import dev.cupel.server.Owner;
import dev.cupel.server.TestServer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class SavingTest {
    private final Owner owner = TestServer.owner();

    private static Map<String, Object> save(UUID id, String answer) {
        Map<String, Object> body = new HashMap<>();
        body.put("saveId", id);
        body.put("outcome", "submitted");
        body.put("answers", Map.of("sentiment", answer));
        body.put("activeMs", 1200);
        body.put("schemaVersion", 1);
        body.put("guidelineVersion", 1);
        return body;
    }

    private static String lease(Client person, String project) {
        return person.post("/projects/" + project + "/next", Map.of())
                .expect(200)
                .json()
                .path("assignment")
                .path("id")
                .asString();
    }

    private static long rows(String table, String assignment) {
        return Items.sql()
                .sql("select count(*) from " + table + " where assignment_id = ?::uuid")
                .param(assignment)
                .query(Long.class)
                .single();
    }

    @Test
    void theSameSaveSentTwiceIsOneAnnotationWithTheSameAcknowledgement() {
        String project = owner.project(1);
        Items.add(project, 1);
        Client person = owner.simulated(project, "Simulated repeater");
        String assignment = lease(person, project);
        UUID id = UUID.randomUUID();
        var first = person.put("/assignments/" + assignment + "/annotation", save(id, "good"))
                .expect(200)
                .json();
        var again = person.put("/assignments/" + assignment + "/annotation", save(id, "good"))
                .expect(200)
                .json();
        assertThat(again).isEqualTo(first);
        assertThat(rows("annotation", assignment)).isEqualTo(1);
    }

    @Test
    void aRevisionIsANewRowAndTheVoteFollowsIt() {
        String project = owner.project(1);
        Items.add(project, 1);
        Client person = owner.simulated(project, "Simulated reviser");
        String assignment = lease(person, project);
        person.put("/assignments/" + assignment + "/annotation", save(UUID.randomUUID(), "good"))
                .expect(200);
        var second = person.put("/assignments/" + assignment + "/annotation", save(UUID.randomUUID(), "bad"))
                .expect(200)
                .json();
        assertThat(second.path("revision").asInt()).isEqualTo(2);
        assertThat(rows("annotation", assignment)).isEqualTo(2);
        assertThat(Items.sql()
                        .sql(
                                "select option from vote v join annotation n on n.id = v.annotation_id where n.assignment_id = ?::uuid")
                        .param(assignment)
                        .query(Integer.class)
                        .list())
                .containsExactly(1);
        var mine =
                person.get("/projects/" + project + "/mine").expect(200).json().path("annotations");
        assertThat(mine.size()).isEqualTo(1);
        assertThat(mine.get(0).path("answers").path("sentiment").asString()).isEqualTo("bad");
        assertThat(person.get("/projects/" + project + "/mine/stats")
                        .json()
                        .path("answeredTotal")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void historyCannotBeOverwrittenNotEvenByOurselves() {
        String project = owner.project(1);
        Items.add(project, 1);
        Client person = owner.simulated(project, "Simulated historian");
        String assignment = lease(person, project);
        person.put("/assignments/" + assignment + "/annotation", save(UUID.randomUUID(), "good"))
                .expect(200);
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> Items.sql()
                        .sql("update annotation set answers = '{}' where assignment_id = ?::uuid")
                        .param(assignment)
                        .update()))
                .hasMessageContaining("never overwritten");
    }

    @Test
    void answersThatDoNotFitAreRefusedWithEveryPlaceAndNothingIsKept() {
        String project = owner.project(
                1,
                List.of(
                        Map.of("id", "sentiment", "type", "choice", "options", List.of("good", "bad")),
                        Map.of("id", "strength", "type", "rating", "min", 1, "max", 5)));
        Items.add(project, 1);
        Client person = owner.simulated(project, "Simulated mistaken");
        String assignment = lease(person, project);
        Map<String, Object> body = save(UUID.randomUUID(), "ugly");
        var refused =
                person.put("/assignments/" + assignment + "/annotation", body).expect(422);
        assertThat(refused.code()).isEqualTo("answers_invalid");
        List<String> places = new ArrayList<>();
        refused.json().path("problems").forEach(p -> places.add(p.path("where").asString()));
        assertThat(places).containsExactlyInAnyOrder("answers.sentiment", "answers.strength");
        assertThat(rows("annotation", assignment)).isZero();
    }

    @Test
    void everyKindOfAnswerBecomesATypedVote() {
        String project = owner.project(
                1,
                List.of(
                        Map.of("id", "sentiment", "type", "choice", "options", List.of("good", "bad")),
                        Map.of("id", "topics", "type", "choices", "options", List.of("price", "speed", "taste")),
                        Map.of("id", "strength", "type", "rating", "min", 1, "max", 5)));
        Items.add(project, 1);
        Client person = owner.simulated(project, "Simulated thorough");
        String assignment = lease(person, project);
        Map<String, Object> body = save(UUID.randomUUID(), "bad");
        body.put("answers", Map.of("sentiment", "bad", "topics", List.of("taste", "price"), "strength", 4));
        person.put("/assignments/" + assignment + "/annotation", body).expect(200);
        assertThat(Items.sql().sql("""
                        select concat_ws(' ', v.question, 'option', v.option, 'number', v.number, 'mask', v.mask)
                        from vote v join annotation n on n.id = v.annotation_id
                        where n.assignment_id = ?::uuid order by v.question
                        """).param(assignment).query(String.class).list())
                .containsExactly("0 option 1 number mask", "1 option number mask 5", "2 option number 4 mask");
    }

    @Test
    void nobodySavesIntoSomebodyElsesAssignment() {
        String project = owner.project(1);
        Items.add(project, 1);
        Client person = owner.simulated(project, "Simulated rightful");
        Client other = owner.simulated(project, "Simulated intruder");
        String assignment = lease(person, project);
        assertThat(other.put("/assignments/" + assignment + "/annotation", save(UUID.randomUUID(), "good"))
                        .expect(404)
                        .code())
                .isEqualTo("assignment_unknown");
        assertThat(other.delete("/assignments/" + assignment).status()).isEqualTo(404);
        assertThat(other.post("/assignments/" + assignment + "/keep", Map.of()).status())
                .isEqualTo(404);
    }
}
