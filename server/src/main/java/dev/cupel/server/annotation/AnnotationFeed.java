package dev.cupel.server.annotation;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * How the log of annotations is read on from where one has come. Annotations get their numbers before their transactions end, so a
 * smaller number may appear after a larger one has been seen. Whoever writes holds a gate together with all others who write, from
 * before the number is drawn until the commit ({@code annotations_are_written} in the database); whoever looks at the log passes the
 * gate alone, so that everything up to the newest annotation seen is there, or never will be.
 *
 * <p>Passing waits for the saves of the moment, which share one commit, and for nothing else.
 */
@Component
public class AnnotationFeed {
    /** As in {@code annotations_are_written}. */
    private static final String GATE = "1129597269";

    private final JdbcClient sql;
    private final TransactionTemplate transaction;

    AnnotationFeed(JdbcClient sql, TransactionTemplate transaction) {
        this.sql = sql;
        this.transaction = transaction;
    }

    /**
     * @param upTo the newest annotation; to be given as {@code seen} the next time
     * @param projects those that got annotations since
     */
    public record News(long upTo, Set<Long> projects) {}

    /** @return the newest annotation, 0 if there is none; all before it are there, or never will be */
    public long newest() {
        return behindTheGate(() -> sql.sql("select coalesce(max(id), 0) from annotation")
                .query(Long.class)
                .single());
    }

    /** @param seen up to which annotation everything is known */
    public News since(long seen) {
        long upTo = newest();
        Set<Long> projects =
                new TreeSet<>(sql.sql("select distinct project_id from annotation where id > ? and id <= ?")
                        .params(seen, upTo)
                        .query((row, number) -> row.getLong(1))
                        .list());
        return new News(upTo, projects);
    }

    /** @return what {@code look} finds while nobody is writing; it should take milliseconds, for savers wait */
    public <T> T behindTheGate(Supplier<T> look) {
        return transaction.execute(status -> {
            sql.sql("select pg_advisory_xact_lock(" + GATE + ")")
                    .query((row, number) -> number)
                    .list();
            return look.get();
        });
    }

    /** What begins a transaction of which the first look is its snapshot. */
    @FunctionalInterface
    public interface Look<T> {
        T take() throws SQLException;
    }

    /**
     * @param connection outside a transaction
     * @param first begins a transaction and takes its snapshot: nothing of what it does not see is on its way
     */
    public static <T> T behindTheGate(Connection connection, Look<T> first) throws SQLException {
        try (Statement gate = connection.createStatement()) {
            gate.execute("select pg_advisory_lock(" + GATE + ")");
            try {
                return first.take();
            } catch (SQLException | RuntimeException failed) {
                connection.rollback(); // nothing else may be said in a transaction that failed
                throw failed;
            } finally {
                open(connection, gate);
            }
        }
    }

    /** A connection that kept the gate would keep everybody from saving: better it is gone. */
    private static void open(Connection connection, Statement gate) throws SQLException {
        try {
            gate.execute("select pg_advisory_unlock(" + GATE + ")");
        } catch (SQLException failed) {
            connection.abort(Runnable::run);
            throw failed;
        }
    }
}
