package dev.cupel.server.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cupel.server.Client;
import dev.cupel.server.Items;
import dev.cupel.server.Owner;
import dev.cupel.server.TestServer;
import dev.cupel.server.item.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Tests, pilots, items for everybody, audits and needs: what is handed out to whom, and what follows from the answers. */
final class StagesTest {
    private final Owner owner = TestServer.owner();
    private final String project = owner.project(1);

    private String path(String rest) {
        return "/projects/" + project + rest;
    }

    private List<Long> items(int count) {
        Items.add(project, count);
        return Items.sql()
                .sql("select i.id from item i join project p on p.id = i.project_id where p.key = ? order by i.id")
                .param(project)
                .query((row, number) -> row.getLong(1))
                .list();
    }

    private void gold(long item, String value) {
        owner.client()
                .put(path("/items/" + item + "/gold"), Map.of("answers", Map.of("sentiment", value)))
                .expect(200);
    }

    private JsonNode next(Client client) {
        return client.post(path("/next"), Map.of()).expect(200).json();
    }

    private static String answer(Client client, JsonNode next, String value) {
        String id = next.path("assignment").path("id").asString();
        assertThat(id).as("%s", next).isNotEmpty();
        Map<String, Object> answer = new HashMap<>(Items.good());
        answer.put("answers", Map.of("sentiment", value));
        client.put("/assignments/" + id + "/annotation", answer).expect(200);
        return id;
    }

    private static String kind(String assignment) {
        return Items.sql()
                .sql("select kind::text from assignment where id = ?::uuid")
                .param(assignment)
                .query(String.class)
                .single();
    }

    private static String text(JsonNode next) {
        return next.path("assignment").path("item").path("fields").path("text").asString();
    }

    private static @Nullable String reason(JsonNode next) {
        return next.path("assignment").isMissingNode()
                        || next.path("assignment").isNull()
                ? next.path("reason").asString()
                : null;
    }

    private JsonNode stages() {
        return owner.client().get(path("/stages")).expect(200).json();
    }

    private JsonNode change(Map<String, ?> change) {
        return owner.client().patch(path("/stages"), change).expect(200).json();
    }

    // Tests

    private Client tested(int gold, int wanted, double share) {
        List<Long> items = items(gold + 4);
        for (int i = 0; i < gold; i++) {
            gold(items.get(i), "good");
        }
        JsonNode view = change(Map.of("qualificationItems", wanted, "qualificationShare", share));
        assertThat(view.path("qualificationItems").asInt()).isEqualTo(wanted);
        return owner.invite(project, "labeler");
    }

    @Test
    void aLabelerPassesTheTestFirstAndThenLabels() {
        Client labeler = tested(5, 3, 1);
        for (int i = 0; i < 3; i++) {
            assertThat(labeler.get(path("/mine/stats"))
                            .expect(200)
                            .json()
                            .path("openForMe")
                            .asInt())
                    .isEqualTo(3 - i);
            JsonNode next = next(labeler);
            assertThat(next.path("assignment").path("stage").asString()).isEqualTo("qualification");
            assertThat(kind(answer(labeler, next, "good"))).isEqualTo("qualification");
        }
        JsonNode first = next(labeler);
        assertThat(first.path("assignment").has("stage")).isFalse();
        assertThat(kind(answer(labeler, first, "good"))).isEqualTo("production");
        JsonNode test = stages().path("qualifications").path(0);
        assertThat(test.path("state").asString()).isEqualTo("passed");
        assertThat(test.path("correct").asInt()).isEqualTo(3);
    }

    @Test
    void whoCannotPassAnyMoreIsToldSoAtOnceAndGetsNothing() {
        Client labeler = tested(5, 4, 0.75);
        answer(labeler, next(labeler), "bad");
        answer(labeler, next(labeler), "bad");
        assertThat(reason(next(labeler))).isEqualTo("not_qualified");
        assertThat(labeler.get("/projects")
                        .expect(200)
                        .json()
                        .path("projects")
                        .valueStream()
                        .filter(p -> p.path("key").asString().equals(project))
                        .findFirst()
                        .orElseThrow()
                        .path("openForMe")
                        .asBoolean())
                .isFalse();
        JsonNode test = stages().path("qualifications").path(0);
        assertThat(test.path("state").asString()).isEqualTo("failed");
        assertThat(test.path("answered").asInt()).isEqualTo(2);
        assertThat(test.path("needed").asInt()).isEqualTo(3);
    }

    @Test
    void aSkippedItemOfATestIsNotRight() {
        Client labeler = tested(5, 2, 1);
        JsonNode next = next(labeler);
        Map<String, Object> skip = new HashMap<>(Items.good());
        skip.putAll(Map.of("outcome", "skipped", "skipReason", "Too hard.", "answers", Map.of()));
        labeler.put("/assignments/" + next.path("assignment").path("id").asString() + "/annotation", skip)
                .expect(200);
        assertThat(reason(next(labeler))).isEqualTo("not_qualified");
    }

    @Test
    void anAnswerThatIsCorrectedAfterwardsDoesNotSaveTheTest() {
        Client labeler = tested(5, 2, 1);
        JsonNode next = next(labeler);
        String id = answer(labeler, next, "bad");
        Map<String, Object> again = new HashMap<>(Items.good());
        again.put("answers", Map.of("sentiment", "good"));
        labeler.put("/assignments/" + id + "/annotation", again).expect(200);
        assertThat(reason(next(labeler))).isEqualTo("not_qualified");
    }

    @Test
    void aManagerAdmitsWithAReasonOrLetsTheTestBeTakenAgainOnOtherItems() {
        Client labeler = tested(3, 2, 1);
        JsonNode first = next(labeler);
        answer(labeler, first, "bad");
        assertThat(reason(next(labeler))).isEqualTo("not_qualified");
        long member = stages().path("qualifications").path(0).path("memberId").asLong();
        String test = path("/members/" + member + "/qualification");
        assertThat(owner.client().put(test, Map.of("reason", " ")).expect(422).code())
                .isEqualTo("reason_missing");
        assertThat(owner.client()
                        .post(path("/members/999999/qualification"), Map.of())
                        .expect(404)
                        .code())
                .isEqualTo("member_unknown");

        owner.client().post(test, Map.of()).expect(200);
        assertThat(owner.client().post(test, Map.of()).expect(409).code()).isEqualTo("test_runs");
        JsonNode again = next(labeler);
        assertThat(text(again)).isNotEqualTo(text(first));
        answer(labeler, again, "bad");
        assertThat(reason(next(labeler))).isEqualTo("not_qualified");
        assertThat(owner.client().post(test, Map.of()).expect(409).code()).isEqualTo("too_little_gold");

        JsonNode admitted = owner.client()
                .put(test, Map.of("reason", "Wrote the guideline."))
                .expect(200)
                .json()
                .path("qualifications")
                .path(0);
        assertThat(admitted.path("state").asString()).isEqualTo("admitted");
        assertThat(admitted.path("decidedBy").asString()).isEqualTo("Olga Owner");
        assertThat(kind(answer(labeler, next(labeler), "good"))).isEqualTo("production");
    }

    @Test
    void whoRunsTheProjectIsNotTested() {
        tested(3, 2, 1);
        assertThat(kind(answer(owner.client(), next(owner.client()), "good"))).isEqualTo("production");
    }

    @Test
    void aTestLongerThanThereIsGoldIsRefusedAndOneThatRunsDryWaits() {
        Client labeler = tested(2, 2, 1);
        assertThat(owner.client()
                        .patch(path("/stages"), Map.of("qualificationItems", 3))
                        .expect(409)
                        .code())
                .isEqualTo("too_little_gold");
        List<Long> gold = Items.sql()
                .sql("select g.item_id from gold g join project p on p.id = g.project_id where p.key = ?")
                .param(project)
                .query((row, number) -> row.getLong(1))
                .list();
        owner.client().delete(path("/items/" + gold.getFirst() + "/gold")).expect(204);
        answer(labeler, next(labeler), "good");
        assertThat(reason(next(labeler))).isEqualTo("test_waits");
        change(Map.of("qualificationItems", 0));
        assertThat(kind(answer(labeler, next(labeler), "good"))).isEqualTo("production");
    }

    // Pilots

    @Test
    void whileAPilotRunsOnlyItsItemsAreHandedOutToAsManyAsItWants() {
        items(10);
        JsonNode started = owner.client()
                .post(path("/pilots"), Map.of("items", 2, "answersPerItem", 2, "target", 0.5))
                .expect(201)
                .json();
        assertThat(started.path("pilots").path(0).path("answersWanted").asInt()).isEqualTo(4);
        assertThat(owner.client()
                        .post(path("/pilots"), Map.of("items", 2))
                        .expect(409)
                        .code())
                .isEqualTo("pilot_runs");
        List<Client> people =
                List.of(owner.simulated(project, "a"), owner.simulated(project, "b"), owner.simulated(project, "c"));
        Set<String> texts = new HashSet<>();
        for (Client person : people.subList(0, 2)) {
            for (int i = 0; i < 2; i++) {
                JsonNode next = next(person);
                texts.add(text(next));
                assertThat(next.path("assignment").path("stage").asString()).isEqualTo("pilot");
                answer(person, next, "good");
            }
            assertThat(reason(next(person))).isEqualTo("pilot_waits");
        }
        assertThat(texts).hasSize(2);
        assertThat(reason(next(people.get(2)))).isEqualTo("pilot_waits");
    }

    @Test
    void aPilotBelowItsTargetEndsOnlyWithAReasonAndThenEverythingElseIsHandedOut() {
        items(10);
        owner.client()
                .post(path("/pilots"), Map.of("items", 4, "answersPerItem", 2))
                .expect(201);
        Client a = owner.simulated(project, "a");
        Client b = owner.simulated(project, "b");
        Map<String, String> said = new HashMap<>();
        for (int i = 0; i < 4; i++) {
            JsonNode next = next(a);
            said.put(text(next), i % 2 == 0 ? "good" : "bad");
            answer(a, next, i % 2 == 0 ? "good" : "bad");
        }
        for (int i = 0; i < 4; i++) {
            JsonNode next = next(b);
            answer(b, next, "good".equals(said.get(text(next))) ? "bad" : "good");
        }
        Client.Answer refused =
                owner.client().post(path("/pilots/1/end"), Map.of()).expect(409);
        assertThat(refused.code()).isEqualTo("pilot_below_target");
        JsonNode ended = owner.client()
                .post(path("/pilots/1/end"), Map.of("reason", "The two classes are to be merged."))
                .expect(200)
                .json()
                .path("pilots")
                .path(0);
        assertThat(ended.path("reason").asString()).isEqualTo("The two classes are to be merged.");
        // Everybody disagrees on four items of two classes in equal parts: 1 - 4 pairs apart / (16 of 28 expected), by
        // hand.
        assertThat(ended.path("measured").path(0).path("alpha").path("value").asDouble())
                .isCloseTo(1 - 1 / (2.0 * 4 * 4 / (8 * 7)), within(0.001));
        assertThat(ended.path("measured").path(0).path("met").asBoolean()).isFalse();
        assertThat(owner.client()
                        .post(path("/pilots/1/end"), Map.of())
                        .expect(409)
                        .code())
                .isEqualTo("pilot_not_running");
        JsonNode next = next(a);
        assertThat(said).doesNotContainKey(text(next));
        assertThat(kind(answer(a, next, "good"))).isEqualTo("production");
        // A second pilot takes other items.
        owner.client()
                .post(path("/pilots"), Map.of("items", 3, "answersPerItem", 2))
                .expect(201);
        assertThat(said).doesNotContainKey(text(next(b)));
        assertThat(owner.client().get(path("/pilots")).expect(200).json().path("pilots"))
                .hasSize(2);
    }

    @Test
    void aPilotWhoseTargetIsMetEndsWithoutAReason() {
        items(8);
        owner.client()
                .post(path("/pilots"), Map.of("items", 4, "answersPerItem", 2))
                .expect(201);
        Map<String, String> said = new HashMap<>();
        for (String name : List.of("a", "b")) {
            Client person = owner.simulated(project, name);
            for (int i = 0; i < 4; i++) {
                JsonNode next = next(person);
                String value = said.computeIfAbsent(text(next), t -> said.size() % 2 == 0 ? "good" : "bad");
                answer(person, next, value);
            }
        }
        JsonNode ended = owner.client()
                .post(path("/pilots/1/end"), Map.of())
                .expect(200)
                .json()
                .path("pilots")
                .path(0);
        assertThat(ended.path("measured").path(0).path("met").asBoolean()).isTrue();
        assertThat(ended.has("reason")).isFalse();
    }

    @Test
    void aPilotOfMoreItemsThanThereAreIsRefusedAndNothingStarts() {
        items(3);
        assertThat(owner.client()
                        .post(path("/pilots"), Map.of("items", 4))
                        .expect(409)
                        .code())
                .isEqualTo("pilot_too_few_items");
        assertThat(kind(answer(owner.client(), next(owner.client()), "good"))).isEqualTo("production");
    }

    // Items for everybody

    @Test
    void everybodyAnswersTheItemsOfACalibrationFirstAndTheyCountAsOpinions() {
        items(8);
        change(Map.of("calibrationItems", 3));
        List<Set<String>> texts = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            Client person = owner.simulated(project, name);
            Set<String> mine = new HashSet<>();
            for (int i = 0; i < 3; i++) {
                JsonNode next = next(person);
                mine.add(text(next));
                assertThat(kind(answer(person, next, "good"))).isEqualTo("calibration");
            }
            texts.add(mine);
            JsonNode next = next(person);
            assertThat(mine).doesNotContain(text(next));
            assertThat(kind(answer(person, next, "good"))).isEqualTo("production");
        }
        assertThat(Set.copyOf(texts)).as("the same items for everybody").hasSize(1);
        assertThat(owner.client()
                        .get(path("/items?status=complete&limit=50"))
                        .expect(200)
                        .json()
                        .path("items"))
                .hasSize(6);
    }

    // Audits

    @Test
    void aReviewerAnswersFinishedItemsAnewAndTheReportSaysHowManyOfThemStand() {
        items(4);
        Client labeler = owner.simulated(project, "a");
        for (int i = 0; i < 4; i++) {
            answer(labeler, next(labeler), "good");
        }
        quality("fresh");
        change(Map.of("auditEvery", 1));
        Client reviewer = owner.invite(project, "reviewer");
        for (int i = 0; i < 4; i++) {
            JsonNode next = next(reviewer);
            assertThat(next.path("assignment").path("stage").asString()).isEqualTo("audit");
            assertThat(kind(answer(reviewer, next, i == 0 ? "bad" : "good"))).isEqualTo("audit");
        }
        assertThat(reason(next(reviewer))).isNotNull();
        assertThat(reason(next(labeler))).as("labelers do no audits").isNotNull();
        JsonNode audit = quality("fresh").path("audit");
        assertThat(audit.path("n").asInt()).isEqualTo(4);
        assertThat(audit.path("value").asDouble()).isEqualTo(0.75);
        // Wilson (1927), 3 of 4 at 95 %
        assertThat(audit.path("low").asDouble()).isCloseTo(0.3006, within(0.001));
        assertThat(audit.path("high").asDouble()).isCloseTo(0.9544, within(0.001));
        // It is no opinion: the item still has its one answer.
        assertThat(owner.client()
                        .get(path("/items?limit=50"))
                        .expect(200)
                        .json()
                        .path("items")
                        .valueStream()
                        .map(item -> item.path("answers").asInt()))
                .containsOnly(1);
        assertThat(stages().path("counts").path("auditsDone").asInt()).isEqualTo(4);
    }

    private JsonNode quality(String wanted) {
        for (int tries = 0; ; tries++) {
            JsonNode view = owner.client()
                    .get(path("/quality?question=sentiment"))
                    .expect(200)
                    .json();
            if (view.path("state").asString().equals(wanted)) {
                return view;
            }
            assertThat(tries).as("%s", view).isLessThan(300);
            LockSupport.parkNanos(100_000_000);
        }
    }

    // Needs

    private void askFor(List<Long> items, List<String> skills) {
        JsonNode change = owner.client()
                .post(path("/changes"), Map.of("items", items, "kind", "skills", "skills", skills))
                .expect(202)
                .json();
        Files.over(owner.client(), change.path("job").asString());
    }

    @Test
    void anItemThatAsksForASkillGoesToThoseWhoHaveItAndFirst() {
        List<Long> items = items(6);
        askFor(List.of(items.get(3), items.get(4)), List.of("german"));
        Client speaker = owner.invite(project, "labeler");
        Client other = owner.invite(project, "labeler");
        long member = Items.sql()
                .sql("select max(m.id) - 1 from member m join project p on p.id = m.project_id where p.key = ?")
                .param(project)
                .query(Long.class)
                .single();
        owner.client()
                .put(path("/members/" + member + "/skills"), Map.of("skills", List.of(" german ", "law")))
                .expect(200);
        JsonNode demands = owner.client().get(path("/needs")).expect(200).json().path("demands");
        assertThat(demands.path(0).path("skills").path(0).asString()).isEqualTo("german");
        assertThat(demands.path(0).path("open").asInt()).isEqualTo(2);
        assertThat(demands.path(0).path("members").asInt()).isEqualTo(1);
        Set<String> mine = new HashSet<>();
        for (int i = 0; i < 2; i++) {
            JsonNode next = next(speaker);
            mine.add(text(next));
            answer(speaker, next, "good");
        }
        assertThat(mine).containsExactlyInAnyOrder("text number 4", "text number 5");
        askFor(List.of(items.get(5)), List.of("german"));
        Set<String> theirs = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            JsonNode next = next(other);
            theirs.add(text(next));
            answer(other, next, "good");
        }
        assertThat(theirs).containsExactlyInAnyOrder("text number 1", "text number 2", "text number 3");
        assertThat(reason(next(other))).isEqualTo("none_left_for_you");
        askFor(List.of(items.get(5)), List.of());
        assertThat(text(next(other))).isEqualTo("text number 6");
    }

    @Test
    void skillsAreWordsOfUpToSixtyCharacters() {
        items(1);
        for (List<String> wrong : List.of(List.of(""), List.of("x".repeat(61)))) {
            assertThat(owner.client()
                            .post(path("/changes"), Map.of("items", List.of(1), "kind", "skills", "skills", wrong))
                            .expect(422)
                            .code())
                    .isEqualTo("skills_invalid");
        }
    }

    // What a hostile or unlucky course of things must not change

    @Test
    void whatIsGivenBackInATestComesAgain() {
        Client labeler = tested(6, 3, 1);
        JsonNode hard = next(labeler);
        labeler.delete("/assignments/" + hard.path("assignment").path("id").asString())
                .expect(204);
        assertThat(text(next(labeler))).isEqualTo(text(hard));
    }

    @Test
    void goldThatIsTakenBackInTheMiddleOfATestIsReplaced() {
        Client labeler = tested(5, 2, 1);
        String id = answer(labeler, next(labeler), "good");
        long item = Items.sql()
                .sql("select item_id from assignment where id = ?::uuid")
                .param(id)
                .query(Long.class)
                .single();
        owner.client().delete(path("/items/" + item + "/gold")).expect(204);
        answer(labeler, next(labeler), "good");
        assertThat(kind(answer(labeler, next(labeler), "good"))).isEqualTo("qualification");
        assertThat(kind(answer(labeler, next(labeler), "good"))).isEqualTo("production");
    }

    @Test
    void aTestThatRunsIsAsLongAsTheNewOneFromNowOn() {
        Client labeler = tested(5, 4, 1);
        answer(labeler, next(labeler), "good");
        change(Map.of("qualificationItems", 1));
        assertThat(kind(answer(labeler, next(labeler), "good"))).isEqualTo("production");
    }

    @Test
    void whoAnswersTheLastItemAndLeavesHasPassed() {
        Client labeler = tested(5, 2, 1);
        answer(labeler, next(labeler), "good");
        answer(labeler, next(labeler), "good");
        assertThat(stages().path("qualifications").path(0).path("state").asString())
                .isEqualTo("passed");
    }

    @Test
    void noStageAsksSomebodyAboutWhatTheyHaveNoSkillFor() {
        List<Long> items = items(3);
        askFor(items, List.of("german"));
        Client labeler = owner.invite(project, "labeler");
        change(Map.of("calibrationItems", 1));
        assertThat(reason(next(labeler))).isEqualTo("none_left_for_you");
        owner.client().post(path("/pilots"), Map.of("items", 2)).expect(201);
        assertThat(reason(next(labeler))).isEqualTo("pilot_waits");
        assertThat(labeler.get(path("/mine/stats"))
                        .expect(200)
                        .json()
                        .path("openForMe")
                        .asInt())
                .isZero();
    }

    @Test
    void aLowerRateClosesAuditsThatNobodyHasBegun() {
        items(20);
        Client labeler = owner.simulated(project, "a");
        change(Map.of("auditEvery", 1));
        for (int i = 0; i < 20; i++) {
            answer(labeler, next(labeler), "good");
        }
        assertThat(stages().path("counts").path("auditsOpen").asInt())
                .as("opened as items are finished")
                .isEqualTo(20);
        JsonNode view = change(Map.of("auditEvery", 1000));
        assertThat(view.path("counts").path("auditsOpen").asInt()).isLessThan(5);
        assertThat(change(Map.of("auditEvery", 0))
                        .path("counts")
                        .path("auditsOpen")
                        .asInt())
                .isZero();
    }

    @Test
    void anErrorThatAnAuditFoundStaysOneWhenItIsMended() {
        List<Long> items = items(4);
        Client labeler = owner.simulated(project, "a");
        for (int i = 0; i < 4; i++) {
            answer(labeler, next(labeler), "good");
        }
        quality("fresh");
        change(Map.of("auditEvery", 1));
        Client reviewer = owner.invite(project, "reviewer");
        for (int i = 0; i < 4; i++) {
            JsonNode next = next(reviewer);
            answer(reviewer, next, text(next).equals("text number 1") ? "bad" : "good");
        }
        assertThat(quality("fresh").path("audit").path("value").asDouble()).isEqualTo(0.75);
        owner.client()
                .put(
                        path("/items/" + items.getFirst() + "/adjudication"),
                        Map.of("answers", Map.of("sentiment", "bad"), "reason", "The audit."))
                .expect(200);
        owner.client().post(path("/quality"), Map.of("question", "sentiment")).expect(202);
        assertThat(quality("fresh").path("audit").path("value").asDouble()).isEqualTo(0.75);
    }

    @Test
    void aPilotWithFewAnswersEndsOnlyWithAReason() {
        items(6);
        owner.client()
                .post(path("/pilots"), Map.of("items", 4, "answersPerItem", 2))
                .expect(201);
        for (String name : List.of("a", "b")) {
            Client person = owner.simulated(project, name);
            answer(person, next(person), "good");
        }
        assertThat(owner.client()
                        .post(path("/pilots/1/end"), Map.of())
                        .expect(409)
                        .code())
                .isEqualTo("pilot_unfinished");
    }

    @Test
    void manyWhoAnswerTheSameItemsAtOnceDoNotBlockEachOther() throws Exception {
        items(30);
        change(Map.of("calibrationItems", 30));
        List<Client> people = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            people.add(owner.simulated(project, "p" + i));
        }
        long before = deadlocks();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> runs = new ArrayList<>();
            for (Client person : people) {
                runs.add(executor.submit(() -> {
                    for (int i = 0; i < 30; i++) {
                        JsonNode next = next(person);
                        if (reason(next) == null) {
                            answer(person, next, "good");
                        }
                    }
                }));
            }
            for (Future<?> run : runs) {
                run.get();
            }
        }
        // figures of the database come a moment later
        LockSupport.parkNanos(1_500_000_000L);
        assertThat(deadlocks()).isEqualTo(before);
    }

    private static long deadlocks() {
        return Items.sql()
                .sql("select deadlocks from pg_stat_database where datname = current_database()")
                .query(Long.class)
                .single();
    }
}
