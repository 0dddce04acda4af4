package dev.cupel.server.platform.postgres;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * The rows of a query in PostgreSQL's binary COPY format: the database works on the next ones while these are read, and numbers
 * come as numbers. Columns count from 0; a column that may be null is
 * asked {@link #isNull} first.
 */
public final class RowsOut implements AutoCloseable {
    /** Signature, flags and the length of an extension of the header, which there is none of. */
    private static final int HEADER = 19;

    private final CopyOut copy;
    private final int[] at;
    private final int[] length;
    private ByteBuffer row = ByteBuffer.allocate(0);
    private boolean ended;

    /** @param query has no parameters: COPY takes none */
    public RowsOut(Connection connection, String query, int columns) throws SQLException {
        copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("copy (" + query + ") to stdout (format binary)");
        at = new int[columns];
        length = new int[columns];
        byte[] first = copy.readFromCopy();
        if (first == null) {
            throw new SQLException("the database ended a copy before its header");
        }
        row = ByteBuffer.wrap(first).position(HEADER);
    }

    /** Goes to the next row; false at the end. */
    public boolean next() throws SQLException {
        while (!row.hasRemaining()) { // the header may come with the first row or without it
            byte[] more = ended ? null : copy.readFromCopy();
            if (more == null) {
                ended = true;
                return false;
            }
            row = ByteBuffer.wrap(more);
        }
        int columns = row.getShort();
        if (columns < 0) {
            row.position(row.limit());
            return next();
        }
        if (columns != at.length) {
            throw new IllegalStateException("the query has " + columns + " columns, not " + at.length);
        }
        for (int c = 0; c < columns; c++) {
            length[c] = row.getInt();
            at[c] = row.position();
            row.position(at[c] + Math.max(0, length[c]));
        }
        return true;
    }

    public boolean isNull(int column) {
        return length[column] < 0;
    }

    public long int8(int column) {
        return row.getLong(at(column));
    }

    public int int4(int column) {
        return row.getInt(at(column));
    }

    public short int2(int column) {
        return row.getShort(at(column));
    }

    public double float8(int column) {
        return row.getDouble(at(column));
    }

    public boolean bool(int column) {
        return row.get(at(column)) != 0;
    }

    public @Nullable String text(int column) {
        return isNull(column) ? null : new String(row.array(), at[column], length[column], StandardCharsets.UTF_8);
    }

    /** Of a column that holds an array of smallint without nulls. */
    public int[] int2s(int column) {
        int from = at(column);
        int dimensions = row.getInt(from);
        int[] numbers = new int[dimensions == 0 ? 0 : row.getInt(from + 12)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = row.getShort(from + 20 + 6 * i + 4);
        }
        return numbers;
    }

    private int at(int column) {
        if (isNull(column)) {
            throw new IllegalStateException("column " + column + " of the row is null");
        }
        return at[column];
    }

    /** Leaves the rest. */
    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }
}
