package dev.cupel.server.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.Answers;
import dev.cupel.server.Client;
import dev.cupel.server.Items;
import dev.cupel.server.Owner;
import dev.cupel.server.TestServer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class SchemaChangeTest {
    private final Owner owner = TestServer.owner();

    private Client.Answer change(String project, int from, int to) {
        List<String> options = new ArrayList<>();
        for (int i = from; i < to; i++) {
            options.add("o" + i);
        }
        return owner.client()
                .put(
                        "/projects/" + project + "/schema",
                        Map.of(
                                "schema",
                                Map.of(
                                        "inputs",
                                        List.of(Map.of("id", "text", "type", "text", "field", "text")),
                                        "questions",
                                        List.of(Map.of("id", "topics", "type", "choices", "options", options)))));
    }

    private Client.Answer save(String project, String field, Map<String, ?> more) {
        Map<String, Object> body = new HashMap<>(more);
        body.put(
                "schema",
                Map.of(
                        "inputs",
                        List.of(
                                Map.of("id", "text", "type", "text", "field", "text"),
                                Map.of("id", "other", "type", "text", "field", field)),
                        "questions",
                        List.of(Map.of("id", "sentiment", "type", "choice", "options", List.of("good", "bad")))));
        return owner.client().put("/projects/" + project + "/schema", body);
    }

    @Test
    void aChangeToASchemaThatHasMovedOnIsRefusedAndTheOtherChangeStays() {
        String project = owner.project(1);
        save(project, "note", Map.of("basedOn", 1)).expect(200);
        Client.Answer refused = save(project, "remark", Map.of("basedOn", 1)).expect(409);
        assertThat(refused.code()).isEqualTo("schema_moved_on");
        assertThat(refused.json().path("parameters").path("current").asInt()).isEqualTo(2);
        assertThat(owner.client()
                        .get("/projects/" + project)
                        .json()
                        .path("schema")
                        .path("inputs")
                        .get(1)
                        .path("field")
                        .asString())
                .isEqualTo("note");
        save(project, "remark", Map.of("basedOn", 2)).expect(200);
    }

    @Test
    void anInputWhoseFieldNoItemHasIsTakenWithAWarning() {
        String project = owner.project(1);
        assertThat(save(project, "body", Map.of()).expect(200).json().has("warnings"))
                .as("nothing is odd before there are items")
                .isFalse();
        Items.add(project, 3);
        JsonNode saved = save(project, "note", Map.of()).expect(200).json();
        assertThat(saved.path("warnings")).hasSize(1);
        assertThat(saved.path("warnings").get(0).path("where").asString()).isEqualTo("inputs[1].field");
        assertThat(saved.path("warnings").get(0).path("fix").asString()).contains("[text]");
        assertThat(save(project, "note", Map.of()).expect(200).json().has("warnings"))
                .as("said once")
                .isFalse();
    }

    @Test
    void aTypeThatItemsDoNotFitIsTakenWithAWarningThatSaysWhatTheyHold() {
        String project = owner.project(1);
        Items.add(project, 3);
        Map<String, Object> chat = Map.of(
                "schema",
                Map.of(
                        "inputs",
                        List.of(Map.of("id", "text", "type", "chat", "field", "text")),
                        "questions",
                        List.of(Map.of("id", "sentiment", "type", "choice", "options", List.of("good", "bad")))));
        JsonNode warning = owner.client()
                .put("/projects/" + project + "/schema", chat)
                .expect(200)
                .json()
                .path("warnings")
                .get(0);
        assertThat(warning.path("where").asString()).isEqualTo("inputs[0].type");
        assertThat(warning.path("what").asString()).contains("3 hold something else", "not a list");
        assertThat(warning.path("fix").asString()).contains("a list of turns");
        assertThat(owner.client()
                        .put("/projects/" + project + "/schema", chat)
                        .expect(200)
                        .json()
                        .has("warnings"))
                .as("said once")
                .isFalse();
    }

    @Test
    void moreOptionIdsOverAllVersionsThanThereAreNumbersAreRefusedNamingTheQuestion() {
        String project =
                owner.project(1, List.of(Map.of("id", "topics", "type", "choices", "options", List.of("o0", "o1"))));
        change(project, 0, 40).expect(200);
        change(project, 30, 300).expect(200);
        Items.sql().sql("""
                insert into option_code (project_id, question, number, option_id)
                select c.project_id, c.number, n, 'used ' || n
                from question_code c join project p on p.id = c.project_id cross join generate_series(300, 32760) n
                where p.key = ? and c.question_id = 'topics'
                """).param(project).update();
        Client.Answer refused = change(project, 40, 350).expect(422);
        assertThat(refused.code()).isEqualTo("schema_options_used_up");
        assertThat(refused.json().path("problems").get(0).path("where").asString())
                .isEqualTo("questions.topics");
        change(project, 0, 300).expect(200);
    }

    private Client.Answer options(String project, String... options) {
        return owner.client()
                .put(
                        "/projects/" + project + "/schema",
                        Map.of(
                                "schema",
                                Map.of(
                                        "inputs",
                                        List.of(Map.of("id", "text", "type", "text", "field", "text")),
                                        "questions",
                                        List.of(Map.of(
                                                "id", "sentiment", "type", "choice", "options", List.of(options))))));
    }

    private long item(String project) {
        return Items.sql()
                .sql("select min(i.id) from item i join project p on p.id = i.project_id where p.key = ?")
                .param(project)
                .query(Long.class)
                .single();
    }

    private void isKept(String option, Client.Answer answer) {
        assertThat(answer.expect(409).code()).isEqualTo("schema_breaks_answers");
        assertThat(answer.json().path("detail").asString()).contains("sentiment: the option '" + option + "' would go");
    }

    @Test
    void anOptionThatNoAnswerHasMayGoAndOneThatAnAnswerHasMayNot() {
        String project = owner.project(1);
        Items.add(project, 3);
        Answers.next(owner.invite(project, "labeler"), project, Map.of());
        isKept("good", options(project, "bad", "mixed"));
        options(project, "good", "mixed").expect(200);
        // It may come back, and means what it meant.
        options(project, "good", "mixed", "bad").expect(200);
        Answers.next(
                owner.invite(project, "labeler"),
                project,
                Map.of("schemaVersion", 3, "answers", Map.of("sentiment", "bad")));
        isKept("bad", options(project, "good", "mixed"));
    }

    @Test
    void anOptionOfAVerifiedAnswerOrADecisionStays() {
        String project = owner.project(1);
        Items.add(project, 2);
        String item = "/projects/" + project + "/items/" + item(project);
        owner.client()
                .put(item + "/gold", Map.of("answers", Map.of("sentiment", "bad")))
                .expect(200);
        isKept("bad", options(project, "good", "mixed"));
        owner.client().delete(item + "/gold").expect(204);
        Client reviewer = owner.invite(project, "reviewer");
        Answers.next(owner.invite(project, "labeler"), project, Map.of());
        reviewer.put(item + "/adjudication", Map.of("answers", Map.of("sentiment", "bad"), "reason", "It complains."))
                .expect(200);
        isKept("bad", options(project, "good", "mixed"));
        options(project, "good", "bad").expect(200);
    }

    @Test
    void aLabelOfSpansMayGoOnlyIfNothingIsMarkedWithIt() {
        Map<String, Object> question =
                Map.of("id", "sentiment", "type", "spans", "on", "text", "options", List.of("person", "place"));
        String project = owner.project(1, List.of(question));
        Items.add(project, 2);
        Answers.next(
                owner.invite(project, "labeler"),
                project,
                Map.of("answers", Map.of("sentiment", List.of(Map.of("begin", 0, "end", 2, "label", "person")))));
        Map<String, Object> without = new HashMap<>(question);
        without.put("options", List.of("person"));
        Map<String, Object> used = new HashMap<>(question);
        used.put("options", List.of("place"));
        isKept("person", spans(project, used));
        spans(project, without).expect(200);
    }

    private Client.Answer spans(String project, Map<String, Object> question) {
        return owner.client()
                .put(
                        "/projects/" + project + "/schema",
                        Map.of(
                                "schema",
                                Map.of(
                                        "inputs",
                                        List.of(Map.of("id", "text", "type", "text", "field", "text")),
                                        "questions",
                                        List.of(question))));
    }

    @Test
    void anItemWhoseDraftProposesAnOptionThatIsGoneIsHandedOutAllTheSame() {
        String project = owner.project(1);
        Items.add(project, 1);
        owner.client()
                .patch("/projects/" + project, Map.of("draftsWithheldEvery", 0))
                .expect(200);
        owner.client()
                .put(
                        "/projects/" + project + "/drafts",
                        Map.of(
                                "source",
                                "model-1",
                                "drafts",
                                List.of(Map.of("key", "k1", "answers", Map.of("sentiment", "bad")))))
                .expect(200);
        options(project, "good", "mixed").expect(200);
        Client labeler = owner.invite(project, "labeler");
        Answers.next(labeler, project, Map.of("schemaVersion", 2));
    }
}
