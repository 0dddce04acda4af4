package dev.cupel.engine.consensus;

import org.jspecify.annotations.Nullable;

/** The probability of every class of every task. */
final class Posterior {
    private final Candidates rows;
    private final double[] values;
    private final double @Nullable [] rest;

    /**
     * @param rows which classes have one of their own
     * @param values per slot; taken over, not copied
     * @param rest per task, the probability of each class that is no candidate; null: none
     */
    Posterior(Candidates rows, double[] values, double @Nullable [] rest) {
        this.rows = rows;
        this.values = values;
        this.rest = rest;
    }

    Posterior(Candidates rows, double[] values) {
        this(rows, values, null);
    }

    Candidates rows() {
        return rows;
    }

    double[] values() {
        return values;
    }

    double restOf(int task) {
        return rest == null ? 0 : rest[task];
    }
}
