package dev.cupel.server.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.Answers;
import dev.cupel.server.Answers.Answered;
import dev.cupel.server.Client;
import dev.cupel.server.Items;
import dev.cupel.server.Owner;
import dev.cupel.server.TestServer;
import dev.cupel.server.item.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A labeler's own answers: found and opened, and nothing else with them. */
final class MyAnswersTest {
    private final Owner owner = TestServer.owner();
    private final String project = owner.project(3);

    private String path(String rest) {
        return "/projects/" + project + rest;
    }

    private static List<String> texts(JsonNode page) {
        return page.path("annotations")
                .valueStream()
                .map(one -> one.path("item").path("fields").path("text").asString())
                .toList();
    }

    private List<String> found(Client labeler, String query) {
        return texts(labeler.get(path("/mine" + query)).expect(200).json());
    }

    private void imported(String... rows) {
        JsonNode job = Files.imported(owner.client(), project, "?format=jsonl", String.join("\n", rows));
        assertThat(job.path("state").asString()).as("%s", job).isEqualTo("done");
    }

    @Test
    void answersAreFoundByWordsLabelMarkAndDayTheLatestFirst() {
        imported(
                "{\"key\": \"a\", \"text\": \"The parcel came late\"}",
                "{\"key\": \"b\", \"text\": \"The parcel was wet\"}",
                "{\"key\": \"c\", \"text\": \"Nothing came\"}");
        Client ann = owner.simulated(project, project + " ann");
        Answers.next(ann, project, Map.of("ambiguous", true, "comment", "Hm."));
        Answers.next(ann, project, Map.of("answers", Map.of("sentiment", "bad")));
        Answers.next(ann, project, Map.of("outcome", "skipped", "skipReason", "Empty.", "answers", Map.of()));

        assertThat(found(ann, "")).containsExactly("Nothing came", "The parcel was wet", "The parcel came late");
        assertThat(found(ann, "?q=parcel")).containsExactly("The parcel was wet", "The parcel came late");
        assertThat(found(ann, "?q=parcel%20late")).containsExactly("The parcel came late");
        assertThat(found(ann, "?q=parc")).hasSize(2);
        assertThat(found(ann, "?q=dry")).isEmpty();
        assertThat(found(ann, "?label=sentiment:bad")).containsExactly("The parcel was wet");
        assertThat(found(ann, "?mark=skipped")).containsExactly("Nothing came");
        assertThat(found(ann, "?mark=ambiguous")).containsExactly("The parcel came late");
        assertThat(found(ann, "?mark=comment&q=parcel")).containsExactly("The parcel came late");
        assertThat(found(ann, "?from=2020-01-01&to=2020-01-02")).isEmpty();
        assertThat(found(ann, "?from=2020-01-01&to=2999-01-01")).hasSize(3);
        JsonNode page = ann.get(path("/mine?limit=2")).expect(200).json();
        assertThat(found(ann, "?limit=2&before=" + page.path("next").asLong())).containsExactly("The parcel came late");
        assertThat(ann.get(path("/mine?mark=gold")).expect(422).code()).isEqualTo("mark_unknown");
        assertThat(ann.get(path("/mine?label=sentiment")).expect(422).code()).isEqualTo("label_invalid");
        assertThat(ann.get(path("/mine?from=soon")).expect(422).code()).isEqualTo("time_invalid");
        assertThat(ann.get(path("/mine?q=%27%20%26%20%21")).expect(200).json().path("annotations"))
                .isEmpty();
    }

    @Test
    void aCorrectedAnswerIsFoundByWhatItSaysNow() {
        Items.add(project, 2);
        Client ann = owner.simulated(project, project + " ann");
        Answered one = Answers.next(ann, project, Map.of());
        Answers.save(ann, one.assignment(), Map.of("answers", Map.of("sentiment", "bad"), "baseRevision", 1));
        assertThat(found(ann, "?label=sentiment:good")).isEmpty();
        assertThat(found(ann, "?label=sentiment:bad")).hasSize(1);
    }

    @Test
    void wordsThatLabelersDoNotSeeFindNothing() {
        imported(
                "{\"key\": \"zebra\", \"fields\": {\"text\": \"Plain words\", \"secret\": \"tiger\"}, \"metadata\": {\"shop\": \"north\"}}");
        Client ann = owner.simulated(project, project + " ann");
        Answers.next(ann, project, Map.of());
        assertThat(found(ann, "?q=plain")).hasSize(1);
        for (String hidden : List.of("zebra", "tiger", "north")) {
            JsonNode page = ann.get(path("/mine?q=" + hidden)).expect(200).json();
            assertThat(texts(page)).as(hidden).isEmpty();
            assertThat(page.path("next").isNull() || page.path("next").isMissingNode())
                    .isTrue();
        }
        owner.client()
                .patch(path(""), Map.of("labelersSee", Map.of("key", true, "metadata", List.of("shop"))))
                .expect(200);
        assertThat(found(ann, "?q=zebra")).hasSize(1);
        assertThat(found(ann, "?q=tiger")).isEmpty();
    }

    @Test
    void nobodyFindsOrOpensTheAnswersOfOthersAndGoldLooksLikeAllElse() {
        Items.add(project, 2);
        long gold = Items.sql()
                .sql("select min(i.id) from item i join project p on p.id = i.project_id where p.key = ?")
                .param(project)
                .query(Long.class)
                .single();
        owner.client()
                .put(path("/items/" + gold + "/gold"), Map.of("answers", Map.of("sentiment", "good")))
                .expect(200);
        owner.client().patch(path(""), Map.of("goldEvery", 1)).expect(200);
        Client ann = owner.simulated(project, project + " ann");
        Client bob = owner.simulated(project, project + " bob");
        Answered one = Answers.next(ann, project, Map.of());
        Answers.next(ann, project, Map.of());
        assertThat(found(bob, "")).isEmpty();
        assertThat(found(bob, "?q=text")).isEmpty();
        bob.get("/assignments/" + one.assignment() + "/annotation").expect(404);
        List<List<String>> shapes = ann.get(path("/mine"))
                .expect(200)
                .json()
                .path("annotations")
                .valueStream()
                .map(answer -> List.copyOf(answer.propertyNames()))
                .toList();
        assertThat(shapes).hasSize(2);
        assertThat(shapes.get(0)).isEqualTo(shapes.get(1));
    }
}
