package dev.cupel.server.platform.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code postmaster.pid} says. It can lie: a copied folder carries the file of the original, and after a crash the
 * number may belong to another process by now. So it is a claim, and {@link #claim} says how far it can be believed.
 *
 * @param pid of the first process
 * @param folder data folder as PostgreSQL was told it
 * @param port TCP port; 0 while it is not known yet
 * @param ready whether connections are taken
 */
record PidFile(long pid, Path folder, int port, boolean ready) {
    private static final String NAME = "postmaster.pid";

    /** What a pid file is worth. */
    enum Claim {
        /** A process of PostgreSQL runs that may have this folder open. */
        PERHAPS_OURS,
        /** No such process runs, or it is none of PostgreSQL, or it works in another folder. */
        STALE
    }

    /**
     * What is known about the process of a pid file.
     *
     * @param postgres whether its program is PostgreSQL
     * @param worksIn its working directory, which is its data folder; null if this system does not tell
     */
    record Runner(boolean alive, boolean postgres, @Nullable Path worksIn) {}

    /** @return null if there is none, or it is not whole */
    static @Nullable PidFile read(Path data) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(data.resolve(NAME));
        } catch (NoSuchFileException none) {
            return null;
        }
        try {
            return lines.size() < 4
                    ? null
                    : new PidFile(
                            Long.parseLong(lines.get(0).strip()),
                            Path.of(lines.get(1).strip()),
                            lines.get(3).isBlank()
                                    ? 0
                                    : Integer.parseInt(lines.get(3).strip()),
                            lines.size() >= 8 && lines.get(7).strip().equals("ready"));
        } catch (NumberFormatException broken) {
            return null;
        }
    }

    static void delete(Path data) throws IOException {
        Files.deleteIfExists(data.resolve(NAME));
    }

    /** @return what runs under the number in the file */
    Runner process() {
        ProcessHandle handle =
                ProcessHandle.of(pid).filter(ProcessHandle::isAlive).orElse(null);
        if (handle == null) {
            return new Runner(false, false, null);
        }
        boolean postgres = handle.info()
                .command()
                .map(command -> command.contains("postgres"))
                .orElse(false);
        Path worksIn;
        try {
            worksIn = Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd"));
        } catch (IOException | UnsupportedOperationException unknown) {
            worksIn = null;
        }
        return new Runner(true, postgres, worksIn);
    }

    /**
     * How far the file can be believed. Where the working directory is known it decides, also for a folder that was
     * renamed under a running database. Otherwise the folder in the file does; one that is gone may have been renamed.
     */
    Claim claim(Path data, Runner process) {
        if (!process.alive() || !process.postgres()) {
            return Claim.STALE;
        }
        if (process.worksIn() != null) {
            return same(process.worksIn(), data) ? Claim.PERHAPS_OURS : Claim.STALE;
        }
        return same(folder, data) || !Files.exists(folder) ? Claim.PERHAPS_OURS : Claim.STALE;
    }

    /** Whether two names mean one folder. */
    static boolean same(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException missing) {
            return one.toAbsolutePath()
                    .normalize()
                    .equals(other.toAbsolutePath().normalize());
        }
    }
}
