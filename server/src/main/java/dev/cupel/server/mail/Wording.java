package dev.cupel.server.mail;

import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;

/**
 * The words of a room's letters: a bundle of properties files, one for each language, English without a suffix. A letter of a kind has
 * the keys {@code kind.subject} and {@code kind.text}; {@code {name}} stands for what is filled in.
 */
public final class Wording {
    private static final ResourceBundle.Control ENGLISH_ELSE =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

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

    private static String filled(String text, Map<String, String> filledIn) {
        String filled = text;
        for (Map.Entry<String, String> entry : filledIn.entrySet()) {
            filled = filled.replace(
                    "{" + entry.getKey() + "}", entry.getValue().replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " "));
        }
        return filled;
    }
}
