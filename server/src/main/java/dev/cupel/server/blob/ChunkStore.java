package dev.cupel.server.blob;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Files in the database, as numbered chunks, written and read one at a time. */
@Component
final class ChunkStore implements BlobStore {
    /** Bytes of a chunk, unless it was flushed early: 1 MiB. */
    static final int CHUNK_BYTES = 1 << 20;

    private final JdbcClient sql;
    private final Arrivals arrivals;

    /** A chunk, or the reason why there is none. */
    private static final class Look {
        private static final Look GONE = new Look(null, false, false);

        private final byte @Nullable [] bytes;
        private final boolean exists;
        /** Whether the file is complete and ends before this chunk. */
        private final boolean over;

        Look(byte @Nullable [] bytes, boolean exists, boolean over) {
            this.bytes = bytes;
            this.exists = exists;
            this.over = over;
        }
    }

    ChunkStore(JdbcClient sql, Arrivals arrivals) {
        this.sql = sql;
        this.arrivals = arrivals;
    }

    /** Every chunk is its own statement. */
    @Override
    public Writer create() {
        UUID id = UUID.randomUUID();
        sql.sql("insert into blob (id) values (?)").param(id).update();
        return new Chunks(id);
    }

    @Override
    public void delete(UUID id) {
        sql.sql("delete from blob where id = ?").param(id).update();
    }

    @Override
    public long size(UUID id) {
        return sql.sql("select size_bytes from blob where id = ? and complete")
                .param(id)
                .query(Long.class)
                .optional()
                .orElse(-1L);
    }

    @Override
    public InputStream open(UUID id, long from) {
        if (from == 0) {
            return new Reader(id, 0, 0);
        }
        // Chunks may be short, where they were flushed; their lengths are read without their bytes.
        return sql.sql("""
                select n, begins from (
                    select n, octet_length(bytes) as length, sum(octet_length(bytes)) over (order by n) - octet_length(bytes) as begins
                    from blob_chunk where blob_id = :id) c
                where begins + length > :from order by n limit 1
                """)
                .param("id", id)
                .param("from", from)
                .query((row, number) -> new Reader(id, row.getInt("n"), Math.toIntExact(from - row.getLong("begins"))))
                .optional()
                .orElseGet(() -> new Reader(id, Integer.MAX_VALUE, 0));
    }

    @Override
    public boolean follow(UUID id, OutputStream out, BooleanSupplier goOn) throws IOException {
        for (int n = 0; ; ) {
            long before = arrivals.mark();
            Look look = look(id, n);
            if (look.bytes != null) {
                out.write(look.bytes);
                out.flush();
                n++;
            } else if (look.over) {
                return true;
            } else if (!look.exists || !goOn.getAsBoolean()) {
                return false;
            } else {
                arrivals.await(before);
            }
        }
    }

    @Override
    public Set<UUID> olderThan(Duration age) {
        return new HashSet<>(sql.sql("select id from blob where created_at < now() - make_interval(secs => ?)")
                .param(age.toSeconds())
                .query(UUID.class)
                .list());
    }

    private Look look(UUID id, int n) {
        return sql.sql("""
                select c.bytes, b.complete from blob b left join blob_chunk c on c.blob_id = b.id and c.n = ? where b.id = ?
                """)
                .params(n, id)
                .query((row, number) -> {
                    byte[] bytes = row.getBytes("bytes");
                    return new Look(bytes, true, bytes == null && row.getBoolean("complete"));
                })
                .optional()
                .orElse(Look.GONE);
    }

    private final class Chunks extends Writer {
        private final UUID id;
        private final byte[] buffer = new byte[CHUNK_BYTES];
        private int filled;
        private int chunks;
        private long size;

        private Chunks(UUID id) {
            this.id = id;
        }

        @Override
        public UUID id() {
            return id;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public void write(int b) {
            if (filled == buffer.length) {
                flush();
            }
            buffer[filled++] = (byte) b;
            size++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            int from = offset;
            int left = length;
            while (left > 0) {
                if (filled == buffer.length) {
                    flush();
                }
                int part = Math.min(left, buffer.length - filled);
                System.arraycopy(bytes, from, buffer, filled, part);
                filled += part;
                from += part;
                left -= part;
            }
            size += length;
        }

        /** Stores what there is as a chunk of its own. */
        @Override
        public void flush() {
            if (filled == 0) {
                return;
            }
            byte[] bytes = filled == buffer.length ? buffer : Arrays.copyOf(buffer, filled);
            sql.sql("insert into blob_chunk (blob_id, n, bytes) values (?, ?, ?)")
                    .params(id, chunks, bytes)
                    .update();
            chunks++;
            filled = 0;
            arrivals.announce();
        }

        @Override
        public void complete() {
            flush();
            sql.sql("update blob set complete = true, size_bytes = ? where id = ?")
                    .params(size, id)
                    .update();
            arrivals.announce();
        }
    }

    private final class Reader extends InputStream {
        private final UUID id;
        private byte[] chunk = new byte[0];
        private int at;
        private int next;
        /** Bytes of the first chunk that are not wanted. */
        private int skipped;

        private Reader(UUID id, int first, int skipped) {
            this.id = id;
            this.next = first;
            this.skipped = skipped;
        }

        private boolean more() throws IOException {
            if (at < chunk.length) {
                return true;
            }
            Look look = look(id, next);
            if (look.bytes == null) {
                if (look.over) {
                    return false;
                }
                throw new IOException("the stored file " + id + " is gone or incomplete");
            }
            chunk = look.bytes;
            at = skipped;
            skipped = 0;
            next++;
            return true;
        }

        @Override
        public int read() throws IOException {
            return more() ? chunk[at++] & 0xff : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!more()) {
                return -1;
            }
            int part = Math.min(length, chunk.length - at);
            System.arraycopy(chunk, at, bytes, offset, part);
            at += part;
            return part;
        }
    }
}
