package dev.cupel.server.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.cupel.server.Client;
import dev.cupel.server.Owner;
import dev.cupel.server.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

final class ImportTest {
    private final Owner owner = TestServer.owner();
    private final Client client = owner.client();
    private final JdbcClient sql = TestServer.running().context().getBean(JdbcClient.class);

    private JsonNode items(String project, String query) {
        return client.get("/projects/" + project + "/items" + query)
                .expect(200)
                .json()
                .path("items");
    }

    private long count(String table, String project) {
        return sql.sql("select count(*) from " + table + " t join project p on p.id = t.project_id where p.key = ?")
                .param(project)
                .query(Long.class)
                .single();
    }

    private static void assertFigures(JsonNode job, long added, long updated, long unchanged, long rejected) {
        assertThat(job.path("state").asString()).as("%s", job).isEqualTo("done");
        assertThat(List.of("added", "updated", "unchanged", "rejected").stream()
                        .map(f -> job.path("summary").path(f).asLong(-1))
                        .toList())
                .as("%s", job)
                .containsExactly(added, updated, unchanged, rejected);
    }

    private List<JsonNode> problems(JsonNode job) {
        List<JsonNode> list = new ArrayList<>();
        client.get("/jobs/" + job.path("id").asString() + "/problems")
                .expect(200)
                .json()
                .path("problems")
                .forEach(list::add);
        return list;
    }

    @Test
    void itemsKeepTheOrderOfTheFileTheirFieldsAndTheirMetadataAndAreInTheQueue() {
        String project = owner.project(3);
        JsonNode job = Files.imported(
                client,
                project,
                "?fileName=reviews.csv",
                "id,text,source\nb,\"It works, mostly\",shop\na,Größe passt 👍,web\n");
        assertFigures(job, 2, 0, 0, 0);
        assertThat(job.path("summary").path("fileName").asString()).isEqualTo("reviews.csv");
        JsonNode items = items(project, "");
        assertThat(items).hasSize(2);
        assertThat(items.get(0).path("key").asString()).isEqualTo("b");
        assertThat(items.get(0).path("fields").path("text").asString()).isEqualTo("It works, mostly");
        assertThat(items.get(0).path("metadata").path("source").asString()).isEqualTo("shop");
        assertThat(items.get(0).path("metadata").has("id")).isFalse();
        assertThat(items.get(0).path("status").asString()).isEqualTo("unlabeled");
        assertThat(items.get(0).path("overlap").asInt()).isEqualTo(3);
        assertThat(items.get(1).path("fields").path("text").asString()).isEqualTo("Größe passt 👍");
        assertThat(sql.sql("select sum(wanted) from place q join project p on p.id = q.project_id where p.key = ?")
                        .param(project)
                        .query(Long.class)
                        .single())
                .isEqualTo(6);
        assertThat(count("item_state", project)).isEqualTo(2);
    }

    @Test
    void theSameFileTwiceChangesNothingAndAChangedRowIsUpdatedInPlace() {
        String project = owner.project(1);
        String file = "{\"id\":1,\"text\":\"one\",\"lang\":\"en\"}\n{\"id\":2,\"text\":\"two\",\"lang\":\"en\"}\n";
        assertFigures(Files.imported(client, project, "", file), 2, 0, 0, 0);
        long first = items(project, "").get(0).path("id").asLong();
        assertFigures(Files.imported(client, project, "", file), 0, 0, 2, 0);
        assertFigures(
                Files.imported(client, project, "", file.replace("two", "zwei") + "{\"id\":3,\"text\":\"three\"}"),
                1,
                1,
                1,
                0);
        JsonNode items = items(project, "");
        assertThat(items).hasSize(3);
        assertThat(items.get(0).path("id").asLong()).isEqualTo(first);
        assertThat(items(project, "?q=zwei")).hasSize(1);
        assertThat(items(project, "?q=two")).isEmpty();
        assertThat(count("place", project)).isEqualTo(3);
    }

    @Test
    void everyFormatIsRecognisedAlsoCompressedAndInAForm() throws Exception {
        record File(String query, String text) {}
        List<File> files = List.of(
                new File("", "[{\"key\":\"k\",\"text\":\"t\",\"m\":1}]"),
                new File("", "{\"key\":\"k\",\"text\":\"t\",\"m\":1}\n"),
                new File("", "key,text,m\nk,t,1\n"),
                new File("?fileName=x.txt", "key\ttext\tm\nk\tt\t1\n"),
                new File("?format=tsv", "key\ttext\tm\nk\tt\t1\n"));
        for (File file : files) {
            String project = owner.project(1);
            assertFigures(Files.imported(client, project, file.query(), file.text()), 1, 0, 0, 0);
            ByteArrayOutputStream zipped = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
                gzip.write(file.text().getBytes(StandardCharsets.UTF_8));
            }
            String job = client.upload(
                            "/projects/" + project + "/imports" + file.query(),
                            "application/gzip",
                            HttpRequest.BodyPublishers.ofByteArray(zipped.toByteArray()))
                    .expect(202)
                    .json()
                    .path("id")
                    .asString();
            assertFigures(Files.over(client, job), 0, 0, 1, 0);
        }
        String project = owner.project(1);
        String form = """
                --b
                Content-Disposition: form-data; name="note"

                hello
                --b
                Content-Disposition: form-data; name="file"; filename="x.tsv"

                key\ttext
                k\tt

                --b--
                """.replace("\n", "\r\n");
        String job = client.upload(
                        "/projects/" + project + "/imports",
                        "multipart/form-data; boundary=b",
                        HttpRequest.BodyPublishers.ofString(form))
                .expect(202)
                .json()
                .path("id")
                .asString();
        assertFigures(Files.over(client, job), 1, 0, 0, 0);
        assertThat(client.upload(
                                "/projects/" + project + "/imports",
                                "multipart/form-data; boundary=b",
                                HttpRequest.BodyPublishers.ofString(form.replace("\"file\"", "\"data\"")))
                        .expect(422)
                        .code())
                .isEqualTo("file_missing");
    }

    @Test
    void badRowsAreListedWithTheirLineAndTheRestIsImported() {
        String project = owner.project(1);
        JsonNode job =
                Files.imported(client, project, "?format=jsonl", """
                {"key":"a","text":"fine"}
                {"key":"b"}
                not json
                {"key":"a","text":"the key again"}
                {"key":"","text":"no key"}
                {"key":"c","text":"   "}
                {"key":"d","text":"nul \\u0000 inside"}
                {"key":"e","text":"half \\ud83d a smile"}
                {"key":"%s","text":"long key"}
                {"key":"f","text":"%s"}
                {"key":"g","text":"bad gold","gold":"splendid"}
                {"key":"h","text":"also fine","gold":"good"}
                """.formatted("k".repeat(501), "x".repeat(1_000_001)));
        assertFigures(job, 2, 0, 0, 10);
        assertThat(job.path("problemCount").asInt()).isEqualTo(10);
        assertThat(problems(job))
                .extracting(p -> p.path("line").asInt(), p -> p.path("column").asString(""))
                .containsExactly(
                        tuple(2, "text"),
                        tuple(3, ""),
                        tuple(4, ""),
                        tuple(5, "key"),
                        tuple(6, "text"),
                        tuple(7, "text"),
                        tuple(8, ""),
                        tuple(9, "key"),
                        tuple(10, "text"),
                        tuple(11, "gold"));
        assertThat(problems(job)).allSatisfy(p -> {
            assertThat(p.path("what").asString()).isNotBlank();
            assertThat(p.path("fix").asString()).isNotBlank();
        });
        assertThat(items(project, "")).extracting(i -> i.path("key").asString()).containsExactly("a", "h");
        JsonNode second = client.get("/jobs/" + job.path("id").asString() + "/problems?after=8&limit=5")
                .expect(200)
                .json();
        assertThat(second.path("problems")).hasSize(2);
    }

    @Test
    void aFileThatCannotFitAtAllFailsWithTheReason() {
        String project = owner.project(1);
        JsonNode job = Files.imported(client, project, "", "id,body\n1,hello\n");
        assertThat(job.path("state").asString()).isEqualTo("failed");
        assertThat(job.path("error").asString()).contains("text").contains("id, body");
        JsonNode noKey = Files.imported(client, project, "?keyColumn=nr", "id,text\n1,hello\n");
        assertThat(noKey.path("error").asString()).contains("'nr'");
        assertThat(client.upload(
                                "/projects/" + project + "/imports",
                                "text/csv",
                                HttpRequest.BodyPublishers.ofString(""))
                        .expect(422)
                        .code())
                .isEqualTo("upload_empty");
        assertThat(client.upload(
                                "/projects/" + project + "/imports?format=xml",
                                "text/csv",
                                HttpRequest.BodyPublishers.ofString("x"))
                        .expect(422)
                        .code())
                .isEqualTo("format_unknown");
    }

    @Test
    void withoutAKeyColumnTheContentIsTheKey() {
        String project = owner.project(1);
        JsonNode job = Files.imported(client, project, "", "text\nhello\nworld\nhello\n");
        assertFigures(job, 2, 0, 0, 1);
        assertThat(problems(job))
                .singleElement()
                .satisfies(p -> assertThat(p.path("line").asInt()).isEqualTo(4));
        assertFigures(Files.imported(client, project, "", "text\nworld\nnew\n"), 1, 0, 1, 0);
        assertFigures(Files.imported(client, project, "?keyColumn=text", "text\nworld\n"), 1, 0, 0, 0);
    }

    @Test
    void goldComesWithTheFileAndTakesTheItemOutOfTheQueue() {
        String project = owner.project(
                2,
                List.of(
                        Map.of("id", "mood", "type", "choice", "options", List.of("good", "bad")),
                        Map.of("id", "topics", "type", "choices", "options", List.of("price", "taste", "size")),
                        Map.of("id", "stars", "type", "rating")));
        JsonNode job = Files.imported(client, project, "", """
                key,text,gold.mood,gold.topics,gold.stars
                a,first,good,price|size,4
                b,second,,,
                c,third,,"[""taste""]",
                d,fourth,,,9
                """);
        assertFigures(job, 3, 0, 0, 1);
        assertThat(problems(job)).extracting(p -> p.path("line").asInt()).containsExactly(5);
        JsonNode gold = items(project, "?gold=true");
        assertThat(gold).extracting(i -> i.path("key").asString()).containsExactly("a", "c");
        JsonNode best = gold.get(0).path("consensus");
        assertThat(best.path("mood").path("value").asString()).isEqualTo("good");
        assertThat(best.path("mood").path("source").asString()).isEqualTo("gold");
        assertThat(best.path("topics").path("value")).hasSize(2);
        assertThat(best.path("stars").path("value").asInt()).isEqualTo(4);
        assertThat(sql.sql("""
                        select i.key || q.wanted from place q join item i on i.id = q.item_id and q.stage = 'production'
                            join project p on p.id = i.project_id where p.key = ? order by i.id
                        """).param(project).query(String.class).list()).containsExactly("a0", "b2", "c0");
        String again = "key,text,gold.mood\na,first,bad\nb,second,\n";
        assertFigures(Files.imported(client, project, "", again), 0, 1, 1, 0);
        assertThat(items(project, "?label=mood:bad")).hasSize(1);
    }

    @Test
    void aColumnThatMeansToBeGoldButNamesNoQuestionIsRefusedWithTheNameItShouldHave() {
        String project = owner.project(1);
        for (String column : List.of("gold.sentimnet", "Gold.sentiment", "GOLD")) {
            JsonNode job = Files.imported(client, project, "", "key,text," + column + "\na,first,good\n");
            assertThat(job.path("state").asString()).isEqualTo("failed");
            assertThat(job.path("error").asString()).contains(column).contains("gold.sentiment");
        }
        JsonNode later = Files.imported(client, project, "", """
                {"key":"a","text":"first"}
                {"key":"b","text":"second","gold.sentimnet":"good"}
                """);
        assertFigures(later, 1, 0, 0, 1);
    }

    @Test
    void aServerThatDiesInTheMiddleLosesAndDoublesNothing() throws Exception {
        String project = owner.project(1);
        int rows = 60_000;
        StringBuilder file = new StringBuilder("key,text\n");
        for (int i = 0; i < rows; i++) {
            file.append("k")
                    .append(i % 20_000 == 777 ? 777 : i)
                    .append(",text number ")
                    .append(i)
                    .append('\n');
        }
        String job = Files.started(client, project, "", file.toString());
        int deaths = 0;
        while (deaths < 3) {
            // What remains when a server is killed: a running job whose lease runs out.
            deaths += sql.sql("""
                    update job set lease_owner = 'a dead server', lease_until = now() - interval '1 minute'
                    where id = ?::uuid and state = 'running' and lease_owner <> 'a dead server'
                      and (progress->>'rows')::bigint > ?
                    """).params(job, deaths * 10_000).update();
            JsonNode view = client.get("/jobs/" + job).expect(200).json();
            assertThat(view.path("state").asString()).isIn("queued", "running");
            Thread.sleep(2);
        }
        JsonNode over = Files.over(client, job);
        assertFigures(over, rows - 2, 0, 0, 2);
        assertThat(count("item", project)).isEqualTo(rows - 2);
        assertThat(count("place", project)).isEqualTo(rows - 2);
        assertThat(sql.sql("""
                        select count(*) from (
                            select substr(key, 2)::integer - lag(substr(key, 2)::integer) over (order by id) as step
                            from item where project_id = (select id from project where key = ?)) as walk
                        where step < 0
                        """).param(project).query(Long.class).single())
                .as("items stand in the order of the file")
                .isZero();
        assertThat(problems(over)).hasSize(2);
        assertThat(sql.sql("select attempts from job where id = ?::uuid")
                        .param(job)
                        .query(Integer.class)
                        .single())
                .isEqualTo(4);
        assertThat(sql.sql("select count(*) from blob b join job j on j.upload_blob = b.id where j.id = ?::uuid")
                        .param(job)
                        .query(Long.class)
                        .single())
                .as("the upload goes with the job")
                .isZero();
    }

    @Test
    void moreThanTheLimitIsRefusedBeforeAndWhileItArrives() throws Exception {
        String project = owner.project(1);
        URI address = URI.create(TestServer.running().address());
        String token = client.post("/me/tokens", Map.of("name", "upload", "scopes", List.of("manage")))
                .expect(201)
                .json()
                .path("token")
                .asString();
        String start =
                "POST /api/v1/projects/" + project + "/imports HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                        + token + "\r\nConnection: close\r\nContent-Type: text/csv\r\n";
        long before = sql.sql("select count(*) from blob").query(Long.class).single();
        assertThat(raw(address, start + "Content-Length: 3000000000\r\nExpect: 100-continue\r\n\r\n", 0))
                .contains("HTTP/1.1 413")
                .contains("upload_too_large")
                .contains("32 MB");
        assertThat(raw(address, start + "Transfer-Encoding: chunked\r\n\r\n", 34))
                .contains("HTTP/1.1 413")
                .contains("upload_too_large");
        assertThat(sql.sql("select count(*) from blob").query(Long.class).single())
                .isEqualTo(before);
    }

    private static String raw(URI address, String head, int megabytes) throws Exception {
        try (Socket socket = new Socket(java.net.InetAddress.getLoopbackAddress(), address.getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            byte[] chunk = new byte[1 << 20];
            java.util.Arrays.fill(chunk, (byte) 'x');
            try {
                for (int i = 0; i < megabytes; i++) {
                    socket.getOutputStream().write("100000\r\n".getBytes(StandardCharsets.US_ASCII));
                    socket.getOutputStream().write(chunk);
                    socket.getOutputStream().write("\r\n".getBytes(StandardCharsets.US_ASCII));
                }
                socket.getOutputStream().flush();
            } catch (java.io.IOException refusedEarly) {
                // the answer is there already
            }
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            byte[] buffer = new byte[8192];
            try {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    answer.write(buffer, 0, n);
                }
            } catch (java.io.IOException reset) {
                // what was not read of the body resets the connection after the answer
            }
            return answer.toString(StandardCharsets.UTF_8);
        }
    }

    @Test
    void aPreviewShowsWhatEachColumnWouldBecome() {
        String project = owner.project(1);
        JsonNode preview = client.upload(
                        "/projects/" + project + "/imports/preview?fileName=x.csv",
                        "text/csv",
                        HttpRequest.BodyPublishers.ofString("id,text,gold,lang\n1,hello,good,en\n2,bye,,en\n3,\"cut o"))
                .expect(200)
                .json();
        assertThat(preview.path("format").asString()).isEqualTo("csv");
        assertThat(preview.path("columns"))
                .extracting(c -> c.path("name").asString(), c -> c.path("role").asString())
                .containsExactly(
                        tuple("id", "key"), tuple("text", "field"), tuple("gold", "gold"), tuple("lang", "metadata"));
        assertThat(preview.path("columns").get(1).path("examples").get(0).asString())
                .isEqualTo("hello");
        assertThat(preview.path("missingFields")).isEmpty();
        assertThat(preview.path("suggestedKey").asString()).isEqualTo("id");
        JsonNode missing = client.upload(
                        "/projects/" + project + "/imports/preview",
                        "text/csv",
                        HttpRequest.BodyPublishers.ofString("{\"body\":\"x\"}\n"))
                .expect(200)
                .json();
        assertThat(missing.path("missingFields").get(0).asString()).isEqualTo("text");
        assertThat(missing.has("suggestedKey")).isFalse();
    }

    @Test
    void onlyItsStarterAndTheProjectsManagersSeeAnImport() {
        String project = owner.project(1);
        Client manager = owner.invite(project, "manager");
        Client other = owner.invite(project, "manager");
        Client reviewer = owner.invite(project, "reviewer");
        Client elsewhere = owner.invite(owner.project(1), "owner");
        String job = Files.imported(manager, project, "", "key,text\na,b\n")
                .path("id")
                .asString();
        other.get("/jobs/" + job).expect(200);
        for (Client stranger : List.of(reviewer, elsewhere)) {
            assertThat(stranger.get("/jobs/" + job).expect(404).code()).isEqualTo("job_unknown");
            stranger.get("/jobs/" + job + "/problems").expect(404);
            stranger.post("/jobs/" + job + "/cancel", null).expect(404);
            stranger.get("/jobs/" + job + "/result").expect(404);
        }
        assertThat(manager.get("/jobs?project=" + project).expect(200).json().path("jobs"))
                .hasSize(1);
        assertThat(other.get("/jobs?project=" + project).expect(200).json().path("jobs"))
                .isEmpty();
        assertThat(manager.get("/jobs/" + job + "/result").expect(404).code()).isEqualTo("no_result");
    }

    @Test
    void aCancelledImportStopsAndKeepsWhatItHasDone() {
        String project = owner.project(1);
        StringBuilder file = new StringBuilder("key,text\n");
        for (int i = 0; i < 100_000; i++) {
            file.append(i).append(",a text with a few words in it ").append(i).append('\n');
        }
        String job = Files.started(client, project, "", file.toString());
        client.post("/jobs/" + job + "/cancel", null).expect(200);
        JsonNode over = Files.over(client, job);
        assertThat(over.path("state").asString()).isEqualTo("cancelled");
        assertThat(count("item", project))
                .isEqualTo(over.path("summary").path("added").asLong());
        assertThat(count("item", project)).isLessThan(100_000);
    }

    @Test
    void aNumberThatNobodyCanReadIsABadRowAndTheOthersAreIn() {
        String project = owner.project(1);
        JsonNode job = Files.imported(client, project, "?format=jsonl", """
                {"key":"a","text":"one"}
                {"key":"b","text":1e2147483648}
                {"key":"c","text":"x","other":[1e2147483648]}
                {"key":"d","text":"two"}
                """);
        assertThat(job.path("state").asString()).as("%s", job).isEqualTo("done");
        assertThat(job.path("summary").path("added").asInt()
                        + job.path("problemCount").asInt())
                .as("%s", job)
                .isEqualTo(4);
        assertThat(items(project, ""))
                .extracting(item -> item.path("key").asString())
                .contains("a", "d");
        assertThat(items(project, ""))
                .extracting(item -> item.path("key").asString())
                .doesNotContain("b");
    }

    @Test
    void importsIntoOneProjectTakeTurnsInTheOrderTheyWereSent() {
        String project = owner.project(1);
        StringBuilder forward = new StringBuilder("key,text\n");
        StringBuilder backward = new StringBuilder("key,text\n");
        int rows = 30_000;
        for (int i = 0; i < rows; i++) {
            forward.append(i).append(",first\n");
            backward.append(rows - 1 - i).append(",second\n");
        }
        String first = Files.started(client, project, "", forward.toString());
        String second = Files.started(client, project, "", backward.toString());
        assertFigures(Files.over(client, first), rows, 0, 0, 0);
        assertFigures(Files.over(client, second), 0, rows, 0, 0);
        assertThat(sql.sql("""
                        select count(*) from item
                        where project_id = (select id from project where key = ?) and fields->>'text' = 'second'
                        """).param(project).query(Long.class).single()).isEqualTo(rows);
    }

    private JsonNode failed(String project, String query, byte[] file) {
        String job = client.upload(
                        "/projects/" + project + "/imports" + query,
                        "application/octet-stream",
                        HttpRequest.BodyPublishers.ofByteArray(file))
                .expect(202)
                .json()
                .path("id")
                .asString();
        JsonNode over = Files.over(client, job);
        assertThat(over.path("state").asString()).as("%s", over).isEqualTo("failed");
        return over;
    }

    @Test
    void aFileOfWhichOnlyAPartCouldBeReadFailsAndSaysWhatWasStored() throws Exception {
        StringBuilder rows = new StringBuilder("key,text\n");
        for (int i = 0; i < 20_000; i++) {
            rows.append(i)
                    .append(",text ")
                    .append(Integer.toHexString(i * 7919))
                    .append('\n');
        }
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(rows.toString().getBytes(StandardCharsets.UTF_8));
        }
        byte[] cut = java.util.Arrays.copyOf(zipped.toByteArray(), zipped.size() / 2);
        String project = owner.project(1);
        JsonNode job = failed(project, "?fileName=a.csv.gz", cut);
        long stored = count("item", project);
        assertThat(stored).isGreaterThan(1_000).isLessThan(20_000);
        assertThat(job.path("summary").path("added").asLong()).isEqualTo(stored);
        assertThat(job.path("error").asString())
                .contains("could be read only up to line", "cut short", stored + " rows before it were stored");

        String broken = owner.project(1);
        job = failed(
                broken,
                "?format=json",
                "[{\"key\":\"a\",\"text\":\"one\"},{\"key\":\"b\",\"text\":\"tw".getBytes(StandardCharsets.UTF_8));
        assertThat(count("item", broken)).isEqualTo(1);
        assertThat(job.path("error").asString()).contains("1 row before it was stored");

        job = failed(owner.project(1), "?format=csv", new byte[] {'P', 'K', 3, 4, 0, 0});
        assertThat(job.path("error").asString()).contains("ZIP archive", "Nothing was stored");
    }

    @Test
    void anImportThatLostEveryRowFails() {
        JsonNode job =
                failed(owner.project(1), "", "key,text\na,one,more\nb,two,more\n".getBytes(StandardCharsets.UTF_8));
        assertThat(job.path("error").asString()).contains("None of the 2 rows");
        assertThat(problems(job)).hasSize(2);
    }

    @Test
    void aFormThatEndsInTheMiddleOfTheFileIsRefused() {
        String form =
                "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.csv\"\r\n\r\nkey,text\r\na,on";
        for (String address : List.of("/imports", "/imports/preview")) {
            assertThat(client.upload(
                                    "/projects/" + owner.project(1) + address,
                                    "multipart/form-data; boundary=b",
                                    HttpRequest.BodyPublishers.ofString(form))
                            .expect(422)
                            .code())
                    .isEqualTo("upload_cut");
        }
    }

    /** Statistics of a moment when there was one project with few items, as after a cancelled import. */
    @Test
    void rowsThatAreThereAreFoundByTheIndexOfKeysWhateverTheStatisticsSay() {
        String project = owner.project(1);
        dev.cupel.server.Items.add(project, 45);
        sql.sql("analyze item").update();
        dev.cupel.server.Items.add(owner.project(1), 3);
        long id = sql.sql("select id from project where key = ?")
                .param(project)
                .query(Long.class)
                .single();
        org.springframework.transaction.support.TransactionTemplate transaction = TestServer.running()
                .context()
                .getBean(org.springframework.transaction.support.TransactionTemplate.class);
        String plans = transaction.execute(status -> {
            status.setRollbackOnly();
            sql.sql("update pg_class set reltuples = 45, relpages = 1 where oid = 'item'::regclass")
                    .update();
            sql.sql(
                            "create temporary table import_row (n integer, key text, fields jsonb, metadata jsonb, searched text)")
                    .update();
            String store = String.join(
                    "\n",
                    sql.sql("explain " + ImportJob.STORE)
                            .param("ids", new Long[] {1L})
                            .param("project", id)
                            .param("table", true)
                            .param("import", 0)
                            .query(String.class)
                            .list());
            String gold = String.join(
                    "\n",
                    sql.sql("explain " + GoldAnswers.STORE)
                            .params("[]", id, id, java.util.UUID.randomUUID())
                            .query(String.class)
                            .list());
            return store + "\n----\n" + gold;
        });
        assertThat(plans.split("----")[0])
                .contains("Conflict Arbiter Indexes: item_project_id_key_key")
                .doesNotContain("Scan on item ", "using item_position");
        assertThat(plans.split("----")[1])
                .contains("item_project_id_key_key")
                .doesNotContain("Seq Scan on item", "item_position");
    }

    private static byte[] gzip(String text) throws java.io.IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return zipped.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] joined(byte[] one, byte[] other) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(one);
        all.writeBytes(other);
        return all.toByteArray();
    }

    @Test
    void aColumnNameThatCannotBeStoredFailsTheImportAtOnceWithItsPlace() {
        for (String header : List.of("id,te\0xt", "id,text,gold.\0x", "id,text,other\0")) {
            JsonNode job = failed(owner.project(1), "?fileName=f.csv", utf8(header + "\n1,a,b\n"));
            assertThat(job.path("error").asString()).contains("line 1", "column ", "NUL", "Nothing was stored");
        }
        JsonNode json = failed(
                owner.project(1), "?fileName=f.json", utf8("[{\"id\":\"1\",\"text\":\"a\",\"gold.\\u0000x\":\"b\"}]"));
        assertThat(json.path("error").asString()).contains("gold.\uFFFDx");
        assertThat(json.path("problemCount").asInt()
                        + json.path("summary").path("added").asInt())
                .isZero();
    }

    @Test
    void aCompressedFileThatIsDamagedBehindItsFirstPartFailsWithWhatWasRead() throws Exception {
        byte[] first = gzip("key,text\na,one\n");
        byte[] second = gzip("b,two\n");
        String whole = owner.project(1);
        String id = client.upload(
                        "/projects/" + whole + "/imports",
                        "application/gzip",
                        HttpRequest.BodyPublishers.ofByteArray(joined(joined(first, second), new byte[512])))
                .expect(202)
                .json()
                .path("id")
                .asString();
        assertFigures(Files.over(client, id), 2, 0, 0, 0);
        byte[] changed = second.clone();
        changed[0]++;
        for (byte[] tail : List.of(changed, java.util.Arrays.copyOf(second, 6), utf8("junk"))) {
            String project = owner.project(1);
            JsonNode job = failed(project, "?fileName=a.csv.gz", joined(first, tail));
            assertThat(count("item", project)).isEqualTo(1);
            assertThat(job.path("error").asString())
                    .contains("damaged or cut short", "1 row before it was stored")
                    .doesNotContain("null");
        }
    }

    private Client.Answer preview(String project, String query, byte[] file) {
        return client.upload(
                "/projects/" + project + "/imports/preview" + query,
                "application/octet-stream",
                HttpRequest.BodyPublishers.ofByteArray(file));
    }

    @Test
    void aPreviewOfWhatCannotBeReadGivesTheReasonOfTheImport() throws Exception {
        record Unreadable(String name, java.util.function.Supplier<byte[]> content) {
            byte[] file() {
                return content.get();
            }
        }
        String project = owner.project(1);
        byte[] archive = joined(new byte[] {'P', 'K', 3, 4}, new byte[300]);
        byte[] cutGzip = java.util.Arrays.copyOf(gzip("key,text\na,one\n"), 14);
        byte[] latin = "key,gr\u00fc\u00dfe\n1,2\n".getBytes(StandardCharsets.ISO_8859_1);
        for (Unreadable one : List.of(
                new Unreadable("a.csv", () -> archive),
                new Unreadable("a.csv", () -> latin),
                new Unreadable("a.csv", () -> utf8("key,text,text\n1,2,3\n")),
                new Unreadable("a.csv.gz", () -> cutGzip),
                new Unreadable("a.csv", () -> utf8("\n\n")),
                new Unreadable("a.csv", () -> utf8("key,te\0xt\n1,2\n")))) {
            String query = "?fileName=" + one.name();
            Client.Answer refused = preview(project, query, one.file()).expect(422);
            assertThat(refused.code()).isEqualTo("file_unreadable");
            JsonNode problem = refused.json().path("problems").path(0);
            String reason = failed(project, query, one.file()).path("error").asString();
            assertThat(reason)
                    .contains(
                            problem.path("what").asString(), problem.path("fix").asString());
            assertThat(problem.path("where").asString()).isEqualTo("line 1");
        }
        byte[] large = joined(archive, new byte[(256 << 10) - archive.length]);
        assertThat(preview(project, "?fileName=a.csv", large).expect(422).raw().body())
                .contains("ZIP archive");
        assertThat(preview(project, "?fileName=a.csv", new byte[0]).expect(422).code())
                .isEqualTo("upload_empty");
        assertThat(preview(project, "?fileName=a.csv", utf8("key,text\n"))
                        .expect(422)
                        .raw()
                        .body())
                .contains("holds no items");
        byte[] oneRow = utf8("key,text\n1,\"" + "x".repeat((256 << 10) - 12));
        assertThat(preview(project, "?fileName=a.csv", oneRow).expect(422).code())
                .isEqualTo("file_unreadable");
    }

    @Test
    void aPreviewTakesTheKeyFromTheColumnThatTheLastImportTookItFrom() {
        String project = owner.project(1);
        String file = "ticket,text\nt1,One\nt2,Two\n";
        Supplier<String> suggested = () -> owner.client()
                .upload(
                        "/projects/" + project + "/imports/preview?fileName=x.csv",
                        "text/csv",
                        HttpRequest.BodyPublishers.ofString(file))
                .expect(200)
                .json()
                .path("suggestedKey")
                .asString("none");
        assertThat(suggested.get()).isEqualTo("none");
        Files.imported(owner.client(), project, "?format=csv&keyColumn=ticket", file);
        assertThat(suggested.get()).as("the same items are found again").isEqualTo("ticket");
    }

    @Test
    void aPreviewOfTheBeginningOfALongFileShowsItsRows() throws Exception {
        StringBuilder text = new StringBuilder("key,text\n");
        java.util.Random random = new java.util.Random(5);
        for (int i = 0; i < 40_000; i++) {
            text.append(i)
                    .append(',')
                    .append(Long.toHexString(random.nextLong()))
                    .append('\n');
        }
        String project = owner.project(1);
        byte[] utf16 = ("\ufeff" + text).getBytes(StandardCharsets.UTF_16LE);
        for (byte[] file : List.of(utf8(text.toString()), gzip(text.toString()), utf16)) {
            assertThat(file.length).isGreaterThan(256 << 10);
            JsonNode preview = preview(project, "", java.util.Arrays.copyOf(file, 256 << 10))
                    .expect(200)
                    .json();
            assertThat(preview.path("columns")).hasSize(2);
            assertThat(preview.has("refusal")).isFalse();
        }
    }

    @Test
    void jsonIsReadAsJsonWhateverItsNameSaysAndRefusedOnlyIfSomebodySaysItIsATable() {
        String array = "[\n{\"key\":\"a\",\"text\":\"one\"}]";
        String lines = "{\"key\":\"a\",\"text\":\"one\"}\n";
        for (String name : List.of("a.csv", "a.tsv", "a.jsonl", "a.json", "a.txt", "a")) {
            String project = owner.project(1);
            assertFigures(Files.imported(client, project, "?fileName=" + name, array), 1, 0, 0, 0);
            assertFigures(Files.imported(client, project, "?fileName=" + name, lines), 0, 0, 1, 0);
            assertThat(preview(project, "?fileName=" + name, utf8(array))
                            .expect(200)
                            .json()
                            .path("format")
                            .asString())
                    .isEqualTo("json");
        }
        long before = sql.sql("select count(*) from blob").query(Long.class).single();
        for (String address : List.of("/imports", "/imports/preview")) {
            Client.Answer refused = client.upload(
                            "/projects/" + owner.project(1) + address + "?format=csv&fileName=a.csv",
                            "text/csv",
                            HttpRequest.BodyPublishers.ofString(array))
                    .expect(422);
            assertThat(refused.code()).isEqualTo("file_unreadable");
            assertThat(refused.raw().body()).contains("the file is JSON, not CSV", "json, or auto");
        }
        assertThat(sql.sql("select count(*) from blob").query(Long.class).single())
                .isEqualTo(before);
        assertFigures(Files.imported(client, owner.project(1), "?fileName=a.csv", "text\n[1] {one}\n"), 1, 0, 0, 0);
    }

    @Test
    void aPreviewCarriesTheRefusalOfTheImport() {
        String project = owner.project(1);
        record Refused(String query, String file) {}
        for (Refused one : List.of(
                new Refused("?fileName=a.csv", "key,text,gold.sentimnet\na,one,good\n"),
                new Refused("?fileName=a.csv", "key,body\na,one\n"),
                new Refused("?fileName=a.csv&keyColumn=nr", "key,text\na,one\n"),
                new Refused("?fileName=a.jsonl", "{\"text\":\"one\",\"gold.sentimnet\":\"good\"}\n"))) {
            JsonNode refusal = preview(project, one.query(), utf8(one.file()))
                    .expect(200)
                    .json()
                    .path("refusal");
            String reason =
                    failed(project, one.query(), utf8(one.file())).path("error").asString();
            assertThat(refusal.path("what").asString() + " "
                            + refusal.path("fix").asString())
                    .isEqualTo(reason);
        }
    }

    @Test
    void aNameOfAFileWithNulIsRefusedInAFormAsInTheAddress() {
        String form =
                "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\0.csv\"\r\n\r\nkey,text\r\na,one\r\n--b--\r\n";
        for (String address : List.of("/imports", "/imports/preview")) {
            assertThat(client.upload(
                                    "/projects/" + owner.project(1) + address,
                                    "multipart/form-data; boundary=b",
                                    HttpRequest.BodyPublishers.ofString(form))
                            .expect(422)
                            .code())
                    .isEqualTo("text_unstorable");
        }
    }
}
