package dev.cupel.server.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.Client;
import dev.cupel.server.CupelServer;
import dev.cupel.server.Items;
import dev.cupel.server.Owner;
import dev.cupel.server.ServeOptions;
import dev.cupel.server.blob.Arrivals;
import dev.cupel.server.blob.BlobStore;
import dev.cupel.server.platform.postgres.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Two servers, one of them a process of its own, on one database. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class TwoServersTest {
    private static EmbeddedPostgres postgres;
    private static CupelServer.Running here;
    private static Process there;
    private static String thereAddress;
    private static Owner owner;

    /** The other server. Says where it is, and lives until it is killed. */
    static final class Elsewhere {
        private Elsewhere() {}

        public static void main(String[] arguments) throws InterruptedException {
            CupelServer.Running running =
                    CupelServer.start(new ServeOptions(0, Path.of(arguments[0]), arguments[1], "127.0.0.1", false));
            System.out.println("at " + running.address());
            Thread.currentThread().join();
        }
    }

    @BeforeAll
    static void start() throws Exception {
        Path folder = Files.createTempDirectory("cupel-two");
        postgres = EmbeddedPostgres.start(folder);
        String url = postgres.jdbcUrl() + "?user=" + postgres.user() + "&password=" + postgres.password();
        here = CupelServer.start(new ServeOptions(0, folder, url, "127.0.0.1", false));
        there = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Elsewhere.class.getName(),
                        folder.toString(),
                        url)
                .redirectErrorStream(true)
                .start();
        thereAddress = addressOf(there);
        owner = Owner.setUp(here);
    }

    private static String addressOf(Process server) throws IOException {
        BufferedReader said = server.inputReader(StandardCharsets.UTF_8);
        StringBuilder all = new StringBuilder();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith("at ")) {
                return line.substring(3);
            }
            all.append(line).append('\n');
        }
        throw new IllegalStateException("the other server did not start:\n" + all);
    }

    @AfterAll
    static void stop() {
        there.destroyForcibly();
        here.close();
        postgres.close();
    }

    private static JdbcClient sql() {
        return here.context().getBean(JdbcClient.class);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long until = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new AssertionError("waited in vain");
            }
            Thread.sleep(20);
        }
    }

    private static JsonNode upload(Client client, String project, int rows) {
        StringBuilder csv = new StringBuilder("key,text\n");
        for (int i = 0; i < rows; i++) {
            csv.append('k').append(i).append(",text number ").append(i).append('\n');
        }
        return client.upload(
                        "/projects/" + project + "/imports?format=csv&fileName=texts.csv",
                        "text/csv",
                        java.net.http.HttpRequest.BodyPublishers.ofString(csv.toString()))
                .expect(202)
                .json();
    }

    private static void finished(JsonNode job) throws InterruptedException {
        await(() -> owner.client()
                .get("/jobs/" + job.path("id").asString())
                .json()
                .path("state")
                .asString()
                .equals("done"));
    }

    @Test
    void aSessionIsValidOnBothAndEndsOnBoth() throws Exception {
        String project = owner.project(1);
        Client person = owner.invite(project, "labeler");
        Client elsewhere = person.at(thereAddress);
        elsewhere.get("/projects").expect(200);
        elsewhere.post("/projects/" + project + "/next", Map.of()).expect(200);
        person.delete("/session");
        // Each server trusts for some seconds what it has just looked up; another client has no memory of its cookies.
        await(() -> elsewhere.get("/projects").status() == 401);
    }

    @Test
    void fiftyPeopleOnBothServersNeverGetAPlaceTwice() throws Exception {
        String project = owner.project(2);
        finished(upload(owner.client(), project, 60));
        List<Client> people = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Client person = owner.simulated(project, "Simulated " + i);
            people.add(i % 2 == 0 ? person : person.at(thereAddress));
        }
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> runs = new ArrayList<>();
            for (Client person : people) {
                runs.add(executor.submit((Callable<Void>) () -> {
                    Map<String, Integer> mine = new HashMap<>();
                    for (JsonNode a = next(person, project); !a.isMissingNode(); a = next(person, project)) {
                        assertThat(mine.merge(a.path("item").path("id").asString(), 1, Integer::sum))
                                .isEqualTo(1);
                        save(person, a.path("id").asString());
                    }
                    return null;
                }));
            }
            for (Future<Void> run : runs) {
                run.get();
            }
        }
        record Taken(long item, int answers, int people) {}
        assertThat(sql().sql("""
                        select v.item_id as item, count(*) as answers, count(distinct v.member_id) as people
                        from vote v join project p on p.id = v.project_id where p.key = ? group by v.item_id
                        """)
                        .param(project)
                        .query((row, n) -> new Taken(row.getLong(1), row.getInt(2), row.getInt(3)))
                        .list())
                .hasSize(60)
                .allSatisfy(taken ->
                        assertThat(List.of(taken.answers(), taken.people())).isEqualTo(List.of(2, 2)));
    }

    private static JsonNode next(Client person, String project) {
        return person.post("/projects/" + project + "/next", Map.of())
                .expect(200)
                .json()
                .path("assignment");
    }

    private static void save(Client person, String assignment) {
        person.put("/assignments/" + assignment + "/annotation", Items.good()).expect(200);
    }

    @Test
    void guessingIsSlowedDownOnBothTogether() {
        Client guesser = Client.browserOf(here);
        Map<String, String> guess = Map.of("email", "somebody@example.org", "password", "guess guess guess");
        for (int i = 0; i < 5; i++) {
            (i % 2 == 0 ? guesser : guesser.at(thereAddress))
                    .post("/session", guess)
                    .expect(401);
        }
        guesser.post("/session", guess).expect(429);
        guesser.at(thereAddress).post("/session", guess).expect(429);
    }

    @Test
    @Order(Integer.MAX_VALUE) // the other server does not come back
    void aJobWhoseServerIsKilledIsFinishedByTheOtherFromWhereItWas() throws Exception {
        String project = owner.project(1);
        // This server looks for no jobs until the other one is dead, so that the other has this one.
        here.context().getBean(JobWorker.class).stop();
        int rows = 120_000;
        JsonNode job = upload(owner.client().at(thereAddress), project, rows);
        String id = job.path("id").asString();
        await(() -> owner.client().get("/jobs/" + id).json().path("done").asLong() > 0);
        there.destroyForcibly().waitFor();
        JsonNode abandoned = owner.client().get("/jobs/" + id).json();
        assertThat(abandoned.path("state").asString()).isEqualTo("running");
        JobWorker worker = new JobWorker(
                here.context().getBean(JobStore.class),
                here.context().getBean(BlobStore.class),
                here.context().getBean(Arrivals.class),
                here.context().getBean(Lanes.class),
                List.copyOf(here.context().getBeansOfType(JobHandler.class).values()));
        worker.start();
        try {
            finished(job);
        } finally {
            worker.stop();
        }
        JsonNode done = owner.client().get("/jobs/" + id).json();
        assertThat(done.path("summary").path("added").asInt()).isEqualTo(rows);
        assertThat(done.path("summary").path("fileName").asString()).isEqualTo("texts.csv");
        assertThat(sql().sql("select attempts from job where id = ?::uuid")
                        .param(id)
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
        assertThat(sql().sql("select count(*) from item i join project p on p.id = i.project_id where p.key = ?")
                        .param(project)
                        .query(Integer.class)
                        .single())
                .isEqualTo(rows);
    }
}
