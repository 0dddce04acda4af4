package dev.cupel.server.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.Client;
import dev.cupel.server.Items;
import dev.cupel.server.Owner;
import dev.cupel.server.TestServer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** How much one person is handed out at most: items in all, and active time a day. */
final class LimitsOfMembersTest {
    private final Owner owner = TestServer.owner();
    private final String project = owner.project(1);
    private final Client ann = owner.invite(project, "labeler");
    private final long member = member("labeler");

    private String path(String rest) {
        return "/projects/" + project + rest;
    }

    private long member(String role) {
        return members()
                .filter(one -> one.path("role").asString().equals(role))
                .findFirst()
                .orElseThrow()
                .path("memberId")
                .asLong();
    }

    private Stream<JsonNode> members() {
        return owner.client()
                .get(path("/members"))
                .expect(200)
                .json()
                .path("members")
                .valueStream();
    }

    private void limit(Map<String, ?> limits) {
        owner.client()
                .patch(path("/members/" + member), Map.of("limits", limits))
                .expect(200);
    }

    private JsonNode next(List<String> holding) {
        return ann.post(path("/next"), Map.of("holding", holding)).expect(200).json();
    }

    private String lease(List<String> holding) {
        JsonNode next = next(holding);
        assertThat(next.has("reason")).as("%s", next).isFalse();
        return next.path("assignment").path("id").asString();
    }

    private void answer(String lease, int activeMs) {
        Map<String, Object> answer = new HashMap<>(Items.good());
        answer.put("saveId", UUID.randomUUID().toString());
        answer.put("activeMs", activeMs);
        ann.put("/assignments/" + lease + "/annotation", answer).expect(200);
    }

    private JsonNode figures() {
        return owner.client()
                .get(path("/members/figures"))
                .expect(200)
                .json()
                .path("figures")
                .valueStream()
                .filter(one -> one.path("memberId").asLong() == member)
                .findFirst()
                .orElseThrow();
    }

    private long left() {
        return ann.get(path("/mine/stats")).expect(200).json().path("openForMe").asLong();
    }

    @Test
    void whatIsHeldCountsSoThatNobodyAnswersMoreItemsThanTheirLimit() {
        Items.add(project, 6);
        limit(Map.of("items", 3));
        assertThat(left()).isEqualTo(3);
        String first = lease(List.of());
        answer(first, 1000);
        assertThat(left()).isEqualTo(2);
        String second = lease(List.of());
        String third = lease(List.of(second));
        JsonNode next = next(List.of(second, third));
        assertThat(next.path("reason").asString()).isEqualTo("item_limit");
        assertThat(next.path("limit").path("items").asInt()).isEqualTo(3);
        assertThat(next.path("limit").has("startsAgain")).isFalse();
        // What is held is handed out again, as after a reload of the page.
        assertThat(lease(List.of(third))).isEqualTo(second);
        answer(second, 1000);
        answer(third, 1000);
        assertThat(next(List.of()).path("reason").asString()).isEqualTo("item_limit");
        assertThat(left()).isZero();
        assertThat(figures().path("limits").path("items").asLong()).isEqualTo(3);
        assertThat(figures().path("limits").path("reached").asBoolean()).isTrue();
    }

    @Test
    void anAnswerThatIsChangedIsNoOtherItemAndOneAfterASkipIs() {
        Items.add(project, 4);
        limit(Map.of("items", 2));
        String first = lease(List.of());
        answer(first, 1000);
        answer(first, 1000);
        String second = lease(List.of());
        ann.put(
                        "/assignments/" + second + "/annotation",
                        Map.of(
                                "saveId",
                                UUID.randomUUID().toString(),
                                "outcome",
                                "skipped",
                                "skipReason",
                                "Unreadable.",
                                "answers",
                                Map.of(),
                                "activeMs",
                                10,
                                "schemaVersion",
                                1,
                                "guidelineVersion",
                                1))
                .expect(200);
        assertThat(figures().path("limits").path("items").asLong()).isEqualTo(1);
        answer(second, 1000);
        assertThat(figures().path("limits").path("items").asLong()).isEqualTo(2);
    }

    @Test
    void activeTimeOfTheDayEndsWorkUntilTheNextOneAndWhatIsOnScreenIsSaved() {
        Items.add(project, 6);
        limit(Map.of("minutesPerDay", 1));
        answer(lease(List.of()), 40_000);
        String onScreen = lease(List.of());
        answer(onScreen, 30_000);
        JsonNode next = next(List.of());
        assertThat(next.path("reason").asString()).isEqualTo("time_limit");
        assertThat(next.path("limit").path("minutesPerDay").asInt()).isEqualTo(1);
        assertThat(Instant.parse(next.path("limit").path("startsAgain").asString()))
                .isEqualTo(LocalDate.now(ZoneOffset.UTC)
                        .plusDays(1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant());
        assertThat(left()).isZero();
        assertThat(figures().path("limits").path("todayMs").asLong()).isEqualTo(70_000);
        // Of yesterday: a new day begins with nothing.
        yesterday();
        lease(List.of());
    }

    @Test
    void whatIsHeldWhenTheTimeIsOverMayStillBeAnswered() {
        Items.add(project, 6);
        limit(Map.of("minutesPerDay", 1));
        String first = lease(List.of());
        String second = lease(List.of(first));
        answer(first, 60_000);
        assertThat(next(List.of(second)).path("reason").asString()).isEqualTo("time_limit");
        answer(second, 1000);
    }

    @Test
    void limitsAreChangedAndTakenAwayTogether() {
        Items.add(project, 6);
        limit(Map.of("items", 1, "minutesPerDay", 90));
        JsonNode shown = members()
                .filter(one -> one.path("memberId").asLong() == member)
                .findFirst()
                .orElseThrow()
                .path("limits");
        assertThat(shown.path("items").asInt()).isEqualTo(1);
        assertThat(shown.path("minutesPerDay").asInt()).isEqualTo(90);
        answer(lease(List.of()), 1000);
        assertThat(next(List.of()).path("reason").asString()).isEqualTo("item_limit");
        limit(Map.of());
        assertThat(figures().has("limits")).isFalse();
        lease(List.of());
    }

    @Test
    void limitsOutOfRangeAreRefusedAndOnlyManagersSetThem() {
        assertThat(owner.client()
                        .patch(path("/members/" + member), Map.of("limits", Map.of("items", 0, "minutesPerDay", 1441)))
                        .expect(422)
                        .json()
                        .path("problems")
                        .size())
                .isEqualTo(2);
        assertThat(ann.patch(path("/members/" + member), Map.of("limits", Map.of("items", 5)))
                        .expect(403)
                        .code())
                .isEqualTo("role_too_low");
    }

    @Test
    void countsThatWereMovedOnGiveTheSameAsCountingAnew() {
        Items.add(project, 130);
        limit(Map.of("items", 120, "minutesPerDay", 1440));
        List<String> leases = new ArrayList<>();
        for (int i = 0; i < 105; i++) {
            String lease = lease(List.of());
            answer(lease, 1000);
            leases.add(lease);
        }
        // Old enough to be counted for good; what follows is added to it.
        Items.sql()
                .sql("alter table annotation disable trigger annotation_is_append_only")
                .update();
        Items.sql()
                .sql("update annotation set saved_at = saved_at - interval '6 minutes' where member_id = ?")
                .param(member)
                .update();
        Items.sql()
                .sql("alter table annotation enable trigger annotation_is_append_only")
                .update();
        long midnight = Items.sql()
                .sql(
                        "select count(*) from annotation where member_id = ? and saved_at >= utc_day()::timestamp at time zone 'UTC'")
                .param(member)
                .query(Long.class)
                .single();
        answer(lease(List.of()), 1000);
        assertThat(Items.sql()
                        .sql("select items from member_work where member_id = ?")
                        .param(member)
                        .query(Long.class)
                        .single())
                .isEqualTo(105);
        answer(leases.getFirst(), 1000);
        assertThat(figures().path("limits").path("items").asLong()).isEqualTo(106);
        assertThat(figures().path("limits").path("todayMs").asLong()).isEqualTo((midnight + 2) * 1000);
        for (int i = 106; i < 120; i++) {
            answer(lease(List.of()), 1000);
        }
        assertThat(next(List.of()).path("reason").asString()).isEqualTo("item_limit");
    }

    private void yesterday() {
        Items.sql()
                .sql("alter table annotation disable trigger annotation_is_append_only")
                .update();
        Items.sql()
                .sql("update annotation set saved_at = saved_at - interval '1 day' where member_id = ?")
                .param(member)
                .update();
        Items.sql()
                .sql("alter table annotation enable trigger annotation_is_append_only")
                .update();
    }
}
