package dev.cupel.formats.labels;

import dev.cupel.engine.consensus.Consensus;
import dev.cupel.formats.columns.Names;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes {@code task,label,probability[,p_<class>...]}: one row per task, probabilities with six decimals. */
public final class ConsensusWriter {
    private static final int BLOCK_BYTES = 1 << 16;

    private final OutputStream out;
    private byte[] block = new byte[BLOCK_BYTES];
    private int at;

    private ConsensusWriter(OutputStream out) {
        this.out = out;
    }

    /** @param soft whether to add the probability of every class */
    public static void write(Consensus consensus, Names tasks, Names classes, boolean soft, OutputStream out)
            throws IOException {
        ConsensusWriter writer = new ConsensusWriter(out);
        writer.text("task,label,probability");
        for (int c = 0; soft && c < classes.size(); c++) {
            writer.text(",");
            writer.text(quotedIfNeeded("p_" + classes.get(c)));
        }
        writer.text("\n");
        for (int task = 0; task < consensus.taskCount(); task++) {
            int label = consensus.label(task);
            writer.name(tasks, task);
            writer.character(',');
            writer.name(classes, label);
            writer.character(',');
            writer.probability(consensus.probability(task, label));
            for (int c = 0; soft && c < classes.size(); c++) {
                writer.character(',');
                writer.probability(consensus.probability(task, c));
            }
            writer.character('\n');
        }
        writer.flush();
        out.flush();
    }

    private void character(char ascii) throws IOException {
        reserve(1);
        block[at++] = (byte) ascii;
    }

    private void text(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        reserve(bytes.length);
        System.arraycopy(bytes, 0, block, at, bytes.length);
        at += bytes.length;
    }

    private static String quotedIfNeeded(String text) {
        boolean quote = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quote ? quoted(text) : text;
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    private void name(Names names, int index) throws IOException {
        reserve(names.byteLength(index));
        int begin = at;
        at = names.copy(index, block, at);
        // Readers drop blanks around a value that is not quoted.
        boolean quote = blank(block[begin]) || blank(block[at - 1]);
        for (int i = begin; i < at && !quote; i++) {
            byte b = block[i];
            quote = b == ',' || b == '"' || b == '\n' || b == '\r';
        }
        if (quote) {
            at = begin;
            text(quoted(names.get(index)));
        }
    }

    private static boolean blank(byte b) {
        return b == ' ' || b == '\t';
    }

    private void probability(double probability) throws IOException {
        reserve(8);
        int millionths = Consensus.millionths(probability);
        block[at] = (byte) ('0' + millionths / 1_000_000);
        block[at + 1] = '.';
        int rest = millionths % 1_000_000;
        for (int i = 7; i >= 2; i--) {
            block[at + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        at += 8;
    }

    private void reserve(int bytes) throws IOException {
        if (at + bytes > block.length) {
            flush();
            if (bytes > block.length) {
                block = new byte[bytes];
            }
        }
    }

    private void flush() throws IOException {
        out.write(block, 0, at);
        at = 0;
    }
}
