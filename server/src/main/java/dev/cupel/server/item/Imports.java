package dev.cupel.server.item;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What came into a project with which import: each item knows the one that brought it into the project, or out of the bin, last. */
@Component
public class Imports {
    /** Items of an import are counted up to this. */
    private static final int MOST_COUNTED = 100_000;

    /** The numbers between which the items of an import are. */
    record Numbers(long first, long last) {
        static final Numbers NONE = new Numbers(1, 0);
    }

    /**
     * An import.
     *
     * @param fileName the name of the project where items were copied from one; null if it had none, or if its job is forgotten
     * @param running whether it may still bring more
     */
    public record Import(long number, @Nullable String fileName, boolean running) {}

    /**
     * What there is of an import now.
     *
     * @param items that it brought, and that are not in the bin
     * @param answered of these, how many have answers
     * @param answers how many those have
     * @param inBin that it brought, and that are in the bin
     * @param more whether there are more than were counted
     */
    public record Brought(long items, long answered, long answers, long inBin, boolean more) {}

    private final JdbcClient sql;

    Imports(JdbcClient sql) {
        this.sql = sql;
    }

    /** @return the number of an import that runs; the same again when it goes on */
    long begin(long project, UUID job) {
        sql.sql("insert into item_import (project_id, job) values (?, ?) on conflict (job) do nothing")
                .params(project, job)
                .update();
        return sql.sql("select id from item_import where job = ?")
                .param(job)
                .query(Long.class)
                .single();
    }

    /** These items came, or came out of the bin, with it. */
    void brought(long number, Collection<Long> items) {
        sql.sql(
                        "update item_import set first_item = least(first_item, ?), last_item = greatest(last_item, ?) where id = ?")
                .params(Collections.min(items), Collections.max(items), number)
                .update();
    }

    /** The same for items that another import has brought before. */
    void broughtBack(long number, Collection<Long> items) {
        sql.sql("""
                update item_state s set import = ?
                from (select item_id from item_state where item_id = any (?) order by item_id for update) o
                where s.item_id = o.item_id
                """).params(number, items.toArray(Long[]::new)).update();
        brought(number, items);
    }

    /** @return none where the project has no such import, or it brought nothing */
    static Numbers numbers(JdbcClient in, long project, long number) {
        return in.sql(
                        "select first_item, last_item from item_import where id = ? and project_id = ? and first_item is not null")
                .params(number, project)
                .query((row, n) -> new Numbers(row.getLong(1), row.getLong(2)))
                .optional()
                .orElse(Numbers.NONE);
    }

    /** @param job that ran it */
    public Optional<Import> ofJob(long project, UUID job) {
        return one(project, "m.job = ?", job);
    }

    public Optional<Import> byNumber(long project, long number) {
        return one(project, "m.id = ?", number);
    }

    private Optional<Import> one(long project, String which, Object value) {
        return sql.sql("""
                select m.id, coalesce(j.params ->> 'fileName', j.params ->> 'from') as file_name, coalesce(j.state in ('queued', 'running'), false) as running
                from item_import m left join job j on j.id = m.job where m.project_id = ? and
                """ + which)
                .params(project, value)
                .query((row, number) ->
                        new Import(row.getLong("id"), row.getString("file_name"), row.getBoolean("running")))
                .optional();
    }

    public Brought count(long project, long number) {
        Numbers numbers = numbers(sql, project, number);
        List<Long> counts = sql.sql("""
                select count(*) filter (where status <> 6), count(*) filter (where status <> 6 and answers > 0),
                       coalesce(sum(answers) filter (where status <> 6), 0), count(*) filter (where status = 6), count(*)
                from (select status, answers from item_state
                      where project_id = ? and import = ? and item_id between ? and ? limit ?) s
                """)
                .params(project, number, numbers.first(), numbers.last(), MOST_COUNTED + 1)
                .query((row, n) ->
                        Arrays.asList(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)))
                .single();
        return new Brought(counts.get(0), counts.get(1), counts.get(2), counts.get(3), counts.get(4) > MOST_COUNTED);
    }
}
