package dev.cupel.engine.consensus;

/** What one vote adds to the score of a class, in the method's own unit; the source of explanations. */
@FunctionalInterface
interface Support {
    double of(int task, int worker, int label, int category);
}
