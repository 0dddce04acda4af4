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
                        select concat_ws(' ', v.question, 'option', v.option, 'number', v.number, 'options', v.options)
                        from vote v join annotation n on n.id = v.annotation_id
                        where n.assignment_id = ?::uuid order by v.question
                        """).param(assignment).query(String.class).list())
                .containsExactly(
                        "0 option 1 number options", "1 option number options {0,2}", "2 option number 4 options");
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

    private static Client.Answer put(Client person, String assignment, Map<String, Object> body) {
        return person.put("/assignments/" + assignment + "/annotation", body);
    }

    @Test
    void anotherAnswerUnderTheSameSaveIdIsRefusedAndTheFirstStays() {
        String project = owner.project(1);
        Items.add(project, 1);
        Client person = owner.simulated(project, "Simulated recycler");
        String assignment = lease(person, project);
        UUID id = UUID.randomUUID();
        put(person, assignment, save(id, "good")).expect(200);
        assertThat(put(person, assignment, save(id, "bad")).expect(409).code()).isEqualTo("save_id_reused");
        assertThat(person.get("/assignments/" + assignment + "/annotation")
                        .expect(200)
                        .json()
                        .path("answers")
                        .path("sentiment")
                        .asString())
                .isEqualTo("good");
    }

    @Test
    void aLateAnswerThatHasNotSeenTheOneInForceDoesNotReplaceIt() {
        String project = owner.project(1);
        Items.add(project, 1);
        Client person = owner.simulated(project, "Simulated two tabs");
        String assignment = lease(person, project);
        Map<String, Object> late = save(UUID.randomUUID(), "bad");
        late.put("baseRevision", 0);
        Map<String, Object> first = save(UUID.randomUUID(), "good");
        first.put("baseRevision", 0);
        put(person, assignment, first).expect(200);
        var refused = put(person, assignment, late).expect(409);
        assertThat(refused.code()).isEqualTo("newer_answer");
        assertThat(refused.json().path("parameters").path("revision").asInt()).isEqualTo(1);
        put(person, assignment, first).expect(200);
        late.put("baseRevision", 1);
        assertThat(put(person, assignment, late)
                        .expect(200)
                        .json()
                        .path("revision")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void answersToADeletedProjectAndOfSomebodyWhoWasRemovedAreRefusedInTheirOwnWords() {
        String project = owner.project(1);
        Items.add(project, 2);
        Client person = owner.invite(project, "labeler");
        String saved = lease(person, project);
        Map<String, Object> acknowledged = save(UUID.randomUUID(), "good");
        put(person, saved, acknowledged).expect(200);
        String assignment = lease(person, project);
        owner.client().delete("/projects/" + project).expect(204);
        assertThat(put(person, assignment, save(UUID.randomUUID(), "good"))
                        .expect(409)
                        .code())
                .isEqualTo("project_deleted");
        assertThat(person.post("/assignments/" + assignment + "/keep", Map.of()).code())
                .isEqualTo("project_deleted");
        assertThat(rows("annotation", assignment)).isZero();
        owner.client().post("/projects/" + project + "/restore", Map.of()).expect(200);
        long member = Items.sql()
                .sql("select member_id from assignment where id = ?::uuid")
                .param(assignment)
                .query(Long.class)
                .single();
        owner.client().delete("/projects/" + project + "/members/" + member).expect(204);
        assertThat(put(person, assignment, save(UUID.randomUUID(), "good"))
                        .expect(403)
                        .code())
                .isEqualTo("member_removed");
        put(person, saved, acknowledged).expect(200);
    }

    private void makeGold(String project, String assignment) {
        long item = Items.sql()
                .sql("select item_id from assignment where id = ?::uuid")
                .param(assignment)
                .query(Long.class)
                .single();
        owner.client()
                .put(
                        "/projects/" + project + "/items/" + item + "/gold",
                        Map.of("answers", Map.of("sentiment", "good")))
                .expect(200);
    }

    private static String kind(String assignment) {
        return Items.sql()
                .sql("select kind from assignment where id = ?::uuid")
                .param(assignment)
                .query(String.class)
                .single();
    }

    @Test
    void anAnswerToAnItemThatBecameGoldSinceItWasGivenBackCountsAsGold() {
        String project = owner.project(1);
        owner.client().patch("/projects/" + project, Map.of("goldEvery", 1)).expect(200);
        Items.add(project, 1);
        Client person = owner.simulated(project, "Simulated turned");
        String assignment = lease(person, project);
        person.delete("/assignments/" + assignment).expect(204);
        makeGold(project, assignment);
        // The queue hands the item out again as gold: it is the same assignment, so nothing can be saved twice.
        assertThat(lease(person, project)).isEqualTo(assignment);
        assertThat(kind(assignment)).isEqualTo("gold");
        person.delete("/assignments/" + assignment).expect(204);
        put(person, assignment, save(UUID.randomUUID(), "good")).expect(200);
        assertThat(kind(assignment)).isEqualTo("gold");
    }

    @Test
    void anAnswerToAnItemThatIsNoLongerGoldTakesAPlaceLikeAnyOther() {
        String project = owner.project(1);
        owner.client().patch("/projects/" + project, Map.of("goldEvery", 1)).expect(200);
        Items.add(project, 1);
        Client person = owner.simulated(project, "Simulated returned");
        Client other = owner.simulated(project, "Simulated other");
        String assignment = lease(person, project);
        person.delete("/assignments/" + assignment).expect(204);
        makeGold(project, assignment);
        lease(person, project);
        person.delete("/assignments/" + assignment).expect(204);
        long item = Items.sql()
                .sql("select item_id from assignment where id = ?::uuid")
                .param(assignment)
                .query(Long.class)
                .single();
        owner.client()
                .delete("/projects/" + project + "/items/" + item + "/gold")
                .expect(204);
        put(person, assignment, save(UUID.randomUUID(), "bad")).expect(200);
        assertThat(kind(assignment)).isEqualTo("production");
        assertThat(other.post("/projects/" + project + "/next", Map.of())
                        .expect(200)
                        .json()
                        .path("reason")
                        .asString())
                .isEqualTo("all_done");
    }

    private void schema(String project, List<?> questions) {
        owner.client()
                .put(
                        "/projects/" + project + "/schema",
                        Map.of(
                                "schema",
                                Map.of(
                                        "inputs",
                                        List.of(Map.of("id", "text", "type", "text", "field", "text")),
                                        "questions",
                                        questions)))
                .expect(200);
    }

    @Test
    void anAnswerUnderAnOlderSchemaCountsOnlyIfTheOneInForceWouldTakeItToo() {
        String project = owner.project(
                1, List.of(Map.of("id", "sentiment", "type", "choice", "options", List.of("good", "bad", "odd"))));
        Items.add(project, 2);
        Client person = owner.simulated(project, "Simulated outdated");
        String assignment = lease(person, project);
        schema(project, List.of(Map.of("id", "sentiment", "type", "choice", "options", List.of("good", "bad"))));
        var refused = put(person, assignment, save(UUID.randomUUID(), "odd")).expect(422);
        assertThat(refused.code()).isEqualTo("answers_outdated");
        assertThat(refused.json().path("problems").get(0).path("where").asString())
                .isEqualTo("answers.sentiment");
        put(person, assignment, save(UUID.randomUUID(), "good")).expect(200);
    }

    private static final Map<String, ?> SENTIMENT =
            Map.of("id", "sentiment", "type", "choice", "options", List.of("good", "bad"));
    private static final Map<String, ?> REASON =
            Map.of("id", "reason", "type", "choice", "options", List.of("price", "taste"));

    @Test
    void anAnswerUnderAnOlderSchemaMustHaveWhatIsRequiredNowAndMayAnswerWhatCameLater() {
        String project = owner.project(1);
        Items.add(project, 1);
        Client person = owner.simulated(project, "Simulated behind");
        String assignment = lease(person, project);
        schema(project, List.of(SENTIMENT, REASON));
        var refused = put(person, assignment, save(UUID.randomUUID(), "good")).expect(422);
        assertThat(refused.code()).isEqualTo("answers_outdated");
        assertThat(refused.json().path("problems")).hasSize(1);
        assertThat(refused.json().path("problems").get(0).path("where").asString())
                .isEqualTo("answers.reason");
        Map<String, Object> whole = save(UUID.randomUUID(), "good");
        whole.put("answers", Map.of("sentiment", "good", "reason", "taste"));
        put(person, assignment, whole).expect(200);
        assertThat(Items.sql().sql("""
                        select count(*) from vote v join annotation n on n.id = v.annotation_id where n.assignment_id = ?::uuid
                        """).param(assignment).query(Integer.class).single())
                .isEqualTo(2);
    }

    @Test
    void aQuestionThatCameLaterMayBeAnsweredBeforeTheServerHasSeenAnySaveUnderIt() {
        String project = owner.project(1);
        Items.add(project, 1);
        Client person = owner.simulated(project, "Simulated early");
        String assignment = lease(person, project);
        schema(project, List.of(SENTIMENT, REASON));
        Map<String, Object> whole = save(UUID.randomUUID(), "good");
        whole.put("answers", Map.of("sentiment", "good", "reason", "taste"));
        put(person, assignment, whole).expect(200);
    }

    @Test
    void whatWasAcknowledgedIsAcknowledgedAgainAlsoWhenTheSchemaAsksMoreByNow() {
        String project = owner.project(1);
        Items.add(project, 1);
        Client person = owner.simulated(project, "Simulated echo");
        String assignment = lease(person, project);
        Map<String, Object> body = save(UUID.randomUUID(), "good");
        var first = put(person, assignment, body).expect(200).json();
        schema(project, List.of(SENTIMENT, REASON));
        assertThat(put(person, assignment, save(UUID.randomUUID(), "bad"))
                        .expect(422)
                        .code())
                .isEqualTo("answers_outdated");
        assertThat(put(person, assignment, body).expect(200).json()).isEqualTo(first);
    }

    @Test
    void anAnswerOnARevisionThatNeverWasIsNotSaidToMeetANewerOne() {
        String project = owner.project(1);
        Items.add(project, 1);
        Client person = owner.simulated(project, "Simulated prophet");
        String assignment = lease(person, project);
        put(person, assignment, save(UUID.randomUUID(), "good")).expect(200);
        Map<String, Object> odd = save(UUID.randomUUID(), "bad");
        odd.put("baseRevision", 99);
        var refused = put(person, assignment, odd).expect(422);
        assertThat(refused.code()).isEqualTo("revision_unknown");
        assertThat(refused.json().path("parameters").path("revision").asInt()).isEqualTo(1);
    }

    @Test
    void everyMissingPartOfASaveIsSaidToBeMissing() {
        String project = owner.project(1);
        Items.add(project, 1);
        Client person = owner.simulated(project, "Simulated nothing");
        var refused = put(person, lease(person, project), Map.of()).expect(422);
        Map<String, String> said = new HashMap<>();
        refused.json()
                .path("problems")
                .forEach(
                        p -> said.put(p.path("where").asString(), p.path("what").asString()));
        assertThat(said)
                .containsOnlyKeys("/saveId", "/answers", "/outcome", "/activeMs", "/schemaVersion", "/guidelineVersion")
                .allSatisfy((where, what) -> assertThat(what).isEqualTo("it is missing"));
    }

    @Test
    void aBodyWithoutItsPartsIsRefusedAndNamesThem() {
        String project = owner.project(1);
        Items.add(project, 1);
        Client person = owner.simulated(project, "Simulated empty");
        String assignment = lease(person, project);
        var refused = person.put(
                        "/assignments/" + assignment + "/annotation",
                        "{\"activeMs\":1,\"schemaVersion\":1,\"guidelineVersion\":1}")
                .expect(422);
        List<String> places = new ArrayList<>();
        refused.json().path("problems").forEach(p -> places.add(p.path("where").asString()));
        assertThat(places).containsExactlyInAnyOrder("/saveId", "/answers", "/outcome");
    }
}
