package dev.cupel.server.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Files in the database, as numbered chunks: whichever server goes on with a job finds them, and one that grows can be
 * read while it does. Chunks are written and read one at a time, so memory stays flat.
 */
@Component
public class Blobs {
    /** Bytes of a chunk, unless it was flushed early: 1 MiB. */
    public static final int CHUNK_BYTES = 1 << 20;

    private final JdbcClient sql;
    /** Wakes readers on this server when a chunk arrives; readers elsewhere look every {@link #LOOK_MS}. */
    private final Object arrival = new Object();

    private static final long LOOK_MS = 100;

    /** How often a chunk arrived on this server; guarded by {@link #arrival}. */
    private long arrivals;

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

    Blobs(JdbcClient sql) {
        this.sql = sql;
    }

    /** Starts an empty file. Every chunk is its own statement; surround them with no transaction if others shall read along. */
    public Writer create() {
        UUID id = UUID.randomUUID();
        sql.sql("insert into blob (id) values (?)").param(id).update();
        return new Writer(id);
    }

    public void delete(UUID id) {
        sql.sql("delete from blob where id = ?").param(id).update();
    }

    /** @return the size in bytes of a complete file; -1 while it grows or if there is none */
    public long size(UUID id) {
        return sql.sql("select size_bytes from blob where id = ? and complete")
                .param(id)
                .query(Long.class)
                .optional()
                .orElse(-1L);
    }

    /** Opens a complete file from its beginning. */
    public InputStream open(UUID id) {
        return new Reader(id);
    }

    /**
     * Copies a file as it grows until it is complete.
     *
     * @param goOn asked whenever there is nothing new; false gives up
     * @return false if the file went away or the caller gave up: what was copied is not the whole
     */
    boolean follow(UUID id, OutputStream out, java.util.function.BooleanSupplier goOn) throws IOException {
        for (int n = 0; ; ) {
            long before = arrivals();
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
                awaitArrival(before);
            }
        }
    }

    /** @return a mark for {@link #awaitArrival}; take it before looking, so that nothing slips between */
    long arrivals() {
        synchronized (arrival) {
            return arrivals;
        }
    }

    /** Waits a moment, at most until something arrives on this server. */
    void awaitArrival(long since) {
        long until = System.nanoTime() + LOOK_MS * 1_000_000;
        synchronized (arrival) {
            try {
                long leftMs = LOOK_MS;
                while (arrivals == since && leftMs > 0) {
                    arrival.wait(leftMs);
                    leftMs = (until - System.nanoTime()) / 1_000_000;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void announce() {
        synchronized (arrival) {
            arrivals++;
            arrival.notifyAll();
        }
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

    /** Writes one file. Closing without {@link #complete} leaves it unfinished, for the sweep to remove. */
    public final class Writer extends OutputStream {
        private final UUID id;
        private final byte[] buffer = new byte[CHUNK_BYTES];
        private int filled;
        private int chunks;
        private long size;

        private Writer(UUID id) {
            this.id = id;
        }

        public UUID id() {
            return id;
        }

        /** @return bytes written so far */
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

        /** Stores what there is as a chunk of its own, so that readers get it now. */
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
            announce();
        }

        /** Ends the file: from now on it has a size. */
        public void complete() {
            flush();
            sql.sql("update blob set complete = true, size_bytes = ? where id = ?")
                    .params(size, id)
                    .update();
            announce();
        }

        @Override
        public void close() {
            // nothing to let go of: chunks are stored as they come
        }
    }

    private final class Reader extends InputStream {
        private final UUID id;
        private byte[] chunk = new byte[0];
        private int at;
        private int next;

        private Reader(UUID id) {
            this.id = id;
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
            at = 0;
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
