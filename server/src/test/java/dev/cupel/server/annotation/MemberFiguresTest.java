package dev.cupel.server.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cupel.server.Client;
import dev.cupel.server.Items;
import dev.cupel.server.Owner;
import dev.cupel.server.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a lead reads about each person of a project. */
final class MemberFiguresTest {
    private final Owner owner = TestServer.owner();
    private final String project = owner.project(2);

    private String path(String rest) {
        return "/projects/" + project + rest;
    }

    private JsonNode next(Client client) {
        return client.post(path("/next"), Map.of()).expect(200).json();
    }

    private void answer(Client client, String value, int activeMs) {
        Map<String, Object> answer = new HashMap<>(Items.good());
        if (value.isEmpty()) {
            answer.putAll(Map.of("outcome", "skipped", "skipReason", "Unreadable.", "answers", Map.of()));
        } else {
            answer.put("answers", Map.of("sentiment", value));
        }
        answer.put("activeMs", activeMs);
        client.put("/assignments/" + next(client).path("assignment").path("id").asString() + "/annotation", answer)
                .expect(200);
    }

    private JsonNode figures(String name) {
        long id = owner.client()
                .get(path("/members"))
                .expect(200)
                .json()
                .path("members")
                .valueStream()
                .filter(one -> one.path("displayName").asString().equals(name))
                .findFirst()
                .orElseThrow()
                .path("memberId")
                .asLong();
        return owner.client()
                .get(path("/members/figures"))
                .expect(200)
                .json()
                .path("figures")
                .valueStream()
                .filter(one -> one.path("memberId").asLong() == id)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void todayPaceSkipsAndTheLatestAnswerAreThoseOfThePerson() {
        Items.add(project, 6);
        Client ann = owner.simulated(project, project + " ann");
        owner.simulated(project, project + " bob");
        for (int i = 1; i <= 3; i++) {
            answer(ann, "good", 1000 * i);
        }
        answer(ann, "", 500);
        // Of the day before; the latest stay today's.
        Items.sql()
                .sql("alter table annotation disable trigger annotation_is_append_only")
                .update();
        Items.sql().sql("""
                        update annotation set saved_at = now() - interval '26 hours'
                        where id = (select min(n.id) from annotation n join project p on p.id = n.project_id where p.key = ?)
                        """).param(project).update();
        Items.sql()
                .sql("alter table annotation enable trigger annotation_is_append_only")
                .update();
        JsonNode figures = figures(project + " ann");
        assertThat(figures.path("today").asInt()).isEqualTo(2);
        assertThat(figures.path("medianMs").asInt()).isEqualTo(2000);
        assertThat(figures.path("openSkips").asInt()).isEqualTo(1);
        assertThat(Duration.between(Instant.parse(figures.path("lastAt").asString()), Instant.now()))
                .isLessThan(Duration.ofMinutes(1));
        JsonNode idle = figures(project + " bob");
        assertThat(idle.path("today").asInt()).isZero();
        assertThat(idle.has("lastAt")).isFalse();
        assertThat(idle.has("medianMs")).isFalse();
        assertThat(idle.has("gold")).isFalse();
    }

    @Test
    void goldIsTheShareOfItemsThatWereRightWithItsInterval() {
        Items.add(project, 4);
        List<Long> items = Items.sql()
                .sql("select i.id from item i join project p on p.id = i.project_id where p.key = ? order by i.id")
                .param(project)
                .query((row, number) -> row.getLong(1))
                .list();
        items.forEach(item -> owner.client()
                .put(path("/items/" + item + "/gold"), Map.of("answers", Map.of("sentiment", "good")))
                .expect(200));
        owner.client().patch(path(""), Map.of("goldEvery", 1)).expect(200);
        Client ann = owner.simulated(project, project + " ann");
        for (String value : List.of("good", "good", "good", "bad")) {
            answer(ann, value, 900);
        }
        JsonNode gold = figures(project + " ann").path("gold");
        assertThat(gold.path("answered").asInt()).isEqualTo(4);
        assertThat(gold.path("correct").asInt()).isEqualTo(3);
        // Wilson's interval of 3 in 4.
        assertThat(gold.path("low").asDouble()).isCloseTo(0.3006, within(0.0005));
        assertThat(gold.path("high").asDouble()).isCloseTo(0.9544, within(0.0005));
    }

    @Test
    void whoIsPausedGetsNothingNewAndMayAnswerWhatIsOnTheScreen() {
        Items.add(project, 3);
        Client ann = owner.invite(project, "labeler");
        String lease = next(ann).path("assignment").path("id").asString();
        long id = Items.sql()
                .sql("select a.member_id from assignment a where a.id = ?::uuid")
                .param(lease)
                .query(Long.class)
                .single();
        owner.client().patch(path("/members/" + id), Map.of("paused", true)).expect(200);
        assertThat(next(ann).path("reason").asString()).isEqualTo("member_paused");
        ann.put("/assignments/" + lease + "/annotation", Items.good()).expect(200);
        // Paused again: since when stays.
        JsonNode first = paused(id);
        owner.client().patch(path("/members/" + id), Map.of("paused", true)).expect(200);
        assertThat(paused(id)).isEqualTo(first);
        owner.client().patch(path("/members/" + id), Map.of("paused", false)).expect(200);
        assertThat(paused(id).isMissingNode() || paused(id).isNull()).isTrue();
        assertThat(next(ann).has("assignment")).isTrue();
        assertThat(ann.patch(path("/members/" + id), Map.of("paused", true))
                        .expect(403)
                        .code())
                .isEqualTo("role_too_low");
    }

    private JsonNode paused(long id) {
        return owner.client()
                .get(path("/members"))
                .expect(200)
                .json()
                .path("members")
                .valueStream()
                .filter(one -> one.path("memberId").asLong() == id)
                .findFirst()
                .orElseThrow()
                .path("pausedAt");
    }
}
