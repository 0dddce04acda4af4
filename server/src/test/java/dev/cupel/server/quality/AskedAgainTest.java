package dev.cupel.server.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cupel.server.Client;
import dev.cupel.server.Items;
import dev.cupel.server.Owner;
import dev.cupel.server.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Who is asked about an item once more says how far they agree with themselves, and nothing else. */
final class AskedAgainTest {
    private final Owner owner = TestServer.owner();

    /** One item on somebody's screen. */
    private record Asked(String assignment, String key, boolean again) {}

    private String project(int items, int overlap, int repeatEvery, int repeatAfterHours) {
        String project = owner.project(overlap);
        Items.add(project, items);
        change(project, Map.of("repeatEvery", repeatEvery, "repeatAfterHours", repeatAfterHours));
        change(project, Map.of("labelersSee", Map.of("key", true, "metadata", List.of())));
        return project;
    }

    private void change(String project, Map<String, ?> settings) {
        owner.client().patch("/projects/" + project, settings).expect(200);
    }

    private static Optional<Asked> next(Client person, String project) {
        JsonNode given = person.post("/projects/" + project + "/next", Map.of())
                .expect(200)
                .json()
                .path("assignment");
        if (given.isMissingNode()) {
            return Optional.empty();
        }
        String id = given.path("id").asString();
        boolean again = Items.sql()
                .sql("select kind = 'repeat' from assignment where id = ?::uuid")
                .param(id)
                .query(Boolean.class)
                .single();
        return Optional.of(new Asked(id, given.path("item").path("key").asString(), again));
    }

    private static void save(Client person, String assignment, String answer) {
        Map<String, Object> body = new HashMap<>(Items.good());
        body.put("saveId", UUID.randomUUID());
        body.put("answers", Map.of("sentiment", answer));
        person.put("/assignments/" + assignment + "/annotation", body).expect(200);
    }

    /** Works until nothing is left. */
    private static List<Asked> work(Client person, String project, Function<Asked, String> answer) {
        List<Asked> all = new ArrayList<>();
        for (Optional<Asked> asked = next(person, project); asked.isPresent(); asked = next(person, project)) {
            save(person, asked.get().assignment(), answer.apply(asked.get()));
            all.add(asked.get());
        }
        return all;
    }

    private String exported(String project, Map<String, ?> wanted) throws IOException {
        String result = owner.client()
                .post("/projects/" + project + "/exports", wanted)
                .expect(202)
                .json()
                .path("resultUrl")
                .asString();
        return new String(owner.client().download(result).body().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String fact(String project, String question) {
        return Items.sql()
                .sql(question)
                .param(project)
                .query((row, number) -> String.valueOf(row.getString(1)))
                .single();
    }

    @Test
    void nobodyIsAskedAgainUnlessTheProjectSaysSo() {
        String project = owner.project(1);
        Items.add(project, 12);
        change(project, Map.of("repeatAfterHours", 0));
        assertThat(work(owner.simulated(project, "once"), project, asked -> "good"))
                .hasSize(12)
                .noneMatch(Asked::again);
    }

    @Test
    void anItemComesOnceMoreAndNeverAThirdTime() {
        String project = project(10, 1, 1, 0);
        List<Asked> asked = work(owner.simulated(project, "again"), project, one -> "good");
        List<String> first =
                asked.stream().filter(one -> !one.again()).map(Asked::key).toList();
        List<String> later = asked.stream().filter(Asked::again).map(Asked::key).toList();
        assertThat(first).hasSize(10).doesNotHaveDuplicates();
        // At every other turn an ordinary item: until they are used up, each has come by again but the last.
        assertThat(later).hasSizeBetween(9, 10).doesNotHaveDuplicates();
        assertThat(first).containsAll(later);
    }

    @Test
    void itemsComeAgainAtTheRateOfTheProjectSpreadOverAllOfThem() {
        String project = project(240, 1, 3, 0);
        List<Asked> asked = work(owner.simulated(project, "rate"), project, one -> "good");
        long again = asked.stream().filter(Asked::again).count();
        // Every third item by its hash: binomial, with room of four deviations.
        assertThat(again).isBetween(51L, 109L);
        List<Integer> places = asked.stream()
                .filter(Asked::again)
                .map(one -> Integer.parseInt(one.key().substring(1)))
                .toList();
        assertThat(places.stream().filter(n -> n > 120)).hasSizeGreaterThan(15);
    }

    @Test
    void nobodyIsAskedAgainBeforeTheirAnswerIsSoOld() {
        String project = project(6, 1, 1, 24);
        Client person = owner.simulated(project, "later");
        for (int i = 0; i < 4; i++) {
            Asked asked = next(person, project).orElseThrow();
            assertThat(asked.again()).isFalse();
            save(person, asked.assignment(), "good");
        }
        // Annotations never change, except in this test.
        Items.sql().sql("""
                do $$ begin
                    alter table annotation disable trigger user;
                    update annotation set saved_at = saved_at - interval '25 hours'
                    where project_id = (select id from project where key = '%s');
                    alter table annotation enable trigger user;
                end $$
                """.formatted(project)).update();
        assertThat(next(person, project).orElseThrow().again()).isTrue();
    }

    @Test
    void anAnswerGivenAgainIsNoSecondOpinion() throws IOException {
        String project = project(5, 2, 1, 0);
        Client person = owner.simulated(project, "self");
        List<Asked> asked = work(person, project, one -> one.again() ? "bad" : "good");
        assertThat(asked.stream().filter(Asked::again)).isNotEmpty();
        assertThat(fact(project, """
                select string_agg(distinct concat_ws(' ', s.answers, s.status, o.taken), ',') from item_state s
                join place o on o.item_id = s.item_id where s.project_id = (select id from project where key = ?)
                """)).isEqualTo("1 1 1");
        assertThat(fact(project, """
                select string_agg(distinct o.option_id, ',') from vote v join project p on p.id = v.project_id
                join option_code o on o.project_id = v.project_id and o.question = v.question and o.number = v.option
                where p.key = ?
                """)).isEqualTo("good");
        assertThat(exported(project, Map.of("format", "votes", "question", "sentiment"))
                        .lines())
                .hasSize(1 + 5);
        String lines = exported(project, Map.of("format", "jsonl"));
        assertThat(lines.split("\"kind\":\"repeat\"", -1).length - 1)
                .isEqualTo((int) asked.stream().filter(Asked::again).count());
        // The second opinion is still to come, from somebody else.
        assertThat(work(owner.simulated(project, "other"), project, one -> "good").stream()
                        .filter(one -> !one.again()))
                .hasSize(5);
    }

    @Test
    void theReportSaysHowOftenPeopleSaidTheSameAgain() {
        String project = project(40, 1, 2, 0);
        Client person = owner.simulated(project, "consistent");
        List<Asked> again =
                work(person, project, one -> one.again() && one.key().endsWith("1") ? "bad" : "good").stream()
                        .filter(Asked::again)
                        .toList();
        long same = again.stream().filter(one -> !one.key().endsWith("1")).count();
        JsonNode consistency =
                Labeled.freshReport(project).path("annotators").get(0).path("consistency");
        assertThat(again).isNotEmpty();
        assertThat(consistency.path("n").asLong()).isEqualTo(again.size());
        assertThat(consistency.path("value").asDouble()).isCloseTo((double) same / again.size(), within(1e-6));
        assertThat(consistency.path("low").asDouble())
                .isLessThan(consistency.path("value").asDouble());
        // Corrected, it counts as it is now.
        Asked changed = again.stream()
                .filter(one -> !one.key().endsWith("1"))
                .findFirst()
                .orElseThrow();
        save(person, changed.assignment(), "bad");
        Labeled.await(() -> Labeled.freshReport(project)
                        .path("annotators")
                        .get(0)
                        .path("consistency")
                        .path("value")
                        .asDouble()
                < (same - 0.5) / again.size());
    }

    @Test
    void neitherGoldNorExcludedItemsComeAgain() {
        String project = project(4, 1, 1, 720);
        Client person = owner.simulated(project, "neither");
        work(person, project, one -> "good");
        List<Long> items = Items.sql()
                .sql("select i.id from item i join project p on p.id = i.project_id where p.key = ? order by i.id")
                .param(project)
                .query((row, number) -> row.getLong(1))
                .list();
        String base = "/projects/" + project + "/items/";
        owner.client()
                .put(base + items.get(0) + "/gold", Map.of("answers", Map.of("sentiment", "good")))
                .expect(200);
        owner.client()
                .put(base + items.get(1) + "/exclusion", Map.of("reason", "Twice."))
                .expect(200);
        change(project, Map.of("repeatAfterHours", 0));
        assertThat(work(person, project, one -> "good").stream().map(Asked::key))
                .containsExactly("k3", "k4");
    }

    @Test
    void whoGivesAnItemBackThatCameAgainMayTakeItUpOnceMore() {
        String project = project(2, 1, 1, 0);
        Client person = owner.simulated(project, "back");
        save(person, next(person, project).orElseThrow().assignment(), "good");
        Asked again = next(person, project).orElseThrow();
        assertThat(again.again()).isTrue();
        person.delete("/assignments/" + again.assignment()).expect(204);
        person.post("/assignments/" + again.assignment() + "/keep", Map.of()).expect(200);
        save(person, again.assignment(), "bad");
        assertThat(fact(project, """
                select count(*) from vote_again v join project p on p.id = v.project_id where p.key = ?
                """)).isEqualTo("1");
    }

    @Test
    void ratesAndAgesOutsideOfTheirRangesAreRefusedByName() {
        String project = owner.project(1);
        Client client = owner.client();
        assertThat(client.patch("/projects/" + project, Map.of("repeatEvery", 1001))
                        .expect(422)
                        .json()
                        .toString())
                .contains("repeatEvery");
        assertThat(client.patch("/projects/" + project, Map.of("repeatAfterHours", -1))
                        .expect(422)
                        .json()
                        .toString())
                .contains("repeatAfterHours");
    }
}
