package dev.cupel.formats.rows;

import dev.cupel.formats.text.JsonComplaint;
import java.io.StringWriter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/** What JSONL and JSON arrays share: one object to one row. */
final class JsonRows {
    static final String FIX_SYNTAX = "write valid JSON; a JSON checker shows the place";

    private JsonRows() {}

    static JsonFactory factory(int maxRowBytes) {
        // Programs in Python write NaN for a gap, although JSON has no such word.
        return JsonFactory.builder()
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(200)
                        .maxStringLength(maxRowBytes)
                        .maxDocumentLength(-1)
                        .build())
                .build();
    }

    /**
     * Values of the object whose opening brace is the current token; ends on its closing brace.
     *
     * @param asJson whether texts keep their quotes, so that "1" and 1 differ
     * @param inner reads the object or array that begins at the current token, up to its end
     */
    static Fields fields(JsonParser json, boolean asJson, Function<JsonParser, String> inner) {
        Map<String, String> values = new LinkedHashMap<>();
        Set<String> noTexts = Set.of();
        String complaint = null;
        for (String key = json.nextName(); key != null; key = json.nextName()) {
            JsonToken token = json.nextToken();
            String value = switch (token) {
                case VALUE_NULL -> null;
                case VALUE_NUMBER_FLOAT -> "NaN".equals(json.getString()) ? null : json.getString();
                case START_OBJECT, START_ARRAY -> inner.apply(json);
                case VALUE_STRING -> asJson ? quoted(json.getString()) : json.getString();
                default -> json.getString();
            };
            if (value != null && token != JsonToken.VALUE_STRING) {
                noTexts = noTexts.isEmpty() ? new HashSet<>() : noTexts;
                noTexts.add(key);
            }
            if (value != null) {
                if (values.put(key, value) != null && complaint == null) {
                    complaint = "the key \"" + key + "\" is there twice";
                }
                if (complaint == null && token == JsonToken.VALUE_STRING && hasLoneSurrogate(value)) {
                    complaint = "the value of \"" + key + "\" holds half of a surrogate pair, which is no character";
                }
            }
        }
        return new Fields(values, noTexts, complaint);
    }

    /** The values of one object, and what is wrong with them if anything is. */
    record Fields(
            Map<String, String> values,
            Set<String> noTexts,
            @Nullable String complaint) {
        Row row(long line) {
            return new Row(line, values, noTexts);
        }
    }

    /** The same value without blanks, numbers with their digits; NaN as a text. */
    static String copy(JsonParser json, JsonFactory factory) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = factory.createGenerator(ObjectWriteContext.empty(), text)) {
            generator.copyCurrentStructureExact(json);
        } catch (NumberFormatException unreadable) {
            throw JsonComplaint.of(json, unreadable);
        }
        return text.toString();
    }

    private static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + '"';
    }

    private static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1))) {
                    i++;
                } else {
                    return true;
                }
            }
        }
        return false;
    }

    static JsonParser parser(JsonFactory factory, byte[] bytes, int from, int length) {
        return factory.createParser(ObjectReadContext.empty(), bytes, from, length);
    }
}
