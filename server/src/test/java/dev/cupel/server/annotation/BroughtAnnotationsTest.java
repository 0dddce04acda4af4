package dev.cupel.server.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cupel.server.Client;
import dev.cupel.server.Items;
import dev.cupel.server.Owner;
import dev.cupel.server.TestServer;
import dev.cupel.server.item.Files;
import dev.cupel.server.quality.Labeled;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who answered what elsewhere comes with an import that is asked to bring it. */
final class BroughtAnnotationsTest {
    private static final String BRING = "?format=jsonl&annotations=true";
    private static final List<Map<String, Object>> EVERY_KIND = List.of(
            Map.of("id", "mood", "type", "choice", "options", List.of("good", "bad"), "ambiguous", true),
            Map.of("id", "topics", "type", "choices", "options", List.of("price", "taste"), "required", false),
            Map.of("id", "stars", "type", "rating", "min", 1, "max", 5, "required", false),
            Map.of("id", "age", "type", "number", "min", 0, "step", 0.5, "required", false),
            Map.of("id", "retell", "type", "text", "required", false),
            Map.of("id", "names", "type", "spans", "on", "text", "options", List.of("PER"), "required", false),
            Map.of(
                    "id",
                    "better",
                    "type",
                    "preference",
                    "left",
                    "text",
                    "right",
                    "text",
                    "strengths",
                    3,
                    "required",
                    false));

    private final Owner owner = TestServer.owner();
    private final Client client = owner.client();
    private final JdbcClient sql = Items.sql();

    // ------------------------------------------------------------ helpers

    private JsonNode imported(String project, String file) {
        return Files.imported(client, project, BRING, file);
    }

    private static void assertFigures(JsonNode job, int added, int unchanged, int kept) {
        assertThat(job.path("state").asString()).as("%s", job).isEqualTo("done");
        assertThat(List.of("annotationsAdded", "annotationsUnchanged", "annotationsKept").stream()
                        .map(figure -> job.path("summary").path(figure).asInt(-1))
                        .toList())
                .as("%s", job)
                .containsExactly(added, unchanged, kept);
    }

    private List<String> problems(JsonNode job) {
        JsonNode problems = client.get("/jobs/" + job.path("id").asString() + "/problems")
                .expect(200)
                .json()
                .path("problems");
        return problems.valueStream()
                .map(one -> one.path("line").asInt() + " "
                        + one.path("column").asString("") + ": "
                        + one.path("what").asString())
                .toList();
    }

    private String exported(String project) throws IOException {
        JsonNode job = client.post("/projects/" + project + "/exports", Map.of("format", "jsonl"))
                .expect(202)
                .json();
        Files.over(client, job.path("id").asString());
        return new String(
                client.download(job.path("resultUrl").asString()).body().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** The annotations of each line to the letter; what is believed of the item may come meanwhile. */
    private static List<String> exactly(String file) {
        return file.lines()
                .map(line -> line.substring(line.indexOf("\"annotations\":")))
                .toList();
    }

    /** The annotations of each line, without what names rows of one installation. */
    private static List<String> annotations(String file) {
        return exactly(file).stream()
                .map(line -> line.replaceAll("\"(id|annotatorId|revision)\":\\d+", "\"$1\":0")
                        .replaceAll("(\"annotator\":\"[^\"]*) #\\d+\"", "$1 #0\""))
                .toList();
    }

    private String text(String query, Object... values) {
        return sql.sql(query)
                .params(values)
                .query((row, number) -> String.valueOf(row.getObject(1)))
                .single();
    }

    private static String line(String key, String annotations) {
        return "{\"key\":\"" + key + "\",\"fields\":{\"text\":\"text " + key + "\"},\"annotations\":[" + annotations
                + "]}\n";
    }

    private static String said(String annotator, String sentiment) {
        return "{\"annotator\":\"" + annotator + "\",\"answers\":{\"sentiment\":\"" + sentiment + "\"}}";
    }

    /** Everything that counts answers to an item, and where it stands. */
    private String standing(String project, String key) {
        return text("""
                select concat_ws(' ', 'answers', s.answers, 'status', s.status, 'wanted', p.wanted, 'taken', p.taken,
                           'votes', (select count(*) from vote v where v.item_id = i.id))
                from item i join item_state s on s.item_id = i.id join place p on p.item_id = i.id and p.stage = 'production'
                    join project j on j.id = i.project_id
                where j.key = ? and i.key = ?
                """, project, key);
    }

    private List<String> counts(String project) {
        return Stream.of("a", "b", "c")
                .map(key -> standing(project, key).replaceAll("status \\d", ""))
                .toList();
    }

    private JsonNode member(String project, String name) {
        return client.get("/projects/" + project + "/members")
                .expect(200)
                .json()
                .path("members")
                .valueStream()
                .filter(member -> member.path("displayName").asString().equals(name))
                .reduce((one, other) -> {
                    throw new AssertionError("two members are called " + name);
                })
                .orElseThrow(() -> new AssertionError("nobody is called " + name));
    }

    private static JsonNode next(Client person, String project) {
        return person.post("/projects/" + project + "/next", Map.of())
                .expect(200)
                .json()
                .path("assignment");
    }

    private static Map<String, Object> save(Map<String, Object> said) {
        Map<String, Object> body = new HashMap<>(Map.of(
                "saveId",
                UUID.randomUUID(),
                "outcome",
                "submitted",
                "activeMs",
                1234,
                "schemaVersion",
                1,
                "guidelineVersion",
                1));
        body.putAll(said);
        return body;
    }

    /** A project in which three people said everything that can be said. */
    private String labeled() {
        String project = owner.project(3, EVERY_KIND);
        Files.imported(
                client,
                project,
                "?format=jsonl",
                "{\"key\":\"a\",\"text\":\"😀 Anna\"}\n{\"key\":\"b\",\"text\":\"Bob\"}\n{\"key\":\"c\",\"text\":\"Cy\"}\n");
        List<Map<String, Object>> all = List.of(
                Map.of(
                        "answers",
                        Map.of(
                                "mood",
                                "good",
                                "topics",
                                List.of("taste", "price"),
                                "stars",
                                4,
                                "age",
                                12.5,
                                "retell",
                                " two\nlines \"quoted\" ",
                                "names",
                                List.of(),
                                "better",
                                Map.of("choice", "tie", "strength", 2, "shown", "swapped")),
                        "comment",
                        "😀 said"),
                Map.of("outcome", "skipped", "skipReason", "Not my language.", "answers", Map.of()),
                Map.of("answers", Map.of("mood", "bad"), "ambiguous", true));
        for (Client person : List.of(
                owner.invite(project, "labeler"), owner.invite(project, "labeler"), owner.simulated(project, "Sim"))) {
            for (Map<String, Object> said : all) {
                JsonNode assignment = next(person, project);
                String address = "/assignments/" + assignment.path("id").asString() + "/annotation";
                Map<String, Object> body = save(said);
                if (assignment
                                .path("item")
                                .path("fields")
                                .path("text")
                                .asString()
                                .contains("Anna")
                        && said.get("answers") instanceof Map<?, ?> answers
                        && !answers.isEmpty()) {
                    Map<String, Object> marked = new HashMap<>();
                    answers.forEach((question, answer) -> marked.put(question.toString(), answer));
                    marked.put("names", List.of(Map.of("begin", 3, "end", 7, "label", "PER")));
                    body.put("answers", marked);
                }
                person.put(address, body).expect(200);
                if (body.containsKey("comment")) {
                    body.putAll(Map.of("saveId", UUID.randomUUID(), "comment", "said again"));
                    person.put(address, body).expect(200);
                }
            }
        }
        return project;
    }

    // ------------------------------------------------------------ what comes back

    @Test
    void anExportComesBackWithEveryAnnotationAsItWas() throws IOException {
        String file = exported(labeled());
        assertThat(file)
                .contains(
                        "\"begin\":2",
                        "said again",
                        "Not my language.",
                        "\"ambiguous\":true",
                        "\"strength\":2",
                        "12.5");
        String other = owner.project(3, EVERY_KIND);
        JsonNode over = imported(other, file);
        assertThat(problems(over)).isEmpty();
        assertFigures(over, 9, 0, 0);
        assertThat(over.path("summary").path("annotatorsAdded").asInt()).isEqualTo(3);
        String again = exported(other);
        assertThat(annotations(again)).isEqualTo(annotations(file));

        JsonNode twice = imported(other, again);
        assertFigures(twice, 0, 9, 0);
        assertThat(twice.path("summary").path("unchanged").asInt()).isEqualTo(3);
        assertThat(exactly(exported(other))).isEqualTo(exactly(again));
    }

    @Test
    void importedAgainIntoItsOwnProjectItChangesNothing() throws IOException {
        String project = labeled();
        String file = exported(project);
        List<String> counts = counts(project);
        String people = text("select count(*) from account");
        JsonNode over = imported(project, file);
        assertFigures(over, 0, 9, 0);
        assertThat(exactly(exported(project))).isEqualTo(exactly(file));
        assertThat(counts(project)).isEqualTo(counts);
        assertThat(text("select count(*) from account")).isEqualTo(people);
    }

    @Test
    void withoutBeingAskedAnImportLeavesAnnotationsBehind() throws IOException {
        String other = owner.project(3, EVERY_KIND);
        JsonNode over = Files.imported(client, other, "?format=jsonl", exported(labeled()));
        assertThat(over.path("summary").path("added").asInt()).isEqualTo(3);
        assertThat(over.path("summary").has("annotationsAdded")).isFalse();
        assertThat(annotations(exported(other))).containsOnly("\"annotations\":[]}");
    }

    @Test
    void whoHasAnsweredAnItemHereKeepsTheAnswer() {
        String project = owner.project(3);
        assertFigures(imported(project, line("a", said("Ann", "good"))), 1, 0, 0);
        String longer = line("a", said("Ann", "bad") + "," + said("Bob", "bad"));
        assertFigures(imported(project, longer), 1, 0, 1);
        assertThat(text(
                        "select n.answers ->> 'sentiment' from annotation n where n.member_id = ?",
                        member(project, "Ann").path("memberId").asLong()))
                .isEqualTo("good");
        assertThat(standing(project, "a")).isEqualTo("answers 2 status 1 wanted 3 taken 2 votes 2");
        assertThat(member(project, "Ann").path("answers").asInt()).isEqualTo(1);
    }

    @Test
    void theReportSeesTheVotes() throws Exception {
        Labeled labeled = Labeled.empty(
                0, 2, List.of(Map.of("id", "sentiment", "type", "choice", "options", List.of("good", "bad"))));
        StringBuilder file = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            file.append(line("k" + i, said("Ann", i % 2 == 0 ? "good" : "bad") + "," + said("Bob", "good")));
        }
        assertFigures(imported(labeled.project(), file.toString()), 24, 0, 0);
        Labeled.await(() -> {
            JsonNode shown = labeled.manager()
                    .get("/projects/" + labeled.project() + "/quality?question=sentiment")
                    .expect(200)
                    .json();
            return shown.path("annotators").size() == 2;
        });
        assertThat(Labeled.all(labeled.report("sentiment").path("annotators"), "name"))
                .containsExactlyInAnyOrder("Ann", "Bob");
        assertThat(labeled.status("k0")).isEqualTo("complete");
    }

    @Test
    void aTimeToComeIsNowAndAGuidelineThatIsNotThereIsNone() {
        String project = owner.project(3);
        String file = line(
                "a",
                "{\"annotator\":\"Ann\",\"answers\":{\"sentiment\":\"good\"},\"savedAt\":\"2999-01-01T00:00:00Z\",\"guidelineVersion\":7},"
                        + "{\"annotator\":\"Bob\",\"answers\":{\"sentiment\":\"good\"},\"savedAt\":\"2020-02-03T04:05:06.123456+01:00\",\"guidelineVersion\":1}");
        assertFigures(imported(project, file), 2, 0, 0);
        assertThat(text(
                        "select string_agg(concat_ws(' ', n.guideline_version, n.saved_at <= now(), extract(year from n.saved_at at time zone 'UTC') = 2020), ', ' order by n.id)"
                                + " from annotation n join project p on p.id = n.project_id where p.key = ?",
                        project))
                .isEqualTo("0 t f, 1 t t");
    }

    // ------------------------------------------------------------ what is refused

    @Test
    void everythingWrongWithAnAnnotationIsNamedWithItsRowAnnotatorAndQuestionAndTheRowIsLeftOut() {
        String project = owner.project(3, EVERY_KIND);
        String file = line("fine", "{\"annotator\":\"Ann\",\"answers\":{\"mood\":\"good\"}}")
                + line(
                        "wrong",
                        "{\"annotator\":\"Ann\",\"answers\":{\"mood\":\"meh\",\"stars\":9,\"gone\":1,"
                                + "\"names\":[{\"begin\":0,\"end\":99,\"label\":\"PER\"}]},\"activeMs\":-1},"
                                + "{\"annotator\":\"Bob\",\"outcome\":\"skipped\",\"answers\":{\"mood\":\"good\"}},"
                                + "{\"annotator\":\"Bob\",\"outcome\":\"maybe\",\"answers\":{}},"
                                + "{\"answers\":{}},7,"
                                + "{\"annotator\":\"Cy\",\"answers\":{\"mood\":\"good\"},\"savedAt\":\"yesterday\",\"comment\":5,"
                                + "\"ambiguous\":\"no\",\"annotatorKind\":\"cat\",\"skipReason\":\"why\"},"
                                + "{\"annotator\":\"Di\",\"answers\":{}}")
                + "{\"key\":\"list\",\"fields\":{\"text\":\"t\"},\"annotations\":{\"a\":1}}\n"
                + line("nul", "{\"annotator\":\"Ann\",\"answers\":{\"mood\":\"good\"},\"comment\":\"a\\u0000b\"}");
        JsonNode over = imported(project, file);
        assertFigures(over, 1, 0, 0);
        assertThat(over.path("summary").path("added").asInt()).isEqualTo(1);
        assertThat(over.path("summary").path("rejected").asInt()).isEqualTo(3);
        assertThat(problems(over))
                .containsExactlyInAnyOrder(
                        "2 annotations[0].answers.gone: from 'Ann': the schema has no such question",
                        "2 annotations[0].answers.names[0]: from 'Ann': from 0 to 99 does not lie in the text of 10 code points",
                        "2 annotations[0].answers.mood: from 'Ann': there is no option 'meh'",
                        "2 annotations[0].answers.stars: from 'Ann': 9 is not on the scale",
                        "2 annotations[0].activeMs: from 'Ann': is -1",
                        "2 annotations[1].answers: from 'Bob': what is skipped has no answers",
                        "2 annotations[1].skipReason: from 'Bob': a skip needs its reason",
                        "2 annotations[2].annotator: from 'Bob': an answer of the same annotator stands in annotations[1]",
                        "2 annotations[2].outcome: from 'Bob': is \"maybe\"",
                        "2 annotations[3].annotator: nobody is named",
                        "2 annotations[4]: is 7",
                        "2 annotations[5].savedAt: from 'Cy': is \"yesterday\"",
                        "2 annotations[5].comment: from 'Cy': is 5",
                        "2 annotations[5].ambiguous: from 'Cy': is \"no\"",
                        "2 annotations[5].annotatorKind: from 'Cy': is \"cat\"",
                        "2 annotations[5].skipReason: from 'Cy': an answer that is submitted is not skipped",
                        "2 annotations[6].answers.mood: from 'Di': an answer is missing",
                        "3 annotations: is {\"a\":1}",
                        "4 annotations[0].comment: character 2 is NUL");
        assertThat(text("select count(*) from item i join project p on p.id = i.project_id where p.key = ?", project))
                .isEqualTo("1");
        assertThat(text("select count(*) from member m join project p on p.id = m.project_id where p.key = ?", project))
                .as("the owner and Ann")
                .isEqualTo("2");
    }

    @Test
    void anAnswerThatCameLaterNeedNotBeThere() {
        String project = owner.project(
                2,
                List.of(
                        Map.of("id", "mood", "type", "choice", "options", List.of("good", "bad")),
                        Map.of("id", "later", "type", "choice", "options", List.of("yes", "no"))));
        assertFigures(imported(project, line("a", "{\"annotator\":\"Ann\",\"answers\":{\"mood\":\"good\"}}")), 1, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"key,text\na,one\n", "{\"key\":\"a\",\"text\":\"one\"}\n"})
    void aFileThatIsNoneOfOursBringsNoAnnotationsAndSaysSo(String file) {
        JsonNode over = Files.imported(client, owner.project(1), "?annotations=true", file);
        assertThat(over.path("state").asString()).isEqualTo("failed");
        assertThat(over.path("error").asString()).startsWith("Annotations come only with lines of our own JSONL");
    }

    @Test
    void onlyWhoMayImportBringsAnnotations() {
        String project = owner.project(1);
        for (String role : List.of("labeler", "reviewer")) {
            assertThat(start(owner.invite(project, role), project).status()).isEqualTo(403);
        }
        assertThat(start(owner.invite(owner.project(1), "manager"), project).status())
                .isEqualTo(404);
        Client manager = owner.invite(project, "manager");
        JsonNode job = start(manager, project).expect(202).json();
        assertFigures(Files.over(manager, job.path("id").asString()), 1, 0, 0);
    }

    private static Client.Answer start(Client person, String project) {
        return person.upload(
                "/projects/" + project + "/imports" + BRING,
                "application/octet-stream",
                HttpRequest.BodyPublishers.ofString(line("a", said("Ann", "good"))));
    }

    @ParameterizedTest
    @CsvSource({"'[]',false", "'[ ]',false", "'[{\"annotator\":\"Ann\",\"answers\":{}}]',true", "'null',false"})
    void thePreviewTellsWhetherThereAreAnnotations(String annotations, boolean told) {
        String file = "{\"key\":\"a\",\"fields\":{\"text\":\"one\"},\"annotations\":" + annotations + "}\n";
        JsonNode preview = client.upload(
                        "/projects/" + owner.project(1) + "/imports/preview",
                        "application/octet-stream",
                        HttpRequest.BodyPublishers.ofString(file))
                .expect(200)
                .json();
        assertThat(preview.path("annotations").asBoolean()).isEqualTo(told);
    }

    // ------------------------------------------------------------ places and counts

    @Test
    void thereMayBeMoreAnswersThanAreWantedAndEverythingCountsThem() {
        String project = owner.project(1);
        Client person = owner.simulated(project, "Sim");
        assertFigures(
                imported(
                        project,
                        line("a", said("Ann", "good") + "," + said("Bob", "good") + "," + said("Cy", "bad"))
                                + line("b", "")),
                3,
                0,
                0);
        assertThat(standing(project, "a")).isEqualTo("answers 3 status 2 wanted 1 taken 3 votes 3");
        assertThat(next(person, project)
                        .path("item")
                        .path("fields")
                        .path("text")
                        .asString())
                .isEqualTo("text b");
        client.patch("/projects/" + project, Map.of("overlap", 4)).expect(200);
        assertThat(standing(project, "a")).isEqualTo("answers 3 status 1 wanted 4 taken 3 votes 3");
        JsonNode overview =
                client.get("/projects/" + project + "/overview").expect(200).json();
        assertThat(overview.path("answers").asInt()).as("%s", overview).isEqualTo(3);
    }

    @Test
    void anItemThatIsGoldIsAnsweredAsGoldAlsoWithGoldOfTheSameRow() {
        String project = owner.project(2);
        String file = line("a", said("Ann", "good") + "," + said("Bob", "bad") + "," + said("Cy", "bad"))
                .replace("\"annotations\"", "\"gold\":{\"sentiment\":\"good\"},\"annotations\"");
        assertFigures(imported(project, file), 3, 0, 0);
        assertThat(standing(project, "a")).isEqualTo("answers 3 status 2 wanted 0 taken 0 votes 3");
        assertThat(text(
                        "select string_agg(distinct a.kind::text, ' ') || count(*) from assignment a join gold_attempt f"
                                + " on f.item_id = a.item_id and f.member_id = a.member_id join project p on p.id = a.project_id where p.key = ?",
                        project))
                .isEqualTo("gold3");
        String item = text("select i.id from item i join project p on p.id = i.project_id where p.key = ?", project);
        client.delete("/projects/" + project + "/items/" + item + "/gold").expect(204);
        assertThat(standing(project, "a")).isEqualTo("answers 3 status 2 wanted 2 taken 3 votes 3");
    }

    @Test
    void whatIsOnSomebodysScreenIsAnsweredAndTheirOwnAnswerIsAskedAboutFirst() {
        String project = owner.project(1);
        Files.imported(client, project, "?format=jsonl", line("a", ""));
        Client person = owner.simulated(project, "Sim");
        String lease = next(person, project).path("id").asString();
        assertThat(standing(project, "a")).isEqualTo("answers 0 status 0 wanted 1 taken 1 votes 0");
        assertFigures(imported(project, line("a", said("Sim", "bad"))), 1, 0, 0);
        assertThat(standing(project, "a")).isEqualTo("answers 1 status 2 wanted 1 taken 1 votes 1");
        Map<String, Object> mine = save(Map.of("answers", Map.of("sentiment", "good"), "baseRevision", 0));
        assertThat(person.put("/assignments/" + lease + "/annotation", mine)
                        .expect(409)
                        .code())
                .isEqualTo("newer_answer");
        person.put(
                        "/assignments/" + lease + "/annotation",
                        save(Map.of("outcome", "skipped", "skipReason", "No.", "answers", Map.of(), "baseRevision", 1)))
                .expect(200);
        assertThat(standing(project, "a"))
                .as("what is taken back gives its place back")
                .isEqualTo("answers 0 status 0 wanted 1 taken 0 votes 0");
    }

    @Test
    void whatPersonsAreToldOfTheirWorkFollows() {
        String project = owner.project(2);
        Files.imported(client, project, "?format=jsonl", line("a", "") + line("b", "") + line("c", ""));
        Client person = owner.simulated(project, "Sim");
        JsonNode before =
                person.get("/projects/" + project + "/mine/stats").expect(200).json();
        assertThat(before.path("openForMe").asInt()).as("%s", before).isEqualTo(3);
        assertFigures(imported(project, line("a", said("Sim", "bad")) + line("b", said("Ann", "bad"))), 2, 0, 0);
        JsonNode after =
                person.get("/projects/" + project + "/mine/stats").expect(200).json();
        assertThat(after.path("openForMe").asInt()).as("%s", after).isEqualTo(2);
        assertThat(after.path("answeredTotal").asInt()).isEqualTo(1);
    }

    @Test
    void aServerThatDiesInTheMiddleLosesAndDoublesNoAnnotation() throws Exception {
        String project = owner.project(2);
        int rows = 12_000;
        StringBuilder file = new StringBuilder();
        for (int i = 0; i < rows; i++) {
            file.append(line("k" + i, said("Ann", "good") + "," + said("Bob " + i % 50, "good")));
        }
        JsonNode started = client.upload(
                        "/projects/" + project + "/imports" + BRING,
                        "application/octet-stream",
                        HttpRequest.BodyPublishers.ofString(file.toString()))
                .expect(202)
                .json();
        String job = started.path("id").asString();
        int deaths = 0;
        while (deaths < 2) {
            // What remains when a server is killed: a running job whose lease runs out.
            deaths += sql.sql("""
                    update job set lease_owner = 'a dead server', lease_until = now() - interval '1 minute'
                    where id = ?::uuid and state = 'running' and lease_owner <> 'a dead server'
                      and (progress->>'rows')::bigint > ?
                    """).params(job, deaths * 3_000).update();
            assertThat(client.get("/jobs/" + job)
                            .expect(200)
                            .json()
                            .path("state")
                            .asString())
                    .isIn("queued", "running");
            Thread.sleep(2);
        }
        JsonNode over = Files.over(client, job);
        assertFigures(over, 2 * rows, 0, 0);
        assertThat(over.path("summary").path("annotatorsAdded").asInt()).isEqualTo(51);
        assertThat(text("select attempts from job where id = ?::uuid", job)).isEqualTo("3");
        for (String counted : List.of(
                "select count(*) from annotation n join project p on p.id = n.project_id where p.key = ?",
                "select count(*) from vote n join project p on p.id = n.project_id where p.key = ?",
                "select sum(taken) from place n join project p on p.id = n.project_id where p.key = ?",
                "select sum(answers) from item_state n join project p on p.id = n.project_id where p.key = ?")) {
            assertThat(text(counted, project)).as(counted).isEqualTo("" + 2 * rows);
        }
        assertThat(text(
                        "select count(*) from item_state s join project p on p.id = s.project_id where p.key = ?"
                                + " and s.status = 2",
                        project))
                .isEqualTo("" + rows);
    }

    // ------------------------------------------------------------ who they are

    @Test
    void whoIsNoMemberBecomesAnImportedAnnotatorThatNobodyComesInAs() {
        String project = owner.project(3);
        String robot = "{\"annotator\":\"Robot\",\"annotatorKind\":\"simulated\",\"answers\":{\"sentiment\":\"bad\"}}";
        assertFigures(imported(project, line("a", said("Ann", "good") + "," + robot)), 2, 0, 0);
        JsonNode again = imported(project, line("b", said("Ann", "good") + "," + robot));
        assertFigures(again, 2, 0, 0);
        assertThat(again.path("summary").path("annotatorsAdded").asInt())
                .as("the same name is the same one")
                .isZero();
        JsonNode ann = member(project, "Ann");
        assertThat(ann.path("imported").asBoolean()).isTrue();
        assertThat(ann.path("role").asString()).isEqualTo("labeler");
        assertThat(ann.path("kind").asString()).isEqualTo("person");
        assertThat(ann.path("answers").asInt()).isEqualTo(2);
        assertThat(ann.path("email").isNull() || ann.path("email").isMissingNode())
                .isTrue();
        assertThat(member(project, "Robot").path("kind").asString()).isEqualTo("simulated");
        assertThat(member(project, "Olga Owner").path("imported").asBoolean()).isFalse();

        String account = ann.path("accountId").asString();
        assertThat(client.post("/accounts/" + account + "/password-reset", Map.of())
                        .status())
                .isEqualTo(404);
        assertThat(client.post("/accounts/" + account + "/disable", Map.of()).status())
                .isEqualTo(404);
        String address =
                "/projects/" + project + "/members/" + ann.path("memberId").asLong();
        for (String role : List.of("reviewer", "manager", "owner")) {
            assertThat(client.patch(address, Map.of("role", role)).expect(409).code())
                    .isEqualTo("member_imported");
        }
        client.delete(address).expect(204);
        client.patch(address, Map.of("role", "labeler")).expect(200);
        for (String table : List.of("login", "login_session", "api_token", "password_reset")) {
            String row = switch (table) {
                case "login" ->
                    "insert into login (account_id, provider, password_hash) values (?::uuid, 'password', 'x')";
                case "login_session" ->
                    "insert into login_session (token_hash, account_id, expires_at) values ('x', ?::uuid, now())";
                case "api_token" ->
                    "insert into api_token (id, account_id, name, token_hash, scopes) values (gen_random_uuid(), ?::uuid, 'x', 'x', '{}')";
                default ->
                    "insert into password_reset (token_hash, account_id, expires_at) values ('x', ?::uuid, now())";
            };
            assertThatThrownBy(() -> sql.sql(row).param(account).update())
                    .as(table)
                    .hasMessageContaining("nobody signs in to it");
        }
        long robots = member(project, "Robot").path("memberId").asLong();
        assertThat(client.post(
                                "/projects/" + project + "/simulated-annotators",
                                Map.of("displayName", "Robot", "reuse", true))
                        .expect(201)
                        .json()
                        .path("memberId")
                        .asLong())
                .as("a program does not go on as an imported annotator")
                .isNotEqualTo(robots);
    }

    @Test
    void membersOfOneNameAreToldApartByTheirNumber() {
        String project = owner.project(3);
        owner.invite(project, "labeler");
        owner.invite(project, "labeler");
        List<Long> members = sql.sql(
                        "select m.id from member m join account a on a.id = m.account_id join project p on p.id = m.project_id"
                                + " where p.key = ? and a.display_name = 'A labeler' order by m.id")
                .param(project)
                .query((row, number) -> row.getLong(1))
                .list();
        JsonNode unclear = imported(project, line("a", said("A labeler", "good")) + line("b", said("Ann", "good")));
        assertThat(problems(unclear))
                .containsExactly("1 annotations[0].annotator: from 'A labeler': several members have this name");
        assertFigures(imported(project, line("a", said("A labeler #" + members.getFirst(), "good"))), 1, 0, 0);
        String byNumber = said("A labeler", "bad")
                .replace("{\"annotator\"", "{\"annotatorId\":" + members.getLast() + ",\"annotator\"");
        assertFigures(imported(project, line("a", byNumber)), 1, 0, 0);
        assertThat(text(
                        "select count(distinct member_id) from annotation where member_id = any(string_to_array(?, ',')::bigint[])",
                        members.getFirst() + "," + members.getLast()))
                .isEqualTo("2");
        String twice = said("A labeler #" + members.getFirst(), "good") + ","
                + byNumber.replace("\"annotatorId\":" + members.getLast(), "\"annotatorId\":" + members.getFirst());
        assertThat(problems(imported(project, line("c", twice) + line("d", ""))))
                .containsExactly(
                        "1 annotations[1].annotator: from 'A labeler': an answer of the same annotator stands in annotations[0]");
    }

    @Test
    void whoJoinsLaterUnderTheNameOfAnImportedAnnotatorIsSomebodyElse() throws IOException {
        String project = owner.project(3);
        assertFigures(imported(project, line("a", said("Ann", "good"))), 1, 0, 0);
        Client ann = owner.simulated(project, "Ann");
        ann.put(
                        "/assignments/" + next(ann, project).path("id").asString() + "/annotation",
                        save(Map.of("answers", Map.of("sentiment", "bad"))))
                .expect(200);
        assertFigures(imported(project, line("a", said("Ann", "good"))), 0, 1, 0);
        String file = exported(project);
        assertThat(annotations(file).getFirst().split("\"Ann #0\"", -1)).hasSize(3);
        assertFigures(imported(project, file), 0, 2, 0);
    }

    @Test
    void itemsTellWhichAnswersCameWithAFile() {
        String project = owner.project(3);
        imported(project, line("a", said("Ann", "good")));
        Client person = owner.simulated(project, "Sim");
        JsonNode assignment = next(person, project);
        person.put(
                        "/assignments/" + assignment.path("id").asString() + "/annotation",
                        save(Map.of("answers", Map.of("sentiment", "bad"))))
                .expect(200);
        String item = text("select i.id from item i join project p on p.id = i.project_id where p.key = ?", project);
        JsonNode life = client.get("/projects/" + project + "/items/" + item)
                .expect(200)
                .json();
        assertThat(JsonMapper.shared()
                        .valueToTree(life.path("annotations")
                                .valueStream()
                                .map(one -> one.path("annotator").path("name").asString() + " "
                                        + one.path("imported").asBoolean())
                                .toList())
                        .toString())
                .isEqualTo("[\"Sim false\",\"Ann true\"]");
    }

    @Test
    void whoWasAskedAgainHasBothAnswersAndOneVote() throws IOException {
        String project = owner.project(2);
        String again = "{\"annotator\":\"Twice\",\"kind\":\"repeat\",\"answers\":{\"sentiment\":\"bad\"}}";
        String file = line("a", said("Twice", "good") + "," + again);
        assertFigures(imported(project, file), 2, 0, 0);
        assertFigures(imported(project, file), 0, 2, 0);
        assertThat(standing(project, "a")).isEqualTo("answers 1 status 1 wanted 2 taken 1 votes 1");
        assertThat(text("""
                select string_agg(a.kind || ' ' || (n.answers ->> 'sentiment'), ',' order by n.id)
                from annotation n join assignment a on a.id = n.assignment_id join project p on p.id = n.project_id
                where p.key = ?
                """, project)).isEqualTo("production good,repeat bad");
        assertThat(text("""
                select count(*) from vote_again v join project p on p.id = v.project_id where p.key = ?
                """, project)).isEqualTo("1");
        String copy = owner.project(2);
        imported(copy, exported(project));
        assertThat(annotations(exported(copy))).isEqualTo(annotations(exported(project)));
    }
}
