package dev.cupel.server.media;

import dev.cupel.server.platform.VisibleText;
import dev.cupel.server.platform.web.Problem;
import java.text.Normalizer;

/**
 * What a file is called in its project: the name of the uploaded file, or its path inside of an uploaded folder. It is no path of
 * any disk, so whatever stands between its slashes is harmless.
 */
final class MediaName {
    static final int MOST_CHARACTERS = 500;

    private MediaName() {}

    /**
     * The name as it is kept: in one form of Unicode, because systems differ in how they write an accent, with slashes.
     *
     * @throws Problem media_name_invalid
     */
    static String of(String given) {
        String plain = inOneForm(given).replace('\\', '/').strip();
        String name = plain.startsWith("./") ? plain.substring(2) : plain;
        String wrong = VisibleText.isInvisible(name)
                ? "the name is empty"
                : name.length() > MOST_CHARACTERS
                        ? "the name has " + name.length() + " characters"
                        : name.chars().anyMatch(Character::isISOControl)
                                ? "the name holds a character that cannot be seen"
                                : isAddress(name) ? "the name looks like the address of a page" : null;
        if (wrong != null) {
            throw Problem.invalid(
                    "media_name_invalid",
                    "name",
                    wrong,
                    "use 1 to " + MOST_CHARACTERS + " visible characters, such as cats/1.jpg");
        }
        return name;
    }

    /** As names are looked for, here and in the SQL over items: an accent is the same however it is written. */
    static String inOneForm(String given) {
        return Normalizer.normalize(given, Normalizer.Form.NFC);
    }

    private static boolean isAddress(String name) {
        return name.regionMatches(true, 0, "http://", 0, 7) || name.regionMatches(true, 0, "https://", 0, 8);
    }
}
