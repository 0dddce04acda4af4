package dev.cupel.cli.console;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where a command reads and writes. Output is UTF-8. Whether the streams are terminals is said by the launcher, which can
 * find out: {@code -Dcupel.terminal=} followed by {@code 1} and {@code 2} for those that are; {@code -Dcupel.columns=} says how wide
 * it is.
 */
public final class Console {
    /** Where nobody knows how wide the terminal is, or there is none. */
    private static final int COLUMNS = 100;
    /** Tables cannot be told in less. */
    private static final int LEAST_COLUMNS = 60;

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final boolean colors;
    private final boolean showsProgress;
    private final int columns;
    private final AtomicLong progressBytes = new AtomicLong();
    private volatile long shownPermille = -1;
    private volatile boolean progressLine;

    private Console(
            InputStream in, PrintStream out, PrintStream err, boolean colors, boolean showsProgress, int columns) {
        this.columns = columns;
        this.in = in;
        this.out = out;
        this.err = err;
        this.colors = colors;
        this.showsProgress = showsProgress;
    }

    /** The console of this process. */
    public static Console ofProcess() {
        String terminals = System.getProperty("cupel.terminal", "");
        String noColor = System.getenv("NO_COLOR");
        return new Console(
                System.in,
                new PrintStream(
                        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16),
                        false,
                        StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                terminals.contains("1") && (noColor == null || noColor.isEmpty()),
                terminals.contains("2"),
                columnsOfTerminal());
    }

    /** A console without terminals, for tests. */
    public static Console of(InputStream in, PrintStream out, PrintStream err) {
        return new Console(in, out, err, false, false, COLUMNS);
    }

    public InputStream in() {
        return in;
    }

    public PrintStream out() {
        return out;
    }

    /** Standard output for people: no line is wider than the terminal. */
    public PrintStream text() {
        out.flush();
        return new Folding(out, columns);
    }

    /** Characters in a line of the terminal. */
    public int columns() {
        return columns;
    }

    private static int columnsOfTerminal() {
        try {
            return Math.clamp(Integer.parseInt(System.getProperty("cupel.columns", "")), LEAST_COLUMNS, 1000);
        } catch (NumberFormatException unknown) {
            return COLUMNS;
        }
    }

    public PrintStream err() {
        return err;
    }

    /** The same console with everything on standard error. */
    public Console onlyErr() {
        return new Console(in, err, err, false, false, columns);
    }

    /** Standard output for news that come one at a time. */
    public PrintStream lineByLine() {
        out.flush();
        return new PrintStream(out, true, StandardCharsets.UTF_8);
    }

    public PrintWriter outWriter() {
        return new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), true);
    }

    public PrintWriter errWriter() {
        return new PrintWriter(new OutputStreamWriter(err, StandardCharsets.UTF_8), true);
    }

    public boolean colors() {
        return colors;
    }

    /** Text in bold where the output is a terminal. */
    public String bold(String text) {
        return colors ? "\u001b[1m" + text + "\u001b[0m" : text;
    }

    /** Text that steps back where the output is a terminal. */
    public String dim(String text) {
        return colors ? "\u001b[2m" + text + "\u001b[0m" : text;
    }

    public void flush() {
        out.flush();
        err.flush();
    }

    /** Whether a line that changes can be shown. */
    public boolean showsProgress() {
        return showsProgress;
    }

    /** Names the step that runs now, on stderr if that is a terminal. */
    public void step(String what) {
        if (showsProgress) {
            err.print("\r\u001b[K" + what + " ...");
            err.flush();
            progressLine = true;
        }
    }

    /** Shows how far reading is; called by several threads. */
    public void read(long bytes, long totalBytes) {
        if (!showsProgress || totalBytes < 8 << 20) {
            return;
        }
        long done = progressBytes.addAndGet(bytes);
        long permille = Math.min(1000, done * 1000 / totalBytes);
        if (permille / 20 != shownPermille / 20) {
            shownPermille = permille;
            step("reading " + permille / 10 + " %");
        }
    }

    /** Takes the progress line away. */
    public void endProgress() {
        if (progressLine) {
            err.print("\r\u001b[K");
            err.flush();
            progressLine = false;
        }
    }
}
