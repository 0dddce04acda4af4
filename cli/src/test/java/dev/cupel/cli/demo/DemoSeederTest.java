package dev.cupel.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class DemoSeederTest {
    private static final DemoProject VOICE = DemoProject.customerVoice();

    @Test
    void aboutThreeQuartersAreAnsweredAndTheRestWaitsForPeople() throws Exception {
        try (FakeServer server = new FakeServer()) {
            DemoSeeder.seed(server.url(), FakeServer.OWNER, DemoProgress.silent());
            FakeServer.Project voice = server.project("customer-voice");
            assertThat(voice.items).hasSize(VOICE.items().size());
            assertThat(voice.answers()).isEqualTo(VOICE.answersWanted());
            long untouched = voice.items.keySet().stream()
                    .filter(key -> !voice.saved.containsKey(key))
                    .count();
            assertThat(untouched).isBetween(20L, 120L);
            assertThat(server.project("helpful-replies").answers()).isPositive();
            assertThat(server.project("two-answers").answers()).isPositive();
        }
    }

    @Test
    void newcomersHaveThreeItemsToPractiseOnEachWithAnExplanation() throws Exception {
        assertThat(VOICE.items().stream()
                        .filter(item -> item.row().has("gold.sentiment"))
                        .map(DemoItem::key))
                .containsAll(VOICE.practice().keySet());
        try (FakeServer server = new FakeServer()) {
            DemoSeeder.seed(server.url(), FakeServer.OWNER, DemoProgress.silent());
            assertThat(server.project("customer-voice").practised)
                    .hasSize(3)
                    .allSatisfy((key, told) ->
                            assertThat(told.path("explanation").asString()).isNotBlank());
        }
    }

    @Test
    void theOwnerDecidesSomeDisputesWithReasonsAndTheGuidelineGetsBetter() throws Exception {
        try (FakeServer server = new FakeServer()) {
            DemoSeeder.seed(server.url(), FakeServer.OWNER, DemoProgress.silent());
            FakeServer.Project voice = server.project("customer-voice");
            assertThat(voice.guidelines).isEqualTo(VOICE.guidelines());
            assertThat(voice.adjudicated.values())
                    .hasSizeBetween(3, 8)
                    .allSatisfy(decision ->
                            assertThat(decision.path("reason").asString()).hasSizeGreaterThan(20));
            assertThat(voice.saved.values().stream()
                            .flatMap(byName -> byName.values().stream())
                            .map(save -> save.path("guidelineVersion").asInt()))
                    .contains(1, 2);
        }
    }

    @Test
    void thereAreSkipsFlagsDoubtsAndRevisionsAndNoDoubtIsSaidTwice() throws Exception {
        try (FakeServer server = new FakeServer()) {
            DemoSeeder.seed(server.url(), FakeServer.OWNER, DemoProgress.silent());
            FakeServer.Project voice = server.project("customer-voice");
            List<JsonNode> saves = voice.saved.values().stream()
                    .flatMap(byName -> byName.values().stream())
                    .toList();
            List<String> doubts = saves.stream()
                    .filter(save -> save.hasNonNull("comment"))
                    .map(save -> save.path("comment").asString())
                    .toList();
            assertThat(doubts).hasSizeGreaterThan(10).doesNotHaveDuplicates();
            assertThat(saves)
                    .filteredOn(save -> save.path("ambiguous").asBoolean())
                    .hasSizeGreaterThan(15);
            assertThat(saves).filteredOn(save -> save.hasNonNull("skipReason")).hasSizeGreaterThan(20);
            assertThat(voice.revisions).isBetween(5, 40);
        }
    }

    @Test
    void twoServersEndUpWithTheSameAnswers() throws Exception {
        try (FakeServer one = new FakeServer();
                FakeServer two = new FakeServer()) {
            DemoSeeder.seed(one.url(), FakeServer.OWNER, DemoProgress.silent());
            DemoSeeder.seed(two.url(), FakeServer.OWNER, DemoProgress.silent());
            assertThat(answers(one)).isEqualTo(answers(two));
        }
    }

    private static List<String> answers(FakeServer server) {
        List<String> answers = new ArrayList<>();
        server.project("customer-voice")
                .saved
                .forEach((key, byName) -> byName.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .forEach(each -> answers.add(key + " " + each.getKey() + " "
                                + each.getValue().path("answers"))));
        return answers;
    }

    @Test
    void seedingAgainAddsNothing() throws Exception {
        try (FakeServer server = new FakeServer()) {
            DemoSeeder.seed(server.url(), FakeServer.OWNER, DemoProgress.silent());
            List<String> before = answers(server);
            DemoSeeder.seed(server.url(), FakeServer.OWNER, DemoProgress.silent());
            assertThat(answers(server)).isEqualTo(before);
            assertThat(server.project("customer-voice").guidelines).hasSize(2);
            assertThat(server.project("customer-voice").imports)
                    .as("a complete demo is the owner's, who may have given it a schema that its items do not fit")
                    .isEqualTo(1);
        }
    }

    @Test
    void anInterruptedDemoIsContinued() throws Exception {
        try (FakeServer server = new FakeServer()) {
            server.goesAwayAfterSaves(120);
            assertThatThrownBy(() -> DemoSeeder.seed(server.url(), FakeServer.OWNER, DemoProgress.silent()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("503");
            server.goesAwayAfterSaves(Integer.MAX_VALUE);
            DemoSeeder.seed(server.url(), FakeServer.OWNER, DemoProgress.silent());
            assertThat(server.project("customer-voice").answers())
                    .isBetween(VOICE.answersWanted(), VOICE.answersWanted() + 5);
            assertThat(server.project("customer-voice").guidelines).hasSize(2);
        }
    }

    @Test
    void aDemoProjectSomebodyDeletedStaysDeleted() throws Exception {
        try (FakeServer server = new FakeServer()) {
            DemoSeeder.seed(server.url(), FakeServer.OWNER, DemoProgress.silent());
            server.project("customer-voice").deleted = true;
            DemoSeeder.seed(server.url(), FakeServer.OWNER, DemoProgress.silent());
            assertThat(server.project("customer-voice").deleted).isTrue();
        }
    }

    @Test
    void progressGrowsToItsTotal() throws Exception {
        try (FakeServer server = new FakeServer()) {
            List<String> heard = new ArrayList<>();
            DemoSeeder.seed(server.url(), FakeServer.OWNER, (what, done, total) -> {
                assertThat(done).isBetween(0, total);
                heard.add(done == total ? what : "");
            });
            assertThat(heard).contains("Customer voice: items imported", "Customer voice: simulated annotators answer");
        }
    }
}
