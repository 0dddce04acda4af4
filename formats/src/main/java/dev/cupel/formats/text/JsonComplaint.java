package dev.cupel.formats.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;

/** Why something is no JSON, in words for whoever wrote it. */
public final class JsonComplaint {
    private JsonComplaint() {}

    private static final Pattern UNEXPECTED = Pattern.compile("Unexpected character \\('(.)' .*");
    private static final Pattern TOKEN = Pattern.compile("Unrecognized token '([^']*)'.*");

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
        if (message.contains("nesting depth")) {
            return "this is not JSON that can be read: it is nested too deeply";
        }
        int cut = message.indexOf('(');
        return "this is not JSON: " + (cut > 0 ? message.substring(0, cut).strip() : message);
    }
}
