package dev.cupel.formats.rows;

import dev.cupel.formats.text.JsonComplaint;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/** One JSON array of objects, read element by element. A syntax error ends the reading: nothing after it is sure. */
final class JsonArrayRows extends RowReader {
    private final JsonFactory factory;
    private final boolean asJson;
    private @Nullable JsonParser parser;

    JsonArrayRows(RecordBuffer buffer, boolean asJson) {
        super(buffer);
        this.asJson = asJson;
        this.factory = JsonRows.factory(buffer.maxRecordBytes);
    }

    @Override
    long line() {
        JsonParser json = parser;
        return json == null ? 1 : Math.max(1, json.currentLocation().getLineNr());
    }

    @Override
    @Nullable
    RowEvent advance() throws IOException {
        try {
            JsonParser json = parser;
            if (json == null) {
                json = factory.createParser(ObjectReadContext.empty(), rest());
                parser = json;
                JsonToken first = json.nextToken();
                if (first != JsonToken.START_ARRAY) {
                    return last(new RowProblem(
                            line(),
                            1,
                            first == null ? "the file is empty" : "the file is not a JSON array",
                            first == JsonToken.START_OBJECT
                                    ? "put the object into [ ], or, if there is one object per line, name the file .jsonl"
                                    : "write an array of objects: [{...}, {...}]"));
                }
            }
            JsonToken token = json.nextToken();
            long line = json.currentTokenLocation().getLineNr();
            int column = json.currentTokenLocation().getColumnNr();
            if (token == JsonToken.END_ARRAY) {
                return json.nextToken() == null
                        ? null
                        : last(new RowProblem(
                                line(),
                                0,
                                "there is more after the array",
                                "a file holds one array, nothing behind it"));
            }
            if (token != JsonToken.START_OBJECT) {
                json.skipChildren();
                return new RowProblem(
                        line, column, "this element is not an object", "write every element as {\"name\": \"value\"}");
            }
            JsonRows.Fields fields = JsonRows.fields(json, asJson, inner -> JsonRows.copy(inner, factory));
            return fields.complaint() == null
                    ? fields.row(line)
                    : new RowProblem(line, column, fields.complaint(), "keep one value per key, of whole characters");
        } catch (JacksonIOException broken) {
            throw broken.getCause();
        } catch (JacksonException broken) {
            long line =
                    broken.getLocation() == null ? line() : broken.getLocation().getLineNr();
            int column = broken.getLocation() == null ? 0 : broken.getLocation().getColumnNr();
            return last(new RowProblem(
                    Math.max(1, line),
                    Math.max(0, column),
                    JsonComplaint.of(broken) + "; the rest of the file was not read",
                    JsonRows.FIX_SYNTAX));
        }
    }

    /** What is in the window already, then the stream behind it. */
    private InputStream rest() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                if (buffer.available() == 0 && !buffer.fill()) {
                    return -1;
                }
                int count = Math.min(length, buffer.available());
                System.arraycopy(buffer.bytes, buffer.start, target, offset, count);
                buffer.start += count;
                return count;
            }
        };
    }
}
