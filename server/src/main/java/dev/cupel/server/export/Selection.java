package dev.cupel.server.export;

import dev.cupel.engine.answer.Question;
import dev.cupel.server.item.ItemFilter;
import dev.cupel.server.item.ItemSearch;
import dev.cupel.server.platform.Portion;
import dev.cupel.server.project.SchemaCodes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The items that an export takes, in the order they came in. Excluded ones, and those in the bin, are in no export. */
final class Selection {
    /**
     * What is asked of an item; what is null does not matter.
     *
     * @param items by number
     * @param filter as lists have it
     * @param finished as many have answered as were wanted, and nobody disagrees or somebody has decided
     * @param confidence least probability of each best known answer that a consensus method gave; who has none is not taken
     */
    record Wanted(
            @Nullable List<Long> items,
            @Nullable ItemFilter filter,
            boolean finished,
            @Nullable Double confidence) {}

    /** Bytes an annotation is taken to have: there may be a hundred to an item. */
    private static final int ANNOTATION_BYTES = 512;

    private final JdbcClient snapshot;
    private final ItemSearch search;
    private final long project;
    private final SchemaCodes codes;
    private final @Nullable ItemFilter filter;
    private final String conditions;
    private final Map<String, Object> values = new HashMap<>();
    /** The last item that has been looked at. */
    private long through;

    /** @param questions those the file tells about */
    Selection(
            JdbcClient snapshot,
            ItemSearch search,
            long project,
            SchemaCodes codes,
            List<Question> questions,
            Wanted wanted) {
        this.snapshot = snapshot;
        this.search = search;
        this.project = project;
        this.codes = codes;
        this.filter = wanted.filter();
        StringBuilder sql = new StringBuilder(" i.project_id = :project and s.status < 5");
        values.put("project", project);
        if (wanted.items() != null) {
            sql.append(" and i.id = any(:items)");
            values.put("items", wanted.items().toArray(Long[]::new));
        }
        if (wanted.finished()) {
            sql.append(" and s.status in (2, 4)");
        }
        if (wanted.confidence() != null) {
            // What people decided or verified is sure.
            sql.append("""
                     and exists (select 1 from item_answer a where a.item_id = i.id and a.question = any(:questions))
                     and not exists (select 1 from item_answer a where a.item_id = i.id and a.question = any(:questions)
                                       and a.source = 0 and coalesce(a.probability, 0) < cast(:confidence as real))
                    """);
            values.put("questions", questions.stream().map(codes::number).toArray(Short[]::new));
            values.put("confidence", wanted.confidence());
        }
        conditions = sql.toString();
    }

    /** @return how many they are; null if that is not known before they have been read */
    @Nullable
    Long count() {
        return filter != null
                ? null
                : snapshot.sql("select count(*) from item i join item_state s on s.item_id = i.id where" + conditions)
                        .params(values)
                        .query(Long.class)
                        .single();
    }

    /**
     * The next items.
     *
     * @param most at most so many, and no more than make a portion with their annotations
     * @return null after the last
     */
    @Nullable
    ItemRange next(int most) {
        while (true) {
            String among = "";
            List<Long> found = List.of();
            if (filter != null) {
                found = search.after(snapshot, project, codes, filter, through, most);
                if (found.isEmpty()) {
                    return null;
                }
                values.put("found", found.toArray(Long[]::new));
                among = " and i.id = any(:found)";
            }
            values.put("through", through);
            String next = " from item i join item_state s on s.item_id = i.id where" + conditions + among
                    + " and i.id > :through order by i.id limit ";
            int rows =
                    Portion.fitting(snapshot.sql("select i.bytes + (s.answers + 1) * " + ANNOTATION_BYTES + next + most)
                            .params(values)
                            .query((row, number) -> row.getInt(1))
                            .list());
            if (rows == 0 && filter == null) {
                return null;
            }
            if (rows == 0) {
                through = found.getLast();
                continue;
            }
            ItemRange range = new ItemRange(
                    project,
                    snapshot.sql("select i.id, i.key, i.fields, i.metadata, s.status, i.created_at" + next + rows)
                            .params(values)
                            .query((row, number) -> new ItemRange.Item(
                                    row.getLong(1),
                                    row.getString(2),
                                    row.getString(3),
                                    row.getString(4),
                                    row.getInt(5),
                                    row.getTimestamp(6).toInstant()))
                            .list());
            through = range.items().getLast().id();
            return range;
        }
    }
}
