package dev.cupel.server.quality;

import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.judgement.ItemEstimates;
import dev.cupel.engine.judgement.QuestionVotes;
import dev.cupel.formats.nativeform.AnswerJson;
import dev.cupel.server.platform.postgres.RowsIn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a run found into item_answer and item_state: changed rows only, in sets, each set a short transaction.
 *
 * <p>It never waits for a row: saving commits many answers at once and holds their items in an order of its own, so
 * waiting here could end in a deadlock. Rows in use are tried again a little later.
 */
final class EstimateWriter {
    private static final int CHUNK = 2_000;
    private static final int TRIES = 5;
    /** What is to be written, on its way into the rows of many. */
    private static final String ESTIMATE = """
            create temporary table estimate (item_id bigint, option smallint, number float8, options smallint[], value text,
                probability real, posterior real[], posterior_options smallint[], disagreement real, disputed boolean,
                digest bigint)
            """;

    private static final int COLUMNS = 11;

    private static final String WRITE = """
            with free as materialized (
                select s.item_id from item_state s join estimate g on g.item_id = s.item_id
                where g.item_id between ? and ? and s.item_id between ? and ? and not s.gold and %s
                order by s.item_id for update of s skip locked
            ), written as (
                insert into item_answer as a (project_id, question, item_id, source, option, number, options, value, probability,
                        consensus_option, consensus_number, consensus_options, consensus_value, consensus_probability,
                        posterior, posterior_options, disagreement, disputed, digest)
                select ?, ?, g.item_id, 0, g.option, g.number, g.options, g.value::jsonb, g.probability,
                       g.option, g.number, g.options, g.value::jsonb, g.probability,
                       g.posterior, g.posterior_options, g.disagreement, g.disputed, g.digest
                from estimate g join free f on f.item_id = g.item_id
                where g.item_id between ? and ?
                on conflict (item_id, question) do update set
                    source = case when a.source = 1 then 1 else 0 end,
                    option = case when a.source = 1 then a.option else excluded.option end,
                    number = case when a.source = 1 then a.number else excluded.number end,
                    options = case when a.source = 1 then a.options else excluded.options end,
                    value = case when a.source = 1 then a.value else excluded.value end,
                    probability = case when a.source = 1 then null else excluded.probability end,
                    consensus_option = excluded.consensus_option,
                    consensus_number = excluded.consensus_number,
                    consensus_options = excluded.consensus_options,
                    consensus_value = excluded.consensus_value,
                    consensus_probability = excluded.consensus_probability,
                    posterior = excluded.posterior,
                    posterior_options = excluded.posterior_options,
                    disagreement = excluded.disagreement,
                    disputed = excluded.disputed,
                    digest = excluded.digest
                returning a.item_id, a.disagreement
            ), marked as (
                update item_state s set disagreement = w.disagreement from written w
                where ? and s.item_id = w.item_id and s.disagreement is distinct from w.disagreement
            )
            select count(*) from written
            """;

    private static final String WRITE_ALL = WRITE.formatted("true");
    /** Those of a set that were in use when it was written. */
    private static final String WRITE_REST = WRITE.formatted("""
            not exists (select 1 from item_answer w
                        where w.item_id = g.item_id and w.question = ? and w.digest = g.digest)""");

    /** Items whose last answer was taken back: nothing is known about them any more. */
    private static final String CLEAR = """
            with free as materialized (
                select s.item_id from item_state s where s.item_id = any(?) order by s.item_id for update skip locked
            ), kept as (
                update item_answer a set consensus_option = null, consensus_number = null, consensus_options = null,
                    consensus_value = null, consensus_probability = null, probability = null, posterior = null,
                    posterior_options = null, disagreement = null,
                    disputed = false, digest = null
                from free f where a.item_id = f.item_id and a.question = ? and a.source = 1
            ), gone as (
                delete from item_answer a using free f where a.item_id = f.item_id and a.question = ? and a.source = 0
            ), unmarked as (
                update item_state s set disagreement = null from free f where ? and s.item_id = f.item_id
            )
            select item_id from free
            """;

    /** Complete or decided items with an open question, and disputed ones on which nothing is open any more. */
    private static final String SETTLE = """
            with found as materialized (
                select s.item_id from item_state s
                where s.project_id = ? and s.status in (2, 4) and not s.gold
                  and s.item_id in (select a.item_id from item_answer a
                                    where a.project_id = ? and a.disputed and a.source = 0)
                union all
                select s.item_id from item_state s
                where s.project_id = ? and s.status = 3
                  and (s.gold
                       or s.answers < coalesce((select p.wanted from place p where p.item_id = s.item_id and p.stage = 'production'), 1)
                       or not exists (select 1 from item_answer a
                                      where a.item_id = s.item_id and a.disputed and a.source = 0))
            ), free as materialized (
                select s.item_id from item_state s join found f on f.item_id = s.item_id
                order by s.item_id for update of s skip locked
            )
            select settle_items(coalesce(array_agg(item_id), '{}')) from free
            """;

    private final Connection connection;
    private final long project;
    private final short question;
    private final boolean first;

    /**
     * @param connection outside a transaction
     * @param first whether the question is the schema's first, whose disagreement items are sorted by
     */
    EstimateWriter(Connection connection, long project, short question, boolean first) {
        this.connection = connection;
        this.project = project;
        this.question = question;
        this.first = first;
    }

    /**
     * @param changed rows written or cleared
     * @param complete whether none was left out because somebody was working on it
     */
    record Outcome(long changed, boolean complete) {}

    /** @param betweenSets called between transactions; may throw to stop */
    Outcome write(
            @Nullable QuestionVotes votes,
            @Nullable ItemEstimates estimates,
            VoteReader.Existing existing,
            Runnable betweenSets)
            throws SQLException, InterruptedException {
        List<Integer> changed = new ArrayList<>();
        List<Long> gone = new ArrayList<>();
        compare(votes, estimates, existing, changed, gone);
        long done = 0;
        boolean complete = true;
        if (votes != null && estimates != null && !changed.isEmpty()) {
            // What a crash would lose is computed again, because the report that is stored last, and surely, is missing
            // then.
            execute("set synchronous_commit = off");
            execute(ESTIMATE);
            try {
                send(votes, estimates, changed);
                for (int from = 0; from < changed.size(); from += CHUNK) {
                    betweenSets.run();
                    int to = Math.min(changed.size(), from + CHUNK);
                    long first = votes.itemId(changed.get(from));
                    long last = votes.itemId(changed.get(to - 1));
                    int left = to - from - write(WRITE_ALL, first, last);
                    for (int tries = 1; tries < TRIES && left > 0; tries++) {
                        Thread.sleep(20L << tries);
                        left -= write(WRITE_REST, first, last);
                    }
                    done += to - from - left;
                    complete &= left == 0;
                }
            } finally {
                execute("drop table estimate");
                execute("reset synchronous_commit");
            }
        }
        for (int from = 0; from < gone.size(); from += CHUNK) {
            betweenSets.run();
            List<Long> set = gone.subList(from, Math.min(gone.size(), from + CHUNK));
            int cleared = clear(set);
            done += cleared;
            complete &= cleared == set.size();
        }
        settle();
        return new Outcome(done, complete);
    }

    /** Both sides ascend by item. */
    private static void compare(
            @Nullable QuestionVotes votes,
            @Nullable ItemEstimates estimates,
            VoteReader.Existing existing,
            List<Integer> changed,
            List<Long> gone) {
        int row = 0;
        int tasks = votes == null || estimates == null ? 0 : votes.taskCount();
        for (int t = 0; t < tasks; t++) {
            if (votes == null || estimates == null || !estimates.isPresent(t)) {
                continue;
            }
            long item = votes.itemId(t);
            while (row < existing.size() && existing.item(row) < item) {
                clearable(existing, row++, gone);
            }
            if (row < existing.size() && existing.item(row) == item) {
                if (existing.digest(row) != digest(estimates, t, value(votes.question(), estimates, t))
                        || existing.source(row) == 2) {
                    changed.add(t);
                }
                row++;
            } else {
                changed.add(t);
            }
        }
        while (row < existing.size()) {
            clearable(existing, row++, gone);
        }
    }

    private static void clearable(VoteReader.Existing existing, int row, List<Long> gone) {
        if (existing.digest(row) != 0 && existing.source(row) != 2) {
            gone.add(existing.item(row));
        }
    }

    private void execute(String statement) throws SQLException {
        try (Statement any = connection.createStatement()) {
            any.execute(statement);
        }
    }

    private void send(QuestionVotes votes, ItemEstimates estimates, List<Integer> tasks) throws SQLException {
        try (RowsIn rows = new RowsIn(connection, "estimate", COLUMNS)) {
            for (int t : tasks) {
                rows.row().int8(votes.itemId(t)).int2(estimates.option(t)).float8(estimates.number(t));
                BitSet set = estimates.options(t);
                if (set == null) {
                    rows.none();
                } else {
                    int[] options = set.stream().toArray();
                    rows.int2s(options.length, i -> options[i]);
                }
                String value = value(votes.question(), estimates, t);
                rows.text(value).float4(estimates.probability(t));
                ItemEstimates.Posterior all = estimates.posterior(t);
                if (all == null) {
                    rows.none().none();
                } else {
                    rows.float4s(all.size(), all::probability);
                    if (all.isWhole()) {
                        rows.none();
                    } else {
                        rows.int2s(all.size(), all::option);
                    }
                }
                rows.float4(estimates.disagreement(t))
                        .bool(estimates.disputed(t))
                        .int8(digest(estimates, t, value));
            }
            rows.end();
        }
        execute("create index on estimate (item_id)");
        execute("analyze estimate");
    }

    /** @return how many rows were written of the items from {@code first} to {@code last} */
    private int write(String statement, long firstItem, long lastItem) throws SQLException {
        try (PreparedStatement write = connection.prepareStatement(statement)) {
            int at = 1;
            for (int range = 0; range < 2; range++) {
                write.setLong(at++, firstItem);
                write.setLong(at++, lastItem);
            }
            if (statement.equals(WRITE_REST)) {
                write.setShort(at++, question);
            }
            write.setLong(at++, project);
            write.setShort(at++, question);
            write.setLong(at++, firstItem);
            write.setLong(at++, lastItem);
            write.setBoolean(at, first);
            try (ResultSet row = write.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    /** A structured answer as the column stores it; null for others. */
    private static @Nullable String value(Question question, ItemEstimates estimates, int task) {
        Answer.Structured answer = estimates.answer(task);
        return answer == null ? null : AnswerJson.write(question, answer).toString();
    }

    private static long digest(ItemEstimates estimates, int task, @Nullable String value) {
        long digest = estimates.digest(task);
        return value == null ? digest : ItemEstimates.mix(digest, value.hashCode());
    }

    private int clear(List<Long> items) throws SQLException {
        try (PreparedStatement clear = connection.prepareStatement(CLEAR)) {
            clear.setArray(1, connection.createArrayOf("bigint", items.toArray(new Long[0])));
            clear.setShort(2, question);
            clear.setShort(3, question);
            clear.setBoolean(4, first);
            int count = 0;
            try (ResultSet row = clear.executeQuery()) {
                while (row.next()) {
                    count++;
                }
            }
            return count;
        }
    }

    private void settle() throws SQLException {
        try (PreparedStatement settle = connection.prepareStatement(SETTLE)) {
            settle.setLong(1, project);
            settle.setLong(2, project);
            settle.setLong(3, project);
            settle.execute();
        }
    }
}
