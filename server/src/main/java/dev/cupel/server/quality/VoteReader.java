package dev.cupel.server.quality;

import dev.cupel.engine.answer.Question;
import dev.cupel.server.project.SchemaCodes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the votes on one question in one snapshot, as one stream in the order of item and member. */
final class VoteReader {
    private static final String VOTES = """
            select v.item_id, v.member_id,
                   case when f.item_id is null then v.option else f.option end,
                   case when f.item_id is null then v.number else f.number end,
                   case when f.item_id is null then v.mask else f.mask end, a.active_ms,
                   (a.saved_at at time zone 'UTC')::date - date '1970-01-01' as day,
                   s.gold, g.option as gold_option, g.number as gold_number, g.mask as gold_mask
            from vote v
                join annotation a on a.id = v.annotation_id
                join item_state s on s.item_id = v.item_id
                left join gold g on g.item_id = v.item_id and g.question = v.question
                -- gold judges the first answer: one that was corrected afterwards says nothing about the person
                left join gold_attempt f on s.gold and f.project_id = v.project_id and f.question = v.question
                    and f.item_id = v.item_id and f.member_id = v.member_id
            where v.project_id = ? and v.question = ? and (not s.gold or g.item_id is not null)
            order by v.item_id, v.member_id
            """;
    static final String NEWEST = """
            select max(newest.id) from member m
                cross join lateral (select a.id from annotation a where a.member_id = m.id order by a.id desc limit 1) newest
            where m.project_id = ?
            """;
    private static final int FETCH = 20_000;

    /**
     * What a report is computed from.
     *
     * @param votes null if there are none
     * @param asOf newest annotation, 0 if there is none
     * @param settled whether nobody had saved for a while
     */
    record Snapshot(
            @Nullable QuestionVotes votes,
            long asOf,
            @Nullable Timestamp asOfAt,
            boolean settled,
            long goldAnswers,
            @Nullable Timestamp goldSetAt,
            Existing existing) {}

    /** Rows of item_answer by ascending item: what their digests and sources are. */
    static final class Existing {
        private long[] item = new long[1024];
        private long[] digest = new long[1024];
        private byte[] source = new byte[1024];
        private int size;

        private void add(long itemId, long rowDigest, byte rowSource) {
            if (size == item.length) {
                item = Arrays.copyOf(item, size * 2);
                digest = Arrays.copyOf(digest, size * 2);
                source = Arrays.copyOf(source, size * 2);
            }
            item[size] = itemId;
            digest[size] = rowDigest;
            source[size++] = rowSource;
        }

        int size() {
            return size;
        }

        long item(int i) {
            return item[i];
        }

        /** 0 if no run has written the row. */
        long digest(int i) {
            return digest[i];
        }

        int source(int i) {
            return source[i];
        }
    }

    private final Connection connection;
    private final long project;
    private final short questionNumber;

    /** @param connection outside a transaction */
    VoteReader(Connection connection, long project, short questionNumber) {
        this.connection = connection;
        this.project = project;
        this.questionNumber = questionNumber;
    }

    /** @param optionIds every option the question ever had, by number */
    Snapshot read(Question question, List<String> optionIds) throws SQLException {
        int before = connection.getTransactionIsolation();
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        try {
            return readInSnapshot(question, optionIds);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
            connection.setReadOnly(false);
            connection.setTransactionIsolation(before);
        }
    }

    private Snapshot readInSnapshot(Question question, List<String> optionIds) throws SQLException {
        // Sorting 300,000 narrow rows in memory rather than on disk.
        try (PreparedStatement memory = connection.prepareStatement("set local work_mem = '64MB'")) {
            memory.execute();
        }
        QuestionVotes.Builder builder = new QuestionVotes.Builder(question, optionIds);
        boolean any = false;
        try (PreparedStatement select = connection.prepareStatement(VOTES)) {
            select.setFetchSize(FETCH);
            select.setLong(1, project);
            select.setShort(2, questionNumber);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    boolean gold = row.getBoolean(8);
                    any = true;
                    builder.add(
                            row.getLong(1),
                            gold,
                            gold ? coded(question, row, 9, 10, 11) : 0,
                            row.getLong(2),
                            coded(question, row, 3, 4, 5),
                            row.getInt(6),
                            row.getInt(7));
                }
            }
        }
        long asOf;
        Timestamp asOfAt = null;
        boolean settled = true;
        try (PreparedStatement newest = connection.prepareStatement(NEWEST)) {
            newest.setLong(1, project);
            try (ResultSet row = newest.executeQuery()) {
                row.next();
                asOf = row.getLong(1);
            }
        }
        if (asOf > 0) {
            try (PreparedStatement when = connection.prepareStatement(
                    "select saved_at, saved_at < now() - make_interval(secs => ?) from annotation where id = ?")) {
                when.setDouble(1, RefreshRule.QUIET_SECONDS);
                when.setLong(2, asOf);
                try (ResultSet row = when.executeQuery()) {
                    row.next();
                    asOfAt = row.getTimestamp(1);
                    settled = row.getBoolean(2);
                }
            }
        }
        long goldAnswers;
        Timestamp goldSetAt;
        try (PreparedStatement gold = connection.prepareStatement(
                "select count(*), max(set_at) from gold where project_id = ? and question = ?")) {
            gold.setLong(1, project);
            gold.setShort(2, questionNumber);
            try (ResultSet row = gold.executeQuery()) {
                row.next();
                goldAnswers = row.getLong(1);
                goldSetAt = row.getTimestamp(2);
            }
        }
        return new Snapshot(
                any ? builder.build(names(builder.members())) : null,
                asOf,
                asOfAt,
                settled,
                goldAnswers,
                goldSetAt,
                existing());
    }

    private static long coded(Question question, ResultSet row, int option, int number, int mask) throws SQLException {
        return switch (question) {
            case Question.Choice choice -> row.getShort(option);
            case Question.Choices choices -> row.getLong(mask);
            // Adding zero makes -0 and 0 the same number.
            case Question.Quantity quantity -> throw SchemaCodes.unserved(quantity);
            case Question.Preference preference -> throw SchemaCodes.unserved(preference);
            case Question.Structured structured -> throw SchemaCodes.unserved(structured);
            case Question.Rating rating -> Double.doubleToLongBits(row.getDouble(number) + 0.0);
        };
    }

    private Map<Long, String> names(Iterable<Long> members) throws SQLException {
        Map<Long, String> names = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(
                "select m.id, a.display_name from member m join account a on a.id = m.account_id where m.project_id = ?")) {
            select.setLong(1, project);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    names.put(row.getLong(1), row.getString(2));
                }
            }
        }
        for (Long member : members) {
            names.putIfAbsent(member, "member " + member);
        }
        return names;
    }

    private Existing existing() throws SQLException {
        Existing existing = new Existing();
        try (PreparedStatement select = connection.prepareStatement(
                "select item_id, digest, source from item_answer where project_id = ? and question = ? order by item_id")) {
            select.setFetchSize(FETCH);
            select.setLong(1, project);
            select.setShort(2, questionNumber);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    existing.add(row.getLong(1), row.getLong(2), row.getByte(3));
                }
            }
        }
        return existing;
    }
}
