package dev.cupel.cli.serve;

import dev.cupel.cli.console.Console;
import dev.cupel.server.backup.BackupProgress;
import dev.cupel.server.backup.Manifest;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Tells on standard error how far a backup or restore is: a line that changes on a terminal, else one now and then. */
final class WorkProgress implements BackupProgress {
    private static final long EVERY_ON_TERMINAL = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long EVERY_ELSEWHERE = TimeUnit.SECONDS.toNanos(15);

    private final Console console;
    private final long every;
    private long said = System.nanoTime();

    WorkProgress(Console console) {
        this.console = console;
        this.every = console.showsProgress() ? EVERY_ON_TERMINAL : EVERY_ELSEWHERE;
    }

    @Override
    public void at(String step, long rows, long bytes, long totalBytes) {
        long now = System.nanoTime();
        if (now - said < every) {
            return;
        }
        said = now;
        StringBuilder line = new StringBuilder(step);
        if (rows > 0) {
            line.append(": ").append(number(rows)).append(rows == 1 ? " row" : " rows");
        }
        if (bytes > 0) {
            line.append(rows > 0 ? ", " : ": ").append(megabytes(bytes));
        }
        if (totalBytes > 0) {
            line.append(" of ")
                    .append(megabytes(totalBytes))
                    .append(" (")
                    .append(100 * bytes / totalBytes)
                    .append(" %)");
        }
        if (console.showsProgress()) {
            console.step(line.toString());
        } else {
            console.err().println(line);
        }
    }

    static String summary(Manifest manifest) {
        return number(manifest.rows()) + " rows in " + manifest.tables().size() + " tables ("
                + megabytes(manifest.bytes()) + ") as of "
                + DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
                        .format(manifest.madeAt().atOffset(ZoneOffset.UTC))
                + ", from Cupel " + manifest.cupel() + " on PostgreSQL " + manifest.postgresql();
    }

    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    static String megabytes(long bytes) {
        return bytes < 10_000_000
                ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
                : String.format(Locale.ROOT, "%,d MB", Math.round(bytes / 1e6));
    }

    static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
    }
}
