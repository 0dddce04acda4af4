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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What people say about items and answers, and who reads it. */
final class TalkTest {
    private final Owner owner = TestServer.owner();
    private final String project = owner.project(2);

    /** Somebody in the project. */
    private record Person(Client client, long member) {}

    /** An answer of a labeler. */
    private String path(String rest) {
        return "/projects/" + project + rest;
    }

    private Person person(String role) {
        Client client = owner.invite(project, role);
        return new Person(client, member(client));
    }

    private long member(Client client) {
        return client.get(path("")).expect(200).json().path("memberId").asLong();
    }

    private List<Long> items(int count) {
        Items.add(project, count);
        return Items.sql()
                .sql("select i.id from item i join project p on p.id = i.project_id where p.key = ? order by i.id")
                .param(project)
                .query((row, number) -> row.getLong(1))
                .list();
    }

    private Answered answer(Person person, Map<String, ?> more) {
        return Answers.next(person.client(), project, more);
    }

    private static Map<String, Object> comment(String text, String place, Object where) {
        Map<String, Object> comment = new HashMap<>();
        comment.put("saveId", UUID.randomUUID());
        comment.put("text", text);
        comment.put(place, where);
        return comment;
    }

    private Client.Answer say(Client client, String text, String place, Object where) {
        return client.post(path("/comments"), comment(text, place, where));
    }

    private JsonNode said(Client client, String text, String place, Object where) {
        return say(client, text, place, where).expect(201).json();
    }

    private JsonNode threads(long item) {
        return owner.client()
                .get(path("/items/" + item + "/threads"))
                .expect(200)
                .json()
                .path("threads");
    }

    private Client.Answer thread(Client client, long thread) {
        return client.get(path("/threads/" + thread));
    }

    private List<String> texts(Client client, long thread) {
        List<String> texts = new ArrayList<>();
        thread(client, thread)
                .expect(200)
                .json()
                .path("thread")
                .path("comments")
                .forEach(one -> texts.add(one.path("text").asString("deleted")));
        return texts;
    }

    private List<Long> commented(@Nullable Boolean wanted) {
        List<Long> found = new ArrayList<>();
        owner.client()
                .get(path("/items" + (wanted == null ? "" : "?commented=" + wanted)))
                .expect(200)
                .json()
                .path("items")
                .forEach(item -> found.add(item.path("id").asLong()));
        return found;
    }

    @Test
    void theNoteOfAnAnswerIsTheFirstEntryOfItsThreadAndIsRepliedToThere() {
        items(1);
        Person labeler = person("labeler");
        Answered answer = answer(labeler, Map.of("comment", "Is irony good?"));
        JsonNode thread = threads(answer.item()).path(0);
        assertThat(thread.path("opening").path("note").asString()).isEqualTo("Is irony good?");
        assertThat(thread.path("opening").path("by").path("name").asString()).startsWith("A labeler");
        assertThat(thread.path("comments")).isEmpty();
        JsonNode replied = said(
                owner.client(),
                "Judge what is meant.",
                "thread",
                thread.path("id").asLong());
        assertThat(replied.path("comments").path(0).path("text").asString()).isEqualTo("Judge what is meant.");
        assertThat(texts(labeler.client(), thread.path("id").asLong())).containsExactly("Judge what is meant.");
        said(labeler.client(), "Thanks.", "thread", thread.path("id").asLong());
        assertThat(threads(answer.item())).hasSize(1);
        assertThat(threads(answer.item()).path(0).path("comments")).hasSize(2);
    }

    @Test
    void aNoteThatIsTakenAwayIsNoThreadAnyMoreUnlessSomebodyReplied() {
        items(2);
        Person labeler = person("labeler");
        Answered alone = answer(labeler, Map.of("comment", "Hm."));
        Answers.save(labeler.client(), alone.assignment(), Map.of());
        assertThat(threads(alone.item())).isEmpty();
        assertThat(commented(true)).isEmpty();
        Answered replied = answer(labeler, Map.of("comment", "Hm."));
        said(owner.client(), "What?", "assignment", replied.assignment());
        Answers.save(labeler.client(), replied.assignment(), Map.of());
        assertThat(threads(replied.item()).path(0).path("opening").has("note")).isFalse();
        assertThat(threads(replied.item()).path(0).path("comments")).hasSize(1);
    }

    @Test
    void aThreadThatWasSettledOpensAgainWhenItsNoteChangesAndNotWhenTheAnswerAloneDoes() {
        items(1);
        Person labeler = person("labeler");
        Answered answer = answer(labeler, Map.of("comment", "Hm."));
        long thread = threads(answer.item()).path(0).path("id").asLong();
        owner.client()
                .put(path("/threads/" + thread + "/resolution"), Map.of("resolved", true))
                .expect(200);
        Answers.save(
                labeler.client(), answer.assignment(), Map.of("comment", "Hm.", "answers", Map.of("sentiment", "bad")));
        assertThat(threads(answer.item()).path(0).has("resolvedAt")).isTrue();
        Answers.save(labeler.client(), answer.assignment(), Map.of("comment", "Hm!"));
        assertThat(threads(answer.item()).path(0).has("resolvedAt")).isFalse();
    }

    @Test
    void theListOfItemsFindsThoseWithAnOpenThread() {
        List<Long> items = items(3);
        JsonNode thread = said(owner.client(), "Spam?", "item", items.get(1));
        said(owner.client(), "Nice.", "item", items.get(2));
        assertThat(commented(true)).containsExactly(items.get(1), items.get(2));
        assertThat(commented(false)).containsExactly(items.get(0));
        assertThat(commented(null)).hasSize(3);
        owner.client()
                .put(path("/threads/" + thread.path("id").asLong() + "/resolution"), Map.of("resolved", true))
                .expect(200);
        assertThat(commented(true)).containsExactly(items.get(2));
        assertThat(owner.client()
                        .get(path("/items/count?commented=true"))
                        .expect(200)
                        .json()
                        .path("count")
                        .asInt())
                .isEqualTo(1);
        said(owner.client(), "It is.", "thread", thread.path("id").asLong());
        assertThat(commented(true)).containsExactly(items.get(1), items.get(2));
    }

    @Test
    void aReviewerSettlesAThreadWithTheLastWord() {
        List<Long> items = items(1);
        JsonNode thread = said(owner.client(), "Spam?", "item", items.getFirst());
        Map<String, Object> last = comment("No.", "thread", thread.path("id").asLong());
        last.put("resolve", true);
        JsonNode settled =
                owner.client().post(path("/comments"), last).expect(201).json();
        assertThat(settled.path("resolvedBy").path("name").asString()).isEqualTo("Olga Owner");
        assertThat(settled.path("comments")).hasSize(2);
        assertThat(commented(true)).isEmpty();
    }

    @Test
    void labelersReadWhatIsMeantForThemOnceTheyHaveAnsweredTheItem() {
        List<Long> items = items(1);
        Map<String, Object> open = comment("Look at the second sentence.", "item", items.getFirst());
        open.put("forLabelers", true);
        long forAll = owner.client()
                .post(path("/comments"), open)
                .expect(201)
                .json()
                .path("id")
                .asLong();
        long forReviewers = said(owner.client(), "Both are wrong.", "item", items.getFirst())
                .path("id")
                .asLong();
        Person labeler = person("labeler");
        assertThat(thread(labeler.client(), forAll).expect(404).code()).isEqualTo("thread_unknown");
        answer(labeler, Map.of());
        assertThat(texts(labeler.client(), forAll)).containsExactly("Look at the second sentence.");
        assertThat(thread(labeler.client(), forReviewers).expect(404).code()).isEqualTo("thread_unknown");
        assertThat(say(labeler.client(), "Hello?", "thread", forReviewers)
                        .expect(404)
                        .code())
                .isEqualTo("thread_unknown");
        assertThat(texts(person("reviewer").client(), forReviewers)).hasSize(1);
    }

    @Test
    void aThreadAboutAnAnswerIsReadByItsAuthorAndNoOtherLabeler() {
        items(1);
        Person author = person("labeler");
        Person other = person("labeler");
        Answered answer = answer(author, Map.of());
        answer(other, Map.of());
        long thread = said(owner.client(), "Why good?", "assignment", answer.assignment())
                .path("id")
                .asLong();
        assertThat(texts(author.client(), thread)).containsExactly("Why good?");
        thread(other.client(), thread).expect(404);
        assertThat(say(other.client(), "Me too.", "assignment", answer.assignment())
                        .expect(404)
                        .code())
                .isEqualTo("assignment_unknown");
    }

    @Test
    void labelersAreNotToldWhoOtherLabelersAre() {
        List<Long> items = items(1);
        Person ann = person("labeler");
        Person bob = person("labeler");
        answer(ann, Map.of());
        answer(bob, Map.of());
        Map<String, Object> open = comment("What do you think, @{" + ann.member() + "}?", "item", items.getFirst());
        open.put("forLabelers", true);
        long thread = owner.client()
                .post(path("/comments"), open)
                .expect(201)
                .json()
                .path("id")
                .asLong();
        said(ann.client(), "Ironic.", "thread", thread);
        JsonNode seen =
                thread(bob.client(), thread).expect(200).json().path("thread").path("comments");
        assertThat(seen.path(0).path("by").path("name").asString()).isEqualTo("Olga Owner");
        assertThat(seen.path(0).path("text").asString()).isEqualTo("What do you think, @{0}?");
        assertThat(seen.path(0).path("mentions").path(0).has("name")).isFalse();
        assertThat(seen.path(1).path("by").has("name")).isFalse();
        assertThat(seen.path(1).path("by").has("member")).isFalse();
        assertThat(seen.toString()).doesNotContain("A labeler");
        JsonNode own =
                thread(ann.client(), thread).expect(200).json().path("thread").path("comments");
        assertThat(own.path(0).path("mentions").path(0).path("me").asBoolean()).isTrue();
        List<String> named = new ArrayList<>();
        bob.client()
                .get(path("/threads/people?thread=" + thread))
                .expect(200)
                .json()
                .path("people")
                .forEach(p -> named.add(
                        p.path("role").asString() + " " + (p.path("member").asLong() == bob.member())));
        assertThat(named).containsExactlyInAnyOrder("owner false", "labeler true");
    }

    @Test
    void whatIsWrittenWhileAnItemIsGoldNoLabelerReadsNorCanTellFromItsAbsence() {
        items(1);
        Person labeler = person("labeler");
        Answered answer = answer(labeler, Map.of("comment", "Is irony good?"));
        Answered silent = answer(person("labeler"), Map.of());
        owner.client()
                .put(path("/items/" + answer.item() + "/gold"), Map.of("answers", Map.of("sentiment", "bad")))
                .expect(200);
        JsonNode told = said(owner.client(), "Gold says bad.", "assignment", answer.assignment());
        assertThat(told.path("comments").path(0).path("hidden").asBoolean()).isTrue();
        JsonNode page =
                thread(labeler.client(), told.path("id").asLong()).expect(200).json();
        assertThat(page.path("thread").path("opening").path("note").asString()).isEqualTo("Is irony good?");
        assertThat(page.path("thread").path("comments")).isEmpty();
        long other = said(owner.client(), "Gold says bad.", "assignment", silent.assignment())
                .path("id")
                .asLong();
        assertThat(thread(labeler.client(), other).expect(404).raw().body())
                .isEqualTo(
                        thread(labeler.client(), 999_999_999).expect(404).raw().body());
        owner.client().delete(path("/items/" + answer.item() + "/gold")).expect(204);
        assertThat(texts(labeler.client(), told.path("id").asLong())).isEmpty();
        said(owner.client(), "Judge what is meant.", "assignment", answer.assignment());
        assertThat(texts(labeler.client(), told.path("id").asLong())).containsExactly("Judge what is meant.");
    }

    @Test
    void anEditWhileAnItemIsGoldTellsLabelersNothing() {
        items(1);
        Person labeler = person("labeler");
        Answered answer = answer(labeler, Map.of("comment", "Is irony good?"));
        JsonNode told = said(owner.client(), "Wait.", "assignment", answer.assignment());
        long thread = told.path("id").asLong();
        long read = told.path("comments").path(0).path("id").asLong();
        owner.client()
                .put(path("/items/" + answer.item() + "/gold"), Map.of("answers", Map.of("sentiment", "bad")))
                .expect(200);
        assertThat(owner.client()
                        .patch(path("/comments/" + read), Map.of("text", "Gold says bad."))
                        .expect(409)
                        .code())
                .isEqualTo("comment_on_gold");
        assertThat(texts(labeler.client(), thread)).containsExactly("Wait.");
        // What labelers do not read may be changed, and names nobody who does not read it.
        long hidden = said(owner.client(), "Gold says bad.", "assignment", answer.assignment())
                .path("comments")
                .path(1)
                .path("id")
                .asLong();
        labeler.client()
                .put(
                        "/inbox/read",
                        Map.of("through", java.time.Instant.now().plusSeconds(5).toString()))
                .expect(200);
        owner.client()
                .patch(path("/comments/" + hidden), Map.of("text", "@{" + labeler.member() + "}, gold says bad."))
                .expect(200);
        assertThat(dev.cupel.server.Items.sql()
                        .sql(
                                "select count(*) from thread_member where thread_id = ? and member_id = ? and mentioned_at is not null")
                        .params(thread, labeler.member())
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void oneSaveIdBelongsToOnePlace() {
        List<Long> items = items(2);
        Map<String, Object> once = comment("The same words.", "item", items.getFirst());
        owner.client().post(path("/comments"), once).expect(201);
        Map<String, Object> elsewhere = new java.util.HashMap<>(once);
        elsewhere.put("item", items.getLast());
        assertThat(owner.client().post(path("/comments"), elsewhere).expect(409).code())
                .isEqualTo("save_id_reused");
        assertThat(threads(items.getLast())).isEmpty();
    }

    @Test
    void whoWasNamedMayHaveLeftWhenACommentIsCorrected() {
        List<Long> items = items(1);
        Person reviewer = person("reviewer");
        JsonNode thread = said(owner.client(), "@{" + reviewer.member() + "}, lok.", "item", items.getFirst());
        owner.client().delete(path("/members/" + reviewer.member())).expect(204);
        owner.client()
                .patch(
                        path("/comments/"
                                + thread.path("comments").path(0).path("id").asLong()),
                        Map.of("text", "@{" + reviewer.member() + "}, look."))
                .expect(200);
    }

    @Test
    void whoIsNamedMustReadTheThread() {
        List<Long> items = items(1);
        Person labeler = person("labeler");
        Person reviewer = person("reviewer");
        said(owner.client(), "@{" + reviewer.member() + "}, look.", "item", items.getFirst());
        for (long member : List.of(labeler.member(), 999_999_999L)) {
            assertThat(say(owner.client(), "@{" + member + "}, look.", "item", items.getFirst())
                            .expect(422)
                            .code())
                    .isEqualTo("mention_unknown");
        }
        assertThat(threads(items.getFirst())).hasSize(1);
    }

    @Test
    void aChangedCommentKeepsWhatItWasAndOnlyItsAuthorChangesIt() {
        List<Long> items = items(1);
        Person reviewer = person("reviewer");
        JsonNode thread = said(reviewer.client(), "Frist.", "item", items.getFirst());
        long comment = thread.path("comments").path(0).path("id").asLong();
        JsonNode changed = reviewer.client()
                .patch(path("/comments/" + comment), Map.of("text", "First."))
                .expect(200)
                .json()
                .path("comments")
                .path(0);
        assertThat(changed.path("text").asString()).isEqualTo("First.");
        assertThat(changed.has("editedAt")).isTrue();
        assertThat(changed.path("earlier").path(0).path("text").asString()).isEqualTo("Frist.");
        assertThat(owner.client()
                        .patch(path("/comments/" + comment), Map.of("text", "Second."))
                        .expect(404)
                        .code())
                .isEqualTo("comment_unknown");
    }

    @Test
    void aDeletedCommentIsSeenAsDeletedWhileSomethingFollowsAndComesBackWhenAskedFor() {
        List<Long> items = items(1);
        JsonNode thread = said(owner.client(), "One.", "item", items.getFirst());
        long id = thread.path("id").asLong();
        said(owner.client(), "Two.", "thread", id);
        long one = thread.path("comments").path(0).path("id").asLong();
        owner.client().patch(path("/comments/" + one), Map.of("deleted", true)).expect(200);
        assertThat(texts(owner.client(), id)).containsExactly("deleted", "Two.");
        long two = thread(owner.client(), id)
                .json()
                .path("thread")
                .path("comments")
                .path(1)
                .path("id")
                .asLong();
        owner.client().patch(path("/comments/" + two), Map.of("deleted", true)).expect(200);
        assertThat(threads(items.getFirst())).isEmpty();
        assertThat(commented(true)).isEmpty();
        owner.client().patch(path("/comments/" + one), Map.of("deleted", false)).expect(200);
        owner.client().patch(path("/comments/" + one), Map.of("deleted", false)).expect(200);
        assertThat(texts(owner.client(), id)).containsExactly("One.");
        assertThat(commented(true)).containsExactly(items.getFirst());
    }

    @Test
    void theSameRequestSentManyTimesAtOnceSaysItOnce() throws Exception {
        List<Long> items = items(1);
        Map<String, Object> comment = comment("Spam?", "item", items.getFirst());
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            List<Callable<Client.Answer>> same = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                same.add(() -> owner.client().post(path("/comments"), comment));
            }
            for (Future<Client.Answer> answer : threads.invokeAll(same)) {
                answer.get().expect(201);
            }
        }
        assertThat(threads(items.getFirst())).hasSize(1);
        Map<String, Object> other = new HashMap<>(comment);
        other.put("text", "Something else.");
        assertThat(owner.client().post(path("/comments"), other).expect(409).code())
                .isEqualTo("save_id_reused");
    }

    @Test
    void manyWhoSpeakAtOnceAreAllHeard() throws Exception {
        List<Long> items = items(1);
        Map<String, Object> open = comment("Go.", "item", items.getFirst());
        long thread = owner.client()
                .post(path("/comments"), open)
                .expect(201)
                .json()
                .path("id")
                .asLong();
        List<Person> people = List.of(person("reviewer"), person("manager"), person("reviewer"));
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Callable<Client.Answer>> all = new ArrayList<>();
            for (Person person : people) {
                for (int i = 0; i < 5; i++) {
                    String text = "Number " + i;
                    all.add(() -> say(person.client(), text, "thread", thread));
                }
            }
            for (Future<Client.Answer> answer : threads.invokeAll(all)) {
                answer.get().expect(201);
            }
        }
        assertThat(texts(owner.client(), thread)).hasSize(16);
        assertThat(Items.sql()
                        .sql("select comments from thread where id = ?")
                        .param(thread)
                        .query(Integer.class)
                        .single())
                .isEqualTo(16);
    }

    @Test
    void whatCannotBeSaidIsRefusedWithItsPlace() {
        List<Long> items = items(1);
        Person labeler = person("labeler");
        assertThat(say(owner.client(), " \u200b ", "item", items.getFirst())
                        .expect(422)
                        .code())
                .isEqualTo("comment_empty");
        assertThat(say(owner.client(), "x".repeat(4001), "item", items.getFirst())
                        .expect(422)
                        .code())
                .isEqualTo("body_invalid");
        Map<String, Object> nowhere = comment("Hello.", "item", items.getFirst());
        nowhere.put("thread", 1);
        assertThat(owner.client().post(path("/comments"), nowhere).expect(422).code())
                .isEqualTo("comment_place");
        assertThat(say(owner.client(), "Hello.", "item", 999_999_999)
                        .expect(404)
                        .code())
                .isEqualTo("item_unknown");
        assertThat(say(labeler.client(), "Hello.", "item", items.getFirst())
                        .expect(403)
                        .code())
                .isEqualTo("role_too_low");
    }

    @Test
    void aNoteThatCameWithAFileBeginsNoThread() {
        Files.imported(owner.client(), project, "?format=jsonl&annotations=true", """
                {"key":"a","fields":{"text":"one"},"annotations":[{"annotator":"Zoe","answers":{"sentiment":"good"},"comment":"From elsewhere."}]}
                """);
        assertThat(commented(null)).hasSize(1);
        assertThat(Items.sql()
                        .sql(
                                "select count(*) from annotation n join project p on p.id = n.project_id where p.key = ? and n.comment is not null")
                        .param(project)
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
        assertThat(commented(true)).isEmpty();
    }
}
