package dev.cupel.server.platform.postgres;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Rows on their way into a table, in PostgreSQL's binary COPY format: nothing is turned into text and back. The columns of a row
 * are written in their order, each by the method of its type.
 */
public final class RowsIn implements AutoCloseable {
    private static final byte[] HEADER = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };
    private static final int PORTION = 1 << 16;
    /** Object numbers of element types: they never change. */
    private static final int INT2 = 21;

    private static final int FLOAT4 = 700;

    private final CopyIn copy;
    private final short columns;
    private ByteBuffer bytes = ByteBuffer.allocate(2 * PORTION);

    /** @param table with its columns: {@code "estimate (item_id, number)"} */
    public RowsIn(Connection connection, String table, int columns) throws SQLException {
        this.columns = (short) columns;
        copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy " + table + " from stdin (format binary)");
        bytes.put(HEADER);
    }

    /** Begins a row. */
    public RowsIn row() throws SQLException {
        if (bytes.position() >= PORTION) {
            send();
        }
        room(2).putShort(columns);
        return this;
    }

    public RowsIn none() {
        room(4).putInt(-1);
        return this;
    }

    public RowsIn int8(long value) {
        room(12).putInt(8).putLong(value);
        return this;
    }

    public RowsIn int2(@Nullable Short value) {
        if (value == null) {
            return none();
        }
        room(6).putInt(2).putShort(value);
        return this;
    }

    public RowsIn float8(@Nullable Double value) {
        if (value == null) {
            return none();
        }
        room(12).putInt(8).putDouble(value);
        return this;
    }

    public RowsIn float4(@Nullable Float value) {
        if (value == null) {
            return none();
        }
        room(8).putInt(4).putFloat(value);
        return this;
    }

    public RowsIn bool(boolean value) {
        room(5).putInt(1).put((byte) (value ? 1 : 0));
        return this;
    }

    public RowsIn text(@Nullable String value) {
        if (value == null) {
            return none();
        }
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        room(4 + utf8.length).putInt(utf8.length).put(utf8);
        return this;
    }

    /** @param entry the {@code i}-th of {@code size} entries */
    public RowsIn int2s(int size, IntFunction<Integer> entry) {
        array(INT2, 2, size);
        for (int i = 0; i < size; i++) {
            bytes.putInt(2).putShort(entry.apply(i).shortValue());
        }
        return this;
    }

    /** @param entry the {@code i}-th of {@code size} entries */
    public RowsIn float4s(int size, IntFunction<Float> entry) {
        array(FLOAT4, 4, size);
        for (int i = 0; i < size; i++) {
            bytes.putInt(4).putFloat(entry.apply(i));
        }
        return this;
    }

    /** Dimensions, whether there are nulls, type; of the one dimension its length and first index. */
    private void array(int type, int width, int size) {
        int dimensions = size == 0 ? 0 : 1;
        int length = 12 + 8 * dimensions + (4 + width) * size;
        room(4 + length).putInt(length).putInt(dimensions).putInt(0).putInt(type);
        if (dimensions > 0) {
            bytes.putInt(size).putInt(1);
        }
    }

    private ByteBuffer room(int more) {
        if (bytes.remaining() < more) {
            bytes = ByteBuffer.allocate(Math.max(2 * bytes.capacity(), bytes.position() + more))
                    .put(bytes.flip());
        }
        return bytes;
    }

    private void send() throws SQLException {
        copy.writeToCopy(bytes.array(), 0, bytes.position());
        bytes.clear();
    }

    /** All rows are there now. */
    public void end() throws SQLException {
        room(2).putShort((short) -1);
        send();
        copy.endCopy();
    }

    /** Without {@link #end} none of them are. */
    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }
}
