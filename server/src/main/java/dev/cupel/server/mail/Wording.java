package dev.cupel.server.mail;

import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of a room's letters: a bundle of properties files, one for each language, English without a suffix. A letter of a kind has
 * the keys {@code kind.subject} and {@code kind.text}; {@code {name}} stands for what is filled in.
 */
public final class Wording {
    private static final ResourceBundle.Control ENGLISH_ELSE =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private static final Pattern FILL = Pattern.compile("\\{(\\w+)\\}");

    private final String bundle;

    /** @param room whose package has the files {@code letters*.properties} */
    public Wording(Class<?> room) {
        this.bundle = room.getPackageName() + ".letters";
    }

    /**
     * @param language a tag such as {@code de}; English for one without a file
     * @param filledIn by name; values stay in their line, whatever is in them
     */
    public Letter letter(String kind, String language, String to, Map<String, String> filledIn) {
        ResourceBundle words = ResourceBundle.getBundle(bundle, Locale.forLanguageTag(language), ENGLISH_ELSE);
        return new Letter(
                to,
                filled(words.getString(kind + ".subject"), filledIn),
                filled(words.getString(kind + ".text"), filledIn));
    }

    /** In one pass: what is filled in is not looked at for more to fill in. */
    private static String filled(String text, Map<String, String> filledIn) {
        return FILL.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(filledIn.getOrDefault(found.group(1), found.group())
                        .replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ")));
    }
}
