package dev.cupel.server.quality;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the votes on one question say, as it is stored and sent. Items with a gold answer are no part of agreement,
 * consensus and shares; they measure annotators.
 *
 * @param method consensus method
 * @param options how it was computed, by name
 * @param seed of every use of chance
 * @param pairs pairs of annotators with common items, those with most of them first, at most {@value #MOST_PAIRS}
 * @param overTime by day on which the newest answer of an item came
 * @param answersPerDay current answers by day, gold included
 */
record Report(
        String method,
        String methodVersion,
        Map<String, Object> options,
        long seed,
        Agreement agreement,
        List<Pair> pairs,
        Consensus consensus,
        List<Annotator> annotators,
        List<Share> shares,
        List<DayAgreement> overTime,
        List<DayAnswers> answersPerDay) {
    static final int MOST_PAIRS = 435;

    /**
     * @param alpha Krippendorff's alpha: nominal for choice, MASI for choices, ordinal for rating; its {@code n}, as that of
     *     the other two, is the number of items with at least two answers
     * @param percent share of agreeing pairs of answers, averaged over items
     * @param ac1 Gwet's AC1
     * @param interpretation what alpha means, in plain words
     * @param notes what else was noticed
     * @param perClass each option against the rest; absent for ratings
     */
    record Agreement(
            Estimate alpha,
            Estimate percent,
            Estimate ac1,
            String interpretation,
            List<String> notes,
            @Nullable List<OptionAgreement> perClass) {}

    record OptionAgreement(String option, Estimate alpha) {}

    /** @param n items that both answered */
    record Pair(long a, long b, long n, Estimate percent, Estimate kappa) {}

    /**
     * @param items items with at least one answer, gold not counted
     * @param rounds rounds of estimation: of the slowest member where the method combines several, and of the slowest
     *     option where options are estimated apart; 0 if there is nothing to iterate
     * @param converged whether every estimation that iterates ended because nothing moved any more
     * @param members the methods whose mean this is; empty where the method stands alone. One whose shares of the options
     *     were implausible sat out and is not among them
     * @param above95 items whose answer has a probability of at least 0.95; absent for ratings, which have none
     * @param classPrior mean probability of each option; absent for ratings
     */
    record Consensus(
            long items,
            int rounds,
            boolean converged,
            List<Member> members,
            @Nullable Long above95,
            @Nullable Map<String, Double> classPrior) {
        Consensus {
            // Reports that are stored from earlier versions do not name them.
            members = Objects.requireNonNullElse(members, List.of());
        }
    }

    /**
     * @param method name of a method that was combined with others
     * @param rounds of the slowest option where options are estimated apart; 0 for closed forms
     */
    record Member(String method, int rounds, boolean converged) {}

    /**
     * @param answers current answers, gold included
     * @param agreementWithConsensus how often the answer is what the others' answers, weighted by how reliable each is,
     *     say about the item; a rating agrees if it lies within one step of the others' mean
     * @param goldAccuracy share of gold items answered as verified
     */
    record Annotator(
            long memberId,
            long answers,
            Estimate agreementWithConsensus,
            Estimate goldAccuracy,
            long medianActiveMs,
            @Nullable Confusion confusion,
            List<Flag> flags) {}

    /**
     * @param labels options in the order of rows and columns
     * @param rows estimated probability of each answer (column) where the true answer is the row's
     * @param counts answers (column) to items whose consensus or gold answer is the row's
     */
    record Confusion(List<String> labels, List<List<Double>> rows, List<List<Integer>> counts) {}

    /** A stable name, and a sentence with the numbers. */
    record Flag(String code, String evidence) {}

    /**
     * @param answers current answers that name the option, gold not counted
     * @param share estimated share of the items with at least one answer, of which there are {@code n}: more than agreement
     *     rests on, because a single answer says something about the item and nothing about agreement
     */
    record Share(String option, long answers, Estimate share) {}

    record DayAgreement(String day, Estimate percent) {}

    record DayAnswers(String day, long answers) {}
}
