package dev.cupel.server.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.Client;
import dev.cupel.server.Items;
import dev.cupel.server.TestServer;
import dev.cupel.server.quality.Labeled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class ReviewTest {
    private static final List<String> TONE = List.of("good", "bad", "mixed");

    private static Labeled disputed() {
        Labeled labeled = Labeled.of("tone", TONE, """
                ann   bob  cy
                good  good good
                good  good good
                bad   bad  bad
                bad   bad  bad
                mixed good bad
                good  bad  bad
                """);
        labeled.report("tone");
        return labeled;
    }

    private static Client.Answer decide(
            Client person, Labeled labeled, String key, String value, String reason, @Nullable String rule) {
        Map<String, Object> body = new HashMap<>();
        body.put("answers", Map.of("tone", value));
        body.put("reason", reason);
        body.put("replaces", inForce(labeled, key));
        if (rule != null) {
            body.put("rule", rule);
        }
        return person.put("/projects/" + labeled.project() + "/items/" + labeled.itemId(key) + "/adjudication", body);
    }

    /** What somebody who looks at the item sees. */
    private static List<Long> inForce(Labeled labeled, String key) {
        List<Long> decisions = new ArrayList<>();
        for (JsonNode decision : detail(labeled, key).path("adjudications")) {
            if (!decision.has("retractedAt")) {
                decisions.add(decision.path("id").asLong());
            }
        }
        return decisions;
    }

    /** Takes back what is in force; the number of no decision if nothing is. */
    private static String retraction(Labeled labeled, String key) {
        List<Long> decisions = inForce(labeled, key);
        return "/projects/" + labeled.project() + "/items/" + labeled.itemId(key) + "/adjudication?decision="
                + (decisions.isEmpty()
                        ? "0"
                        : decisions.stream().map(String::valueOf).collect(Collectors.joining(",")));
    }

    private static JsonNode detail(Labeled labeled, String key) {
        return labeled.get("/items/" + labeled.itemId(key));
    }

    @Test
    void disputesComeByDisagreementInPagesWithoutGapsOrRepeats() {
        Labeled labeled = disputed();
        JsonNode all = labeled.get("/disputes?question=tone");
        assertThat(Labeled.all(all.path("items"), "key").getFirst()).isEqualTo("k5");
        long total = all.path("total").asLong();
        assertThat(total).isEqualTo(all.path("items").size()).isGreaterThanOrEqualTo(1);
        List<String> walked = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = labeled.get("/disputes?question=tone&limit=1" + after);
            walked.addAll(Labeled.all(page.path("items"), "key"));
            after = page.has("next") ? "&after=" + page.path("next").asString() : "";
        } while (!after.isEmpty());
        assertThat(walked).isEqualTo(Labeled.all(all.path("items"), "key"));
        assertThat(Labeled.all(labeled.get("/disputes").path("items"), "key")).isEqualTo(walked);
    }

    @Test
    void anItemShowsItsWholeLife() {
        Labeled labeled = disputed();
        labeled.revise("ann", "k5", Map.of("tone", "good"));
        JsonNode item = detail(labeled, "k5");
        assertThat(item.path("status").asString()).isEqualTo("disputed");
        assertThat(item.path("annotations").size()).isEqualTo(4);
        JsonNode newest = item.path("annotations").get(0);
        assertThat(newest.path("annotator").path("name").asString()).isEqualTo("ann");
        assertThat(newest.path("annotator").path("kind").asString()).isEqualTo("simulated");
        assertThat(newest.path("revision").asInt()).isEqualTo(2);
        assertThat(newest.path("current").asBoolean()).isTrue();
        assertThat(newest.path("answers").path("tone").asString()).isEqualTo("good");
        assertThat(item.path("annotations").get(3).path("current").asBoolean()).isFalse();
        double sum = 0;
        for (String option : TONE) {
            sum += item.path("posterior").path("tone").path(option).asDouble();
        }
        assertThat(sum).isBetween(0.9999, 1.0001);
        assertThat(item.path("consensus").path("tone").path("source").asString())
                .isEqualTo("consensus");
    }

    @Test
    void aDecisionOutranksTheConsensusAlsoALaterOne() {
        Labeled labeled = disputed();
        JsonNode item = decide(labeled.manager(), labeled, "k5", "mixed", "Both are said.", null)
                .expect(200)
                .json();
        assertThat(item.path("status").asString()).isEqualTo("adjudicated");
        assertThat(item.path("consensus").path("tone").path("value").asString()).isEqualTo("mixed");
        assertThat(item.path("consensus").path("tone").path("source").asString())
                .isEqualTo("adjudication");
        assertThat(item.path("consensus").path("tone").has("probability")).isFalse();
        JsonNode decision = item.path("adjudications").get(0);
        assertThat(decision.path("reason").asString()).isEqualTo("Both are said.");
        assertThat(decision.path("by").asString()).isEqualTo("Olga Owner");
        assertThat(decision.path("guidelineVersion").asInt()).isEqualTo(1);
        assertThat(Labeled.all(labeled.get("/disputes?question=tone").path("items"), "key"))
                .doesNotContain("k5");

        // Now everybody says good.
        labeled.revise("ann", "k5", Map.of("tone", "good"));
        labeled.revise("cy", "k5", Map.of("tone", "good"));
        labeled.report("tone");
        JsonNode later = detail(labeled, "k5");
        assertThat(later.path("status").asString()).isEqualTo("adjudicated");
        assertThat(later.path("consensus").path("tone").path("value").asString())
                .isEqualTo("mixed");
        assertThat(labeled.best("k5", "tone", "consensus_option")).isEqualTo("0");
        assertThat(later.path("posterior").path("tone").path("good").asDouble()).isGreaterThan(0.9);
    }

    @Test
    void aDecisionTakenBackRestoresTheConsensusAndStaysInTheHistory() {
        Labeled labeled = disputed();
        JsonNode before = detail(labeled, "k5");
        decide(labeled.manager(), labeled, "k5", "mixed", "Both are said.", null)
                .expect(200);
        decide(labeled.manager(), labeled, "k5", "bad", "On second thought.", null)
                .expect(200);
        JsonNode second = detail(labeled, "k5");
        assertThat(second.path("consensus").path("tone").path("value").asString())
                .isEqualTo("bad");
        assertThat(second.path("adjudications").size()).isEqualTo(2);
        assertThat(second.path("adjudications").get(0).has("retractedAt")).isFalse();
        assertThat(second.path("adjudications").get(1).has("retractedAt")).isTrue();

        String path = retraction(labeled, "k5");
        JsonNode after = labeled.manager().delete(path).expect(200).json();
        assertThat(after.path("consensus")).isEqualTo(before.path("consensus"));
        assertThat(after.path("status")).isEqualTo(before.path("status"));
        assertThat(after.path("adjudications").size()).isEqualTo(2);
        assertThat(after.path("adjudications").get(0).has("retractedAt")).isTrue();
        assertThat(labeled.manager().delete(path).expect(404).code()).isEqualTo("adjudication_unknown");
    }

    @Test
    void aDecisionOnAnItemNobodyAnsweredIsForgottenWithoutATrace() {
        Labeled labeled = Labeled.empty(1, 2, List.of(Map.of("id", "tone", "type", "choice", "options", TONE)));
        decide(labeled.manager(), labeled, "k1", "good", "Plain.", null).expect(200);
        assertThat(labeled.status("k1")).isEqualTo("adjudicated");
        labeled.manager().delete(retraction(labeled, "k1")).expect(200);
        assertThat(labeled.status("k1")).isEqualTo("unlabeled");
        assertThat(labeled.best("k1", "tone", "source")).isEqualTo("no row");
    }

    private static boolean handedOut(Labeled labeled, String name) {
        return TestServer.owner()
                .simulated(labeled.project(), name)
                .post("/projects/" + labeled.project() + "/next", Map.of())
                .expect(200)
                .json()
                .has("assignment");
    }

    @Test
    void aDecidedItemWithOpenPlacesIsHandedToNobodyUntilTheDecisionIsTakenBack() {
        Labeled labeled = Labeled.empty(1, 3, List.of(Map.of("id", "tone", "type", "choice", "options", TONE)));
        labeled.answer("ann", Map.of("k1", Map.of("tone", "good")));
        decide(labeled.manager(), labeled, "k1", "bad", "Plain.", null).expect(200);
        assertThat(handedOut(labeled, "early")).isFalse();
        String item = "/projects/" + labeled.project() + "/items/" + labeled.itemId("k1");
        assertThat(detail(labeled, "k1").path("overlap").asInt()).isEqualTo(3);

        // Gold closes the item as well; what stays when it goes is the decision.
        labeled.manager()
                .put(item + "/gold", Map.of("answers", Map.of("tone", "good")))
                .expect(200);
        labeled.manager().delete(item + "/gold").expect(204);
        assertThat(handedOut(labeled, "later")).isFalse();

        labeled.manager().delete(retraction(labeled, "k1")).expect(200);
        assertThat(labeled.status("k1")).isEqualTo("in_progress");
        assertThat(handedOut(labeled, "bob")).isTrue();
        assertThat(handedOut(labeled, "cy")).isTrue();
        assertThat(handedOut(labeled, "dan")).isFalse();
    }

    @Test
    void anAnswerOnItsWayWhenTheItemIsDecidedIsKept() {
        Labeled labeled = Labeled.empty(1, 2, List.of(Map.of("id", "tone", "type", "choice", "options", TONE)));
        Client ann = TestServer.owner().simulated(labeled.project(), "ann");
        String assignment = ann.post("/projects/" + labeled.project() + "/next", Map.of())
                .json()
                .path("assignment")
                .path("id")
                .asString();
        decide(labeled.manager(), labeled, "k1", "bad", "Plain.", null).expect(200);
        ann.put(
                        "/assignments/" + assignment + "/annotation",
                        Map.of(
                                "saveId",
                                UUID.randomUUID(),
                                "outcome",
                                "submitted",
                                "answers",
                                Map.of("tone", "good"),
                                "activeMs",
                                900,
                                "schemaVersion",
                                1,
                                "guidelineVersion",
                                1))
                .expect(200);
        assertThat(labeled.status("k1")).isEqualTo("adjudicated");
        assertThat(detail(labeled, "k1").path("answers").asInt()).isEqualTo(1);
    }

    @Test
    void anItemGoesOnCollectingAnswersWhileOneOfItsQuestionsIsUndecided() {
        Labeled labeled = Labeled.empty(
                1,
                1,
                List.of(
                        Map.of("id", "tone", "type", "choice", "options", TONE),
                        Map.of("id", "urgency", "type", "rating", "min", 1, "max", 5)));
        decide(labeled.manager(), labeled, "k1", "bad", "Plain.", null).expect(200);
        assertThat(handedOut(labeled, "ann")).isTrue();
        labeled.manager()
                .put(
                        "/projects/" + labeled.project() + "/items/" + labeled.itemId("k1") + "/adjudication",
                        Map.of("answers", Map.of("urgency", 3), "reason", "Plain."))
                .expect(200);
        Items.sql()
                .sql("update assignment set state = 'released' where item_id = ?")
                .param(labeled.itemId("k1"))
                .update();
        assertThat(handedOut(labeled, "bob")).isFalse();
    }

    @Test
    void goldOutranksADecisionAndTheDecisionHoldsAgainOnceTheGoldIsGone() {
        Labeled labeled = disputed();
        decide(labeled.manager(), labeled, "k5", "mixed", "Both are said.", null)
                .expect(200);
        String gold = "/projects/" + labeled.project() + "/items/" + labeled.itemId("k5") + "/gold";
        labeled.manager().put(gold, Map.of("answers", Map.of("tone", "good"))).expect(200);
        JsonNode verified = detail(labeled, "k5").path("consensus").path("tone");
        assertThat(verified.path("value").asString()).isEqualTo("good");
        assertThat(verified.path("source").asString()).isEqualTo("gold");
        labeled.manager().delete(gold).expect(204);
        JsonNode decided = detail(labeled, "k5");
        assertThat(decided.path("consensus").path("tone").path("value").asString())
                .isEqualTo("mixed");
        assertThat(decided.path("status").asString()).isEqualTo("adjudicated");
    }

    @Test
    void aDecisionNeedsAReasonAndAnAnswerThatFits() {
        Labeled labeled = disputed();
        assertThat(decide(labeled.manager(), labeled, "k5", "good", "  ", null)
                        .expect(422)
                        .code())
                .isEqualTo("reason_missing");
        assertThat(decide(labeled.manager(), labeled, "k5", "great", "Because.", null)
                        .expect(422)
                        .code())
                .isEqualTo("answers_invalid");
        labeled.gold("k1", "tone", "good");
        assertThat(decide(labeled.manager(), labeled, "k1", "bad", "Because.", null)
                        .expect(409)
                        .code())
                .isEqualTo("item_is_gold");
        assertThat(detail(labeled, "k1").path("goldAnswers").path("tone").asString())
                .isEqualTo("good");
        assertThat(labeled.status("k5")).isEqualTo("disputed");
    }

    @Test
    void aRuleBecomesAGuidelineVersionForManagersAlone() {
        Labeled labeled = disputed();
        Client reviewer = TestServer.owner().invite(labeled.project(), "reviewer");
        assertThat(decide(reviewer, labeled, "k5", "good", "Outcome counts.", "Judge the outcome.")
                        .expect(403)
                        .code())
                .isEqualTo("role_too_low");
        assertThat(labeled.status("k5")).isEqualTo("disputed");
        JsonNode decided = decide(labeled.manager(), labeled, "k5", "good", "Outcome counts.", "Judge the outcome.")
                .expect(200)
                .json();
        assertThat(decided.path("adjudications").get(0).path("guidelineVersion").asInt())
                .isEqualTo(2);
        JsonNode newest = labeled.get("/guidelines").path("versions").get(0);
        assertThat(newest.path("version").asInt()).isEqualTo(2);
        assertThat(newest.path("markdown").asString())
                .isEqualTo("Be *kind*.\n\n## Rules from decisions\n\n- Judge the outcome.\n");
        decide(reviewer, labeled, "k6", "bad", "Two say so.", null).expect(200);
    }

    @Test
    void rulesGatherUnderOneHeading() {
        String once = Adjudications.withRule("Intro\n", "- one");
        assertThat(Adjudications.withRule(once, "- two"))
                .isEqualTo("Intro\n\n## Rules from decisions\n\n- one\n- two\n");
        assertThat(Adjudications.withRule("## Rules from decisions\n\n- one\n\n## More\ntext\n", "- two"))
                .isEqualTo("## Rules from decisions\n\n- one\n- two\n\n## More\ntext\n");
        assertThat(Adjudications.withRule("", "- one")).isEqualTo("## Rules from decisions\n\n- one\n");
    }

    @Test
    void labelersAndStrangersSeeNothingAndItemsOfOtherProjectsAreNotThere() {
        Labeled labeled = disputed();
        Client labeler = TestServer.owner().invite(labeled.project(), "labeler");
        String item = "/projects/" + labeled.project() + "/items/" + labeled.itemId("k5");
        assertThat(labeler.get(item).expect(403).code()).isEqualTo("role_too_low");
        assertThat(labeler.get("/projects/" + labeled.project() + "/disputes")
                        .expect(403)
                        .code())
                .isEqualTo("role_too_low");
        assertThat(decide(labeler, labeled, "k5", "good", "Because.", null)
                        .expect(403)
                        .code())
                .isEqualTo("role_too_low");
        String elsewhere = TestServer.owner().project(1);
        Client stranger = TestServer.owner().invite(elsewhere, "owner");
        assertThat(stranger.get(item).expect(404).code()).isEqualTo("project_unknown");
        String through = "/projects/" + elsewhere + "/items/" + labeled.itemId("k5");
        assertThat(stranger.get(through).expect(404).code()).isEqualTo("item_unknown");
        assertThat(stranger.put(
                                through + "/adjudication",
                                Map.of("answers", Map.of("sentiment", "good"), "reason", "Because."))
                        .expect(404)
                        .code())
                .isEqualTo("item_unknown");
    }

    @Test
    void aDecidedItemIsAskedAboutAgainOnceTheSchemaAsksMoreAndNoLongerOnceItDoesNot() {
        Labeled labeled = Labeled.empty(1, 1, List.of(Map.of("id", "tone", "type", "choice", "options", TONE)));
        decide(labeled.manager(), labeled, "k1", TONE.getFirst(), "It is.", null)
                .expect(200);
        Client fresh = TestServer.owner().simulated(labeled.project(), "Simulated later");
        String next = "/projects/" + labeled.project() + "/next";
        assertThat(fresh.post(next, Map.of()).expect(200).json().has("assignment"))
                .isFalse();
        Map<String, Object> tone = Map.of("id", "tone", "type", "choice", "options", TONE);
        Map<String, Object> more = Map.of("id", "more", "type", "rating", "min", 1, "max", 5);
        for (boolean asksMore : new boolean[] {true, false}) {
            labeled.manager()
                    .put(
                            "/projects/" + labeled.project() + "/schema",
                            Map.of(
                                    "schema",
                                    Map.of(
                                            "inputs",
                                            List.of(Map.of("id", "text", "type", "text", "field", "text")),
                                            "questions",
                                            asksMore ? List.of(tone, more) : List.of(tone))))
                    .expect(200);
            assertThat(Items.sql()
                            .sql("select wanted from place where item_id = ? and stage = 'production'")
                            .param(labeled.itemId("k1"))
                            .query(Integer.class)
                            .single())
                    .isEqualTo(asksMore ? 1 : 0);
        }
    }

    /** After any sequence of events an item's best answer is its gold, else the decision in force, else the consensus. */
    @Test
    void theBestAnswerIsGoldOverDecisionOverConsensusWhateverTheOrderOfEvents() {
        Labeled labeled = disputed();
        String item = "/projects/" + labeled.project() + "/items/" + labeled.itemId("k5");
        JsonNode consensus = detail(labeled, "k5").path("consensus").path("tone");
        String undecided = detail(labeled, "k5").path("status").asString();
        Random chance = new Random(7);
        String gold = "";
        String decision = "";
        List<String> events = new ArrayList<>();
        for (int step = 0; step < 60; step++) {
            String value = TONE.get(chance.nextInt(TONE.size()));
            switch (chance.nextInt(5)) {
                case 0 -> {
                    events.add("gold " + value);
                    labeled.manager()
                            .put(item + "/gold", Map.of("answers", Map.of("tone", value)))
                            .expect(200);
                    gold = value;
                }
                case 1 -> {
                    events.add("no gold");
                    labeled.manager().delete(item + "/gold").expect(204);
                    gold = "";
                }
                case 2 -> {
                    events.add("decide " + value);
                    Client.Answer answer = decide(labeled.manager(), labeled, "k5", value, "It is.", null);
                    answer.expect(gold.isEmpty() ? 200 : 409);
                    decision = gold.isEmpty() ? value : decision;
                }
                case 3 -> {
                    events.add("retract");
                    labeled.manager()
                            .delete(retraction(labeled, "k5"))
                            .expect(!gold.isEmpty() ? 409 : decision.isEmpty() ? 404 : 200);
                    decision = gold.isEmpty() ? "" : decision;
                }
                default -> {
                    events.add("report");
                    labeled.report("tone");
                }
            }
            JsonNode now = detail(labeled, "k5");
            JsonNode best = now.path("consensus").path("tone");
            String source = !gold.isEmpty() ? "gold" : !decision.isEmpty() ? "adjudication" : "consensus";
            String expected = !gold.isEmpty()
                    ? gold
                    : !decision.isEmpty() ? decision : consensus.path("value").asString();
            assertThat(best.path("source").asString()).as("%s", events).isEqualTo(source);
            assertThat(best.path("value").asString()).as("%s", events).isEqualTo(expected);
            assertThat(best.has("probability")).as("%s", events).isEqualTo(source.equals("consensus"));
            if (gold.isEmpty()) {
                assertThat(now.path("status").asString())
                        .as("%s", events)
                        .isEqualTo(decision.isEmpty() ? undecided : "adjudicated");
            }
        }
    }

    private static Labeled disputedTwice() {
        Labeled labeled = Labeled.empty(
                1,
                2,
                List.of(
                        Map.of("id", "tone", "type", "choice", "options", TONE),
                        Map.of("id", "urgency", "type", "rating", "min", 1, "max", 5)));
        labeled.answer("ann", Map.of("k1", Map.of("tone", "good", "urgency", 1)));
        labeled.answer("bob", Map.of("k1", Map.of("tone", "bad", "urgency", 5)));
        labeled.report("tone");
        labeled.report("urgency");
        return labeled;
    }

    @Test
    void oneDecisionAnswersSeveralQuestionsOrNone() {
        Labeled labeled = disputedTwice();
        String path = "/projects/" + labeled.project() + "/items/" + labeled.itemId("k1") + "/adjudication";
        Client.Answer refused = labeled.manager()
                .put(path, Map.of("answers", Map.of("tone", "great", "urgency", 9), "reason", "Plain."));
        assertThat(refused.expect(422).code()).isEqualTo("answers_invalid");
        assertThat(Labeled.all(refused.json().path("problems"), "where"))
                .containsExactlyInAnyOrder("answers.tone", "answers.urgency");
        assertThat(labeled.manager()
                        .put(path, Map.of("answers", Map.of("tone", "good", "urgency", 9), "reason", "Plain."))
                        .expect(422)
                        .code())
                .isEqualTo("answers_invalid");
        assertThat(detail(labeled, "k1").path("adjudications").size()).isZero();
        JsonNode decided = labeled.manager()
                .put(path, Map.of("answers", Map.of("tone", "good", "urgency", 2), "reason", "Plain."))
                .expect(200)
                .json();
        assertThat(decided.path("status").asString()).isEqualTo("adjudicated");
        assertThat(decided.path("adjudications").size()).isEqualTo(2);
        List<Long> two = inForce(labeled, "k1");
        JsonNode both =
                labeled.manager().delete(retraction(labeled, "k1")).expect(200).json();
        assertThat(both.path("status").asString()).isEqualTo("disputed");
        assertThat(labeled.manager()
                        .put(path, Map.of("answers", Map.of("tone", "good"), "reason", "Plain."))
                        .expect(200)
                        .json()
                        .path("consensus")
                        .path("tone")
                        .path("disputed")
                        .asBoolean())
                .isFalse();
        // One of two is not in force: both stay as they are.
        labeled.manager()
                .delete(path + "?decision=" + inForce(labeled, "k1").getFirst() + "&decision=" + two.getFirst())
                .expect(404);
        JsonNode partly = detail(labeled, "k1");
        assertThat(partly.path("consensus").path("tone").path("source").asString())
                .isEqualTo("adjudication");
        assertThat(partly.path("consensus").path("urgency").path("disputed").asBoolean())
                .isTrue();
    }

    @Test
    void aDecisionInForceIsReplacedOnlyByWhoHasSeenIt() {
        Labeled labeled = disputed();
        Client reviewer = TestServer.owner().invite(labeled.project(), "reviewer");
        String path = "/projects/" + labeled.project() + "/items/" + labeled.itemId("k5") + "/adjudication";
        Map<String, Object> unseen = Map.of("answers", Map.of("tone", "bad"), "reason", "It is.");
        labeled.manager().put(path, unseen).expect(200);
        Client.Answer late = reviewer.put(path, unseen).expect(409);
        assertThat(late.code()).isEqualTo("decision_changed");
        assertThat(late.json().path("parameters").path("by").asString()).isEqualTo("Olga Owner");
        Map<String, Object> seen = new HashMap<>(unseen);
        seen.put("replaces", inForce(labeled, "k5"));
        reviewer.put(path, seen).expect(200);
        // Who takes back their own decision does not take back the one that has replaced it.
        labeled.manager()
                .delete(path + "?decision=" + ((List<?>) seen.getOrDefault("replaces", List.of())).getFirst())
                .expect(404);
        // The same once more: what it replaced is in force no longer, and what is has not been seen.
        assertThat(reviewer.put(path, seen).expect(409).code()).isEqualTo("decision_changed");
        assertThat(detail(labeled, "k5").path("adjudications").size()).isEqualTo(2);
    }

    @Test
    void anItemThatSomebodyIsDecidingIsTakenOnlyOnPurpose() {
        Labeled labeled = disputed();
        Client rita = TestServer.owner().invite(labeled.project(), "reviewer");
        Client sam = TestServer.owner().invite(labeled.project(), "reviewer");
        String items = "/projects/" + labeled.project() + "/items/";
        String claim = items + labeled.itemId("k5") + "/claim";
        rita.put(claim, Map.of()).expect(200);
        rita.put(claim, Map.of()).expect(200);
        String claims = "/projects/" + labeled.project() + "/disputes/claims";
        assertThat(rita.get(claims).expect(200).json().path("claims").size()).isZero();
        assertThat(sam.get(claims)
                        .expect(200)
                        .json()
                        .path("claims")
                        .get(0)
                        .path("item")
                        .asLong())
                .isEqualTo(labeled.itemId("k5"));
        assertThat(sam.put(claim, Map.of()).expect(409).code()).isEqualTo("item_claimed");
        sam.put(claim, Map.of("takeOver", true)).expect(200);
        assertThat(rita.put(claim, Map.of()).expect(409).code()).isEqualTo("item_claimed");

        // Who goes on to another item lets go of this one; so does who decides, and whose time is up.
        sam.put(items + labeled.itemId("k6") + "/claim", Map.of()).expect(200);
        rita.put(claim, Map.of()).expect(200);
        decide(rita, labeled, "k5", "good", "It is.", null).expect(200);
        sam.put(claim, Map.of()).expect(200);
        Items.sql()
                .sql("update dispute_claim set claimed_until = now() where item_id = ?")
                .param(labeled.itemId("k5"))
                .update();
        rita.put(claim, Map.of()).expect(200);
        rita.delete(claim).expect(204);
        sam.put(claim, Map.of()).expect(200);
        assertThat(sam.put(items + "999999999/claim", Map.of()).expect(404).code())
                .isEqualTo("item_unknown");
    }

    @Test
    void whoTakeOverEachOthersItemsNeverWaitForEachOtherCrosswise() throws Exception {
        Labeled labeled = disputed();
        List<Client> reviewers = List.of(
                TestServer.owner().invite(labeled.project(), "reviewer"),
                TestServer.owner().invite(labeled.project(), "reviewer"));
        try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < 40; round++) {
                List<Callable<Integer>> both = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    Client one = reviewers.get(i);
                    String claim = "/projects/" + labeled.project() + "/items/"
                            + labeled.itemId((round + i) % 2 == 0 ? "k5" : "k6") + "/claim";
                    both.add(() -> one.put(claim, Map.of("takeOver", true)).status());
                }
                for (Future<Integer> one : executor.invokeAll(both)) {
                    assertThat(one.get()).isEqualTo(200);
                }
            }
        }
    }

    @Test
    void ofManyWhoClaimAnItemAtOnceOneGetsIt() throws Exception {
        Labeled labeled = disputed();
        List<Client> reviewers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            reviewers.add(TestServer.owner().invite(labeled.project(), "reviewer"));
        }
        try (ExecutorService executor = Executors.newFixedThreadPool(6)) {
            for (String key : List.of("k5", "k6", "k5", "k6")) {
                String claim = "/projects/" + labeled.project() + "/items/" + labeled.itemId(key) + "/claim";
                List<Callable<Integer>> all = reviewers.stream()
                        .map(one -> (Callable<Integer>)
                                () -> one.put(claim, Map.of()).status())
                        .toList();
                int got = 0;
                for (Future<Integer> one : executor.invokeAll(all)) {
                    assertThat(one.get()).isIn(200, 409);
                    got += one.get() == 200 ? 1 : 0;
                }
                assertThat(got).isEqualTo(1);
                Items.sql()
                        .sql("update dispute_claim set claimed_until = now()")
                        .update();
            }
        }
    }
}
