package dev.cupel.server.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cupel.server.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What every store of files holds. */
final class BlobStoreTest {
    private final BlobStore blobs = TestServer.running().context().getBean(BlobStore.class);
    private final JdbcClient sql = TestServer.running().context().getBean(JdbcClient.class);

    @Test
    void aFileIsReadWhileItIsWrittenAndOnlyACompleteOneEnds() throws Exception {
        BlobStore.Writer writer = blobs.create();
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        CountDownLatch firstPart = new CountDownLatch(1);
        Thread reader = Thread.ofVirtual().start(() -> {
            try {
                assertThat(blobs.follow(
                                writer.id(),
                                new java.io.FilterOutputStream(copy) {
                                    @Override
                                    public void write(byte[] bytes) throws IOException {
                                        super.write(bytes);
                                        firstPart.countDown();
                                    }
                                },
                                () -> true))
                        .isTrue();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        writer.write("first ".getBytes(StandardCharsets.UTF_8));
        writer.flush();
        assertThat(firstPart.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(reader.isAlive()).isTrue();
        byte[] long1 = new byte[2 * ChunkStore.CHUNK_BYTES + 17];
        java.util.Arrays.fill(long1, (byte) 'x');
        writer.write(long1);
        writer.complete();
        reader.join();
        assertThat(copy.toByteArray()).hasSize(6 + long1.length).startsWith("first x".getBytes(StandardCharsets.UTF_8));
        assertThat(blobs.open(writer.id()).readAllBytes()).isEqualTo(copy.toByteArray());
        assertThat(blobs.size(writer.id())).isEqualTo(copy.size());
        BlobStore.Writer unfinished = blobs.create();
        assertThat(blobs.follow(unfinished.id(), copy, () -> false)).isFalse();
    }

    @Test
    void aFileThatIsGoneOrIncompleteIsNeverTakenForAWholeOne() throws IOException {
        BlobStore.Writer writer = blobs.create();
        writer.write("half".getBytes(StandardCharsets.UTF_8));
        writer.flush();
        assertThat(blobs.size(writer.id())).isEqualTo(-1);
        assertThatThrownBy(() -> blobs.open(writer.id()).readAllBytes()).isInstanceOf(IOException.class);
        blobs.delete(writer.id());
        blobs.delete(writer.id());
        assertThat(blobs.follow(writer.id(), new ByteArrayOutputStream(), () -> true))
                .isFalse();
        assertThat(blobs.size(UUID.randomUUID())).isEqualTo(-1);
    }

    @Test
    void filesAreFoundByTheirAge() {
        BlobStore.Writer old = blobs.create();
        BlobStore.Writer fresh = blobs.create();
        sql.sql("update blob set created_at = now() - interval '3 hours' where id = ?")
                .param(old.id())
                .update();
        assertThat(blobs.olderThan(Duration.ofHours(2))).contains(old.id()).doesNotContain(fresh.id());
        blobs.delete(old.id());
        blobs.delete(fresh.id());
    }

    @Test
    void aFileIsOpenedAnywhereWithoutReadingWhatLiesBefore() throws IOException {
        BlobStore.Writer writer = blobs.create();
        byte[] whole = new byte[ChunkStore.CHUNK_BYTES + 1_000];
        new java.util.Random(3).nextBytes(whole);
        writer.write(whole, 0, 700);
        // A short chunk at the beginning: places follow from no size.
        writer.flush();
        writer.write(whole, 700, whole.length - 700);
        writer.complete();
        for (int from : new int[] {0, 1, 699, 700, 701, ChunkStore.CHUNK_BYTES + 700, whole.length - 1, whole.length}) {
            assertThat(blobs.open(writer.id(), from).readAllBytes())
                    .as("from %d", from)
                    .isEqualTo(java.util.Arrays.copyOfRange(whole, from, whole.length));
        }
        blobs.delete(writer.id());
    }
}
