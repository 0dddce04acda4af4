package dev.cupel.cli.report;

import java.util.List;

/** Whole sentences of one kind. */
public record Sentences(Kind kind, List<String> all) implements Entry, SectionPart {
    /** What sentences are for; also where they stand. */
    public enum Kind {
        MEANING("What it means"),
        NOTES("Notes"),
        /** First on a page, last in a terminal: where the reader begins. */
        WARNINGS("Look twice");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    public Sentences {
        all = List.copyOf(all);
    }

    public static Sentences meaning(List<String> sentences) {
        return new Sentences(Kind.MEANING, sentences);
    }

    public static Sentences notes(List<String> sentences) {
        return new Sentences(Kind.NOTES, sentences);
    }

    public static Sentences warnings(List<String> sentences) {
        return new Sentences(Kind.WARNINGS, sentences);
    }
}
