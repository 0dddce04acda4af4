package dev.cupel.server.platform;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sets a statement's array parameters one after the other, each a column of a batch. */
public final class BatchColumns {
    private final Connection connection;
    private final PreparedStatement statement;
    private int next = 1;

    public BatchColumns(Connection connection, PreparedStatement statement) {
        this.connection = connection;
        this.statement = statement;
    }

    /** @param type of the elements, as PostgreSQL names it */
    public <T> void add(String type, List<T> rows, Function<T, @Nullable Object> value) throws SQLException {
        @Nullable Object[] values = new @Nullable Object[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value.apply(rows.get(i));
        }
        statement.setArray(next++, connection.createArrayOf(type, values));
    }
}
