package dev.cupel.formats.rows;

import dev.cupel.formats.text.JsonComplaint;
import dev.cupel.formats.text.Utf8;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** One JSON object per line. */
final class JsonLineRows extends RowReader {
    private final JsonFactory factory;
    private final boolean asJson;
    private long line = 1;

    JsonLineRows(RecordBuffer buffer, boolean asJson) {
        super(buffer);
        this.asJson = asJson;
        this.factory = JsonRows.factory(buffer.maxRecordBytes);
    }

    @Override
    long line() {
        return line;
    }

    @Override
    @Nullable
    RowEvent advance() throws IOException {
        while (true) {
            if (buffer.available() == 0 && !buffer.fill()) {
                return null;
            }
            if (buffer.skipLineEnd()) {
                line++;
                continue;
            }
            int length = lineLength();
            long at = line;
            if (length < 0) {
                buffer.dropToLineEnd();
                endLine();
                return new RowProblem(
                        at,
                        0,
                        "the line is longer than " + buffer.maxRecordBytes + " bytes",
                        "shorten it, or keep large content outside and put an address into the row");
            }
            RowEvent event = blank(length) ? null : parse(length);
            buffer.start += length;
            endLine();
            if (event != null) {
                return event;
            }
        }
    }

    private void endLine() throws IOException {
        if (buffer.skipLineEnd()) {
            line++;
        }
    }

    /** Length of the line at the window's start without its end, or -1 if it is longer than allowed. */
    private int lineLength() throws IOException {
        int at = 0;
        while (true) {
            for (int i = buffer.start + at; i < buffer.end; i++) {
                if (buffer.bytes[i] == '\n' || buffer.bytes[i] == '\r') {
                    return i - buffer.start;
                }
            }
            at = buffer.available();
            if (!buffer.fill()) {
                return buffer.exhausted() ? at : -1;
            }
        }
    }

    private boolean blank(int length) {
        for (int i = buffer.start; i < buffer.start + length; i++) {
            if (buffer.bytes[i] != ' ' && buffer.bytes[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    private RowEvent parse(int length) {
        int invalid = Utf8.firstInvalid(buffer.bytes, buffer.start, buffer.start + length);
        if (invalid >= 0) {
            return new RowProblem(
                    line,
                    Utf8.characters(buffer.bytes, buffer.start, invalid) + 1,
                    String.format(Locale.ROOT, "byte 0x%02X is not UTF-8 text", buffer.bytes[invalid] & 0xff),
                    "save the file as UTF-8");
        }
        try (JsonParser json = JsonRows.parser(factory, buffer.bytes, buffer.start, length)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return new RowProblem(
                        line,
                        1,
                        json.currentToken() == JsonToken.START_ARRAY
                                ? "the line holds an array, not an object"
                                : "the line holds a single value, not an object",
                        "write one object per line, such as {\"text\": \"...\"}; a file that is one array is format JSON");
            }
            JsonRows.Fields fields =
                    JsonRows.fields(json, asJson, asJson ? this::asItStands : inner -> JsonRows.copy(inner, factory));
            if (json.nextToken() != null) {
                return new RowProblem(
                        line, column(json), "there is more after the object", "write one object per line");
            }
            return fields.complaint() == null
                    ? fields.row(line)
                    : new RowProblem(line, 0, fields.complaint(), "keep one value per key, of whole characters");
        } catch (JacksonException broken) {
            int offset = broken.getLocation() == null
                    ? 0
                    : (int) Math.max(0, broken.getLocation().getByteOffset());
            int column = Utf8.characters(buffer.bytes, buffer.start, buffer.start + Math.min(offset, length)) + 1;
            return new RowProblem(line, column, JsonComplaint.of(broken), JsonRows.FIX_SYNTAX);
        }
    }

    /** Letter by letter, unless it holds what is no JSON. */
    private String asItStands(JsonParser json) {
        int begin = buffer.start + (int) json.currentTokenLocation().getByteOffset();
        boolean pure = true;
        for (int depth = 1; depth > 0; ) {
            switch (json.nextToken()) {
                case START_OBJECT, START_ARRAY -> depth++;
                case END_OBJECT, END_ARRAY -> depth--;
                case VALUE_NUMBER_FLOAT -> pure &= !json.isNaN();
                default -> {}
            }
        }
        int end = buffer.start + (int) json.currentLocation().getByteOffset();
        String text = new String(buffer.bytes, begin, end - begin, StandardCharsets.UTF_8);
        if (pure) {
            return text;
        }
        try (JsonParser again = factory.createParser(ObjectReadContext.empty(), text)) {
            again.nextToken();
            return JsonRows.copy(again, factory);
        }
    }

    private static int column(JsonParser json) {
        return Math.max(0, json.currentTokenLocation().getColumnNr());
    }
}
