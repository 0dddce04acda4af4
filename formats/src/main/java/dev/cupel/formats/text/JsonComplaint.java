package dev.cupel.formats.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;

/** Why something is no JSON, in words for whoever wrote it. */
public final class JsonComplaint {
    private JsonComplaint() {}

    private static final Pattern UNEXPECTED = Pattern.compile("Unexpected character \\('(.)' .*");
    private static final Pattern TOKEN = Pattern.compile("Unrecognized token '([^']*)'.*");

    private static final Pattern WORD = Pattern.compile("Non-standard token '([^']*)'.*");
    private static final String OUT_OF_RANGE = "number out of range";

    /** The parser reads numbers exactly when asked for them, and says then in another way that one cannot be read. */
    public static JacksonException of(@Nullable JsonParser at, NumberFormatException unreadable) {
        return new StreamReadException(at, OUT_OF_RANGE, unreadable);
    }

    /** The parser's complaint in one plain sentence, without its own idea of places and of its insides. */
    public static String of(JacksonException broken) {
        if (broken instanceof DatabindException) {
            return "a name stands twice in one object";
        }
        String message = broken.getOriginalMessage().lines().findFirst().orElse("");
        Matcher unexpected = UNEXPECTED.matcher(message);
        if (unexpected.matches()) {
            return "this is not JSON: the character " + unexpected.group(1) + " does not belong here";
        }
        Matcher token = TOKEN.matcher(message);
        if (token.matches()) {
            return "this is not JSON: the word " + token.group(1) + " is no value; texts stand in quotes";
        }
        if (message.startsWith("Unexpected end-of-input")) {
            return "this is not JSON: it ends too early";
        }
        if (message.startsWith("Number value length")) {
            return "a number has more than 1000 digits";
        }
        if (message.equals(OUT_OF_RANGE)) {
            return "a number has an exponent that cannot be read";
        }
        Matcher word = WORD.matcher(message);
        if (word.matches()) {
            return "this is not JSON: the word " + word.group(1) + " is no value; texts stand in quotes";
        }
        if (message.contains("nesting depth")) {
            return "this is not JSON that can be read: it is nested too deeply";
        }
        int cut = message.indexOf('(');
        return "this is not JSON: " + (cut > 0 ? message.substring(0, cut).strip() : message);
    }
}
