package dev.cupel.server.blob;

import java.util.Set;
import java.util.UUID;

/** A room that keeps files for longer than a job: what it names is never swept. */
public interface BlobKeeper {
    /** @return those of the files that are kept */
    Set<UUID> kept(Set<UUID> files);
}
