package dev.cupel.server.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.Answers;
import dev.cupel.server.Answers.Answered;
import dev.cupel.server.Client;
import dev.cupel.server.Items;
import dev.cupel.server.Owner;
import dev.cupel.server.TestServer;
import dev.cupel.server.item.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a manager does with the answers of one person: takes them out, sends them back, asks others. */
final class AnswersOfAPersonTest {
    private final Owner owner = TestServer.owner();
    private final String project = owner.project(1);

    private String path(String rest) {
        return "/projects/" + project + rest;
    }

    private long member(String name) {
        return owner.client()
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
    }

    private JsonNode over(JsonNode change) {
        JsonNode job = Files.over(owner.client(), change.path("job").asString());
        assertThat(job.path("state").asString()).as("%s", job).isEqualTo("done");
        return owner.client()
                .get(path("/changes/" + change.path("id").asLong()))
                .expect(200)
                .json();
    }

    private JsonNode change(Map<String, ?> wanted) {
        return over(owner.client().post(path("/changes"), wanted).expect(202).json());
    }

    private JsonNode undo(JsonNode change) {
        return over(owner.client()
                .post(path("/changes/" + change.path("id").asLong() + "/undo"), Map.of())
                .expect(202)
                .json());
    }

    private JsonNode takeOut(long member) {
        return change(Map.of("kind", "take_out", "member", member, "reason", "Clicked through.", "where", Map.of()));
    }

    private JsonNode sendBack(long member) {
        return change(Map.of("kind", "send_back", "member", member, "reason", "Read rule 3.", "where", Map.of()));
    }

    private JsonNode item(long id) {
        return owner.client().get(path("/items/" + id)).expect(200).json();
    }

    private JsonNode next(Client labeler) {
        return labeler.post(path("/next"), Map.of()).expect(200).json().path("assignment");
    }

    private List<JsonNode> mine(Client labeler) {
        return labeler.get(path("/mine"))
                .expect(200)
                .json()
                .path("annotations")
                .valueStream()
                .toList();
    }

    private long left(Client labeler) {
        return labeler.get(path("/mine/stats"))
                .expect(200)
                .json()
                .path("openForMe")
                .asLong();
    }

    private static long count(String query, Object... values) {
        return Items.sql().sql(query).params(values).query(Long.class).single();
    }

    /** What is stored of places, votes and states of the project, to be compared before and after. */
    private List<String> stored() {
        List<String> all = new ArrayList<>();
        for (String query : List.of(
                "select p.item_id || ' ' || p.stage || ' ' || p.wanted || ' ' || p.taken from place p join project x on x.id = p.project_id where x.key = ? order by 1",
                "select v.item_id || ' ' || v.member_id || ' ' || v.question || ' ' || v.option from vote v join project x on x.id = v.project_id where x.key = ? order by 1",
                "select s.item_id || ' ' || s.answers || ' ' || s.status from item_state s join project x on x.id = s.project_id where x.key = ? order by 1")) {
            all.addAll(Items.sql()
                    .sql(query)
                    .param(project)
                    .query((row, number) -> row.getString(1))
                    .list());
        }
        return all;
    }

    private String exported(Map<String, ?> wanted) {
        String file = owner.client()
                .post(path("/exports"), wanted)
                .expect(202)
                .json()
                .path("resultUrl")
                .asString();
        try (var body = owner.client().download(file).body()) {
            return new String(body.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void whatIsTakenOutCountsNowhereAndOthersAreAskedInstead() {
        Items.add(project, 3);
        Client ann = owner.simulated(project, project + " ann");
        Client bob = owner.simulated(project, project + " bob");
        Answered first = Answers.next(ann, project, Map.of());
        Answers.next(ann, project, Map.of());
        Answers.next(ann, project, Map.of("outcome", "skipped", "skipReason", "No idea.", "answers", Map.of()));
        assertThat(item(first.item()).path("status").asString()).isEqualTo("complete");

        JsonNode change = takeOut(member(project + " ann"));

        assertThat(change.path("changed").asInt()).isEqualTo(3);
        assertThat(change.path("change").path("member").asLong()).isEqualTo(member(project + " ann"));
        assertThat(item(first.item()).path("status").asString()).isEqualTo("unlabeled");
        assertThat(count("select count(*) from vote v join project p on p.id = v.project_id where p.key = ?", project))
                .isZero();
        assertThat(exported(Map.of("format", "votes", "question", "sentiment")).lines())
                .hasSize(1);
        // Everybody else is asked, and nobody twice.
        assertThat(next(ann).isMissingNode() || next(ann).isNull()).isTrue();
        for (int i = 0; i < 3; i++) {
            Answers.next(bob, project, Map.of());
        }
        assertThat(item(first.item()).path("status").asString()).isEqualTo("complete");
    }

    @Test
    void theHistoryOfTheItemTheFileAndThePersonsOwnListSayWhoTookItOutAndWhy() {
        Items.add(project, 1);
        Client ann = owner.simulated(project, project + " ann");
        Answered answered = Answers.next(ann, project, Map.of());
        takeOut(member(project + " ann"));

        JsonNode handled = item(answered.item())
                .path("annotations")
                .path(0)
                .path("handled")
                .path(0);
        assertThat(handled.path("kind").asString()).isEqualTo("taken_out");
        assertThat(handled.path("by").asString()).isEqualTo("Olga Owner");
        assertThat(handled.path("reason").asString()).isEqualTo("Clicked through.");
        assertThat(handled.has("endedAt")).isFalse();

        JsonNode row = JsonMapper.shared()
                .readTree(exported(Map.of("format", "jsonl"))
                        .lines()
                        .filter(line -> line.contains("\"annotations\""))
                        .findFirst()
                        .orElseThrow());
        assertThat(row.path("annotations").path(0).path("takenOut").asString()).isEqualTo("Clicked through.");
        assertThat(row.path("consensus").isEmpty()).isTrue();

        assertThat(mine(ann).getFirst().path("takenOut").path("reason").asString())
                .isEqualTo("Clicked through.");
        Client.Answer again = ann.put("/assignments/" + answered.assignment() + "/annotation", Items.good());
        assertThat(again.expect(409).code()).isEqualTo("answer_taken_out");
    }

    @Test
    void theWayBackRestoresWhatWasAlsoOfSomebodyWhoLeft() {
        Items.add(project, 4);
        Client ann = owner.invite(project, "labeler");
        for (int i = 0; i < 3; i++) {
            Answers.next(ann, project, Map.of());
        }
        long member = member("A labeler");
        owner.client().delete(path("/members/" + member)).expect(204);
        List<String> before = stored();
        JsonNode change = takeOut(member);
        assertThat(stored()).isNotEqualTo(before);
        assertThat(owner.client()
                        .get(path("/members"))
                        .json()
                        .path("members")
                        .valueStream()
                        .filter(one -> one.path("memberId").asLong() == member)
                        .findFirst()
                        .orElseThrow()
                        .path("answers")
                        .asLong())
                .isZero();

        assertThat(undo(change).path("restored").asInt()).isEqualTo(3);

        assertThat(stored()).isEqualTo(before);
        // Once more: each item's history keeps both.
        takeOut(member);
        long item =
                count("select min(i.id) from item i join project p on p.id = i.project_id where p.key = ?", project);
        assertThat(item(item).path("annotations").path(0).path("handled")).hasSize(2);
    }

    @Test
    void ofGoldAndOfWhatWasAskedAgainNothingCountsAnyMore() {
        Items.add(project, 2);
        long gold =
                count("select min(i.id) from item i join project p on p.id = i.project_id where p.key = ?", project);
        owner.client()
                .put(path("/items/" + gold + "/gold"), Map.of("answers", Map.of("sentiment", "good")))
                .expect(200);
        owner.client().patch(path(""), Map.of("goldEvery", 1)).expect(200);
        Client ann = owner.simulated(project, project + " ann");
        Answers.next(ann, project, Map.of());
        Answers.next(ann, project, Map.of());
        List<String> before = stored();
        JsonNode change = takeOut(member(project + " ann"));
        assertThat(change.path("changed").asInt()).isEqualTo(2);
        assertThat(owner.client()
                        .get(path("/members/figures"))
                        .json()
                        .path("figures")
                        .valueStream()
                        .noneMatch(one -> one.has("gold")))
                .isTrue();
        undo(change);
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void whoSavesWhileAnswersAreTakenOutNeitherBreaksNorLosesTheCount() throws Exception {
        Items.add(project, 60);
        Client ann = owner.simulated(project, project + " ann");
        long member = member(project + " ann");
        List<Answered> given = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            given.add(Answers.next(ann, project, Map.of()));
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(3)) {
            List<Callable<Integer>> work = new ArrayList<>();
            for (Answered one : given) {
                Map<String, Object> other = new HashMap<>(Items.good());
                other.put("answers", Map.of("sentiment", "bad"));
                work.add(() -> ann.put("/assignments/" + one.assignment() + "/annotation", other)
                        .status());
            }
            work.add(
                    20,
                    () -> owner.client()
                            .post(
                                    path("/changes"),
                                    Map.of("kind", "take_out", "member", member, "reason", "No.", "where", Map.of()))
                            .status());
            for (Future<Integer> done : pool.invokeAll(work)) {
                assertThat(done.get()).isIn(200, 202, 409);
            }
        }
        JsonNode change =
                owner.client().get(path("/changes")).json().path("changes").path(0);
        assertThat(over(change).path("changed").asInt()).isEqualTo(40);
        assertThat(count("""
                select count(*) from place p join project x on x.id = p.project_id
                where x.key = ? and p.taken <> (select count(*) from assignment a where a.item_id = p.item_id and a.state in ('leased', 'answered'))
                """, project)).isZero();
        assertThat(count("select count(*) from vote v join project p on p.id = v.project_id where p.key = ?", project))
                .isZero();
    }

    @Test
    void whatIsSentBackComesFirstWithItsReasonAndCountsUntilItIsAnsweredAgain() {
        Items.add(project, 3);
        Client ann = owner.simulated(project, project + " ann");
        Answered first = Answers.next(ann, project, Map.of());
        long before = left(ann);
        JsonNode change = sendBack(member(project + " ann"));
        assertThat(change.path("changed").asInt()).isEqualTo(1);
        assertThat(item(first.item()).path("status").asString()).isEqualTo("complete");
        assertThat(left(ann)).isEqualTo(before + 1);

        JsonNode again = next(ann);
        assertThat(again.path("id").asString()).isEqualTo(first.assignment());
        assertThat(again.path("stage").asString()).isEqualTo("sent_back");
        JsonNode inForce = ann.get("/assignments/" + first.assignment() + "/annotation")
                .expect(200)
                .json();
        assertThat(inForce.path("sentBack").path("reason").asString()).isEqualTo("Read rule 3.");
        ann.post("/assignments/" + first.assignment() + "/keep", Map.of()).expect(200);
        // What is on the screen already is not handed out twice.
        assertThat(ann.post(path("/next"), Map.of("holding", List.of(first.assignment())))
                        .expect(200)
                        .json()
                        .path("assignment")
                        .path("id")
                        .asString())
                .isNotEqualTo(first.assignment());

        Answers.save(ann, first.assignment(), Map.of("answers", Map.of("sentiment", "bad"), "baseRevision", 1));
        assertThat(left(ann)).isEqualTo(before);
        assertThat(next(ann).path("id").asString()).isNotEqualTo(first.assignment());
        assertThat(owner.client()
                        .get(path("/changes?answers=true"))
                        .json()
                        .path("changes")
                        .path(0)
                        .path("open")
                        .asInt(-1))
                .isZero();
        assertThat(undo(change).path("restored").asInt()).isZero();
    }

    @Test
    void whatWasSentBackIsNotAskedForWhileItIsInTheBinAndIsAfterwards() {
        Items.add(project, 1);
        Client ann = owner.simulated(project, project + " ann");
        Answered answered = Answers.next(ann, project, Map.of());
        sendBack(member(project + " ann"));
        JsonNode binned = change(Map.of("kind", "bin", "items", List.of(answered.item())));
        assertThat(ann.post(path("/next"), Map.of())
                        .expect(200)
                        .json()
                        .path("assignment")
                        .isMissingNode())
                .isTrue();
        assertThat(left(ann)).isZero();
        undo(binned);
        assertThat(next(ann).path("id").asString()).isEqualTo(answered.assignment());
        assertThat(left(ann)).isEqualTo(1);
    }

    @Test
    void theSchemaKeepsWhatAnswersThatAreTakenOutHave() {
        Items.add(project, 1);
        Answers.next(owner.simulated(project, project + " ann"), project, Map.of());
        takeOut(member(project + " ann"));
        Map<String, Object> question = Map.of("id", "sentiment", "type", "choice", "options", List.of("bad", "mixed"));
        assertThat(owner.client()
                        .put(
                                path("/schema"),
                                Map.of(
                                        "schema",
                                        Map.of(
                                                "inputs",
                                                List.of(Map.of("id", "text", "type", "text", "field", "text")),
                                                "questions",
                                                List.of(question))))
                        .expect(409)
                        .code())
                .isEqualTo("schema_breaks_answers");
    }

    @Test
    void whatWasSentBackCanBeCalledOffAndIsNotSentTwice() {
        Items.add(project, 2);
        Client ann = owner.simulated(project, project + " ann");
        Answered first = Answers.next(ann, project, Map.of());
        JsonNode change = sendBack(member(project + " ann"));
        assertThat(sendBack(member(project + " ann")).path("changed").asInt()).isZero();
        assertThat(undo(change).path("restored").asInt()).isEqualTo(1);
        assertThat(next(ann).path("id").asString()).isNotEqualTo(first.assignment());
    }

    @Test
    void nothingIsSentBackToSomebodyWhoIsGoneAndEveryChangeNeedsItsWords() {
        Items.add(project, 1);
        Client ann = owner.invite(project, "labeler");
        Answers.next(ann, project, Map.of());
        long member = member("A labeler");
        owner.client().delete(path("/members/" + member)).expect(204);
        assertThat(owner.client()
                        .post(
                                path("/changes"),
                                Map.of("kind", "send_back", "member", member, "reason", "x", "where", Map.of()))
                        .expect(409)
                        .code())
                .isEqualTo("member_gone");
        assertThat(owner.client()
                        .post(path("/changes"), Map.of("kind", "take_out", "member", member, "where", Map.of()))
                        .expect(422)
                        .code())
                .isEqualTo("reason_missing");
        assertThat(owner.client()
                        .post(path("/changes"), Map.of("kind", "take_out", "reason", "x", "where", Map.of()))
                        .expect(422)
                        .code())
                .isEqualTo("member_missing");
        String other = owner.project(1);
        assertThat(owner.client()
                        .post(
                                "/projects/" + other + "/changes",
                                Map.of("kind", "take_out", "member", member, "reason", "x", "where", Map.of()))
                        .expect(404)
                        .code())
                .isEqualTo("member_unknown");
    }

    @Test
    void somebodyElseIsAskedAboutEachItemAndTheFirstAnswerStays() {
        Items.add(project, 2);
        Client ann = owner.simulated(project, project + " ann");
        Client bob = owner.simulated(project, project + " bob");
        Answered one = Answers.next(ann, project, Map.of());
        Answered two = Answers.next(ann, project, Map.of());
        List<String> before = stored();
        long member = member(project + " ann");
        JsonNode change = change(Map.of("kind", "another", "where", Map.of("by", member)));
        assertThat(change.path("changed").asInt()).isEqualTo(2);
        // Whoever is asked for already is not asked for once more.
        assertThat(change(Map.of("kind", "another", "where", Map.of("by", member)))
                        .path("changed")
                        .asInt())
                .isZero();
        assertThat(List.of(
                        Answers.next(bob, project, Map.of()).item(),
                        Answers.next(bob, project, Map.of()).item()))
                .containsExactlyInAnyOrder(one.item(), two.item());
        assertThat(item(one.item()).path("answers").asInt()).isEqualTo(2);
        assertThat(undo(change).path("restored").asInt()).isEqualTo(2);
        assertThat(count(
                        "select count(*) from item i join project p on p.id = i.project_id where p.key = ? and i.answers_wanted is not null",
                        project))
                .isZero();
        assertThat(before).isNotEqualTo(stored());
    }

    @Test
    void anotherAndAFixedNumberAreTakenBackInAnyOrder() {
        Items.add(project, 1);
        Client ann = owner.simulated(project, project + " ann");
        Answered one = Answers.next(ann, project, Map.of());
        JsonNode another = change(Map.of("kind", "another", "items", List.of(one.item())));
        JsonNode fixed = change(Map.of("kind", "answers", "answers", 5, "items", List.of(one.item())));
        undo(another);
        undo(fixed);
        assertThat(count("select count(*) from item where id = ? and answers_wanted is not null", one.item()))
                .isZero();
    }
}
