package dev.cupel.engine.numbers;

import dev.cupel.engine.InputException;

/**
 * How to combine numbers.
 *
 * @param method which centre
 * @param level nominal coverage of the intervals, in (0, 1)
 * @param trim share cut from each end by the trimmed mean, in [0, 0.5)
 * @param huber bend point in standard deviations, above 0; 1.345 loses 5 % on well-behaved answers
 * @param pseudoAnswers answers' worth of the pooled variance added to each rater's own, at least 0: it keeps raters with
 *     few answers from being trusted or distrusted without reason
 * @param logScale combine logarithms, for magnitudes (weights, prices); all answers must be above 0
 * @param maxRounds bound on the rounds of the rater models, at least 1
 * @param tolerance the rater models stop when no estimate moved further, in standard deviations of all answers
 */
public record NumberOptions(
        NumberMethod method,
        double level,
        double trim,
        double huber,
        double pseudoAnswers,
        boolean logScale,
        int maxRounds,
        double tolerance) {
    public static final NumberOptions DEFAULTS =
            new NumberOptions(NumberMethod.PRECISION, 0.95, 0.1, 1.345, 10, false, 500, 1e-7);

    public NumberOptions {
        InputException.unless(level > 0 && level < 1, "level", level, "in (0, 1)");
        InputException.unless(trim >= 0 && trim < 0.5, "trim", trim, "in [0, 0.5)");
        InputException.unless(huber > 0 && huber < 1e6, "huber", huber, "above 0");
        InputException.unless(pseudoAnswers >= 0 && pseudoAnswers < 1e9, "pseudoAnswers", pseudoAnswers, "at least 0");
        InputException.unless(maxRounds >= 1, "maxRounds", maxRounds, "at least 1");
        InputException.unless(tolerance > 0 && tolerance < 1, "tolerance", tolerance, "in (0, 1)");
    }

    public NumberOptions withMethod(NumberMethod other) {
        return new NumberOptions(other, level, trim, huber, pseudoAnswers, logScale, maxRounds, tolerance);
    }

    public NumberOptions withLevel(double coverage) {
        return new NumberOptions(method, coverage, trim, huber, pseudoAnswers, logScale, maxRounds, tolerance);
    }

    public NumberOptions withTrim(double share) {
        return new NumberOptions(method, level, share, huber, pseudoAnswers, logScale, maxRounds, tolerance);
    }

    public NumberOptions withPseudoAnswers(double answers) {
        return new NumberOptions(method, level, trim, huber, answers, logScale, maxRounds, tolerance);
    }

    public NumberOptions withLogScale(boolean logarithms) {
        return new NumberOptions(method, level, trim, huber, pseudoAnswers, logarithms, maxRounds, tolerance);
    }
}
