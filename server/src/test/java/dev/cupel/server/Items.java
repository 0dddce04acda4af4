package dev.cupel.server;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Puts items straight into the database, for tests of what happens to items that are there. */
public final class Items {
    private Items() {}

    public static JdbcClient sql() {
        return TestServer.running().context().getBean(JdbcClient.class);
    }

    public static void add(String project, int count) {
        sql().sql("""
                with p as (select id, overlap from project where key = :key),
                     i as (insert into item (project_id, key, fields)
                           select p.id, 'k' || n, jsonb_build_object('text', 'text number ' || n)
                           from p, generate_series(1, :count) n order by n returning id, project_id),
                     s as (insert into item_state (item_id, project_id) select id, project_id from i)
                insert into queue (item_id, project_id, wanted) select i.id, i.project_id, p.overlap from i, p order by i.id
                """).param("key", project).param("count", count).update();
    }
}
