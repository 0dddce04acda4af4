/**
 * Files: uploads that wait to be read, results that people download.
 *
 * <p>Rooms above write and read them at {@link dev.cupel.server.blob.BlobStore} and keep their ids; what is kept for how long is
 * theirs to say ({@link dev.cupel.server.blob.BlobKeeper}). What a request brings is taken in by {@link
 * dev.cupel.server.blob.Upload}. The one store there is keeps chunks in the database ({@link dev.cupel.server.blob.ChunkStore}), so that a
 * backup of the database is a backup of all. {@link dev.cupel.server.blob.Arrivals} wakes who waits for more of a file.
 *
 * <p>Tables: {@code blob}, {@code blob_chunk}.
 */
@NullMarked
package dev.cupel.server.blob;

import org.jspecify.annotations.NullMarked;
