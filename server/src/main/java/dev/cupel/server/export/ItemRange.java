package dev.cupel.server.export;

import dev.cupel.server.platform.Portion;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Consecutive items of a project.
 *
 * @param items in the order of their ids, which is the order they came in
 */
record ItemRange(long project, List<Item> items) {
    /**
     * @param fields JSON object of texts
     * @param metadata JSON object of texts
     */
    record Item(long id, String key, String fields, String metadata, int status, Instant createdAt) {}

    /** Bytes an annotation is taken to have: there may be a hundred to an item. */
    private static final int ANNOTATION_BYTES = 512;

    /** The next items of the project: at most so many, and no more than make a portion with their annotations. */
    static ItemRange after(JdbcClient snapshot, long project, long last, int most) {
        int rows = Portion.fitting(snapshot.sql("""
                        select i.bytes + (s.answers + 1) * ?
                        from item i join item_state s on s.item_id = i.id
                        where i.project_id = ? and i.id > ? and s.status <> 5 order by i.id limit ?
                        """)
                .params(ANNOTATION_BYTES, project, last, most)
                .query((row, number) -> row.getInt(1))
                .list());
        return new ItemRange(
                project,
                snapshot.sql("""
                        select i.id, i.key, i.fields, i.metadata, s.status, i.created_at
                        from item i join item_state s on s.item_id = i.id
                        where i.project_id = ? and i.id > ? and s.status <> 5 order by i.id limit ?
                        """)
                        .params(project, last, rows)
                        .query((row, number) -> new Item(
                                row.getLong(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getInt(5),
                                row.getTimestamp(6).toInstant()))
                        .list());
    }

    long first() {
        return items.getFirst().id();
    }

    long last() {
        return items.getLast().id();
    }
}
