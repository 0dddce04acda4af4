package dev.cupel.server.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cupel.server.Client;
import dev.cupel.server.Owner;
import dev.cupel.server.TestServer;
import dev.cupel.server.blob.BlobStore;
import dev.cupel.server.item.Files;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ExportTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final Owner owner = TestServer.owner();
    private final Client client = owner.client();
    private final JdbcClient sql = TestServer.running().context().getBean(JdbcClient.class);
    private final BlobStore blobs = TestServer.running().context().getBean(BlobStore.class);

    private String exported(String project, Map<String, ?> wanted) throws IOException {
        JsonNode job = client.post("/projects/" + project + "/exports", wanted)
                .expect(202)
                .json();
        // Asked for at once: the answer waits for the job, and ends with it.
        HttpResponse<InputStream> file = client.download(job.path("resultUrl").asString());
        assertThat(file.statusCode()).isEqualTo(200);
        String text = new String(file.body().readAllBytes(), StandardCharsets.UTF_8);
        JsonNode over = Files.over(client, job.path("id").asString());
        assertThat(over.path("state").asString()).as("%s", over).isEqualTo("done");
        assertThat(over.path("summary").path("bytes").asLong()).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
        if (!"csv".equals(wanted.get("format"))) {
            assertThat(over.path("summary").path("rows").asLong(-1))
                    .as("rows of the file, its header not counted")
                    .isEqualTo(text.lines().count() - ("votes".equals(wanted.get("format")) ? 1 : 0));
        }
        String fileName = over.path("summary").path("fileName").asString();
        if (wanted.get("question") instanceof String question) {
            assertThat(fileName).contains("-votes-" + question + "-");
        }
        assertThat(file.headers().firstValue("Content-Disposition").orElse(""))
                .contains(over.path("summary").path("fileName").asString());
        return text;
    }

    private String label(Client labeler, String project, Map<String, ?> answers) {
        JsonNode next = labeler.post("/projects/" + project + "/next", Map.of("holding", List.of()))
                .expect(200)
                .json()
                .path("assignment");
        String assignment = next.path("id").asString();
        save(labeler, assignment, "submitted", answers);
        return assignment;
    }

    private static void save(Client labeler, String assignment, String outcome, Map<String, ?> answers) {
        labeler.put(
                        "/assignments/" + assignment + "/annotation",
                        Map.of(
                                "saveId",
                                UUID.randomUUID().toString(),
                                "outcome",
                                outcome,
                                "answers",
                                answers,
                                "skipReason",
                                outcome.equals("skipped") ? "not my language" : "",
                                "activeMs",
                                1234,
                                "schemaVersion",
                                1,
                                "guidelineVersion",
                                1))
                .expect(200);
    }

    @Test
    void anExcludedItemIsInNoFile() throws IOException {
        String project = owner.project(1);
        Files.imported(client, project, "", "key,text\na,one\nb,two\n");
        long item = client.get("/projects/" + project + "/items")
                .json()
                .path("items")
                .get(0)
                .path("id")
                .asLong();
        client.put("/projects/" + project + "/items/" + item + "/exclusion", Map.of("reason", "A duplicate."))
                .expect(200);
        assertThat(exported(project, Map.of("format", "jsonl")).lines())
                .hasSize(1)
                .allMatch(line -> JSON.readTree(line).path("key").asString().equals("b"));
        assertThat(exported(project, Map.of("format", "csv")).lines()).hasSize(2);
    }

    @Test
    void aJsonLineHoldsEverythingThatIsKnownAboutAnItem() throws IOException {
        String project = owner.project(2);
        Files.imported(
                client, project, "", "key,text,lang,gold\na,\"say \"\"hi\"\"\",en,\nb,two,de,\nc,three,en,bad\n");
        Client ann = owner.simulated(project, "Ann");
        Client bob = owner.simulated(project, "Bob");
        String first = label(ann, project, Map.of("sentiment", "good"));
        save(ann, first, "submitted", Map.of("sentiment", "bad"));
        label(bob, project, Map.of("sentiment", "good"));
        JsonNode second = bob.post("/projects/" + project + "/next", Map.of("holding", List.of()))
                .json();
        save(bob, second.path("assignment").path("id").asString(), "skipped", Map.of());
        sql.sql("""
                insert into adjudication (project_id, item_id, question, option, value, reason, guideline_version, decided_by)
                select i.project_id, i.id, 0, 0, '"good"', 'irony', 1, a.id
                from item i join project p on p.id = i.project_id join account a on a.instance_owner
                where p.key = ? and i.key = 'a' limit 1
                """).param(project).update();
        sql.sql("""
                insert into item_answer (project_id, question, item_id, source, option, probability, posterior)
                select i.project_id, 0, i.id, 0, 1, 0.75, '{0.25,0.75}' from item i join project p on p.id = i.project_id
                where p.key = ? and i.key = 'b' on conflict do nothing
                """).param(project).update();

        List<JsonNode> lines = new ArrayList<>();
        exported(project, Map.of("format", "jsonl")).lines().forEach(line -> lines.add(JSON.readTree(line)));
        assertThat(lines).extracting(l -> l.path("key").asString()).containsExactly("a", "b", "c");
        JsonNode a = lines.getFirst();
        assertThat(a.path("fields").path("text").asString()).isEqualTo("say \"hi\"");
        assertThat(a.path("metadata").path("lang").asString()).isEqualTo("en");
        assertThat(a.path("annotations")).hasSize(2);
        List<JsonNode> byAnn = new ArrayList<>();
        a.path("annotations").forEach(n -> {
            if (n.path("annotator").asString().equals("Ann")) {
                byAnn.add(n);
            }
        });
        assertThat(byAnn).hasSize(1);
        JsonNode revised = byAnn.getFirst();
        assertThat(revised.path("answers").path("sentiment").asString()).isEqualTo("bad");
        assertThat(revised.path("revision").asInt()).isEqualTo(2);
        assertThat(revised.path("annotatorKind").asString()).isEqualTo("simulated");
        assertThat(revised.path("activeMs").asInt()).isEqualTo(1234);
        assertThat(revised.path("guidelineVersion").asInt()).isEqualTo(1);
        assertThat(revised.path("savedAt").asString()).endsWith("Z");
        assertThat(a.path("adjudications").get(0).path("reason").asString()).isEqualTo("irony");
        assertThat(a.path("adjudications").get(0).path("value").asString()).isEqualTo("good");
        JsonNode b = lines.get(1);
        assertThat(b.path("annotations").get(0).path("outcome").asString()).isEqualTo("skipped");
        assertThat(b.path("annotations").get(0).path("skipReason").asString()).isEqualTo("not my language");
        assertThat(b.path("consensus").path("sentiment").path("value").asString())
                .isEqualTo("bad");
        assertThat(b.path("consensus")
                        .path("sentiment")
                        .path("posterior")
                        .path("bad")
                        .asDouble())
                .isEqualTo(0.75);
        assertThat(lines.get(2).path("gold").path("sentiment").asString()).isEqualTo("bad");
        assertThat(lines.get(2)
                        .path("consensus")
                        .path("sentiment")
                        .path("source")
                        .asString())
                .isEqualTo("gold");
    }

    @Test
    void csvHasARowPerItemAndLeavesEveryValueAsItIs() throws IOException {
        String project = owner.project(1);
        Files.imported(client, project, "?format=jsonl", """
                {"key":"a","text":"=1+1, \\"quoted\\"\\nand more","lang":"@en","status":"mine","gold":"good"}
                {"key":"-b","text":"plain"}
                """);
        assertThat(exported(project, Map.of("format", "csv"))).isEqualTo("""
                        key,text,lang,metadata.status,status,consensus.sentiment,probability.sentiment,source.sentiment,\
                        answers.sentiment,gold.sentiment,status.sentiment
                        a,"=1+1, ""quoted""
                        and more",@en,mine,unlabeled,good,,gold,0,good,complete
                        -b,plain,,,unlabeled,,,,0,,unlabeled
                        """);
        assertThat(exported(project, Map.of("format", "csv", "spreadsheet", "semicolon")))
                .as("for a spreadsheet nothing in it is run, and it opens as what it is")
                .isEqualTo("""
                        \uFEFFkey;text;lang;metadata.status;status;consensus.sentiment;probability.sentiment;source.sentiment;\
                        answers.sentiment;gold.sentiment;status.sentiment
                        a;"'=1+1, ""quoted""
                        and more";'@en;mine;unlabeled;good;;gold;0;good;complete
                        '-b;plain;;;unlabeled;;;;0;;unlabeled
                        """);
    }

    /** Four items: finished and sure, finished and unsure, decided, and one that nobody has answered. */
    private String fourItems() {
        String project = owner.project(
                1,
                List.of(
                        Map.of("id", "mood", "type", "choice", "options", List.of("good", "bad")),
                        Map.of(
                                "id",
                                "topic",
                                "type",
                                "choice",
                                "required",
                                false,
                                "options",
                                List.of("price", "taste"))));
        Files.imported(
                client, project, "", "key,text,lang\nsure,one,en\nunsure,two,de\ndecided,three,en\nopen,four,en\n");
        sql.sql("""
                with i as (select i.id, i.project_id, i.key from item i join project p on p.id = i.project_id where p.key = ?),
                     s as (update item_state s set status = case i.key when 'open' then 0 when 'decided' then 4 else 2 end
                           from i where i.id = s.item_id)
                insert into item_answer (project_id, question, item_id, source, option, probability)
                select project_id, 0, id, case key when 'decided' then 1 else 0 end, 0,
                       case key when 'sure' then 0.95 when 'unsure' then 0.6 end from i where key <> 'open'
                """).param(project).update();
        return project;
    }

    private List<String> keys(String project, Map<String, ?> wanted) throws IOException {
        return exported(project, wanted)
                .lines()
                .map(line -> JSON.readTree(line).path("key").asString())
                .toList();
    }

    @Test
    void anExportTakesOnlyWhatIsAskedFor() throws IOException {
        String project = fourItems();
        assertThat(keys(project, Map.of("format", "jsonl", "finished", true)))
                .containsExactly("sure", "unsure", "decided");
        assertThat(keys(project, Map.of("format", "jsonl", "confidence", 0.95)))
                .as("what somebody decided is sure; what nobody answered is not")
                .containsExactly("sure", "decided");
        assertThat(keys(project, Map.of("format", "jsonl", "where", Map.of("meta", List.of("lang:en")))))
                .containsExactly("sure", "decided", "open");
        assertThat(keys(
                        project,
                        Map.of(
                                "format",
                                "jsonl",
                                "where",
                                Map.of("meta", List.of("lang:en")),
                                "finished",
                                true,
                                "confidence",
                                1)))
                .containsExactly("decided");
        long unsure = client.get("/projects/" + project + "/items?meta=lang:de")
                .json()
                .path("items")
                .get(0)
                .path("id")
                .asLong();
        assertThat(keys(project, Map.of("format", "jsonl", "items", List.of(unsure, 999_999_999L))))
                .containsExactly("unsure");
        assertThat(keys(project, Map.of("format", "jsonl", "where", Map.of("status", "disputed"))))
                .isEmpty();
    }

    @Test
    void anExportOfManyItemsTakesEachThatFitsOnceHoweverFarApartTheyAre() throws IOException {
        String project = owner.project(1);
        dev.cupel.server.Items.add(project, 30_000);
        sql.sql("""
                update item_state s set status = 2 from item i join project p on p.id = i.project_id
                where i.id = s.item_id and p.key = ? and substr(i.key, 2)::int % 97 = 5
                """).param(project).update();
        assertThat(keys(project, Map.of("format", "jsonl", "where", Map.of("status", "complete"))))
                .hasSize(310)
                .doesNotHaveDuplicates()
                .startsWith("k5", "k102");
    }

    @Test
    void anExportMayTellAboutSomeQuestionsOnly() throws IOException {
        String project = fourItems();
        Client ann = owner.simulated(project, "Ann");
        label(ann, project, Map.of("mood", "good", "topic", "price"));
        JsonNode line = JSON.readTree(exported(project, Map.of("format", "jsonl", "questions", List.of("topic")))
                .lines()
                .filter(one -> one.contains("price"))
                .findFirst()
                .orElseThrow());
        assertThat(line.path("consensus").propertyNames()).doesNotContain("mood");
        assertThat(line.path("annotations").get(0).path("answers").propertyNames())
                .containsExactly("topic");
        assertThat(exported(project, Map.of("format", "csv", "questions", List.of("topic"))))
                .startsWith(
                        "key,text,lang,status,consensus.topic,probability.topic,source.topic,answers.topic,gold.topic,status.topic\n");
    }

    @Test
    void whatAnExportCannotMeanIsRefusedBeforeItsJobBegins() {
        String project = fourItems();
        Map<Map<String, ?>, String> wrong = Map.of(
                Map.of("format", "csv", "questions", List.of("nothing")), "question_unknown",
                Map.of("format", "votes", "question", "mood", "questions", List.of("mood")), "questions_invalid",
                Map.of("format", "csv", "items", List.of(1), "where", Map.of()), "selection_invalid",
                Map.of("format", "csv", "where", Map.of("status", "odd")), "status_unknown",
                Map.of("format", "csv", "where", Map.of("label", "mood:odd")), "option_unknown",
                Map.of("format", "csv", "confidence", 1.5), "out_of_range",
                Map.of("format", "csv", "spreadsheet", "tab"), "spreadsheet_unknown",
                Map.of("format", "jsonl", "spreadsheet", "comma"), "spreadsheet_unknown");
        wrong.forEach((wanted, code) -> assertThat(
                        client.post("/projects/" + project + "/exports", wanted).code())
                .as("%s", wanted)
                .isEqualTo(code));
        assertThat(client.get("/projects/" + project + "/exports").json().path("jobs"))
                .isEmpty();
    }

    @Test
    void everyColumnOfATableIsDescribed() throws IOException {
        String project = fourItems();
        List<String> described = new ArrayList<>();
        client.get("/projects/" + project + "/exports/columns")
                .expect(200)
                .json()
                .path("columns")
                .forEach(column -> described.add(column.path("name").asString()));
        assertThat(exported(project, Map.of("format", "csv")).lines().findFirst())
                .contains(String.join(",", described));
        assertThat(client.get("/projects/" + project + "/exports/columns")
                        .json()
                        .path("columns"))
                .extracting(column -> column.path("holds").asString() + " "
                        + column.path("of").asString(""))
                .startsWith("key ", "field text", "metadata lang", "status ", "consensus mood", "probability mood");
    }

    @Test
    void aTableSaysWhereAnItemStandsOnEachQuestion() throws IOException {
        String project = fourItems();
        sql.sql("""
                with i as (select i.id, i.project_id, i.key from item i join project p on p.id = i.project_id where p.key = ?),
                     s as (update item_state s set status = 3 from i where i.id = s.item_id and i.key = 'decided')
                insert into item_answer (project_id, question, item_id, source, option, probability, disputed)
                select project_id, 1, id, 0, 0, 0.5, true from i where key = 'decided'
                """).param(project).update();
        List<String> decided = exported(project, Map.of("format", "csv"))
                .lines()
                .filter(line -> line.startsWith("decided,"))
                .toList();
        assertThat(decided).hasSize(1);
        assertThat(decided.getFirst())
                .isEqualTo(
                        "decided,three,en,disputed,good,,adjudication,0,,adjudicated,price,0.5,consensus,0,,disputed");
    }

    @Test
    void votesAreWhatTheConsensusCommandReads() throws IOException {
        String project = owner.project(
                2,
                List.of(
                        Map.of("id", "mood", "type", "choice", "options", List.of("good", "bad, really")),
                        Map.of("id", "topics", "type", "choices", "options", List.of("price", "taste"))));
        Files.imported(client, project, "", "key,text\na,one\nb,two\n");
        Client ann = owner.simulated(project, "Ann");
        Client twin = owner.simulated(project, "Ann");
        label(ann, project, Map.of("mood", "good", "topics", List.of("price")));
        label(ann, project, Map.of("mood", "good", "topics", List.of("price", "taste")));
        label(twin, project, Map.of("mood", "bad, really", "topics", List.of("taste")));
        List<Long> members = sql.sql("""
                select m.id from member m join account a on a.id = m.account_id join project p on p.id = m.project_id
                where p.key = ? and a.display_name = 'Ann' order by m.id
                """)
                .param(project)
                .query((row, number) -> row.getLong(1))
                .list();
        assertThat(exported(project, Map.of("format", "votes", "question", "mood")))
                .isEqualTo("""
                        task,worker,label
                        a,Ann #%d,good
                        a,Ann #%d,"bad, really"
                        b,Ann #%d,good
                        """.formatted(members.get(0), members.get(1), members.get(0)));
        assertThat(exported(project, Map.of("format", "votes", "question", "topics"))
                        .lines()
                        .toList())
                .contains("a::price,Ann #" + members.get(0) + ",1", "a::taste,Ann #" + members.get(0) + ",0")
                .hasSize(7);
        assertThat(client.post("/projects/" + project + "/exports", Map.of("format", "votes"))
                        .expect(422)
                        .code())
                .isEqualTo("question_missing");
        assertThat(client.post("/projects/" + project + "/exports", Map.of("format", "xml"))
                        .expect(422)
                        .code())
                .isEqualTo("format_unknown");
    }

    /** An export as another server would be running it, so that the test decides when it goes on. */
    private UUID running(String project, UUID blob) {
        UUID job = UUID.randomUUID();
        sql.sql("""
                insert into job (id, kind, owner, created_by, state, params, result_blob, result_name, result_type,
                                 lease_owner, lease_until)
                select ?, 'export', 'project:' || p.id, a.id, 'running', '{"format":"votes","question":"sentiment"}', ?, 'x.csv', 'text/csv',
                       'another server', now() + interval '1 hour'
                from project p, account a where p.key = ? and a.instance_owner limit 1
                """).params(job, blob, project).update();
        return job;
    }

    @Test
    void theFileArrivesWhileItIsBeingWritten() throws IOException {
        String project = owner.project(1);
        BlobStore.Writer writer = blobs.create();
        UUID job = running(project, writer.id());
        writer.write("first\n".getBytes(StandardCharsets.UTF_8));
        writer.flush();
        try (InputStream file =
                client.download("/api/v1/jobs/" + job + "/result").body()) {
            assertThat(new String(file.readNBytes(6), StandardCharsets.UTF_8)).isEqualTo("first\n");
            assertThat(client.get("/jobs/" + job).json().path("state").asString())
                    .isEqualTo("running");
            writer.write("last\n".getBytes(StandardCharsets.UTF_8));
            writer.complete();
            assertThat(new String(file.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("last\n");
        }
        sql.sql("update job set state = 'done', finished_at = now() where id = ?")
                .param(job)
                .update();
        HttpResponse<InputStream> again = client.download("/api/v1/jobs/" + job + "/result");
        assertThat(again.headers().firstValue("Content-Disposition").orElse(""))
                .contains("attachment")
                .contains("x.csv");
        assertThat(again.body().readAllBytes()).hasSize(11);
        sql.sql("update job set result_blob = null where id = ?").param(job).update();
        assertThat(client.get("/jobs/" + job + "/result").expect(410).code()).isEqualTo("result_gone");
    }

    @Test
    void aFileThatWillNotBecomeCompleteNeverLooksLikeOneThatIs() throws IOException {
        String project = owner.project(1);
        BlobStore.Writer writer = blobs.create();
        UUID job = running(project, writer.id());
        writer.write("first\n".getBytes(StandardCharsets.UTF_8));
        writer.flush();
        try (InputStream file =
                client.download("/api/v1/jobs/" + job + "/result").body()) {
            file.readNBytes(6);
            sql.sql("update job set state = 'failed', finished_at = now(), error = 'x' where id = ?")
                    .param(job)
                    .update();
            assertThatThrownBy(file::readAllBytes).isInstanceOf(IOException.class);
        }
        assertThat(client.get("/jobs/" + job + "/result").expect(409).code()).isEqualTo("job_failed");
    }

    @Test
    void afterACrashTheFileIsWrittenAnewAndWhole() throws IOException {
        String project = owner.project(1);
        Files.imported(client, project, "", "key,text\na,one\n");
        label(owner.simulated(project, "Ann"), project, Map.of("sentiment", "good"));
        BlobStore.Writer half = blobs.create();
        half.write("half a fi".getBytes(StandardCharsets.UTF_8));
        half.flush();
        UUID job = running(project, half.id());
        sql.sql("update job set lease_until = now() - interval '1 minute' where id = ?")
                .param(job)
                .update();
        assertThat(Files.over(client, job.toString()).path("state").asString()).isEqualTo("done");
        assertThat(new String(
                        client.download("/api/v1/jobs/" + job + "/result")
                                .body()
                                .readAllBytes(),
                        StandardCharsets.UTF_8))
                .isEqualTo("task,worker,label\na,Ann,good\n");
    }

    @Test
    void onlyManagersTakeTheDataAwayAndALabelingTokenNever() {
        String project = owner.project(1);
        Client manager = owner.invite(project, "manager");
        Client second = owner.invite(project, "manager");
        Client reviewer = owner.invite(project, "reviewer");
        reviewer.post("/projects/" + project + "/exports", Map.of("format", "csv"))
                .expect(403);
        String job = manager.post("/projects/" + project + "/exports", Map.of("format", "csv"))
                .expect(202)
                .json()
                .path("id")
                .asString();
        Files.over(manager, job);
        assertThat(second.download("/api/v1/jobs/" + job + "/result").statusCode())
                .isEqualTo(200);
        assertThat(reviewer.get("/jobs/" + job + "/result").expect(404).code()).isEqualTo("job_unknown");
        assertThat(second.get("/projects/" + project + "/exports")
                        .expect(200)
                        .json()
                        .path("jobs"))
                .hasSize(1);
        String token = manager.post("/me/tokens", Map.of("name", "labels", "scopes", List.of("label")))
                .expect(201)
                .json()
                .path("token")
                .asString();
        assertThat(Client.program(token)
                        .get("/jobs/" + job + "/result")
                        .expect(403)
                        .code())
                .isEqualTo("scope_missing");
        assertThat(Client.program(token)
                        .post("/jobs/" + job + "/cancel", null)
                        .expect(403)
                        .code())
                .isEqualTo("scope_missing");
    }

    @Test
    void anExportWhoseDatabaseConnectionIsCutBeginsAnewAndEndsWell() throws Exception {
        String project = owner.project(1);
        dev.cupel.server.Items.add(project, 40_000);
        String id = client.post("/projects/" + project + "/exports", Map.of("format", "jsonl"))
                .expect(202)
                .json()
                .path("id")
                .asString();
        int cut = 0;
        for (int tries = 0; cut == 0 && tries < 4_000; tries++) {
            cut = sql.sql("""
                            select count(*) from (
                                select pg_terminate_backend(a.pid) from pg_stat_activity a, job j
                                where j.id = ?::uuid and j.state = 'running' and j.done > 0 and a.pid <> pg_backend_pid()
                                  and a.backend_type = 'client backend' and a.xact_start < now() - interval '20 ms') as cut
                            """).param(id).query(Integer.class).single();
        }
        JsonNode over = Files.over(client, id);
        assertThat(over.path("state").asString()).as("%s", over).isEqualTo("done");
        assertThat(over.path("summary").path("rows").asInt()).isEqualTo(40_000);
        assertThat(sql.sql("select attempts from job where id = ?::uuid")
                        .param(id)
                        .query(Integer.class)
                        .single())
                .as("runs")
                .isEqualTo(2);
    }
}
