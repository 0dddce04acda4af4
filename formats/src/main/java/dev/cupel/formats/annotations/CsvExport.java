package dev.cupel.formats.annotations;

import dev.cupel.formats.annotations.ExportedItem.Annotation;
import dev.cupel.formats.annotations.ExportedItem.Answer;
import dev.cupel.formats.text.CsvOut;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row per annotation: {@code item,key,annotator,kind,<question>...,skipped,comment,active_ms,saved_at}, or, as {@link
 * Rows#CONSENSUS}, one per item: {@code item,key,<question>,<question>_probability,<question>_method...}. Texts stand
 * without quotes of JSON; other answers are JSON texts. Flat: metadata, versions and fields are left to JSONL.
 */
public final class CsvExport implements Closeable {
    /** What a row is. */
    public enum Rows {
        ANNOTATIONS,
        CONSENSUS
    }

    private final CsvOut csv;
    private final Rows rows;
    private final List<String> questions;
    private boolean begun;

    /** @param questions ids of the schema's questions, in its order */
    public CsvExport(OutputStream out, Rows rows, List<String> questions) {
        this.csv = new CsvOut(out);
        this.rows = rows;
        this.questions = List.copyOf(questions);
    }

    public void write(ExportedItem item) throws IOException {
        begin();
        switch (rows) {
            case ANNOTATIONS -> {
                for (Annotation annotation : item.annotations()) {
                    csv.row(annotationRow(item, annotation));
                }
            }
            case CONSENSUS -> csv.row(consensusRow(item));
        }
    }

    private void begin() throws IOException {
        if (begun) {
            return;
        }
        begun = true;
        List<String> header = new ArrayList<>(List.of("item", "key"));
        switch (rows) {
            case ANNOTATIONS -> {
                header.addAll(List.of("annotator", "kind"));
                header.addAll(questions);
                header.addAll(List.of("skipped", "comment", "active_ms", "saved_at"));
            }
            case CONSENSUS -> questions.forEach(q -> header.addAll(List.of(q, q + "_probability", q + "_method")));
        }
        csv.row(header);
    }

    private List<@Nullable Object> annotationRow(ExportedItem item, Annotation annotation) {
        List<@Nullable Object> row = new ArrayList<>();
        row.add(item.id());
        row.add(item.key());
        row.add(annotation.annotator());
        row.add(annotation.kind());
        for (String question : questions) {
            row.add(annotation.answers().stream()
                    .filter(answer -> answer.question().equals(question))
                    .map(Answer::valueJson)
                    .map(CsvExport::plain)
                    .findFirst()
                    .orElse(null));
        }
        row.add(annotation.skipReason());
        row.add(annotation.comment());
        row.add(annotation.activeMs());
        row.add(annotation.savedAt());
        return row;
    }

    private List<@Nullable Object> consensusRow(ExportedItem item) {
        List<@Nullable Object> row = new ArrayList<>();
        row.add(item.id());
        row.add(item.key());
        for (String question : questions) {
            ExportedItem.Consensus found = item.consensus().stream()
                    .filter(consensus -> consensus.question().equals(question))
                    .findFirst()
                    .orElse(null);
            row.add(found == null ? null : plain(found.valueJson()));
            row.add(found == null ? null : found.probability());
            row.add(found == null ? null : found.method());
        }
        return row;
    }

    /** A JSON string without its quotes and escapes; everything else as it is. */
    static String plain(String json) {
        if (json.length() < 2 || json.charAt(0) != '"') {
            return json;
        }
        String inside = json.substring(1, json.length() - 1);
        if (inside.indexOf('\\') < 0) {
            return inside;
        }
        StringBuilder text = new StringBuilder(inside.length());
        for (int i = 0; i < inside.length(); i++) {
            char c = inside.charAt(i);
            if (c != '\\' || i + 1 == inside.length()) {
                text.append(c);
                continue;
            }
            char escaped = inside.charAt(++i);
            switch (escaped) {
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'u' -> {
                    text.append((char) Integer.parseInt(inside.substring(i + 1, i + 5), 16));
                    i += 4;
                }
                default -> text.append(escaped);
            }
        }
        return text.toString();
    }

    /** Writes the header if nothing else was written, and what is left; the stream stays open. */
    @Override
    public void close() throws IOException {
        begin();
        csv.close();
    }
}
