package dev.cupel.formats.answers;

import java.util.Locale;

/** What an answer is. Keys are stable: files and commands use them. */
public enum Kind {
    /** A string. */
    TEXT("texts"),
    /** A list of labeled stretches of a text. */
    SPANS("spans"),
    /** A list of labeled boxes in a picture. */
    BOXES("boxes"),
    /** The pixels of one structure in a picture. */
    MASK("masks"),
    /** A list of labeled stretches of time. */
    SEGMENTS("segments");

    private final String things;

    Kind(String things) {
        this.things = things;
    }

    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What a consensus has several of, in words. */
    public String things() {
        return things;
    }

    /** Whether an answer is a list of labeled regions. */
    public boolean isList() {
        return this != TEXT && this != MASK;
    }
}
