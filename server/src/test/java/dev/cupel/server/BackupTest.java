package dev.cupel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cupel.server.backup.BackupProgress;
import dev.cupel.server.backup.Manifest;
import dev.cupel.server.media.Pictures;
import dev.cupel.server.platform.StartFailure;
import dev.cupel.server.platform.postgres.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A whole installation as a file and back, with real databases of two major versions. */
final class BackupTest {
    private static final BackupProgress SILENT = (step, rows, bytes, total) -> {};
    private static final List<String> LEFT_OUT = List.of(
            "email_change",
            "login_session",
            "mail",
            "newcomer",
            "password_reset",
            "provider_attempt",
            "sign_in_attempt");
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    static Path once;

    @TempDir
    Path folder;

    private static Path original;
    /** Taken from the running server while people saved, and from the stopped one. */
    private static Path running;

    private static Path stopped;
    private static int savedDuring;
    private static Client ownerBefore;
    private static String project;
    private static Map<String, String> contents;
    private static OldestPostgres oldest;

    @BeforeAll
    static void work() throws Exception {
        oldest = OldestPostgres.start();
        original = once.resolve("original");
        running = once.resolve("running.zip");
        stopped = once.resolve("stopped.zip");
        try (CupelServer.Running server = CupelServer.start(options(original))) {
            Owner owner = Owner.setUp(server);
            ownerBefore = owner.client();
            project = owner.project(2);
            fill(owner);
        }
        contents = contentsOf(original);
        BackupTool.backup(original, null, stopped, false, SILENT);
    }

    @AfterAll
    static void stop() throws IOException {
        oldest.close();
    }

    private static ServeOptions options(Path data) {
        return new ServeOptions(0, data, null, "127.0.0.1", false);
    }

    private static void fill(Owner owner) throws Exception {
        StringBuilder rows = new StringBuilder("key,text,note\n");
        for (int n = 0; n < 300; n++) {
            rows.append("k")
                    .append(n)
                    .append(",\"line\n\ttab \\\\N \\N \"\"quoted\"\" 👩‍🔬 ")
                    .append(n)
                    .append("\",\n");
        }
        over(
                owner.client(),
                owner.client()
                        .upload(
                                "/projects/" + project + "/imports?format=csv&fileName=texts.csv",
                                "text/csv",
                                BodyPublishers.ofString(rows.toString()))
                        .expect(202)
                        .json());
        String pictures = owner.project(
                1,
                List.of(Map.of("id", "picture", "type", "image", "field", "file")),
                List.of(Map.of("id", "animal", "type", "choice", "options", List.of("cat", "dog"))));
        for (int n = 0; n < 3; n++) {
            owner.client()
                    .upload(
                            "/projects/" + pictures + "/media?name=cat" + n + ".png",
                            "application/octet-stream",
                            BodyPublishers.ofByteArray(Pictures.drawn("png", n)))
                    .expect(200);
        }
        List<Client> labelers = List.of(owner.simulated(project, "One"), owner.simulated(project, "Two"));
        for (Client labeler : labelers) {
            for (int n = 0; n < 30; n++) {
                label(labeler);
            }
        }
        backUpWhilePeopleSave(labelers);
        over(
                owner.client(),
                owner.client()
                        .post("/projects/" + project + "/exports", Map.of("format", "jsonl"))
                        .expect(202)
                        .json());
    }

    /** In the middle of the backup, between two tables, more is saved. */
    private static void backUpWhilePeopleSave(List<Client> labelers) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger saved = new AtomicInteger();
        List<Thread> threads = labelers.stream()
                .map(labeler -> Thread.ofVirtual().start(() -> {
                    while (!over.get()) {
                        label(labeler);
                        saved.incrementAndGet();
                    }
                }))
                .toList();
        AtomicInteger steps = new AtomicInteger();
        BackupTool.backup(original, null, running, false, (step, rows, bytes, total) -> {
            if (rows == 0 && steps.incrementAndGet() % 4 == 0) {
                int before = saved.get();
                while (saved.get() < before + 3) {
                    Thread.onSpinWait();
                }
                savedDuring += 3;
            }
        });
        over.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void over(Client client, JsonNode job) throws InterruptedException {
        String id = job.path("id").asString();
        String state = "";
        while (!state.equals("done")) {
            Thread.sleep(20);
            state = client.get("/jobs/" + id).expect(200).json().path("state").asString();
            assertThat(state).isNotIn("failed", "cancelled");
        }
    }

    private static long label(Client labeler) {
        String assignment = labeler.post("/projects/" + project + "/next", Map.of())
                .expect(200)
                .json()
                .path("assignment")
                .path("id")
                .asString();
        return labeler.put("/assignments/" + assignment + "/annotation", Items.good())
                .expect(200)
                .json()
                .path("revision")
                .asLong();
    }

    private static Connection connect(EmbeddedPostgres postgres) throws Exception {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    /** Every row of every table, with what is generated, as one digest by table; and the rules around them. */
    private static Map<String, String> contents(Connection connection) throws Exception {
        execute(connection, "set timezone = 'UTC'");
        Map<String, String> contents = new TreeMap<>();
        for (String table :
                column(connection, "select tablename from pg_tables where schemaname = current_schema() order by 1")) {
            if (!table.equals("flyway_schema_history")) {
                contents.put(
                        table,
                        column(
                                        connection,
                                        "select count(*) || ' rows ' || md5(coalesce(string_agg(md5(t::text), '' order by md5(t::text)), ''))"
                                                + " from \"" + table + "\" t")
                                .getFirst());
            }
        }
        contents.put("(constraints)", String.join("\n", column(connection, """
                select conrelid::regclass || ' ' || conname || ' ' || convalidated::text || ' ' || pg_get_constraintdef(oid) from pg_constraint
                where connamespace = current_schema()::regnamespace and contype in ('f', 'p', 'u', 'c') order by 1
                """)));
        contents.put("(indexes)", String.join("\n", column(connection, """
                select indexdef from pg_indexes where schemaname = current_schema() order by 1
                """)));
        contents.put("(triggers)", String.join("\n", column(connection, """
                select tgrelid::regclass || ' ' || tgname || ' ' || tgenabled::text from pg_trigger where not tgisinternal order by 1
                """)));
        for (String sequence : column(connection, "select sequencename from pg_sequences order by 1")) {
            contents.put(
                    "(sequence " + sequence + ")",
                    column(connection, "select last_value || ' ' || is_called from \"" + sequence + "\"")
                            .getFirst());
        }
        return contents;
    }

    /** What is expected of a restored database: all of it, but for what was left out. */
    private static Map<String, String> expected() throws Exception {
        Map<String, String> expected = new TreeMap<>(contents);
        for (String table : LEFT_OUT) {
            expected.put(table, "0 rows d41d8cd98f00b204e9800998ecf8427e"); // the digest of nothing
        }
        assertThat(contents.get("login_session")).doesNotStartWith("0 rows");
        return expected;
    }

    private static List<String> column(Connection connection, String query) throws Exception {
        try (var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            List<String> values = new ArrayList<>();
            while (row.next()) {
                values.add(row.getString(1));
            }
            return values;
        }
    }

    private static void execute(Connection connection, String statement) throws Exception {
        try (var sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    private static Map<String, String> contentsOf(Path data) throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(data);
                Connection connection = connect(postgres)) {
            return contents(connection);
        }
    }

    @Test
    void everyRowComesBackIntoANewFolder() throws Exception {
        Path data = folder.resolve("restored");
        BackupTool.restore(stopped, data, null, SILENT);
        assertThat(data.toFile().list())
                .containsExactlyInAnyOrder(
                        "database", "database-password", "database.log", "postgresql-18.3", "server.lock");
        assertThat(contentsOf(data)).containsExactlyEntriesOf(expected());
    }

    @Test
    void everyRowComesBackInAPostgresqlOfAnotherMajorAndFromThereIntoTheEmbeddedOne() throws Exception {
        ServeOptions.Database database = oldest.database("elsewhere");
        BackupTool.restore(stopped, folder, database, SILENT);
        try (Connection connection = oldest.connect("elsewhere")) {
            assertThat(column(connection, "show server_version_num").getFirst()).startsWith("14");
            assertThat(contents(connection)).containsExactlyEntriesOf(expected());
        }
        Path back = folder.resolve("back.zip");
        Manifest manifest =
                BackupTool.backup(folder, database, back, false, SILENT).manifest();
        assertThat(manifest.postgresql()).isEqualTo(14);
        assertThat(manifest.tables())
                .as("columns, rows, bytes and digests")
                .isEqualTo(BackupTool.check(stopped, SILENT).tables());
        Path data = folder.resolve("home");
        BackupTool.restore(back, data, null, SILENT);
        assertThat(contentsOf(data)).containsExactlyEntriesOf(expected());
    }

    @Test
    void aRestoredServerGoesOnWhereTheOtherWasAndEverybodySignsInAgain() throws Exception {
        Path data = folder.resolve("restored");
        BackupTool.restore(stopped, data, null, SILENT);
        try (CupelServer.Running server = CupelServer.start(options(data))) {
            assertThat(server.setUpLink()).isEmpty();
            ownerBefore.at(server.address()).get("/me").expect(401);
            Client owner = Client.browserOf(server);
            owner.post("/session", Map.of("email", "owner@example.org", "password", "correct horse battery"))
                    .expect(200);
            owner.get("/session").expect(200);
            assertThat(owner.get("/instance")
                            .expect(200)
                            .json()
                            .path("lastBackupAt")
                            .asString())
                    .as("of the one before")
                    .isEqualTo(BackupTool.check(running, SILENT).madeAt().toString());
            JdbcClient sql = server.context().getBean(JdbcClient.class);
            long last =
                    sql.sql("select max(id) from annotation").query(Long.class).single();
            Client labeler = Client.programOf(
                    server,
                    owner.post("/projects/" + project + "/simulated-annotators", Map.of("displayName", "Three"))
                            .expect(201)
                            .json()
                            .path("token")
                            .asString());
            assertThat(label(labeler)).isEqualTo(1);
            assertThat(sql.sql("select max(id) from annotation")
                            .query(Long.class)
                            .single())
                    .isEqualTo(last + 1);
        }
    }

    @Test
    void aBackupBesideAServerIsOfOneMomentWhateverIsSavedMeanwhile() throws Exception {
        assertThat(savedDuring).isGreaterThan(10);
        ServeOptions.Database database = oldest.database("moment");
        BackupTool.restore(running, folder, database, SILENT);
        try (Connection connection = oldest.connect("moment")) {
            assertThat(Long.parseLong(column(connection, "select count(*) from annotation")
                            .getFirst()))
                    .isGreaterThanOrEqualTo(60)
                    .isLessThan(rows("annotation"));
            assertThat(column(connection, """
                    select a.id::text from assignment a
                    where a.revision <> (select count(*) from annotation n where n.assignment_id = a.id)
                       or (a.state = 'answered') <> exists (select 1 from vote v where v.item_id = a.item_id and v.member_id = a.member_id)
                    """)).isEmpty();
            assertThat(column(connection, """
                    select p.item_id::text from place p where p.stage = 'production' and p.taken <>
                        (select count(*) from assignment a where a.item_id = p.item_id and a.state in ('leased', 'answered'))
                    """)).isEmpty();
            assertThat(column(connection, """
                    select s.item_id::text from item_state s where s.answers <>
                        (select count(*) from assignment a where a.item_id = s.item_id and a.state = 'answered')
                    """)).isEmpty();
        }
    }

    private static long rows(String table) {
        return Long.parseLong(contents.getOrDefault(table, "").split(" ")[0]);
    }

    @Test
    void theManifestSaysWhatIsInTheFileAndWhatIsNot() throws Exception {
        Manifest manifest = BackupTool.check(stopped, SILENT);
        assertThat(manifest.leftOut()).isEqualTo(LEFT_OUT);
        assertThat(manifest.postgresql()).isEqualTo(18);
        assertThat(manifest.tables().stream().map(Manifest.Table::name))
                .containsExactlyElementsOf(contents.keySet().stream()
                        .filter(name -> !name.startsWith("(") && !LEFT_OUT.contains(name))
                        .toList());
        for (Manifest.Table table : manifest.tables()) {
            assertThat(table.rows()).as(table.name()).isEqualTo(rows(table.name()));
        }
        assertThat(Files.getPosixFilePermissions(stopped)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void nothingReferencesTheTablesThatAreLeftOut() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(original);
                Connection connection = connect(postgres)) {
            assertThat(column(connection, """
                    select confrelid::regclass::text from pg_constraint where contype = 'f'
                    """)).doesNotContainAnyElementsOf(LEFT_OUT);
        }
    }

    @Test
    void aFileThatIsThereIsReplacedOnlyWhenAskedAndOnlyByAWholeOne() throws Exception {
        Path file = Files.writeString(folder.resolve("precious.zip"), "precious");
        assertThatThrownBy(() -> BackupTool.backup(original, null, file, false, SILENT))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("is there already")
                .hasMessageContaining("--overwrite");
        assertThatThrownBy(() -> BackupTool.backup(original, null, file, true, (step, rows, bytes, total) -> {
                    if (step.endsWith("vote")) {
                        throw new StartFailure("interrupted", "again");
                    }
                }))
                .hasMessageContaining("interrupted");
        assertThat(file).hasContent("precious");
        assertThat(folder.toFile().list()).containsExactly("precious.zip");
        BackupTool.backup(original, null, file, true, SILENT);
        assertThat(BackupTool.check(file, SILENT).rows()).isPositive();
        assertThatThrownBy(() -> BackupTool.backup(original, null, folder.resolve("no/b.zip"), false, SILENT))
                .hasMessageContaining("folder of");
        assertThatThrownBy(() -> BackupTool.backup(folder, null, folder.resolve("b.zip"), false, SILENT))
                .hasMessageContaining("no database of Cupel");
        assertThat(folder.toFile().list()).containsExactly("precious.zip");
    }

    @Test
    void aRestoreIsRefusedWhereAnythingIsAlready() throws Exception {
        assertThatThrownBy(() -> BackupTool.restore(stopped, original, null, SILENT))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("is not empty: it has a database")
                .hasMessageContaining("--data NEW-DIR");
        Path other = Files.createDirectories(folder.resolve("other"));
        Files.writeString(other.resolve("thesis.tex"), "years of work");
        assertThatThrownBy(() -> BackupTool.restore(stopped, other, null, SILENT))
                .hasMessageContaining("is not empty: it has thesis.tex");
        assertThat(other.toFile().list()).containsExactly("thesis.tex");
        ServeOptions.Database database = oldest.database("used");
        try (Connection connection = oldest.connect("used")) {
            execute(connection, "create table recipes as select 'soup' as name");
            assertThatThrownBy(() -> BackupTool.restore(stopped, folder, database, SILENT))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("recipes")
                    .hasMessageContaining("create database");
            assertThat(column(connection, "select name from recipes")).containsExactly("soup");
        }
    }

    @Test
    void aCutFileIsRefusedBeforeAnythingIsMade() throws Exception {
        byte[] whole = Files.readAllBytes(stopped);
        Path file = folder.resolve("cut.zip");
        Path data = folder.resolve("data");
        for (int length : List.of(0, 1, 1000, whole.length / 2, whole.length - 1000, whole.length - 1)) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> BackupTool.restore(file, data, null, SILENT))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("damaged");
        }
        assertThat(data).doesNotExist();
    }

    @Test
    void aFileWithAByteThatIsNotAsItWasIsNeverRestoredAsSomethingElse() throws Exception {
        byte[] whole = Files.readAllBytes(stopped);
        Path file = folder.resolve("flipped.zip");
        Map<String, String> digests = digests(BackupTool.check(stopped, SILENT));
        int refused = 0;
        int tried = 0;
        for (int at = 7; at < whole.length; at += whole.length / 150) {
            whole[at] ^= 0x41;
            Files.write(file, whole);
            whole[at] ^= 0x41;
            tried++;
            try {
                // What only dates an entry of the ZIP may be anything.
                assertThat(digests(BackupTool.check(file, SILENT))).isEqualTo(digests);
            } catch (StartFailure told) {
                assertThat(told).hasMessageContaining("damaged");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(tried * 8 / 10);
    }

    private static Map<String, String> digests(Manifest manifest) {
        Map<String, String> digests = new TreeMap<>();
        manifest.tables().forEach(table -> digests.put(table.name(), table.sha256()));
        return digests;
    }

    /** The file once more with one of its entries changed. */
    private Path changed(String entry, UnaryOperator<byte[]> change) throws IOException {
        Path file = folder.resolve("changed-" + UUID.randomUUID() + ".zip");
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(stopped));
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            for (ZipEntry each = in.getNextEntry(); each != null; each = in.getNextEntry()) {
                out.putNextEntry(new ZipEntry(each.getName()));
                byte[] bytes = in.readAllBytes();
                out.write(each.getName().equals(entry) ? change.apply(bytes) : bytes);
                out.closeEntry();
            }
        }
        return file;
    }

    private Path withManifest(java.util.function.Consumer<ObjectNode> change) throws IOException {
        return changed("manifest.json", bytes -> {
            ObjectNode manifest = (ObjectNode) JSON.readTree(bytes);
            change.accept(manifest);
            return JSON.writeValueAsBytes(manifest);
        });
    }

    @Test
    void aBackupOfANewerCupelIsRefusedInASentence() throws Exception {
        Path data = folder.resolve("data");
        for (Path file : List.of(
                withManifest(manifest -> manifest.put("schema", "9999").put("cupel", "7.0")),
                withManifest(manifest -> manifest.removeAll().put("format", 2).put("cupel", "7.0")))) {
            assertThatThrownBy(() -> BackupTool.restore(file, data, null, SILENT))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("written by a newer Cupel (7.0)")
                    .hasMessageContaining("that version or a later one");
        }
        assertThatThrownBy(() ->
                        BackupTool.restore(withManifest(manifest -> manifest.put("schema", "11")), data, null, SILENT))
                .hasMessageContaining("which this Cupel has never had");
        assertThat(data).doesNotExist();
    }

    /** A file that is whole, but whose rows do not fit each other. */
    private Path withoutAccounts() throws Exception {
        Path without = changed("tables/account.copy", bytes -> new byte[0]);
        Path file = folder.resolve("without.zip");
        Path swap = stopped;
        try {
            stopped = without;
            Files.move(
                    withManifest(manifest -> ((ArrayNode) manifest.path("tables")).forEach(table -> {
                        if (table.path("name").asString().equals("account")) {
                            ((ObjectNode) table).put("rows", 0).put("bytes", 0).put("sha256", sha256(new byte[0]));
                        }
                    })),
                    file);
        } finally {
            stopped = swap;
        }
        return file;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aRestoreThatFailsHalfWayLeavesNothing() throws Exception {
        Path file = withoutAccounts();
        BackupTool.check(file, SILENT);
        Path data = folder.resolve("data");
        assertThatThrownBy(() -> BackupTool.restore(file, data, null, SILENT))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("nothing of it is left")
                .hasMessageContaining("foreign key");
        assertThat(data).doesNotExist();
        Path there = Files.createDirectories(folder.resolve("there"));
        assertThatThrownBy(() -> BackupTool.restore(file, there, null, SILENT)).isInstanceOf(StartFailure.class);
        assertThat(there.toFile().list()).containsExactly("server.lock");
        ServeOptions.Database database = oldest.database("failing");
        assertThatThrownBy(() -> BackupTool.restore(file, folder, database, SILENT))
                .hasMessageContaining("foreign key");
        BackupTool.restore(stopped, folder, database, SILENT);
        try (Connection connection = oldest.connect("failing")) {
            assertThat(contents(connection)).containsExactlyEntriesOf(expected());
        }
        BackupTool.restore(stopped, there, null, SILENT);
        assertThat(contentsOf(there)).containsExactlyEntriesOf(expected());
    }

    @Test
    void whatAKilledRestoreLeftIsNoDatabaseToServeAndTheNextRestoreBeginsAnew() throws Exception {
        ServeOptions.Database database = oldest.database("killed");
        try (Connection connection = oldest.connect("killed")) {
            execute(connection, "create table unfinished_restore (since timestamptz)");
            execute(connection, "create table account (half text)");
            execute(connection, "create type stage as enum ('half')");
            execute(connection, "create function settle_items(integer) returns integer language sql as 'select 1'");
        }
        assertThatThrownBy(() -> CupelServer.start(new ServeOptions(
                                0, folder.resolve("none"), database, "127.0.0.1", false, ServeOptions.Site.PLAIN))
                        .close())
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("has not ended")
                .hasMessageContaining("./cupel restore");
        assertThatThrownBy(() -> BackupTool.backup(folder, database, folder.resolve("b.zip"), false, SILENT))
                .hasMessageContaining("has not ended");
        BackupTool.restore(stopped, folder, database, SILENT);
        try (Connection connection = oldest.connect("killed")) {
            assertThat(contents(connection)).containsExactlyEntriesOf(expected());
        }
        Path data = folder.resolve("data");
        EmbeddedPostgres.start(data.resolve("restore.part")).close();
        BackupTool.restore(stopped, data, null, SILENT);
        assertThat(contentsOf(data)).containsExactlyEntriesOf(expected());
    }

    @Test
    void aBackupOfAnOlderVersionIsBroughtUpToDate() throws Exception {
        Path old = folder.resolve("old");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(old)) {
            Flyway.configure()
                    .dataSource(postgres.jdbcUrl(), postgres.user(), postgres.password())
                    .locations("classpath:db/migration")
                    .target("22")
                    .load()
                    .migrate();
            try (Connection connection = connect(postgres)) {
                execute(connection, """
                        insert into account (id, kind, email, display_name, password_hash)
                        values ('00000000-0000-0000-0000-000000000001', 'person', 'a@example.org', 'A', 'x')
                        """);
            }
        }
        Path file = folder.resolve("old.zip");
        Manifest manifest = BackupTool.backup(old, null, file, false, SILENT).manifest();
        assertThat(manifest.schema()).isEqualTo("22");
        Path data = folder.resolve("data");
        BackupTool.restore(file, data, null, SILENT);
        Map<String, String> restored = contentsOf(data);
        assertThat(restored.get("account")).startsWith("1 rows");
        assertThat(restored.get("login"))
                .as("what a later migration made of it")
                .startsWith("1 rows");
        Map<String, String> rules = new LinkedHashMap<>(restored);
        rules.keySet()
                .removeIf(name ->
                        !List.of("(constraints)", "(indexes)", "(triggers)").contains(name));
        assertThat(contents).containsAllEntriesOf(rules);
    }

    @Test
    void aFolderOfAnotherMajorIsRefusedWithTheTwoCommandsThatTakeItOver() throws Exception {
        Path data = folder.resolve("seventeen");
        Files.createDirectories(data.resolve("database"));
        Files.writeString(data.resolve("database/PG_VERSION"), "17\n");
        assertThatThrownBy(() -> CupelServer.start(options(data)).close())
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("PostgreSQL 17")
                .hasMessageContaining("PostgreSQL 18")
                .hasMessageContaining("./cupel backup FILE --data " + data)
                .hasMessageContaining("./cupel restore FILE --data NEW-DIR");
        assertThat(data.toFile().list()).containsExactlyInAnyOrder("database", "server.lock");
    }

    @Test
    void imagesAreInTheFile() throws Exception {
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(stopped))) {
            for (ZipEntry each = in.getNextEntry(); each != null; each = in.getNextEntry()) {
                if (each.getName().equals("tables/blob_chunk.copy")) {
                    in.transferTo(chunks);
                }
            }
        }
        String all = chunks.toString(StandardCharsets.ISO_8859_1);
        for (int n = 0; n < 3; n++) {
            assertThat(all)
                    .as("as it is, not as digits")
                    .contains(new String(Pictures.drawn("png", n), StandardCharsets.ISO_8859_1));
        }
    }
}
