package dev.cupel.server.talk;

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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What concerns somebody, and what of it they have read. */
final class InboxTest {
    private final Owner owner = TestServer.owner();
    private final String project = owner.project(3);

    private String path(String rest) {
        return "/projects/" + project + rest;
    }

    private static long member(Client client, String project) {
        return client.get("/projects/" + project)
                .expect(200)
                .json()
                .path("memberId")
                .asLong();
    }

    private Answered answer(Client labeler, Map<String, ?> more) {
        return Answers.next(labeler, project, more);
    }

    private JsonNode say(Client client, String text, String place, Object where) {
        return client.post(path("/comments"), Map.of("saveId", UUID.randomUUID(), "text", text, place, where))
                .expect(201)
                .json();
    }

    private void decide(Client reviewer, long item, String value) {
        List<Long> seen = new ArrayList<>();
        reviewer.get(path("/items/" + item))
                .expect(200)
                .json()
                .path("adjudications")
                .forEach(one -> seen.add(one.path("id").asLong()));
        reviewer.put(
                        path("/items/" + item + "/adjudication"),
                        Map.of("answers", Map.of("sentiment", value), "reason", "It is plain.", "replaces", seen))
                .expect(200);
    }

    private void tellDecisions(boolean told) {
        owner.client().patch(path(""), Map.of("decisionFeedback", told)).expect(200);
    }

    private List<JsonNode> lines(Client client) {
        List<JsonNode> lines = new ArrayList<>();
        client.get("/inbox?project=" + project).expect(200).json().path("lines").forEach(lines::add);
        return lines;
    }

    private List<JsonNode> lines(Client client, String kind) {
        return lines(client).stream()
                .filter(line -> line.path("kind").asString().equals(kind))
                .toList();
    }

    private static int unread(Client client) {
        return client.get("/inbox/unread").expect(200).json().path("count").asInt();
    }

    private static @Nullable String read(Client client, @Nullable String line, @Nullable String through) {
        Map<String, Object> body = new HashMap<>();
        if (line != null) {
            body.put("line", line);
        }
        if (through != null) {
            body.put("through", through);
        }
        JsonNode before = client.put("/inbox/read", body).expect(200).json();
        return before.has("before") ? before.path("before").asString() : null;
    }

    @Test
    void aReplyConcernsTheAuthorOfTheAnswerAndNobodyElse() {
        Items.add(project, 1);
        Client ann = owner.invite(project, "labeler");
        Client bob = owner.invite(project, "labeler");
        Answered answer = answer(ann, Map.of("comment", "Is irony good?"));
        answer(bob, Map.of());
        say(owner.client(), "Judge what is meant.", "assignment", answer.assignment());
        JsonNode line = lines(ann, "thread").getFirst();
        assertThat(line.path("thread").path("last").path("text").asString()).isEqualTo("Judge what is meant.");
        assertThat(line.path("thread").path("comments").asInt()).isEqualTo(1);
        assertThat(line.path("thread").has("item")).isFalse();
        assertThat(line.path("unread").asBoolean()).isTrue();
        assertThat(lines(bob)).isEmpty();
        assertThat(unread(ann)).isEqualTo(1);
        assertThat(unread(bob)).isZero();
    }

    @Test
    void whoIsNamedIsToldSoAlsoWhereTheNameCameLater() {
        Items.add(project, 1);
        Client rita = owner.invite(project, "reviewer");
        long item = Items.sql()
                .sql("select i.id from item i join project p on p.id = i.project_id where p.key = ?")
                .param(project)
                .query(Long.class)
                .single();
        JsonNode thread = say(owner.client(), "Spam?", "item", item);
        assertThat(lines(rita)).isEmpty();
        long comment = thread.path("comments").path(0).path("id").asLong();
        owner.client()
                .patch(path("/comments/" + comment), Map.of("text", "Spam, @{" + member(rita, project) + "}?"))
                .expect(200);
        JsonNode line = lines(rita, "thread").getFirst();
        assertThat(line.path("thread").path("item").asLong()).isEqualTo(item);
        assertThat(unread(rita)).isEqualTo(1);
        owner.client()
                .patch(path("/comments/" + comment), Map.of("deleted", true))
                .expect(200);
        assertThat(lines(rita)).isEmpty();
    }

    @Test
    void whoIsNamedByAnEditIsToldUntilTheyHaveReadIt() {
        Items.add(project, 1);
        Client rita = owner.invite(project, "reviewer");
        long item = Items.sql()
                .sql("select i.id from item i join project p on p.id = i.project_id where p.key = ?")
                .param(project)
                .query(Long.class)
                .single();
        long comment = say(owner.client(), "Spam?", "item", item)
                .path("comments")
                .path(0)
                .path("id")
                .asLong();
        String named = "Spam, @{" + member(rita, project) + "}?";
        owner.client()
                .patch(path("/comments/" + comment), Map.of("text", named))
                .expect(200);
        assertThat(lines(rita, "thread")
                        .getFirst()
                        .path("thread")
                        .path("mentioned")
                        .asBoolean())
                .isTrue();
        read(rita, null, java.time.Instant.now().toString());
        assertThat(unread(rita)).isZero();
        // A slip of the pen is no news, and takes none away.
        owner.client()
                .patch(path("/comments/" + comment), Map.of("text", "Is it s" + named.substring(1)))
                .expect(200);
        assertThat(unread(rita)).isZero();
        Client sven = owner.invite(project, "reviewer");
        owner.client()
                .patch(path("/comments/" + comment), Map.of("text", named + " @{" + member(sven, project) + "}?"))
                .expect(200);
        owner.client()
                .patch(path("/comments/" + comment), Map.of("text", named + " Or @{" + member(sven, project) + "}?"))
                .expect(200);
        assertThat(unread(sven)).isEqualTo(1);
    }

    @Test
    void anotherNoteInAThreadIsToldToWhoTookPartInIt() {
        Items.add(project, 1);
        Client ann = owner.invite(project, "labeler");
        Client rita = owner.invite(project, "reviewer");
        Answered answer = answer(ann, Map.of("comment", "Is irony good?"));
        say(rita, "No.", "assignment", answer.assignment());
        String now = java.time.Instant.now().toString();
        read(rita, null, now);
        assertThat(unread(rita)).isZero();
        Answers.save(ann, answer.assignment(), Map.of("comment", "I disagree, please look."));
        assertThat(unread(rita)).isEqualTo(1);
        assertThat(lines(rita, "thread")).hasSize(1);
        assertThat(lines(ann).stream().filter(line -> line.path("unread").asBoolean()))
                .hasSize(1);
    }

    @Test
    void aReplyOnGoldReachesNoLabeler() {
        Items.add(project, 1);
        Client ann = owner.invite(project, "labeler");
        Answered answer = answer(ann, Map.of("comment", "Hm."));
        owner.client()
                .put(path("/items/" + answer.item() + "/gold"), Map.of("answers", Map.of("sentiment", "bad")))
                .expect(200);
        say(owner.client(), "Gold says bad.", "assignment", answer.assignment());
        assertThat(lines(ann)).isEmpty();
        assertThat(unread(ann)).isZero();
    }

    @Test
    void decisionsOnItemsOneAnsweredComeByTheDayWhereTheProjectTellsThem() {
        Items.add(project, 3);
        Client ann = owner.invite(project, "labeler");
        Client bob = owner.invite(project, "labeler");
        Client rita = owner.invite(project, "reviewer");
        Answered first = answer(ann, Map.of());
        Answered second = answer(ann, Map.of());
        decide(rita, first.item(), "bad");
        decide(rita, second.item(), "good");
        assertThat(lines(ann)).isEmpty();
        assertThat(ann.get(path("/mine/decisions")).expect(403).code()).isEqualTo("decisions_not_told");
        tellDecisions(true);
        JsonNode line = lines(ann, "decisions").getFirst();
        assertThat(lines(ann)).hasSize(1);
        assertThat(line.path("decisions").path("decisions").asInt()).isEqualTo(2);
        assertThat(lines(bob)).isEmpty();
        assertThat(lines(rita)).isEmpty();
        JsonNode decisions = ann.get(path("/mine/decisions?day="
                        + line.path("decisions").path("day").asString()))
                .expect(200)
                .json()
                .path("decisions");
        assertThat(decisions).hasSize(2);
        assertThat(decisions.path(1).path("value").asString()).isEqualTo("bad");
        assertThat(decisions.path(1).path("reason").asString()).isEqualTo("It is plain.");
        assertThat(decisions.path(1).path("answers").path("sentiment").asString())
                .isEqualTo("good");
        assertThat(decisions.path(1).path("assignment").asString()).isEqualTo(first.assignment());
        assertThat(decisions.toString()).doesNotContain("A reviewer").doesNotContain("\"" + first.item() + "\"");
        assertThat(bob.get(path("/mine/decisions")).expect(200).json().path("decisions"))
                .isEmpty();
    }

    @Test
    void decisionsAreTheSameWhetherFewOrManyConcernSomebody() {
        Items.add(project, 4);
        tellDecisions(true);
        Client ann = owner.invite(project, "labeler");
        Client rita = owner.invite(project, "reviewer");
        for (int i = 0; i < 4; i++) {
            Answered answer = answer(ann, Map.of());
            if (i > 0) {
                decide(rita, answer.item(), "bad");
            }
        }
        JsonNode few = ann.get(path("/mine/decisions?limit=2")).expect(200).json();
        Items.sql()
                .sql("update decisions_told set decisions = 5000 where member_id = ?")
                .param(member(ann, project))
                .update();
        JsonNode many = ann.get(path("/mine/decisions?limit=2")).expect(200).json();
        assertThat(few.path("decisions")).hasSize(2);
        assertThat(few.has("next")).isTrue();
        assertThat(many).isEqualTo(few);
    }

    @Test
    void aDecisionThatWasThereBeforeOneAnsweredIsNoNews() {
        Items.add(project, 1);
        tellDecisions(true);
        Client ann = owner.invite(project, "labeler");
        String assignment = ann.post(path("/next"), Map.of())
                .expect(200)
                .json()
                .path("assignment")
                .path("id")
                .asString();
        long item = Items.sql()
                .sql("select item_id from assignment where id = ?::uuid")
                .param(assignment)
                .query(Long.class)
                .single();
        decide(owner.invite(project, "reviewer"), item, "bad");
        ann.put("/assignments/" + assignment + "/annotation", Items.good()).expect(200);
        assertThat(lines(ann)).isEmpty();
        assertThat(ann.get(path("/mine/decisions")).expect(200).json().path("decisions"))
                .isEmpty();
    }

    @Test
    void aNewVersionOfTheGuidelineConcernsWhoWasThereBeforeIt() {
        Client ann = owner.invite(project, "labeler");
        owner.client()
                .post(path("/guidelines"), Map.of("markdown", "Be fair.", "note", "Fairer.", "basedOn", 1))
                .expect(201);
        Client late = owner.invite(project, "labeler");
        JsonNode line = lines(ann, "guideline").getFirst();
        assertThat(line.path("guideline").path("version").asInt()).isEqualTo(2);
        assertThat(line.path("guideline").path("note").asString()).isEqualTo("Fairer.");
        assertThat(lines(late)).isEmpty();
        assertThat(lines(owner.client(), "guideline")).isEmpty();
    }

    @Test
    void whoLeadsIsToldHowManyNotesCameOnADay() {
        Items.add(project, 3);
        Client ann = owner.invite(project, "labeler");
        Client rita = owner.invite(project, "reviewer");
        answer(ann, Map.of("comment", "One."));
        answer(ann, Map.of("comment", "Two."));
        answer(ann, Map.of());
        JsonNode line = lines(rita, "notes").getFirst();
        assertThat(line.path("notes").path("notes").asInt()).isEqualTo(2);
        assertThat(lines(ann)).isEmpty();
    }

    @Test
    void aJobOfMineIsToldToMeOnceItIsOver() {
        Client rita = owner.invite(project, "manager");
        Files.imported(rita, project, "?format=jsonl", "{\"key\":\"a\",\"text\":\"one\"}\n");
        JsonNode line = lines(rita, "job").getFirst();
        assertThat(line.path("job").path("kind").asString()).isEqualTo("import");
        assertThat(line.path("job").path("state").asString()).isEqualTo("done");
        assertThat(line.path("project").asString()).isEqualTo(project);
        assertThat(lines(owner.client(), "job")).isEmpty();
    }

    @Test
    void whatIsReadStaysReadUntilMoreHappensAndReadingCanBeTakenBack() {
        Items.add(project, 2);
        Client ann = owner.invite(project, "labeler");
        Answered answer = answer(ann, Map.of("comment", "Hm."));
        Answered other = answer(ann, Map.of("comment", "Hm?"));
        say(owner.client(), "One.", "assignment", answer.assignment());
        say(owner.client(), "Other.", "assignment", other.assignment());
        JsonNode line = lines(ann, "thread").get(1);
        String before = read(ann, line.path("id").asString(), line.path("at").asString());
        assertThat(before).isNull();
        assertThat(unread(ann)).isEqualTo(1);
        read(ann, line.path("id").asString(), null);
        assertThat(unread(ann)).isEqualTo(2);
        read(ann, line.path("id").asString(), line.path("at").asString());
        String none = read(ann, null, lines(ann).getFirst().path("at").asString());
        assertThat(unread(ann)).isZero();
        say(owner.client(), "Two.", "assignment", answer.assignment());
        assertThat(unread(ann)).isEqualTo(1);
        JsonNode again = lines(ann).getFirst();
        assertThat(again.path("id").asString()).isEqualTo(line.path("id").asString());
        assertThat(again.path("unread").asBoolean()).isTrue();
        assertThat(again.path("thread").path("comments").asInt()).isEqualTo(1);
        read(ann, null, none);
        assertThat(unread(ann)).isEqualTo(2);
    }

    @Test
    void whatHappenedWhileSomebodyReadAllStaysUnread() {
        Items.add(project, 2);
        Client ann = owner.invite(project, "labeler");
        Answered answer = answer(ann, Map.of("comment", "Hm."));
        Answered other = answer(ann, Map.of("comment", "Hm?"));
        say(owner.client(), "Seen.", "assignment", answer.assignment());
        String seen = lines(ann).getFirst().path("at").asString();
        say(owner.client(), "Not seen.", "assignment", other.assignment());
        read(ann, null, seen);
        assertThat(unread(ann)).isEqualTo(1);
        read(ann, null, "2999-01-01T00:00:00Z");
        say(owner.client(), "Later.", "assignment", other.assignment());
        assertThat(unread(ann)).isEqualTo(1);
    }

    @Test
    void pagesHoldEachLineOnceAlsoWhereManyHappenedAtOneMoment() {
        Items.add(project, 25);
        Client ann = owner.invite(project, "labeler");
        for (int i = 0; i < 25; i++) {
            Answered answer = answer(ann, Map.of());
            say(owner.client(), "Number " + i, "assignment", answer.assignment());
        }
        Items.sql().sql("""
                update thread_member set last_at = '2026-01-01T00:00:00.123456Z' where member_id = ? and thread_id % 3 <> 0
                """).param(member(ann, project)).update();
        Set<String> all = new HashSet<>();
        String before = "";
        int pages = 0;
        do {
            JsonNode page = ann.get("/inbox?limit=4" + before).expect(200).json();
            for (JsonNode line : page.path("lines")) {
                assertThat(all.add(line.path("id").asString())).isTrue();
            }
            before = page.has("next") ? "&before=" + page.path("next").asString() : "";
            pages++;
        } while (!before.isEmpty());
        assertThat(all).hasSize(25);
        assertThat(pages).isEqualTo(7);
        assertThat(ann.get("/inbox?before=yesterday").expect(422).code()).isEqualTo("cursor_invalid");
    }

    @Test
    void timesThatNobodyMeansAreRefused() {
        Client ann = owner.invite(project, "labeler");
        for (String time :
                List.of("+1000000000-12-31T23:59:59Z", "+300000-01-01T00:00:00Z", "-10000-01-01T00:00:00Z")) {
            assertThat(ann.put("/inbox/read", Map.of("through", time))
                            .expect(422)
                            .code())
                    .as(time)
                    .isEqualTo("time_invalid");
            assertThat(ann.get("/inbox?before=" + time.replace("+", "%2B") + "_x")
                            .expect(422)
                            .code())
                    .as(time)
                    .isEqualTo("cursor_invalid");
        }
        owner.client()
                .patch("/projects/" + project, Map.of("decisionFeedback", true))
                .expect(200);
        for (String day : List.of("%2B5874898-01-01", "%2B999999999-01-01")) {
            assertThat(ann.get("/projects/" + project + "/mine/decisions?day=" + day)
                            .expect(422)
                            .code())
                    .as(day)
                    .isEqualTo("day_invalid");
        }
    }

    @Test
    void whoHasLeftAProjectIsToldNothingMoreOfIt() {
        Items.add(project, 1);
        Client ann = owner.invite(project, "labeler");
        Answered answer = answer(ann, Map.of("comment", "Hm."));
        say(owner.client(), "One.", "assignment", answer.assignment());
        assertThat(unread(ann)).isEqualTo(1);
        owner.client().delete(path("/members/" + member(ann, project))).expect(204);
        assertThat(ann.get("/inbox").expect(200).json().path("lines")).isEmpty();
        assertThat(unread(ann)).isZero();
    }
}
