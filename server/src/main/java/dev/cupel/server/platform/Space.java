package dev.cupel.server.platform;

import dev.cupel.server.platform.web.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Room on the disk of the embedded database; of an external one nothing is known, and it refuses by itself. */
@Component
public final class Space {
    /** Bytes that stay free, for answers: 300 MiB, as much as a start needs. */
    static final long RESERVE = 300L << 20;
    /** An upload is kept until its job is over, and its items are written beside it and to the log. */
    private static final int COPIES = 3;

    private final LongSupplier usable;

    /** @param data folder of the embedded database; empty if there is none */
    @Autowired
    Space(@Value("${cupel.data:}") @Nullable String data) {
        this(data == null || data.isEmpty() ? () -> Long.MAX_VALUE : () -> usable(Path.of(data)));
    }

    /** @param usable bytes that can be written */
    Space(LongSupplier usable) {
        this.usable = usable;
    }

    /**
     * Looks whether there is room, so that a file is refused before the disk is full rather than after.
     *
     * @param bytes of a file that is about to come; 0 if that is not known
     * @throws Problem disk_full
     */
    public void require(long bytes) {
        long free = usable.getAsLong();
        long wanted = RESERVE + COPIES * Math.max(0, bytes);
        if (free < wanted) {
            throw Problem.of(
                            HttpStatus.INSUFFICIENT_STORAGE,
                            "disk_full",
                            "The server's disk has " + (free >> 20) + " MB left; this needs " + (wanted >> 20) + " MB.",
                            "Ask the operator to make room. Nothing was stored of this file; answers are still taken.")
                    .with("free", free >> 20)
                    .with("needed", wanted >> 20);
        }
    }

    /** @return bytes that can be written; empty where nothing is known */
    public OptionalLong free() {
        long free = usable.getAsLong();
        return free == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(free);
    }

    private static long usable(Path data) {
        try {
            return Files.getFileStore(data).getUsableSpace();
        } catch (IOException unknown) {
            return Long.MAX_VALUE;
        }
    }
}
