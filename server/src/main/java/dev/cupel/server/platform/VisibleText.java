package dev.cupel.server.platform;

/** Texts that people are to recognise something by. */
public final class VisibleText {
    private VisibleText() {}

    /** @return whether nothing of the text can be seen: blanks, marks without a letter, and letters that are drawn as nothing */
    public static boolean isInvisible(String text) {
        return text.codePoints().noneMatch(VisibleText::isVisible);
    }

    private static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK -> false;
            default ->
                switch (character) {
                    // The fillers of Hangul, and the pattern of Braille without dots.
                    case 0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800 -> false;
                    default -> true;
                };
        };
    }
}
