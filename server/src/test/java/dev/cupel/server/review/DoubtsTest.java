package dev.cupel.server.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.Answers;
import dev.cupel.server.Answers.Answered;
import dev.cupel.server.Client;
import dev.cupel.server.Items;
import dev.cupel.server.Owner;
import dev.cupel.server.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Items that somebody skipped or marked ambiguous, until somebody has dealt with them. */
final class DoubtsTest {
    private final Owner owner = TestServer.owner();
    private final String project = owner.project(
            1,
            List.of(Map.of("id", "sentiment", "type", "choice", "options", List.of("good", "bad"), "ambiguous", true)));
    private final Client reviewer = owner.invite(project, "reviewer");

    private String path(String rest) {
        return "/projects/" + project + rest;
    }

    private Answered answer(Client labeler, Map<String, ?> more) {
        return Answers.next(labeler, project, more);
    }

    private static final Map<String, Object> SKIPPED =
            Map.of("outcome", "skipped", "answers", Map.of(), "skipReason", "Not in a language I know.");
    private static final Map<String, Object> AMBIGUOUS = Map.of("ambiguous", true, "comment", "Could be both.");

    private List<Long> open() {
        List<Long> open = new ArrayList<>();
        JsonNode list = reviewer.get(path("/doubts")).expect(200).json();
        list.path("items").forEach(item -> open.add(item.path("id").asLong()));
        assertThat(list.path("total").asInt()).isEqualTo(open.size());
        return open;
    }

    private long latest(long item) {
        return reviewer.get(path("/items/" + item))
                .expect(200)
                .json()
                .path("annotations")
                .path(0)
                .path("annotationId")
                .asLong();
    }

    private Client.Answer settle(long item, boolean another) {
        return reviewer.put(path("/items/" + item + "/doubts"), Map.of("through", latest(item), "another", another));
    }

    @Test
    void whatIsSkippedOrAmbiguousIsOpenUntilTheAnswerIsAnother() {
        Items.add(project, 3);
        Client ann = owner.invite(project, "labeler");
        Answered skipped = answer(ann, SKIPPED);
        Answered ambiguous = answer(ann, AMBIGUOUS);
        answer(ann, Map.of());
        assertThat(open()).containsExactlyInAnyOrder(skipped.item(), ambiguous.item());
        Answers.save(ann, ambiguous.assignment(), Map.of());
        assertThat(open()).containsExactly(skipped.item());
    }

    @Test
    void aDecisionSettlesItAsLongAsItHolds() {
        Items.add(project, 1);
        Answered skipped = answer(owner.invite(project, "labeler"), SKIPPED);
        JsonNode decided = reviewer.put(
                        path("/items/" + skipped.item() + "/adjudication"),
                        Map.of("answers", Map.of("sentiment", "bad"), "reason", "It is Dutch for awful."))
                .expect(200)
                .json();
        assertThat(open()).isEmpty();
        reviewer.delete(path("/items/" + skipped.item() + "/adjudication?decision="
                        + decided.path("adjudications").path(0).path("id").asLong()))
                .expect(200);
        assertThat(open()).containsExactly(skipped.item());
    }

    @Test
    void whatWasLookedAtIsOpenAgainOnceTheNextPersonIsInDoubt() {
        Items.add(project, 1);
        Answered skipped = answer(owner.invite(project, "labeler"), SKIPPED);
        settle(skipped.item(), false).expect(200);
        assertThat(open()).isEmpty();
        assertThat(settle(skipped.item(), false).expect(404).code()).isEqualTo("doubt_missing");
        answer(owner.invite(project, "labeler"), SKIPPED);
        assertThat(open()).containsExactly(skipped.item());
    }

    @Test
    void aSkipThatCameWhileSomebodyLookedStaysOpen() {
        Items.add(project, 1);
        Answered skipped = answer(owner.invite(project, "labeler"), SKIPPED);
        long seen = latest(skipped.item());
        answer(owner.invite(project, "labeler"), SKIPPED);
        reviewer.put(path("/items/" + skipped.item() + "/doubts"), Map.of("through", seen))
                .expect(200);
        assertThat(open()).containsExactly(skipped.item());
    }

    @Test
    void nobodySettlesWhatIsNotThereYet() {
        Items.add(project, 1);
        Answered skipped = answer(owner.invite(project, "labeler"), SKIPPED);
        reviewer.put(path("/items/" + skipped.item() + "/doubts"), Map.of("through", 9_000_000_000_000_000L))
                .expect(200);
        assertThat(open()).isEmpty();
        answer(owner.invite(project, "labeler"), SKIPPED);
        assertThat(open()).containsExactly(skipped.item());
    }

    @Test
    void somebodyElseIsAskedAndThatCanBeTakenBack() {
        Items.add(project, 1);
        Answered ambiguous = answer(owner.invite(project, "labeler"), AMBIGUOUS);
        Client bob = owner.invite(project, "labeler");
        assertThat(bob.post(path("/next"), Map.of()).expect(200).json().has("assignment"))
                .isFalse();
        assertThat(settle(ambiguous.item(), true)
                        .expect(200)
                        .json()
                        .path("overlap")
                        .asInt())
                .isEqualTo(2);
        assertThat(open()).isEmpty();
        assertThat(reviewer.delete(path("/items/" + ambiguous.item() + "/doubts"))
                        .expect(200)
                        .json()
                        .path("overlap")
                        .asInt())
                .isEqualTo(1);
        assertThat(open()).containsExactly(ambiguous.item());
        settle(ambiguous.item(), true).expect(200);
        assertThat(answer(bob, Map.of()).item()).isEqualTo(ambiguous.item());
    }

    @Test
    void whereAPlaceIsFreeNoFurtherOneIsOpened() {
        Items.add(project, 1);
        Answered skipped = answer(owner.invite(project, "labeler"), SKIPPED);
        assertThat(settle(skipped.item(), true)
                        .expect(200)
                        .json()
                        .path("overlap")
                        .asInt())
                .isEqualTo(1);
        assertThat(answer(owner.invite(project, "labeler"), Map.of()).item()).isEqualTo(skipped.item());
    }

    @Test
    void whatIsSetAsideOrGoldIsNoQuestionAnyMore() {
        Items.add(project, 2);
        Client ann = owner.invite(project, "labeler");
        Answered one = answer(ann, SKIPPED);
        Answered two = answer(ann, AMBIGUOUS);
        owner.client()
                .put(path("/items/" + one.item() + "/exclusion"), Map.of("reason", "Dutch."))
                .expect(200);
        owner.client()
                .put(path("/items/" + two.item() + "/gold"), Map.of("answers", Map.of("sentiment", "bad")))
                .expect(200);
        assertThat(open()).isEmpty();
    }

    @Test
    void pagesFollowEachOtherByTheNumberOfTheItem() {
        Items.add(project, 5);
        Client ann = owner.invite(project, "labeler");
        List<Long> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.add(answer(ann, SKIPPED).item());
        }
        List<Long> found = new ArrayList<>();
        String after = "";
        do {
            JsonNode page =
                    reviewer.get(path("/doubts?limit=2" + after)).expect(200).json();
            page.path("items").forEach(item -> found.add(item.path("id").asLong()));
            after = page.has("next") ? "&after=" + page.path("next").asLong() : "";
        } while (!after.isEmpty());
        assertThat(found).isSorted().containsExactlyInAnyOrderElementsOf(all);
    }
}
