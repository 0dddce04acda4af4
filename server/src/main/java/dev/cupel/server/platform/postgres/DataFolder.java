package dev.cupel.server.platform.postgres;

import dev.cupel.server.platform.StartFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The folder a server works in, held by one server at a time. */
public final class DataFolder implements AutoCloseable {
    private static final long LEAST_FREE_BYTES = 300L << 20;

    private final FileChannel channel;

    private DataFolder(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws StartFailure if it cannot be written, is on a full disk, or another server works in it */
    public static DataFolder open(Path folder) {
        FileChannel channel;
        try {
            Files.createDirectories(folder);
            channel = FileChannel.open(
                    folder.resolve("server.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new StartFailure(
                    "The data folder " + folder.toAbsolutePath() + " cannot be written: " + e.getMessage() + ".",
                    "Choose another with --data, or correct its permissions.");
        }
        try {
            if (lock(channel) == null) {
                throw new StartFailure(
                        "Another Cupel server works in " + folder.toAbsolutePath() + ".",
                        "Stop it first, or choose another folder with --data.");
            }
            long free = Files.getFileStore(folder).getUsableSpace();
            if (free < LEAST_FREE_BYTES) {
                throw new StartFailure(
                        "The disk of " + folder.toAbsolutePath() + " has " + (free >> 20) + " MB left; at least "
                                + (LEAST_FREE_BYTES >> 20) + " MB are needed.",
                        "Make room, or choose another disk with --data.");
            }
            return new DataFolder(channel);
        } catch (IOException | RuntimeException e) {
            try {
                channel.close();
            } catch (IOException closing) {
                e.addSuppressed(closing);
            }
            if (e instanceof RuntimeException runtime) {
                throw runtime;
            }
            throw new StartFailure(
                    "The data folder " + folder.toAbsolutePath() + " cannot be used: " + e.getMessage(),
                    "Choose another with --data.");
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
