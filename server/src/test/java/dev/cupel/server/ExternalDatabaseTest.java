package dev.cupel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cupel.server.platform.StartFailure;
import dev.cupel.server.platform.postgres.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A PostgreSQL that is somebody else's: the server starts none and stops none. */
final class ExternalDatabaseTest {
    private static EmbeddedPostgres postgres;
    private static Path unused;

    @BeforeAll
    static void start() throws Exception {
        postgres = EmbeddedPostgres.start(Files.createTempDirectory("cupel-external"));
        unused = Files.createTempDirectory("cupel-no-data").resolve("data");
        sql("create database cupel", "create database bare", "create role weak login password 'weak@pass'");
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    private static void sql(String... statements) throws Exception {
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                var statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private static String url(String user, String password, String database) {
        String host = postgres.jdbcUrl().replaceFirst("jdbc:postgresql://([^/]+)/.*", "$1");
        return "postgresql://" + user + ":" + password + "@" + host + "/" + database;
    }

    private static CupelServer.Running serve(String url) {
        return CupelServer.start(new ServeOptions(0, unused, url, "127.0.0.1", false));
    }

    @Test
    void setUpLabelRestartAndNobodyHasToSignInAgain() throws Exception {
        String url = url(postgres.user(), postgres.password(), "cupel");
        Client owner;
        Client labeler;
        String project;
        try (CupelServer.Running first = serve(url)) {
            Owner made = Owner.setUp(first);
            owner = made.client();
            project = made.project(1);
            labeler = made.simulated(project, "Simulated one");
            String path = "/projects/" + project + "/imports?format=csv&fileName=texts.csv";
            JsonNode job = owner.upload(
                            path,
                            "text/csv",
                            java.net.http.HttpRequest.BodyPublishers.ofString("key,text\na,fine\nb,awful\n"))
                    .expect(202)
                    .json();
            while (!owner.get("/jobs/" + job.path("id").asString())
                    .json()
                    .path("state")
                    .asString()
                    .equals("done")) {
                Thread.sleep(20);
            }
            label(labeler, project);
        }
        try (CupelServer.Running second = serve(url)) {
            assertThat(second.setUpLink()).isEmpty();
            Client again = owner.at(second.address());
            assertThat(again.get("/projects/" + project + "/overview")
                            .expect(200)
                            .json()
                            .path("answers")
                            .asInt())
                    .isEqualTo(1);
            label(labeler.at(second.address()), project);
            assertThat(again.get("/projects/" + project + "/overview")
                            .expect(200)
                            .json()
                            .path("complete")
                            .asInt())
                    .isEqualTo(2);
        }
        assertThat(unused).doesNotExist();
        sql("select 1"); // it outlives the servers
    }

    private static void label(Client labeler, String project) {
        String assignment = labeler.post("/projects/" + project + "/next", Map.of())
                .expect(200)
                .json()
                .path("assignment")
                .path("id")
                .asString();
        labeler.put("/assignments/" + assignment + "/annotation", Items.good()).expect(200);
    }

    @Test
    void whatIsWrongWithTheAddressIsSaidWithoutThePassword() {
        for (List<String> wrong : List.of(
                List.of(url(postgres.user(), "s3cret", "cupel"), "does not let this user in", "user and password"),
                List.of(url("nobody", "s3cret", "cupel"), "does not let this user in", "user and password"),
                List.of(
                        url(postgres.user(), postgres.password(), "nowhere"),
                        "has no such database",
                        "create database"),
                List.of("postgresql://anna:s3cret@127.0.0.1:1/cupel", "cannot be reached", "host and port"),
                List.of("postgresql://anna:s3cret@no-such-host.invalid/cupel", "cannot be reached", "host and port"),
                List.of(
                        "mysql://anna:s3cret@127.0.0.1/cupel",
                        "is not the address of a PostgreSQL",
                        "postgresql://"))) {
            assertThatThrownBy(() -> serve(wrong.get(0)))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining(wrong.get(1))
                    .hasMessageContaining(wrong.get(2))
                    .message()
                    .doesNotContain("s3cret", postgres.password());
        }
    }

    @Test
    void aUserWhoMayNotMakeTablesIsToldSo() {
        assertThatThrownBy(() -> serve(url("weak", "weak%40pass", "bare")))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("grant create on schema public to weak");
    }
}
