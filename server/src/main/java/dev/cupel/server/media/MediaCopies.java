package dev.cupel.server.media;

import dev.cupel.server.blob.BlobStore;
import dev.cupel.server.platform.Space;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Copies uploaded files from one project to another: each project keeps bytes of its own, so that either can go. */
@Component
public class MediaCopies {
    private static final int PAGE = 20;

    /**
     * @param last name of this page
     * @param added how many names the other project has got
     */
    public record Copied(String last, int added) {}

    private final MediaStore store;
    private final BlobStore blobs;
    private final Space space;

    MediaCopies(MediaStore store, BlobStore blobs, Space space) {
        this.store = store;
        this.blobs = blobs;
        this.space = space;
    }

    /**
     * Copies the next few files. A name that the other project has already stays as it is.
     *
     * @param after the {@code last} of the call before; empty for the first
     * @param account in whose name they are uploaded
     * @return empty when there are no more
     */
    public Optional<Copied> copy(long from, long to, String after, UUID account) {
        List<MediaStore.Named> page = store.missing(from, to, after, PAGE);
        if (page.isEmpty()) {
            return Optional.empty();
        }
        for (MediaStore.Named one : page) {
            MediaStore.Content content = one.content();
            space.require(content.bytes());
            store.keep(to, one.name(), content.at(copied(content.blob())), false, account);
        }
        return Optional.of(new Copied(page.getLast().name(), page.size()));
    }

    private UUID copied(UUID blob) {
        try (InputStream in = blobs.open(blob);
                BlobStore.Writer out = blobs.create()) {
            in.transferTo(out);
            out.complete();
            return out.id();
        } catch (IOException e) {
            throw new UncheckedIOException("a file could not be copied", e);
        }
    }
}
