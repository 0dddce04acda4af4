package dev.cupel.cli.report;

import java.util.List;

/** What is shown under one heading. A section of which a form shows nothing is not there. */
public record Section(String title, List<SectionPart> parts) {
    public Section {
        parts = List.copyOf(parts);
    }

    boolean warns() {
        return parts.stream()
                .anyMatch(part -> part instanceof Sentences(Sentences.Kind kind, List<String> all)
                        && kind == Sentences.Kind.WARNINGS);
    }
}
