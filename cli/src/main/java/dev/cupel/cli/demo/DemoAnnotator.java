package dev.cupel.cli.demo;

import java.util.SplittableRandom;

/**
 * Somebody who is not a person and says so: a rule with its own skill, bias and pace. The same annotator gives the same
 * item the same answer under the same guideline, always.
 */
interface DemoAnnotator {
    /** Shown wherever the annotator's name appears; starts with {@code Simulated: }. */
    String displayName();

    /** How much of the work this annotator takes, relative to the others; at least 1. */
    int share();

    /** @param guidelineVersion the version in force, from 1 */
    DemoDecision decide(DemoItem item, int guidelineVersion);

    /** Chance that belongs to one annotator and one item, and to nothing else. */
    static SplittableRandom chance(String annotator, DemoItem item, long seed) {
        long state = seed;
        for (int i = 0; i < annotator.length(); i++) {
            state = state * 0x5851F42D4C957F2DL + annotator.charAt(i);
        }
        for (int i = 0; i < item.key().length(); i++) {
            state = state * 0x5851F42D4C957F2DL + item.key().charAt(i);
        }
        return new SplittableRandom(state);
    }

    /**
     * Reading and deciding, in milliseconds: log-normal around what the annotator's pace predicts, because some items
     * take several times as long as most do.
     */
    static int activeMs(SplittableRandom chance, double expectedMs) {
        double normal = chance.nextGaussian(0, 0.38);
        return (int) Math.max(350, Math.min(180_000, expectedMs * Math.exp(normal)));
    }
}
