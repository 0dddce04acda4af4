package dev.cupel.engine.judgement;

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
 * @param drafts by source; null in reports of before there were any
 * @param audit share of the audited items that an auditor answers as they were finished: what finished items are worth; null in reports of
 *     before there were audits
 */
public record QualityReport(
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
        List<DayAnswers> answersPerDay,
        @Nullable List<DraftUse> drafts,
        @Nullable Estimate audit) {
    static final int MOST_PAIRS = 435;

    /**
     * @param alpha Krippendorff's alpha: nominal for choice and preference, ordinal for ordered choice and rating, MASI for
     *     choices, interval for number, edits of words for text, unitising for spans and segments; its {@code n}, as that of
     *     the other two, is the number of items with at least two answers
     * @param percent share of equal pairs of answers, averaged over items
     * @param ac1 Gwet's AC1; undefined where answers are no classes
     * @param interpretation what alpha means, in plain words
     * @param notes what else was noticed
     * @param perClass each option against the rest, or each label of regions by itself; absent where there are none
     * @param measures what else the kind of question is measured by
     */
    public record Agreement(
            Estimate alpha,
            Estimate percent,
            Estimate ac1,
            String interpretation,
            List<String> notes,
            @Nullable List<OptionAgreement> perClass,
            List<Measured> measures) {
        public Agreement {
            // Reports that are stored from earlier versions have none.
            measures = Objects.requireNonNullElse(measures, List.of());
        }
    }

    /**
     * @param key {@code closeness}, {@code f1_exact}, {@code f1_partial}, {@code f1_positions}, {@code f1_iou50},
     *     {@code mean_iou}, {@code shown_left}
     */
    public record Measured(String key, Estimate estimate) {}

    public record OptionAgreement(String option, Estimate alpha) {}

    /** @param n items that both answered */
    public record Pair(long a, long b, long n, Estimate percent, Estimate kappa) {}

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
    public record Consensus(
            long items,
            int rounds,
            boolean converged,
            List<Member> members,
            @Nullable Long above95,
            @Nullable Map<String, Double> classPrior) {
        public Consensus {
            // Reports that are stored from earlier versions do not name them.
            members = Objects.requireNonNullElse(members, List.of());
        }
    }

    /**
     * @param method name of a method that was combined with others
     * @param rounds of the slowest option where options are estimated apart; 0 for closed forms
     */
    public record Member(String method, int rounds, boolean converged) {}

    /**
     * @param answers current answers, gold included
     * @param agreementWithConsensus how often the answer is what the others' answers, weighted by how reliable each is,
     *     say about the item; a number agrees if it lies near the others' mean, and a structured answer in so far as it is
     *     like theirs
     * @param reliability what the consensus holds of them, in [0, 1]: how probably an answer is right; null if it holds nothing
     * @param goldAccuracy share of gold items answered right, see {@link Likeness}
     * @param consistency how often they said the same, see {@link Likeness#right}, when they were asked again; null in reports of
     *     before that was asked
     */
    public record Annotator(
            long memberId,
            long answers,
            Estimate agreementWithConsensus,
            Estimate goldAccuracy,
            @Nullable Estimate consistency,
            long medianActiveMs,
            @Nullable Confusion confusion,
            List<Flag> flags,
            @Nullable Double reliability) {}

    /**
     * @param labels options in the order of rows and columns
     * @param rows estimated probability of each answer (column) where the true answer is the row's
     * @param counts answers (column) to items whose consensus or gold answer is the row's
     */
    public record Confusion(List<String> labels, List<List<Double>> rows, List<List<Integer>> counts) {}

    /**
     * What came of the drafts of one source: how often an answer says what the draft says, see {@link Likeness#right}.
     *
     * @param shown where the draft was filled in
     * @param withheld where it was not: how often people say by themselves what the model says
     * @param gap the first less the second. Above 0, the draft itself moved people
     */
    public record DraftUse(String source, Estimate shown, Estimate withheld, Estimate gap) {}

    /** A stable name, and a sentence with the numbers. */
    public record Flag(String code, String evidence) {}

    /**
     * @param answers current answers that name the option, gold not counted
     * @param share estimated share of the items with at least one answer, of which there are {@code n}: more than agreement
     *     rests on, because a single answer says something about the item and nothing about agreement
     */
    public record Share(String option, long answers, Estimate share) {}

    public record DayAgreement(String day, Estimate percent) {}

    public record DayAnswers(String day, long answers) {}
}
