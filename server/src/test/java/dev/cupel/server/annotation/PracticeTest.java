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
import tools.jackson.databind.JsonNode;

/** Newcomers practise on gold that was chosen for it, and are told the verified answers. */
final class PracticeTest {
    private final Owner owner = TestServer.owner();
    private final String project = owner.project(1);

    private String path(String rest) {
        return "/projects/" + project + rest;
    }

    private List<Long> items() {
        return Items.sql()
                .sql("select i.id from item i join project p on p.id = i.project_id where p.key = ? order by i.id")
                .param(project)
                .query((row, number) -> row.getLong(1))
                .list();
    }

    private void gold(long item, String answer) {
        owner.client()
                .put(path("/items/" + item + "/gold"), Map.of("answers", Map.of("sentiment", answer)))
                .expect(200);
    }

    private void practise(long item, String explanation) {
        owner.client()
                .put(path("/items/" + item + "/practice"), Map.of("explanation", explanation))
                .expect(200);
    }

    private JsonNode practice(Client client) {
        return client.get(path("/practice")).expect(200).json();
    }

    private List<String> handedOut(Client client) {
        List<String> texts = new ArrayList<>();
        while (true) {
            JsonNode assignment =
                    client.post(path("/next"), Map.of()).expect(200).json().path("assignment");
            if (!assignment.isObject()) {
                return texts;
            }
            texts.add(assignment.path("item").path("fields").path("text").asString());
            Map<String, Object> answer = new HashMap<>(Items.good());
            answer.put("saveId", UUID.randomUUID().toString());
            client.put("/assignments/" + assignment.path("id").asString() + "/annotation", answer)
                    .expect(200);
        }
    }

    @Test
    void aNewcomerIsToldWhatIsRightAndWhyAndNothingOfItIsKept() {
        Items.add(project, 4);
        List<Long> items = items();
        gold(items.get(0), "good");
        practise(items.get(0), "It *says* so.");
        Client ann = owner.invite(project, "labeler");
        JsonNode practice = practice(ann);
        assertThat(practice.path("newcomer").asBoolean()).isTrue();
        assertThat(practice.path("items").size()).isEqualTo(1);
        JsonNode item = practice.path("items").get(0);
        assertThat(item.path("fields").path("text").asString()).isEqualTo("text number 1");
        String judge = path("/practice/" + item.path("id").asString());
        JsonNode wrong = ann.post(judge, Map.of("answers", Map.of("sentiment", "bad")))
                .expect(200)
                .json();
        assertThat(wrong.path("questions").get(0).path("right").asBoolean()).isFalse();
        assertThat(wrong.path("questions").get(0).path("verified").asString()).isEqualTo("good");
        assertThat(wrong.path("explanation").asString()).isEqualTo("It *says* so.");
        assertThat(ann.post(judge, Map.of("answers", Map.of("sentiment", "good")))
                        .expect(200)
                        .json()
                        .path("questions")
                        .get(0)
                        .path("right")
                        .asBoolean())
                .isTrue();
        ann.post(path("/practice/done"), Map.of()).expect(204);
        assertThat(practice(ann).path("newcomer").asBoolean()).isFalse();
        // It can be done again, and left no trace.
        assertThat(practice(ann).path("items").size()).isEqualTo(1);
        for (String table : List.of("annotation", "assignment", "vote", "gold_attempt")) {
            assertThat(Items.sql()
                            .sql("select count(*) from " + table
                                    + " x join project p on p.id = x.project_id where p.key = ?")
                            .param(project)
                            .query(Long.class)
                            .single())
                    .as(table)
                    .isZero();
        }
    }

    @Test
    void whatIsPractisedOnIsNeitherMixedInNorInTheQueueAndReturnsWhenPracticeEnds() {
        Items.add(project, 3);
        List<Long> items = items();
        gold(items.get(0), "good");
        gold(items.get(1), "good");
        practise(items.get(0), "");
        owner.client().patch(path(""), Map.of("goldEvery", 1)).expect(200);
        assertThat(handedOut(owner.invite(project, "labeler")))
                .containsExactlyInAnyOrder("text number 2", "text number 3");
        owner.client().delete(path("/items/" + items.get(0) + "/practice")).expect(204);
        assertThat(handedOut(owner.invite(project, "labeler"))).contains("text number 1");
    }

    @Test
    void aTestHasNoItemOfPracticeAndThereIsThatMuchLessGoldForOne() {
        Items.add(project, 3);
        List<Long> items = items();
        items.subList(0, 2).forEach(item -> gold(item, "good"));
        practise(items.get(0), "");
        assertThat(owner.client()
                        .patch(path("/stages"), Map.of("qualificationItems", 2))
                        .code())
                .isEqualTo("too_little_gold");
    }

    @Test
    void onlyGoldIsPractisedOnAndItEndsWithTheGold() {
        Items.add(project, 2);
        long item = items().getFirst();
        assertThat(owner.client()
                        .put(path("/items/" + item + "/practice"), Map.of("explanation", ""))
                        .expect(409)
                        .code())
                .isEqualTo("item_not_gold");
        gold(item, "good");
        practise(item, "");
        assertThat(owner.client()
                        .get(path("/items/" + item))
                        .expect(200)
                        .json()
                        .path("practice")
                        .path("explanation")
                        .asString())
                .isEmpty();
        owner.client().delete(path("/items/" + item + "/gold")).expect(204);
        Client ann = owner.invite(project, "labeler");
        assertThat(practice(ann).path("items").size()).isZero();
        assertThat(handedOut(ann)).hasSize(2);
        // Gold again, it is not practised on by itself.
        gold(item, "good");
        assertThat(practice(ann).path("items").size()).isZero();
    }

    @Test
    void theFirstThreeThatWereChosenAreShownUnlessTheyAreSetAside() {
        Items.add(project, 5);
        List<Long> items = items();
        items.forEach(item -> gold(item, "good"));
        for (int at : new int[] {3, 1, 4, 0}) {
            practise(items.get(at), "");
        }
        owner.client()
                .put(path("/items/" + items.get(1) + "/exclusion"), Map.of("reason", "Broken."))
                .expect(200);
        assertThat(practice(owner.invite(project, "labeler"))
                        .path("items")
                        .valueStream()
                        .map(one -> one.path("fields").path("text").asString()))
                .containsExactly("text number 4", "text number 5", "text number 1");
    }

    @Test
    void whoHasAnsweredIsNoNewcomer() {
        Items.add(project, 1);
        Client ann = owner.invite(project, "labeler");
        assertThat(handedOut(ann)).hasSize(1);
        assertThat(practice(ann).path("newcomer").asBoolean()).isFalse();
    }

    @Test
    void nobodyIsToldTheVerifiedAnswerOfOtherItems() {
        Items.add(project, 2);
        List<Long> items = items();
        gold(items.get(0), "good");
        Client ann = owner.invite(project, "labeler");
        String code =
                Items.sql().sql("""
                        select item_code(p.secret, m.id, i.id) from item i join project p on p.id = i.project_id
                            join member m on m.project_id = p.id and m.role = 'labeler' where i.id = ?
                        """).param(items.get(0)).query(String.class).single();
        assertThat(ann.post(path("/practice/" + code), Map.of("answers", Map.of("sentiment", "good")))
                        .expect(404)
                        .code())
                .isEqualTo("item_unknown");
    }
}
