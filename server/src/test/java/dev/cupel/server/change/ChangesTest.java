package dev.cupel.server.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.Client;
import dev.cupel.server.Items;
import dev.cupel.server.Owner;
import dev.cupel.server.TestServer;
import dev.cupel.server.item.Files;
import dev.cupel.server.project.Tallies;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Changes to many items at once: what they do to each, and that they can be taken back. */
final class ChangesTest {
    private final Owner owner = TestServer.owner();
    private final String project = owner.project(1);

    private List<Long> items(int count) {
        Items.add(project, count);
        return Items.sql()
                .sql("select i.id from item i join project p on p.id = i.project_id where p.key = ? order by i.id")
                .param(project)
                .query((row, number) -> row.getLong(1))
                .list();
    }

    private String path(String rest) {
        return "/projects/" + project + rest;
    }

    /** @return the change once its job is over */
    private JsonNode over(JsonNode change) {
        JsonNode job = Files.over(owner.client(), change.path("job").asString());
        assertThat(job.path("state").asString()).as("%s", job).isEqualTo("done");
        return owner.client()
                .get(path("/changes/" + change.path("id").asLong()))
                .expect(200)
                .json();
    }

    private JsonNode change(Map<String, ?> wanted) {
        return over(owner.client().post(path("/changes"), wanted).expect(202).json());
    }

    private JsonNode undo(JsonNode change) {
        return over(owner.client()
                .post(path("/changes/" + change.path("id").asLong() + "/undo"), Map.of())
                .expect(202)
                .json());
    }

    private JsonNode item(long id) {
        return owner.client().get(path("/items/" + id)).expect(200).json();
    }

    private static String next(Client labeler, String project) {
        JsonNode next = labeler.post("/projects/" + project + "/next", Map.of())
                .expect(200)
                .json();
        return next.path("assignment").path("item").path("fields").path("text").asString();
    }

    private void answer(Client labeler, String value) {
        JsonNode next = labeler.post(path("/next"), Map.of()).expect(200).json();
        Map<String, Object> answer = new HashMap<>(Items.good());
        answer.put("answers", Map.of("sentiment", value));
        labeler.put("/assignments/" + next.path("assignment").path("id").asString() + "/annotation", answer)
                .expect(200);
    }

    @Test
    void whatIsSetAsideIsHandedToNobodyUntilItIsTakenBack() {
        List<Long> items = items(4);
        JsonNode change = change(Map.of("items", items.subList(0, 3), "kind", "exclude", "reason", "Spam."));
        assertThat(change.path("changed").asInt()).isEqualTo(3);
        assertThat(item(items.getFirst()).path("status").asString()).isEqualTo("excluded");
        assertThat(item(items.getFirst()).path("excludedReason").asString()).isEqualTo("Spam.");
        Client labeler = owner.invite(project, "labeler");
        assertThat(next(labeler, project)).isEqualTo("text number 4");
        JsonNode undone = undo(change);
        assertThat(undone.path("restored").asInt()).isEqualTo(3);
        assertThat(undone.path("undoneBy").asString()).isEqualTo("Olga Owner");
        assertThat(item(items.getFirst()).path("status").asString()).isEqualTo("unlabeled");
        assertThat(owner.client()
                        .post(path("/changes/" + change.path("id").asLong() + "/undo"), Map.of())
                        .expect(409)
                        .code())
                .isEqualTo("change_undone");
    }

    @Test
    void takingInAgainCanBeTakenBackWithTheReasonThatWasThere() {
        List<Long> items = items(2);
        owner.client()
                .put(path("/items/" + items.getFirst() + "/exclusion"), Map.of("reason", "Not ours."))
                .expect(200);
        JsonNode change = change(Map.of("where", Map.of("status", "excluded"), "kind", "include"));
        assertThat(change.path("changed").asInt()).isEqualTo(1);
        assertThat(item(items.getFirst()).path("status").asString()).isEqualTo("unlabeled");
        undo(change);
        assertThat(item(items.getFirst()).path("excludedReason").asString()).isEqualTo("Not ours.");
    }

    @Test
    void whatWasChangedSinceStaysAsItIs() {
        List<Long> items = items(3);
        JsonNode change = change(Map.of("items", items, "kind", "exclude", "reason", "Spam."));
        owner.client()
                .put(path("/items/" + items.getFirst() + "/exclusion"), Map.of("reason", "Looked at: no."))
                .expect(200);
        owner.client().delete(path("/items/" + items.get(1) + "/exclusion")).expect(200);
        assertThat(undo(change).path("restored").asInt()).isEqualTo(1);
        assertThat(item(items.getFirst()).path("excludedReason").asString()).isEqualTo("Looked at: no.");
        assertThat(item(items.get(2)).path("status").asString()).isEqualTo("unlabeled");
    }

    @Test
    void anExclusionOfLaterIsNotTakenBackWithAnEarlierOneOfTheSameReason() {
        List<Long> items = items(1);
        JsonNode first = change(Map.of("items", items, "kind", "exclude", "reason", "Blurry."));
        owner.client().delete(path("/items/" + items.getFirst() + "/exclusion")).expect(200);
        JsonNode second = change(Map.of("items", items, "kind", "exclude", "reason", "Blurry."));
        assertThat(undo(first).path("restored").asInt()).isZero();
        assertThat(item(items.getFirst()).path("status").asString()).isEqualTo("excluded");
        assertThat(undo(second).path("restored").asInt()).isEqualTo(1);
    }

    @Test
    void goldThatItsAuthorCorrectedSinceStays() {
        List<Long> items = items(1);
        owner.client()
                .put(
                        path("/items/" + items.getFirst() + "/adjudication"),
                        Map.of("answers", Map.of("sentiment", "good"), "reason", "Plain."))
                .expect(200);
        JsonNode change = change(Map.of("items", items, "kind", "gold"));
        owner.client()
                .put(path("/items/" + items.getFirst() + "/gold"), Map.of("answers", Map.of("sentiment", "bad")))
                .expect(200);
        assertThat(undo(change).path("restored").asInt()).isZero();
        assertThat(item(items.getFirst()).path("goldAnswers").path("sentiment").asString())
                .isEqualTo("bad");
    }

    @Test
    void changesOfOneKindAreTakenBackInAnyOrderAsIfTheyHadNeverBeen() {
        List<Long> items = items(1);
        JsonNode five = change(Map.of("items", items, "kind", "answers", "answers", 5));
        JsonNode three = change(Map.of("items", items, "kind", "answers", "answers", 3));
        JsonNode fiveAgain = change(Map.of("items", items, "kind", "answers", "answers", 5));
        assertThat(undo(five).path("restored").asInt()).isZero();
        assertThat(item(items.getFirst()).path("overlap").asInt()).isEqualTo(5);
        undo(fiveAgain);
        assertThat(item(items.getFirst()).path("overlap").asInt()).isEqualTo(3);
        undo(three);
        assertThat(item(items.getFirst()).path("overlap").asInt()).isEqualTo(1);
    }

    @Test
    void changesThatAreTakenBackAtOnceLeaveWhatWasBeforeThemAll() {
        List<Long> items = items(3);
        List<JsonNode> made = new ArrayList<>();
        for (int answers : List.of(5, 3, 5, 2)) {
            made.add(change(Map.of("items", items, "kind", "answers", "answers", answers)));
        }
        List<JsonNode> begun = made.stream()
                .map(change -> owner.client()
                        .post(path("/changes/" + change.path("id").asLong() + "/undo"), Map.of())
                        .expect(202)
                        .json())
                .toList();
        begun.forEach(this::over);
        assertThat(item(items.getFirst()).path("overlap").asInt()).isEqualTo(1);
    }

    @Test
    void anUndoThatWasStoppedGoesOnWithWhatIsLeftWhenItIsAskedForOnceMore() {
        List<Long> items = items(3);
        JsonNode change = change(Map.of("items", items, "kind", "answers", "answers", 5));
        // As after a run that was cancelled behind the first two items.
        String rest = "from item_before_change where change_id = ? and item_id = ?";
        String was = Items.sql()
                .sql("select was::text " + rest)
                .params(change.path("id").asLong(), items.getLast())
                .query(String.class)
                .single();
        Items.sql()
                .sql("delete " + rest)
                .params(change.path("id").asLong(), items.getLast())
                .update();
        assertThat(undo(change).path("restored").asInt()).isEqualTo(2);
        Items.sql()
                .sql("insert into item_before_change (change_id, item_id, was) values (?, ?, ?::jsonb)")
                .params(change.path("id").asLong(), items.getLast(), was)
                .update();
        owner.client()
                .post(path("/changes/" + change.path("id").asLong() + "/undo"), Map.of())
                .expect(409);
        Items.sql()
                .sql("update job set state = 'cancelled' where id = (select undo_job from item_change where id = ?)")
                .param(change.path("id").asLong())
                .update();
        assertThat(undo(change).path("restored").asInt()).isEqualTo(3);
        assertThat(item(items.getLast()).path("overlap").asInt()).isEqualTo(1);
    }

    @Test
    void moreAnswersForSomeItemsSendThemBackAndFewerFinishThemAtOnce() {
        List<Long> items = items(2);
        Client ann = owner.invite(project, "labeler");
        answer(ann, "good");
        answer(ann, "good");
        assertThat(item(items.getFirst()).path("status").asString()).isEqualTo("complete");
        JsonNode more = change(Map.of("items", items.subList(0, 1), "kind", "answers", "answers", 3));
        JsonNode first = item(items.getFirst());
        assertThat(first.path("status").asString()).isEqualTo("in_progress");
        assertThat(first.path("overlap").asInt()).isEqualTo(3);
        assertThat(item(items.getLast()).path("overlap").asInt()).isEqualTo(1);
        Client bob = owner.invite(project, "labeler");
        assertThat(next(bob, project)).isEqualTo("text number 1");

        // What the project wants changes what has no number of its own.
        owner.client().patch("/projects/" + project, Map.of("overlap", 2)).expect(200);
        assertThat(item(items.getFirst()).path("overlap").asInt()).isEqualTo(3);
        assertThat(item(items.getLast()).path("overlap").asInt()).isEqualTo(2);
        undo(more);
        assertThat(item(items.getFirst()).path("overlap").asInt()).isEqualTo(2);
        change(Map.of("where", Map.of(), "kind", "answers", "answers", 1));
        assertThat(item(items.getFirst()).path("status").asString()).isEqualTo("complete");
    }

    @Test
    void theProjectCountsTheAnswersThatItsItemsStillWant() {
        List<Long> items = items(3);
        assertThat(open()).isEqualTo(3);
        change(Map.of("items", items.subList(0, 1), "kind", "answers", "answers", 4));
        assertThat(open()).isEqualTo(6);
    }

    private long open() {
        long id = Items.sql()
                .sql("select id from project where key = ?")
                .param(project)
                .query(Long.class)
                .single();
        return TestServer.running().context().getBean(Tallies.class).of(id).open();
    }

    @Test
    void whatComesFirstIsAskedFirstAlsoByThoseWhoAreBeyondIt() {
        List<Long> items = items(5);
        Client labeler = owner.invite(project, "labeler");
        assertThat(next(labeler, project)).isEqualTo("text number 1");
        answer(labeler, "good");
        answer(labeler, "good");
        change(Map.of("items", List.of(items.get(2)), "kind", "order", "order", "last"));
        JsonNode first = change(Map.of("items", List.of(items.get(4)), "kind", "order", "order", "first"));
        assertThat(next(labeler, project)).isEqualTo("text number 5");
        answer(labeler, "good");
        assertThat(next(labeler, project)).isEqualTo("text number 4");
        answer(labeler, "good");
        assertThat(next(labeler, project)).isEqualTo("text number 3");
        assertThat(undo(first).path("restored").asInt()).isEqualTo(1);
    }

    @Test
    void theOrderOfGoldLeavesItemsInTheirBands() {
        List<Long> items = items(6);
        change(Map.of("items", List.of(items.get(5)), "kind", "order", "order", "first"));
        change(Map.of("items", items.subList(0, 3), "kind", "order", "order", "last"));
        owner.client().patch("/projects/" + project, Map.of("goldEvery", 5)).expect(200);
        Client labeler = owner.invite(project, "labeler");
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            order.add(next(labeler, project));
            answer(labeler, "good");
        }
        assertThat(order.getFirst()).isEqualTo("text number 6");
        assertThat(order.subList(1, 3)).containsExactlyInAnyOrder("text number 4", "text number 5");
    }

    @Test
    void whatAsksForASkillIsAskedOfThoseWhoHaveIt() {
        List<Long> items = items(2);
        JsonNode change =
                change(Map.of("items", List.of(items.getFirst()), "kind", "skills", "skills", List.of("law")));
        Client labeler = owner.invite(project, "labeler");
        assertThat(next(labeler, project)).isEqualTo("text number 2");
        answer(labeler, "good");
        assertThat(next(labeler, project)).isEmpty();
        undo(change);
        assertThat(next(labeler, project)).isEqualTo("text number 1");
    }

    @Test
    void whatPeopleAgreeOnBecomesGoldAndWhatNobodyAnsweredDoesNot() {
        List<Long> items = items(3);
        Client labeler = owner.invite(project, "labeler");
        answer(labeler, "good");
        answer(labeler, "bad");
        for (int i = 0; i < 2; i++) {
            owner.client()
                    .put(
                            path("/items/" + items.get(i) + "/adjudication"),
                            Map.of("answers", Map.of("sentiment", i == 0 ? "good" : "bad"), "reason", "Plain."))
                    .expect(200);
        }
        JsonNode change = change(Map.of("where", Map.of(), "kind", "gold"));
        assertThat(change.path("changed").asInt()).isEqualTo(2);
        assertThat(item(items.get(1)).path("goldAnswers").path("sentiment").asString())
                .isEqualTo("bad");
        assertThat(item(items.get(2)).path("gold").asBoolean()).isFalse();
        assertThat(undo(change).path("restored").asInt()).isEqualTo(2);
        assertThat(item(items.get(1)).path("gold").asBoolean()).isFalse();
        assertThat(item(items.get(1)).path("status").asString()).isEqualTo("adjudicated");
    }

    @Test
    void aFilterMeansTheItemsThatTheListShowsAndNoLaterOnes() {
        StringBuilder rows = new StringBuilder();
        for (int n = 1; n <= 2500; n++) {
            rows.append("{\"key\":\"k")
                    .append(n)
                    .append("\",\"text\":\"text number ")
                    .append(n)
                    .append("\"}\n");
        }
        Files.imported(owner.client(), project, "?format=jsonl", rows.toString());
        JsonNode change = change(Map.of("where", Map.of("q", "number 240"), "kind", "exclude", "reason", "Too long."));
        // 240, and 2400 to 2409
        assertThat(change.path("changed").asInt()).isEqualTo(11);
        JsonNode all = change(Map.of("where", Map.of("status", "unlabeled"), "kind", "answers", "answers", 2));
        assertThat(all.path("changed").asInt()).isEqualTo(2489);
        assertThat(count("")).isEqualTo("{\"count\":2500,\"more\":false}");
        assertThat(count("?status=excluded")).isEqualTo("{\"count\":11,\"more\":false}");
        assertThat(count("?q=number+240&status=unlabeled")).isEqualTo("{\"count\":0,\"more\":false}");
        assertThat(undo(all).path("restored").asInt()).isEqualTo(2489);
    }

    private String count(String filter) {
        return owner.client()
                .get(path("/items/count" + filter))
                .expect(200)
                .json()
                .toString();
    }

    @Test
    void changesAreListedTheLatestFirstAndForManagersAlone() {
        List<Long> items = items(1);
        change(Map.of("items", items, "kind", "order", "order", "last"));
        change(Map.of("items", items, "kind", "answers", "answers", 3));
        JsonNode listed =
                owner.client().get(path("/changes")).expect(200).json().path("changes");
        assertThat(listed.size()).isEqualTo(2);
        assertThat(listed.get(0).path("change").toString()).isEqualTo("{\"kind\":\"answers\",\"answers\":3}");
        assertThat(listed.get(0).path("by").asString()).isEqualTo("Olga Owner");
        assertThat(listed.get(0).path("state").asString()).isEqualTo("done");
        Client reviewer = owner.invite(project, "reviewer");
        assertThat(reviewer.get(path("/changes")).expect(403).code()).isEqualTo("role_too_low");
        String elsewhere = owner.project(1);
        owner.client()
                .post(
                        "/projects/" + elsewhere + "/changes/"
                                + listed.get(0).path("id").asLong() + "/undo",
                        Map.of())
                .expect(404);
        // Items of other projects are not there.
        JsonNode none = over(owner.client(), elsewhere, Map.of("items", items, "kind", "exclude", "reason", "x"));
        assertThat(none.path("changed").asInt()).isZero();
        assertThat(item(items.getFirst()).path("status").asString()).isEqualTo("unlabeled");
    }

    private static JsonNode over(Client client, String project, Map<String, ?> wanted) {
        JsonNode change = client.post("/projects/" + project + "/changes", wanted)
                .expect(202)
                .json();
        Files.over(client, change.path("job").asString());
        return client.get(
                        "/projects/" + project + "/changes/" + change.path("id").asLong())
                .expect(200)
                .json();
    }

    @Test
    void whatIsNoChangeIsRefusedBeforeAnythingHappens() {
        List<Long> items = items(1);
        for (Map.Entry<String, Map<String, Object>> wrong : Map.<String, Map<String, Object>>of(
                        "selection_invalid", Map.of("kind", "include"),
                        "change_unknown", Map.of("items", items, "kind", "shred"),
                        "reason_missing", Map.of("items", items, "kind", "exclude", "reason", " "),
                        "out_of_range", Map.of("items", items, "kind", "answers", "answers", 101),
                        "order_unknown", Map.of("items", items, "kind", "order", "order", "soon"),
                        "skills_invalid", Map.of("items", items, "kind", "skills"),
                        "status_unknown", Map.of("where", Map.of("status", "lost"), "kind", "include"),
                        "option_unknown", Map.of("where", Map.of("label", "sentiment:lost"), "kind", "include"),
                        "body_invalid", Map.of("items", List.of(), "kind", "include"))
                .entrySet()) {
            assertThat(owner.client()
                            .post(path("/changes"), wrong.getValue())
                            .expect(422)
                            .code())
                    .isEqualTo(wrong.getKey());
        }
        assertThat(owner.client().get(path("/changes")).json().path("changes").size())
                .isZero();
    }
}
