package dev.cupel.server.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cupel.engine.agreement.SetVotes;
import dev.cupel.server.Client;
import dev.cupel.server.Items;
import dev.cupel.server.TestServer;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class QualityTest {
    private static final List<String> TONE = List.of("good", "bad");

    /** 10 items, two annotators: 8 equal (5 good, 3 bad), 2 different. */
    private static Labeled tenItems() {
        return Labeled.of("tone", TONE, """
                ann  bob
                good good
                good good
                good good
                good good
                good good
                bad  bad
                bad  bad
                bad  bad
                good bad
                bad  good
                """);
    }

    private static double value(JsonNode estimate) {
        return estimate.path("value").asDouble(Double.NaN);
    }

    @Test
    void alphaPercentAndIntervalsAreWhatOneComputesByHand() {
        JsonNode report = tenItems().report("tone");
        // 12 good and 8 bad values: expected disagreement 2*12*8/(20*19), observed 2/10; alpha = 1 - .2*380/192.
        JsonNode agreement = report.path("agreement");
        assertThat(value(agreement.path("alpha"))).isCloseTo(1 - 0.2 * 380 / 192, within(1e-6));
        assertThat(value(agreement.path("percent"))).isCloseTo(0.8, within(1e-6));
        // AC1: chance = 2 * .6 * .4 / (2 - 1)
        assertThat(value(agreement.path("ac1"))).isCloseTo((0.8 - 0.48) / (1 - 0.48), within(1e-6));
        assertThat(agreement.path("alpha").path("low").asDouble()).isLessThan(value(agreement.path("alpha")));
        assertThat(agreement.path("alpha").path("high").asDouble()).isGreaterThan(value(agreement.path("alpha")));
        assertThat(agreement.path("alpha").path("n").asInt()).isEqualTo(10);
        assertThat(agreement.path("interpretation").asString()).contains("0.60");
        assertThat(Labeled.all(agreement.path("perClass"), "option")).containsExactly("good", "bad");
        // One pair; Cohen's kappa: both say good 6 times of 10.
        JsonNode pair = report.path("pairs").get(0);
        assertThat(pair.path("n").asInt()).isEqualTo(10);
        assertThat(value(pair.path("kappa"))).isCloseTo((0.8 - 0.52) / (1 - 0.52), within(1e-6));
    }

    @Test
    void anExcludedItemIsInNoFigureAndInAllOfThemAgainOnceItIsTakenBackIn() {
        Labeled labeled = tenItems();
        assertThat(labeled.report("tone")
                        .path("agreement")
                        .path("alpha")
                        .path("n")
                        .asInt())
                .isEqualTo(10);
        String exclusion = "/projects/" + labeled.project() + "/items/" + labeled.itemId("k10") + "/exclusion";
        labeled.manager().put(exclusion, Map.of("reason", "Not a sentence.")).expect(200);
        assertThat(labeled.get("/quality?question=tone").path("state").asString())
                .isNotEqualTo("fresh");
        JsonNode without = labeled.report("tone");
        assertThat(without.path("agreement").path("alpha").path("n").asInt()).isEqualTo(9);
        assertThat(without.path("consensus").path("items").asInt()).isEqualTo(9);
        assertThat(labeled.get("/overview").path("items").asInt()).isEqualTo(9);
        labeled.manager().delete(exclusion).expect(200);
        JsonNode again = labeled.report("tone");
        assertThat(again.path("agreement").path("alpha").path("n").asInt()).isEqualTo(10);
        assertThat(again.path("consensus").path("items").asInt()).isEqualTo(10);
    }

    @Test
    void aReportNamesWhatItWasComputedFrom() {
        Labeled labeled = tenItems();
        JsonNode report = labeled.report("tone");
        long newest = Items.sql()
                .sql("select max(a.id) from annotation a join project p on p.id = a.project_id where p.key = ?")
                .param(labeled.project())
                .query(Long.class)
                .single();
        assertThat(report.path("asOf").path("annotationId").asLong()).isEqualTo(newest);
        assertThat(report.path("asOf").path("at").asString()).endsWith("Z");
        assertThat(report.path("method").asString()).isNotEmpty();
        assertThat(report.path("methodVersion").asString()).isNotEmpty();
        assertThat(report.path("options").path("bootstrap").asInt()).isEqualTo(1000);
        assertThat(report.path("seed").isNumber()).isTrue();
    }

    @Test
    void computedAgainEveryFigureIsTheSameAndNoItemIsWritten() {
        Labeled labeled = tenItems();
        JsonNode once = labeled.report("tone");
        List<@org.jspecify.annotations.Nullable String> before = rows(labeled);
        JsonNode again = labeled.report("tone");
        assertThat(without(again)).isEqualTo(without(once));
        assertThat(rows(labeled)).hasSize(10).isEqualTo(before);
    }

    private static JsonNode without(JsonNode report) {
        ObjectNode copy = (ObjectNode) report.deepCopy();
        copy.remove("jobId");
        return copy;
    }

    /** Physical place and writing transaction of every estimate: they change with any write. */
    private static List<@org.jspecify.annotations.Nullable String> rows(Labeled labeled) {
        return Items.sql()
                .sql(
                        "select a.ctid::text || ' ' || a.xmin::text from item_answer a join project p on p.id = a.project_id"
                                + " where p.key = ? order by item_id")
                .param(labeled.project())
                .query(String.class)
                .list();
    }

    @Test
    void consensusReachesTheItemsAndOpenOnesBecomeDisputed() {
        Labeled labeled = tenItems();
        JsonNode report = labeled.report("tone");
        assertThat(labeled.best("k1", "tone", "option")).isEqualTo("0");
        assertThat(labeled.best("k6", "tone", "option")).isEqualTo("1");
        assertThat(labeled.best("k1", "tone", "source")).isEqualTo("0");
        assertThat(labeled.status("k1")).isEqualTo("complete");
        assertThat(labeled.status("k9")).isEqualTo("disputed");
        assertThat(labeled.status("k10")).isEqualTo("disputed");
        assertThat(labeled.best("k9", "tone", "disagreement")).isEqualTo("1");
        assertThat(labeled.best("k1", "tone", "disagreement")).isEqualTo("0");
        assertThat(report.path("consensus").path("items").asInt()).isEqualTo(10);
        JsonNode prior = report.path("consensus").path("classPrior");
        assertThat(prior.path("good").asDouble() + prior.path("bad").asDouble()).isCloseTo(1, within(1e-5));
    }

    @Test
    void aReliableAnnotatorsConfusionMatrixIsNearTheDiagonalAndAContrariansIsNot() {
        StringBuilder table = new StringBuilder("ann bob cy contrary\n");
        for (int i = 0; i < 24; i++) {
            table.append(i % 2 == 0 ? "good good good bad\n" : "bad bad bad good\n");
        }
        Labeled labeled = Labeled.of("tone", TONE, table.toString());
        JsonNode report = labeled.report("tone");
        for (JsonNode annotator : report.path("annotators")) {
            boolean contrary = annotator.path("name").asString().equals("contrary");
            double diagonal =
                    annotator.path("confusion").path("rows").get(0).get(0).asDouble();
            JsonNode counts = annotator.path("confusion").path("counts");
            if (contrary) {
                assertThat(diagonal).isLessThan(0.3);
                assertThat(counts.get(0).get(1).asInt()).isEqualTo(12);
                assertThat(value(annotator.path("agreementWithConsensus"))).isZero();
                assertThat(Labeled.all(annotator.path("flags"), "code")).containsExactly("disagrees");
                assertThat(annotator.path("flags").get(0).path("evidence").asString())
                        .contains("24 answers");
            } else {
                assertThat(diagonal).isGreaterThan(0.7);
                assertThat(counts.get(0).get(0).asInt()).isEqualTo(12);
                assertThat(annotator.path("flags").size()).isZero();
            }
            assertThat(annotator.path("answers").asInt()).isEqualTo(24);
            assertThat(annotator.path("medianActiveMs").asInt()).isEqualTo(4000);
        }
    }

    @Test
    void aCombinedConsensusNamesItsMembersAndHowTheirRoundsEnded() {
        JsonNode report = tenItems().report("tone");
        assertThat(report.path("method").asString()).isEqualTo("auto");
        JsonNode consensus = report.path("consensus");
        assertThat(Labeled.all(consensus.path("members"), "method")).contains("wawa", "mace");
        int rounds = 0;
        boolean converged = true;
        for (JsonNode member : consensus.path("members")) {
            rounds = Math.max(rounds, member.path("rounds").asInt());
            converged &= member.path("converged").asBoolean();
        }
        assertThat(consensus.path("rounds").asInt()).isEqualTo(rounds).isPositive();
        assertThat(consensus.path("converged").asBoolean()).isEqualTo(converged);
    }

    @Test
    void goldMeasuresAnnotatorsAndIsNoPartOfAgreementOrConsensus() {
        Labeled labeled = tenItems();
        JsonNode before = labeled.report("tone");
        labeled.gold("k9", "tone", "good");
        labeled.gold("k10", "tone", "good");
        labeled.gold("k1", "tone", "good");
        JsonNode after = labeled.report("tone");
        assertThat(before.path("agreement").path("percent").path("n").asInt()).isEqualTo(10);
        // Left are 7 items on which both agree.
        assertThat(after.path("agreement").path("percent").path("n").asInt()).isEqualTo(7);
        assertThat(value(after.path("agreement").path("percent"))).isEqualTo(1);
        assertThat(after.path("consensus").path("items").asInt()).isEqualTo(7);
        for (JsonNode annotator : after.path("annotators")) {
            JsonNode gold = annotator.path("goldAccuracy");
            // Two of three: Wilson's interval.
            assertThat(gold.path("n").asInt()).isEqualTo(3);
            assertThat(value(gold)).isCloseTo(2 / 3.0, within(1e-6));
            assertThat(gold.path("low").asDouble()).isCloseTo(0.207660, within(1e-5));
            assertThat(gold.path("high").asDouble()).isCloseTo(0.938510, within(1e-5));
        }
        assertThat(value(before.path("annotators").get(0).path("goldAccuracy"))).isNaN();
        assertThat(before.path("annotators")
                        .get(0)
                        .path("goldAccuracy")
                        .path("undefinedBecause")
                        .asString())
                .contains("gold");
        assertThat(labeled.status("k9")).isNotEqualTo("disputed");
    }

    @Test
    void agreementThatCannotBeComputedSaysWhy() {
        Labeled alone = Labeled.of("tone", TONE, """
                ann
                good
                bad
                """);
        JsonNode alpha = alone.report("tone").path("agreement").path("alpha");
        assertThat(alpha.has("value")).isFalse();
        assertThat(alpha.path("undefinedBecause").asString()).isNotEmpty();
        Labeled unanimous = Labeled.of("tone", TONE, """
                ann  bob
                good good
                good good
                """);
        JsonNode constant = unanimous.report("tone").path("agreement").path("alpha");
        assertThat(constant.has("value")).isFalse();
        assertThat(constant.path("undefinedBecause").asString()).isNotEmpty();
    }

    @Test
    void withoutAnswersTheReportIsEmptyAndWithAnswersItComesByItself() {
        Labeled labeled = Labeled.empty(2, 2, List.of(Map.of("id", "tone", "type", "choice", "options", TONE)));
        assertThat(labeled.get("/quality?question=tone").path("state").asString())
                .isEqualTo("empty");
        labeled.answer("ann", Map.of("k1", Map.of("tone", "good"), "k2", Map.of("tone", "bad")));
        Labeled.await(() ->
                labeled.get("/quality?question=tone").path("state").asString().equals("fresh"));
        long first = labeled.get("/quality?question=tone")
                .path("asOf")
                .path("annotationId")
                .asLong();
        labeled.answer("bob", Map.of("k1", Map.of("tone", "bad"), "k2", Map.of("tone", "bad")));
        Labeled.await(() -> {
            JsonNode now = labeled.get("/quality?question=tone");
            return now.path("state").asString().equals("fresh")
                    && now.path("asOf").path("annotationId").asLong() > first;
        });
        Labeled.await(() -> labeled.status("k1").equals("disputed"));
    }

    @Test
    void whereEverybodySkippedThereIsNothingToReport() {
        Labeled labeled = Labeled.empty(2, 1, List.of(Map.of("id", "tone", "type", "choice", "options", TONE)));
        labeled.answer("ann", Map.of());
        String job = labeled.manager()
                .post("/projects/" + labeled.project() + "/quality", Map.of("question", "tone"))
                .expect(202)
                .json()
                .path("id")
                .asString();
        Labeled.await(() -> labeled.manager()
                .get("/jobs/" + job)
                .json()
                .path("state")
                .asString()
                .equals("done"));
        Labeled.await(() -> labeled.get("/quality").path("state").asString().equals("empty"));
        assertThat(labeled.get("/overview").path("answers").asInt()).isZero();
    }

    @Test
    void aRevisionThatSettlesAnItemEndsTheDisputeAndATakenBackAnswerForgetsTheEstimate() {
        Labeled labeled = Labeled.of("tone", TONE, """
                ann  bob
                good bad
                good good
                good -
                """);
        labeled.report("tone");
        assertThat(labeled.status("k1")).isEqualTo("disputed");
        assertThat(labeled.best("k3", "tone", "option")).isEqualTo("0");
        labeled.revise("bob", "k1", Map.of("tone", "good"));
        labeled.revise("ann", "k3", null);
        labeled.report("tone");
        assertThat(labeled.status("k1")).isEqualTo("complete");
        assertThat(labeled.best("k3", "tone", "option")).isEqualTo("no row");
        assertThat(labeled.status("k3")).isEqualTo("unlabeled");
    }

    @Test
    void setsAreComparedInPartsAndDecidedOptionByOption() {
        Labeled labeled = Labeled.empty(
                4, 3, List.of(Map.of("id", "topics", "type", "choices", "options", List.of("price", "food", "staff"))));
        Map<String, Object> ann = new HashMap<>();
        ann.put("k1", Map.of("topics", List.of("price", "food")));
        ann.put("k2", Map.of("topics", List.of("staff")));
        ann.put("k3", Map.of("topics", List.of("price")));
        ann.put("k4", Map.of("topics", List.of("food")));
        Map<String, Object> cy = new HashMap<>(ann);
        cy.put("k1", Map.of("topics", List.of("price")));
        labeled.answer("ann", ann).answer("bob", ann).answer("cy", cy);
        JsonNode report = labeled.report("topics");
        double alpha = value(report.path("agreement").path("alpha"));
        // k1: two of three pairs differ, {price, food} against {price}: MASI distance 1 - 1/2 * 2/3. Observed mean over
        // the 12 values: 4 ordered pairs of 2/3 over (3 - 1). Expected: over all ordered pairs of the 12 values.
        long[] values = {3, 3, 1, 4, 4, 4, 1, 1, 1, 2, 2, 2};
        double expected = 0;
        for (long a : values) {
            for (long b : values) {
                expected += SetVotes.masiDistance(BitSet.valueOf(new long[] {a}), BitSet.valueOf(new long[] {b}));
            }
        }
        double observed = 4 * (2 / 3.0) / 2 / 12;
        assertThat(alpha).isCloseTo(1 - observed / (expected / (12 * 11)), within(1e-6));
        assertThat(labeled.best("k1", "topics", "options")).isIn("{0}", "{0,1}");
        assertThat(labeled.best("k2", "topics", "options")).isEqualTo("{2}");
        assertThat(Labeled.all(report.path("shares"), "option")).containsExactly("price", "food", "staff");
        assertThat(report.path("annotators").get(0).has("confusion")).isFalse();
    }

    @Test
    void ratingsAreComparedByRankAndCombinedAsNumbers() {
        Labeled labeled = Labeled.empty(5, 2, List.of(Map.of("id", "stars", "type", "rating", "min", 1, "max", 5)));
        Map<String, Object> ann = new HashMap<>();
        Map<String, Object> bob = new HashMap<>();
        for (int i = 1; i <= 5; i++) {
            ann.put("k" + i, Map.of("stars", i));
            bob.put("k" + i, Map.of("stars", i == 5 ? 1 : i));
        }
        labeled.answer("ann", ann).answer("bob", bob);
        JsonNode report = labeled.report("stars");
        assertThat(report.path("options").path("distance").asString()).isEqualTo("ordinal");
        assertThat(value(report.path("agreement").path("percent"))).isCloseTo(0.8, within(1e-6));
        assertThat(report.path("agreement").has("perClass")).isFalse();
        assertThat(report.path("consensus").has("above95")).isFalse();
        assertThat(Double.parseDouble(labeled.best("k2", "stars", "number"))).isCloseTo(2, within(1e-6));
        assertThat(Double.parseDouble(labeled.best("k5", "stars", "number"))).isBetween(1.0, 5.0);
        assertThat(labeled.status("k5")).isEqualTo("disputed");
        assertThat(labeled.status("k4")).isEqualTo("complete");
        assertThat(Labeled.all(report.path("shares"), "option")).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void labelersSeeNoneOfItAndStrangersNotEvenTheProject() {
        Labeled labeled = tenItems();
        Client labeler = TestServer.owner().invite(labeled.project(), "labeler");
        String base = "/projects/" + labeled.project();
        assertThat(labeler.get(base + "/quality").expect(403).code()).isEqualTo("role_too_low");
        assertThat(labeler.get(base + "/overview").expect(403).code()).isEqualTo("role_too_low");
        assertThat(labeler.post(base + "/quality", Map.of("question", "tone"))
                        .expect(403)
                        .code())
                .isEqualTo("role_too_low");
        Client stranger = TestServer.owner().invite(TestServer.owner().project(1), "owner");
        assertThat(stranger.get(base + "/quality").expect(404).code()).isEqualTo("project_unknown");
        Client reviewer = TestServer.owner().invite(labeled.project(), "reviewer");
        reviewer.get(base + "/quality").expect(200);
        assertThat(reviewer.get(base + "/quality?question=nope").expect(404).code())
                .isEqualTo("question_unknown");
    }

    @Test
    void theOverviewTellsHowFarHowGoodAndWhatNext() {
        Labeled labeled = tenItems();
        labeled.report("tone");
        JsonNode overview = labeled.get("/overview");
        assertThat(overview.path("items").asInt()).isEqualTo(10);
        assertThat(overview.path("complete").asInt()).isEqualTo(10);
        assertThat(overview.path("answers").asInt()).isEqualTo(20);
        assertThat(overview.path("disputed").asInt()).isEqualTo(2);
        assertThat(overview.path("nextStep").path("code").asString()).isEqualTo("review_disputes");
        assertThat(overview.path("nextStep").path("count").asInt()).isEqualTo(2);
        assertThat(overview.path("nextStep").path("question").asString()).isEqualTo("tone");
        assertThat(overview.path("agreement").path("question").asString()).isEqualTo("tone");
        assertThat(value(overview.path("agreement").path("alpha"))).isCloseTo(1 - 0.2 * 380 / 192, within(1e-6));
        JsonNode shares = overview.path("labelShares").get(0);
        assertThat(shares.path("question").asString()).isEqualTo("tone");
        assertThat(shares.path("options").get(0).path("answers").asInt()).isEqualTo(12);
        assertThat(overview.path("answersPerDay").get(0).path("answers").asInt())
                .isEqualTo(20);
        assertThat(Labeled.all(overview.path("annotators"), "name")).containsExactlyInAnyOrder("ann", "bob");
        assertThat(overview.path("pace").path("answersPerDay").asDouble()).isEqualTo(20);
    }

    @Test
    void theOverviewCountsAnswersTheReportHasNotSeen() {
        Labeled labeled = Labeled.empty(3, 2, List.of(Map.of("id", "tone", "type", "choice", "options", TONE)));
        assertThat(labeled.get("/overview").path("nextStep").path("code").asString())
                .isEqualTo("invite_labelers");
        labeled.answer(
                "ann", Map.of("k1", Map.of("tone", "good"), "k2", Map.of("tone", "bad"), "k3", Map.of("tone", "good")));
        JsonNode overview = labeled.get("/overview");
        assertThat(overview.path("inProgress").asInt()).isEqualTo(3);
        assertThat(overview.path("answers").asInt()).isEqualTo(3);
        assertThat(overview.path("answersPerDay").get(0).path("answers").asInt())
                .isEqualTo(3);
        assertThat(overview.path("annotators").get(0).path("answers").asInt()).isEqualTo(3);
    }
}
