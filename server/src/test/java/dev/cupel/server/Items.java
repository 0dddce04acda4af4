package dev.cupel.server;

import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Items straight in the database, for tests of what happens to items that are there, and an answer to them. */
public final class Items {
    private Items() {}

    public static JdbcClient sql() {
        return TestServer.running().context().getBean(JdbcClient.class);
    }

    /** A labeler's answer to the question every test project asks, to be saved as it is. */
    public static Map<String, Object> good() {
        return Map.of(
                "saveId",
                UUID.randomUUID(),
                "outcome",
                "submitted",
                "answers",
                Map.of("sentiment", "good"),
                "activeMs",
                900,
                "schemaVersion",
                1,
                "guidelineVersion",
                1);
    }

    public static void add(String project, int count) {
        sql().sql("""
                with i as (insert into item (project_id, key, fields)
                           select p.id, 'k' || n, jsonb_build_object('text', 'text number ' || n)
                           from project p, generate_series(1, :count) n where p.key = :key order by n returning id, project_id)
                insert into item_state (item_id, project_id) select id, project_id from i order by id
                """).param("key", project).param("count", count).update();
    }
}
