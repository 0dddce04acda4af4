package dev.cupel.formats.answers;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.formats.columns.Source;
import dev.cupel.formats.rows.DelimitedHead;
import dev.cupel.formats.rows.RowFormat;
import dev.cupel.formats.text.PlainText;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Looks at the first bytes of a file: what format it has, and whether it holds structured answers or plain votes. */
public final class AnswerFile {
    /** Enough for the keys of the first row, even if a long text comes before the answer. */
    private static final int HEAD_BYTES = 1 << 18;

    private AnswerFile() {}

    /**
     * @param source to be read instead of the one that was looked at, which may be used up
     * @param structured whether its rows have an {@code answer} (and no {@code label}), or an item's text
     */
    public record Looked(Source source, boolean structured) {}

    /** What cannot be read at all is left to whoever reads it for its own message. */
    public static Looked lookAt(Source source) throws IOException {
        return switch (source) {
            case Source.File file
            when Files.isRegularFile(file.path()) -> {
                try (InputStream in = Files.newInputStream(file.path())) {
                    yield new Looked(source, holdsAnswers(in.readNBytes(HEAD_BYTES)));
                } catch (IOException unreadable) {
                    yield new Looked(source, false);
                }
            }
            case Source.File file
            when Files.exists(file.path()) && !Files.isDirectory(file.path()) ->
                lookAt(new Source.Stream(file.name(), Files.newInputStream(file.path())));
            case Source.File file -> new Looked(file, false);
            case Source.Stream stream -> {
                BufferedInputStream in = new BufferedInputStream(stream.in(), HEAD_BYTES);
                in.mark(HEAD_BYTES);
                byte[] head = in.readNBytes(HEAD_BYTES);
                in.reset();
                yield new Looked(new Source.Stream(stream.name(), in), holdsAnswers(head));
            }
        };
    }

    record Opened(InputStream in, RowFormat format) {
        boolean delimited() {
            return format == RowFormat.CSV || format == RowFormat.TSV;
        }
    }

    static Opened open(Source source) throws IOException {
        try {
            InputStream raw = switch (source) {
                case Source.File file -> {
                    if (Files.isDirectory(file.path())) {
                        throw new InputException(Code.MALFORMED, file.name(), "is a folder", "name a file inside it");
                    }
                    yield Files.newInputStream(file.path());
                }
                case Source.Stream stream -> stream.in();
            };
            BufferedInputStream in = new BufferedInputStream(raw, HEAD_BYTES);
            in.mark(HEAD_BYTES);
            String head =
                    new String(PlainText.beginning(in.readNBytes(HEAD_BYTES), HEAD_BYTES), StandardCharsets.UTF_8);
            in.reset();
            return new Opened(in, format(source, head));
        } catch (NoSuchFileException missing) {
            throw new InputException(Code.MISSING, source.name(), "there is no such file", "check the path");
        } catch (AccessDeniedException denied) {
            throw new InputException(
                    Code.MISSING, source.name(), "this file may not be read", "give yourself the right to read it");
        }
    }

    private static RowFormat format(Source source, String head) {
        String start = stripped(head);
        if (start.startsWith("{")) {
            return RowFormat.JSONL;
        }
        if (start.startsWith("[")) {
            return RowFormat.JSON;
        }
        RowFormat named = source instanceof Source.File(Path path)
                ? RowFormat.ofFileName(String.valueOf(path.getFileName())).orElse(RowFormat.JSONL)
                : RowFormat.JSONL;
        return header(start).contains("answer") ? RowFormat.CSV : named;
    }

    private static boolean holdsAnswers(byte[] head) {
        String start = stripped(new String(PlainText.beginning(head, HEAD_BYTES), StandardCharsets.UTF_8));
        if (!start.startsWith("{") && !start.startsWith("[")) {
            List<String> header = header(start);
            return header.contains("answer") && !header.contains("label");
        }
        boolean label = false;
        boolean answer = false;
        boolean item = false;
        try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), start)) {
            JsonToken token = json.nextToken();
            if (token == JsonToken.START_ARRAY) {
                token = json.nextToken();
            }
            if (token != JsonToken.START_OBJECT) {
                return false;
            }
            for (String key = json.nextName(); key != null; key = json.nextName()) {
                label |= key.equals("label");
                answer |= key.equals("answer");
                item |= key.equals("text") || key.equals("length");
                json.nextToken();
                json.skipChildren();
            }
        } catch (JacksonException cutOff) {
            // The head ends somewhere; what was seen by then decides.
        }
        return !label && (answer || item);
    }

    private static String stripped(String head) {
        return (head.startsWith("\uFEFF") ? head.substring(1) : head).stripLeading();
    }

    /** Names of the columns, if it is a table, as the reader of its rows will find them. */
    private static List<String> header(String start) {
        byte[] bytes = start.getBytes(StandardCharsets.UTF_8);
        return switch (DelimitedHead.of(
                bytes, 0, bytes.length, true, RowFormat.CSV, names -> names.contains("answer"))) {
            case DelimitedHead.Found found -> found.names();
            case DelimitedHead.Unreadable none -> List.of();
            case DelimitedHead.NeedMore more -> List.of();
        };
    }
}
