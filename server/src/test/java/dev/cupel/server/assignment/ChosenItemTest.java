package dev.cupel.server.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.Answers;
import dev.cupel.server.Client;
import dev.cupel.server.Items;
import dev.cupel.server.Owner;
import dev.cupel.server.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Reviewers and above may answer the very item they look at, where it has room for them. */
final class ChosenItemTest {
    private final Owner owner = TestServer.owner();
    private final String project = owner.project(1);
    private final List<Long> items = items();

    private List<Long> items() {
        Items.add(project, 5);
        return Items.sql()
                .sql("select i.id from item i join project p on p.id = i.project_id where p.key = ? order by i.id")
                .param(project)
                .query((row, number) -> row.getLong(1))
                .list();
    }

    private Client.Answer choose(Client who, int n) {
        return who.post("/projects/" + project + "/next", Map.of("holding", List.of(), "item", items.get(n)));
    }

    private static String text(JsonNode next) {
        return next.path("assignment").path("item").path("fields").path("text").asString();
    }

    private String refusal(Client who, int n) {
        return choose(who, n).expect(409).code();
    }

    @Test
    void theVeryItemIsLeasedOnceWhateverElseIsHeldAndItsAnswerCounts() {
        Client rita = owner.invite(project, "reviewer");
        rita.post("/projects/" + project + "/next", Map.of()).expect(200);
        JsonNode chosen = choose(rita, 3).expect(200).json();
        assertThat(text(chosen)).isEqualTo("text number 4");
        String lease = chosen.path("assignment").path("id").asString();
        // A page that is loaded anew, or a request sent twice, gets the same lease.
        assertThat(choose(rita, 3)
                        .expect(200)
                        .json()
                        .path("assignment")
                        .path("id")
                        .asString())
                .isEqualTo(lease);
        Answers.save(rita, lease, Map.of());
        JsonNode life = owner.client()
                .get("/projects/" + project + "/items/" + items.get(3))
                .expect(200)
                .json();
        assertThat(life.path("answers").asInt()).isEqualTo(1);
        assertThat(life.path("status").asString()).isEqualTo("complete");
        assertThat(refusal(rita, 3)).isEqualTo("item_answered");
        assertThat(refusal(owner.client(), 3)).isEqualTo("item_full");
    }

    @Test
    void labelersDoNotChooseSoThatNobodyFindsGoldByAskingForIt() {
        Client ada = owner.invite(project, "labeler");
        assertThat(choose(ada, 0).expect(403).code()).isEqualTo("role_too_low");
    }

    @Test
    void whatNobodyIsAskedAboutIsNotHandedOutEither() {
        Client lead = owner.client();
        String item = "/projects/" + project + "/items/";
        lead.put(item + items.get(0) + "/gold", Map.of("answers", Map.of("sentiment", "good")))
                .expect(200);
        assertThat(refusal(lead, 0)).isEqualTo("item_is_gold");
        lead.put(item + items.get(1) + "/exclusion", Map.of("reason", "Spam.")).expect(200);
        assertThat(refusal(lead, 1)).isEqualTo("item_full");
        lead.put(
                        item + items.get(2) + "/adjudication",
                        Map.of("answers", Map.of("sentiment", "good"), "reason", "Plain."))
                .expect(200);
        assertThat(refusal(lead, 2)).isEqualTo("item_full");
        choose(lead, 3).expect(200);
        Client rita = owner.invite(project, "reviewer");
        assertThat(refusal(rita, 3)).isEqualTo("item_full");
        assertThat(lead.post("/projects/" + project + "/next", Map.of("holding", List.of(), "item", Long.MAX_VALUE))
                        .expect(404)
                        .code())
                .isEqualTo("item_unknown");
    }

    @Test
    void pausesHoldAlsoForWhoChooses() {
        Client lead = owner.client();
        lead.patch("/projects/" + project, Map.of("paused", true)).expect(200);
        assertThat(choose(lead, 0).expect(200).json().path("reason").asString()).isEqualTo("paused");
        lead.patch("/projects/" + project, Map.of("paused", false)).expect(200);
        assertThat(text(choose(lead, 0).expect(200).json())).isEqualTo("text number 1");
    }

    @Test
    void whoHoldsThreeGivesBackTheOneTheyGotLastForTheOneTheyChoose() {
        Client rita = owner.invite(project, "reviewer");
        for (int n = 0; n < 4; n++) {
            choose(rita, n).expect(200);
        }
        List<String> held = Items.sql()
                .sql("""
                        select i.fields ->> 'text' from assignment a join item i on i.id = a.item_id join project p on p.id = i.project_id
                        where p.key = ? and a.state = 'leased' order by i.id
                        """)
                .param(project)
                .query((row, number) -> row.getString(1))
                .list();
        assertThat(held).containsExactly("text number 1", "text number 2", "text number 4");
    }

    @Test
    void ofManyWhoChooseTheSameItemAtOnceAsManyGetItAsItWantsAnswers() throws Exception {
        List<Client> people = new ArrayList<>();
        for (int n = 0; n < 6; n++) {
            people.add(owner.invite(project, "reviewer"));
        }
        List<Callable<Integer>> asks = people.stream()
                .<Callable<Integer>>map(who -> () -> choose(who, 4).status())
                .toList();
        int got = 0;
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> asked : executor.invokeAll(asks)) {
                assertThat(asked.get()).isIn(200, 409);
                got += asked.get() == 200 ? 1 : 0;
            }
        }
        assertThat(got).isEqualTo(1);
    }
}
