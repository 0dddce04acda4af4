package dev.cupel.server.quality;

import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.judgement.QuestionVotes;
import dev.cupel.formats.nativeform.FindingList;
import dev.cupel.server.annotation.AnnotationFeed;
import dev.cupel.server.platform.postgres.RowsOut;
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
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads the votes on one question in one snapshot, as one stream in the order of item and member. */
final class VoteReader {
    private static final class Column {
        static final int ITEM = 0;
        static final int MEMBER = 1;
        static final int ACTIVE_MS = 2;
        static final int DAY = 3;
        static final int GOLD = 4;
        /** An answer: option, number, options, value. */
        static final int ANSWER = 5;

        static final int GOLD_ANSWER = 9;
        static final int COUNT = 13;
    }

    /** What spans lie in, of the items that have any. */
    private static final String TEXTS = """
            select i.id, i.fields ->> ? from item i
            where i.id in (select v.item_id from vote v where v.project_id = ? and v.question = ?)
            """;

    /** What people said when they were asked again, beside what they say now of the first time. */
    private static final String AGAIN = """
            select v.member_id, v.question, v.option as first_option, v.number as first_number, v.options as first_options,
                   v.value as first_value, g.option as later_option, g.number as later_number, g.options as later_options,
                   g.value as later_value
            from vote_again g
                join vote v on v.project_id = g.project_id and v.question = g.question and v.item_id = g.item_id
                    and v.member_id = g.member_id
                join assignment a on a.item_id = g.item_id and a.member_id = g.member_id and a.round = g.round and a.kind = 'repeat'
                join item_state s on s.item_id = g.item_id and s.status < 5
            where g.project_id = ? and g.question = ?
            order by g.item_id, g.member_id, g.round
            """;

    /** Votes that were given where there was a draft, beside what the draft says. */
    private static final String DRAFTED = """
            select d.source, a.draft_shown, d.answers -> ? as draft, v.question, v.option, v.number, v.options, v.value
            from vote v
                join annotation n on n.id = v.annotation_id
                join assignment a on a.id = n.assignment_id and a.draft_id is not null
                join draft d on d.id = a.draft_id and d.answers -> ? is not null
                join item_state i on i.item_id = v.item_id and i.status < 5
            where v.project_id = ? and v.question = ?
            """;

    /** What auditors say of finished items, beside what these were finished with when they were audited. */
    private static final String AUDITED = """
            select g.question, f.option as finished_option, f.number as finished_number, f.options as finished_options,
                   f.value as finished_value,
                   g.option as audit_option, g.number as audit_number, g.options as audit_options, g.value as audit_value
            from vote_again g
                join assignment a on a.item_id = g.item_id and a.member_id = g.member_id and a.round = g.round and a.kind = 'audit'
                join audited f on f.project_id = g.project_id and f.question = g.question and f.item_id = g.item_id
                    and f.member_id = g.member_id
                join item_state s on s.item_id = g.item_id and s.status < 5 and not s.gold
            where g.project_id = ? and g.question = ?
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
     * @param asOf newest annotation, 0 if there is none: all before it are counted in
     */
    record Snapshot(
            @Nullable QuestionVotes votes,
            long asOf,
            @Nullable Timestamp asOfAt,
            String standing,
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
    private final OptionalInt pilot;

    /** @param connection outside a transaction */
    VoteReader(Connection connection, long project, short questionNumber) {
        this(connection, project, questionNumber, OptionalInt.empty());
    }

    /** @param pilot whose items alone are read */
    VoteReader(Connection connection, long project, short questionNumber, OptionalInt pilot) {
        this.pilot = pilot;
        this.connection = connection;
        this.project = project;
        this.questionNumber = questionNumber;
    }

    Snapshot read(SchemaCodes codes, Question question) throws SQLException {
        int before = connection.getTransactionIsolation();
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setReadOnly(true);
        try {
            if (pilot.isPresent()) { // which annotation was the newest nobody asks
                connection.setAutoCommit(false);
                return readInSnapshot(new AsOf(0, null), codes, question);
            }
            AsOf newest = AnnotationFeed.behindTheGate(connection, () -> {
                connection.setAutoCommit(false);
                return asOf();
            });
            return readInSnapshot(newest, codes, question);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
            connection.setReadOnly(false);
            connection.setTransactionIsolation(before);
        }
    }

    /** @param annotation the newest, 0 if there is none */
    private record AsOf(long annotation, @Nullable Timestamp at) {}

    private AsOf asOf() throws SQLException {
        try (PreparedStatement newest = connection.prepareStatement(
                "select n.id, a.saved_at from (%s) n (id) join annotation a on a.id = n.id".formatted(NEWEST))) {
            newest.setLong(1, project);
            try (ResultSet row = newest.executeQuery()) {
                return row.next() ? new AsOf(row.getLong(1), row.getTimestamp(2)) : new AsOf(0, null);
            }
        }
    }

    private Snapshot readInSnapshot(AsOf newest, SchemaCodes codes, Question question) throws SQLException {
        // Sorting 300,000 narrow rows in memory rather than on disk.
        try (PreparedStatement memory = connection.prepareStatement("set local work_mem = '64MB'")) {
            memory.execute();
        }
        List<String> optionIds = question instanceof Question.Marking ? List.of() : codes.everyOption(question);
        QuestionVotes.Builder builder = new QuestionVotes.Builder(question, optionIds);
        Map<Long, String> texts = texts(codes, question);
        try (RowsOut row = new RowsOut(connection, votes(), Column.COUNT)) {
            long before = -1;
            while (row.next()) {
                long item = row.int8(Column.ITEM);
                long coded = coded(builder, question, row, Column.ANSWER);
                String text = texts.get(item);
                if (text != null && !builder.liesIn(coded, text)) {
                    continue; // the text has been replaced since
                }
                if (item != before) {
                    builder.item(item);
                    if (row.bool(Column.GOLD)) {
                        builder.gold(coded(builder, question, row, Column.GOLD_ANSWER));
                    }
                    if (text != null) {
                        builder.text(text);
                    }
                }
                builder.vote(row.int8(Column.MEMBER), coded, row.int4(Column.ACTIVE_MS), row.int4(Column.DAY));
                if (question instanceof Question.Preference
                        && SchemaCodes.read(question, row.text(Column.ANSWER + 3))
                                instanceof Answer.Preferred preferred) {
                    preferred.shown().ifPresent(builder::shown);
                }
                before = item;
            }
        }
        if (pilot.isEmpty()) {
            again(builder, codes, question);
            drafted(builder, codes, question);
            audited(builder, codes, question);
        }
        String standing;
        try (PreparedStatement select = connection.prepareStatement("select standing_of(?, ?)")) {
            select.setLong(1, project);
            select.setShort(2, questionNumber);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                standing = row.getString(1);
            }
        }
        return new Snapshot(
                builder.isEmpty() ? null : builder.build(names(builder.members())),
                newest.annotation(),
                newest.at(),
                standing,
                pilot.isPresent() ? new Existing() : existing());
    }

    /** Nothing but the items of the pilot, where one is meant. */
    private String ofPilot(String item) {
        return pilot.isEmpty()
                ? ""
                : " and %s in (select o.item_id from pilot_item o where o.project_id = %d and o.number = %d)"
                        .formatted(item, project, pilot.getAsInt());
    }

    /** Columns as {@link Column} numbers them. */
    private String votes() {
        return """
            select v.item_id, v.member_id, a.active_ms,
                   (a.saved_at at time zone 'UTC')::date - date '1970-01-01' as day, s.gold,
                   case when f.item_id is null then v.option else f.option end as option,
                   case when f.item_id is null then v.number else f.number end as number,
                   case when f.item_id is null then v.options else f.options end as options,
                   case when f.item_id is null then v.value else f.value end::text as value,
                   g.option as gold_option, g.number as gold_number, g.options as gold_options, g.value::text as gold_value
            from vote v
                join annotation a on a.id = v.annotation_id
                join item_state s on s.item_id = v.item_id
                left join gold g on g.item_id = v.item_id and g.question = v.question
                -- gold judges the first answer: one that was corrected afterwards says nothing about the person
                left join gold_attempt f on s.gold and f.project_id = v.project_id and f.question = v.question
                    and f.item_id = v.item_id and f.member_id = v.member_id
            where v.project_id = %d and v.question = %d and s.status < 5 and (not s.gold or g.item_id is not null)%s
            order by v.item_id, v.member_id
            """.formatted(project, questionNumber, ofPilot("v.item_id"));
    }

    private void drafted(QuestionVotes.Builder builder, SchemaCodes codes, Question question) throws SQLException {
        try (PreparedStatement any =
                connection.prepareStatement("select exists (select 1 from draft where project_id = ?)")) {
            any.setLong(1, project);
            try (ResultSet row = any.executeQuery()) {
                row.next();
                if (!row.getBoolean(1)) {
                    return;
                }
            }
        }
        try (PreparedStatement select = connection.prepareStatement(DRAFTED)) {
            select.setString(1, question.id());
            select.setString(2, question.id());
            select.setLong(3, project);
            select.setShort(4, questionNumber);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    SchemaCodes.Answered given = codes.answer(row);
                    // A question that nobody had answered may have become one of another kind since.
                    Answer draft = SchemaCodes.read(question, row.getString("draft"), new FindingList());
                    if (given != null && draft != null && given.question().equals(question)) {
                        builder.drafted(row.getString("source"), row.getBoolean("draft_shown"), draft, given.answer());
                    }
                }
            }
        }
    }

    private void again(QuestionVotes.Builder builder, SchemaCodes codes, Question question) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(AGAIN)) {
            select.setLong(1, project);
            select.setShort(2, questionNumber);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    SchemaCodes.Answered first = codes.answer(row, "first_");
                    SchemaCodes.Answered later = codes.answer(row, "later_");
                    if (first != null
                            && later != null
                            && first.question().equals(question)
                            && builder.knows(row.getLong("member_id"))) {
                        builder.again(row.getLong("member_id"), first.answer(), later.answer());
                    }
                }
            }
        }
    }

    private void audited(QuestionVotes.Builder builder, SchemaCodes codes, Question question) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(AUDITED)) {
            select.setLong(1, project);
            select.setShort(2, questionNumber);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    SchemaCodes.Answered finished = codes.answer(row, "finished_");
                    SchemaCodes.Answered audit = codes.answer(row, "audit_");
                    if (finished != null && audit != null && finished.question().equals(question)) {
                        builder.audited(finished.answer(), audit.answer());
                    }
                }
            }
        }
    }

    /** By item; empty for all kinds but spans. */
    private Map<Long, String> texts(SchemaCodes codes, Question question) throws SQLException {
        Map<Long, String> texts = new HashMap<>();
        if (!(question instanceof Question.Spans spans)) {
            return texts;
        }
        try (PreparedStatement select = connection.prepareStatement(TEXTS + ofPilot("i.id"))) {
            select.setFetchSize(FETCH / 20);
            select.setString(1, codes.fieldOf(spans));
            select.setLong(2, project);
            select.setShort(3, questionNumber);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    String text = row.getString(2);
                    texts.put(row.getLong(1), text == null ? "" : text);
                }
            }
        }
        return texts;
    }

    /** @param from the first of the columns that hold the answer */
    private static long coded(QuestionVotes.Builder builder, Question question, RowsOut row, int from) {
        return switch (question) {
            case Question.Choice choice -> row.int2(from);
            case Question.Preference preference -> row.int2(from);
            case Question.Choices choices -> builder.ofSet(row.int2s(from + 2));
            case Question.Rating rating -> QuestionVotes.Builder.ofNumber(row.float8(from + 1));
            case Question.Quantity quantity -> QuestionVotes.Builder.ofNumber(row.float8(from + 1));
            case Question.Structured structured -> {
                if (SchemaCodes.read(structured, row.text(from + 3)) instanceof Answer.Structured given) {
                    yield builder.ofAnswer(given);
                }
                throw new IllegalStateException("no structured answer is stored to " + structured.id());
            }
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
