package dev.cupel.engine.schema;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** The value one annotator gives to one question: a closed family beside {@link Question}. */
public sealed interface Answer {
    record Chosen(String option) implements Answer {}

    record ChosenSet(Set<String> options) implements Answer {
        public ChosenSet {
            options = Collections.unmodifiableSet(new LinkedHashSet<>(options));
        }
    }

    record Rated(double value) implements Answer {}
}
