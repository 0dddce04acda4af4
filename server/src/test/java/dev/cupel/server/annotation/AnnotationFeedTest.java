package dev.cupel.server.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cupel.server.Client;
import dev.cupel.server.Items;
import dev.cupel.server.Owner;
import dev.cupel.server.TestServer;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class AnnotationFeedTest {
    private final Owner owner = TestServer.owner();
    private final AnnotationFeed feed = TestServer.running().context().getBean(AnnotationFeed.class);

    private static long countUpTo(long id) {
        return Items.sql()
                .sql("select count(*) from annotation where id <= ?")
                .param(id)
                .query(Long.class)
                .single();
    }

    /** As another server would: the number is drawn long before the commit, and others are drawn and committed meanwhile. */
    private static void writeSlowly(String project) throws Exception {
        DataSource database = TestServer.running().context().getBean(DataSource.class);
        try (Connection writing = database.getConnection();
                Statement statement = writing.createStatement()) {
            writing.setAutoCommit(false);
            statement.execute("select annotations_are_written()");
            statement.execute(
                    "create temporary table drawn on commit drop as select nextval('annotation_id_seq') as id");
            Thread.sleep(15);
            statement.execute("""
                    insert into annotation (id, assignment_id, project_id, item_id, member_id, revision, save_id, outcome,
                        answers, ambiguous, active_ms, schema_version, guideline_version)
                    overriding system value
                    select d.id, gen_random_uuid(), p.id, 0, 0, 1, gen_random_uuid(), 'skipped', '{}', false, 1, 1, 1
                    from drawn d, project p where p.key = '%s'
                    """.formatted(project));
            writing.commit();
            writing.setAutoCommit(true);
        }
    }

    @Test
    void whatIsUpToTheNewestAnnotationSeenNeverGrowsAfterwards() throws Exception {
        String project = owner.project(6);
        Items.add(project, 60);
        Map<Long, Long> seen = new LinkedHashMap<>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> runs = new ArrayList<>();
            for (int person = 0; person < 6; person++) {
                Client client = owner.simulated(project, "Simulated reader " + person);
                runs.add(executor.submit((Callable<Void>) () -> {
                    while (true) {
                        JsonNode lease = client.post("/projects/" + project + "/next", Map.of("holding", List.of()))
                                .expect(200)
                                .json()
                                .path("assignment");
                        if (lease.isMissingNode()) {
                            return null;
                        }
                        client.put("/assignments/" + lease.path("id").asString() + "/annotation", Items.good())
                                .expect(200);
                    }
                }));
            }
            runs.add(executor.submit((Callable<Void>) () -> {
                for (int i = 0; i < 20; i++) {
                    writeSlowly(project);
                }
                return null;
            }));
            while (!runs.stream().allMatch(Future::isDone)) {
                long newest = feed.newest();
                seen.put(newest, countUpTo(newest));
            }
            for (Future<Void> run : runs) {
                run.get();
            }
        }
        assertThat(seen).hasSizeGreaterThan(5);
        seen.forEach((newest, count) ->
                assertThat(countUpTo(newest)).as("up to %d", newest).isEqualTo(count));
    }

    @Test
    void whoLooksWaitsForAnAnnotationThatHasItsNumberAndIsNotCommitted() throws Exception {
        DataSource database = TestServer.running().context().getBean(DataSource.class);
        try (Connection writing = database.getConnection();
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            writing.setAutoCommit(false);
            writing.createStatement().execute("select annotations_are_written()");
            Future<Long> newest = executor.submit(feed::newest);
            assertThatThrownBy(() -> newest.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            writing.commit();
            assertThat(newest.get(20, TimeUnit.SECONDS)).isNotNegative();
            writing.setAutoCommit(true);
        }
    }

    @Test
    void aLookThatFailsOpensTheGateAgain() throws Exception {
        DataSource database = TestServer.running().context().getBean(DataSource.class);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> AnnotationFeed.behindTheGate(connection, () -> {
                        connection.setAutoCommit(false);
                        return statement.execute("select 1 / 0");
                    }))
                    .hasMessageContaining("division by zero");
            connection.setAutoCommit(true);
        }
        assertThat(Items.sql()
                        .sql(
                                "select count(*) from pg_locks where locktype = 'advisory' and mode = 'ExclusiveLock' and objid = 1129597269")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(feed.newest()).isNotNegative();
    }

    @Test
    void newsNamesTheProjectsThatGotAnnotations() {
        String quiet = owner.project(1);
        String busy = owner.project(1);
        Items.add(quiet, 1);
        Items.add(busy, 1);
        long before = feed.newest();
        Client person = owner.simulated(busy, "Simulated news");
        String lease = person.post("/projects/" + busy + "/next", Map.of("holding", List.of()))
                .expect(200)
                .json()
                .path("assignment")
                .path("id")
                .asString();
        person.put("/assignments/" + lease + "/annotation", Items.good()).expect(200);
        AnnotationFeed.News news = feed.since(before);
        long id = Items.sql()
                .sql("select id from project where key = ?")
                .param(busy)
                .query(Long.class)
                .single();
        assertThat(news.projects()).containsExactly(id);
        assertThat(feed.since(news.upTo()).projects()).isEmpty();
    }
}
