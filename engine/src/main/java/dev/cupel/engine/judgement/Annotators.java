package dev.cupel.engine.judgement;

import dev.cupel.engine.answer.Question;
import dev.cupel.engine.votes.Votes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the report says of each annotator: how much, how well, how fast, and what stands out. */
final class Annotators {
    private static final String NO_GOLD = "No gold item with a verified answer has been answered yet.";
    private static final String NEVER_AGAIN = "Nobody has asked them about an item once more yet.";
    private static final String NOBODY_ELSE = "Nobody else has answered the same items yet.";

    private Annotators() {}

    /**
     * @param credit by vote position of {@code all}: agreement with the others in [0, 1], NaN where there are none
     * @param reliability by annotator, in [0, 1]; NaN or missing where the consensus holds nothing of them
     */
    static List<QualityReport.Annotator> of(
            QuestionVotes votes,
            Votes all,
            double[] credit,
            double chance,
            @Nullable Confusions confusions,
            double[] reliability) {
        int workers = votes.workerCount();
        Counts counts = new Counts(votes, all, credit);
        long[] medians = medianActiveMs(votes);
        List<Flags.Habits> habits = new ArrayList<>();
        for (int j = 0; j < workers; j++) {
            String favourite = null;
            double own = 0;
            double elsewhere = 0;
            if (counts.named.length > 0) {
                int best = 0;
                for (int c = 1; c < counts.named[j].length; c++) {
                    best = counts.named[j][c] > counts.named[j][best] ? c : best;
                }
                favourite = votes.optionIds().get(best);
                own = (double) counts.named[j][best] / Math.max(1, counts.answers[j]);
                long others = votes.size() - counts.answers[j];
                elsewhere = others == 0 ? 1 : (double) (counts.namedByAll[best] - counts.named[j][best]) / others;
            }
            habits.add(new Flags.Habits(
                    counts.answers[j],
                    medians[j],
                    favourite,
                    own,
                    elsewhere,
                    Estimate.share(counts.agreed[j], counts.compared[j], NOBODY_ELSE),
                    Estimate.share(counts.right[j], counts.tested[j], NO_GOLD),
                    chance));
        }
        List<QualityReport.Annotator> list = new ArrayList<>();
        for (int j = 0; j < workers; j++) {
            Flags.Habits own = habits.get(j);
            list.add(new QualityReport.Annotator(
                    votes.memberId(j),
                    own.answers(),
                    own.agreement(),
                    own.gold(),
                    Estimate.share((double) votes.sameAgain(j), votes.askedAgain(j), NEVER_AGAIN),
                    own.medianMs(),
                    confusions == null ? null : confusions.of(j),
                    Flags.of(own, habits),
                    j < reliability.length && Double.isFinite(reliability[j])
                            ? Estimate.rounded(reliability[j])
                            : null));
        }
        return list;
    }

    /** What is counted by annotator: apart from the rest, because Java compiles a loop together with all around it. */
    private static final class Counts {
        final long[] answers;
        final double[] agreed;
        final long[] compared;
        final double[] right;
        final long[] tested;
        /** By annotator and option, where one option is picked; empty for other kinds. */
        final long[][] named;

        final long[] namedByAll;

        Counts(QuestionVotes votes, Votes all, double[] credit) {
            int workers = votes.workerCount();
            boolean choice =
                    votes.question() instanceof Question.Choice || votes.question() instanceof Question.Preference;
            answers = new long[workers];
            agreed = new double[workers];
            compared = new long[workers];
            right = new double[workers];
            tested = new long[workers];
            named = new long[choice ? workers : 0][choice ? all.classCount() : 0];
            namedByAll = new long[choice ? all.classCount() : 0];
            for (int t = 0; t < all.taskCount(); t++) {
                for (int v = all.begin(t); v < all.end(t); v++) {
                    int j = all.worker(v);
                    answers[j]++;
                    if (!Double.isNaN(credit[v])) {
                        compared[j]++;
                        agreed[j] += credit[v];
                    }
                    if (votes.goldLabel(t) >= 0) {
                        tested[j]++;
                        right[j] += votes.right(t, all.label(v)) ? 1 : 0;
                    }
                    if (choice) {
                        named[j][all.label(v)]++;
                        namedByAll[all.label(v)]++;
                    }
                }
            }
        }
    }

    private static long[] medianActiveMs(QuestionVotes votes) {
        int workers = votes.workerCount();
        int[] end = new int[workers];
        for (int r = 0; r < votes.size(); r++) {
            end[votes.worker(r)]++;
        }
        int[][] ms = new int[workers][];
        for (int j = 0; j < workers; j++) {
            ms[j] = new int[end[j]];
            end[j] = 0;
        }
        for (int r = 0; r < votes.size(); r++) {
            int j = votes.worker(r);
            ms[j][end[j]++] = votes.activeMs(r);
        }
        long[] medians = new long[workers];
        for (int j = 0; j < workers; j++) {
            Arrays.sort(ms[j]);
            int n = ms[j].length;
            medians[j] = n == 0 ? 0 : ((long) ms[j][(n - 1) / 2] + ms[j][n / 2]) / 2;
        }
        return medians;
    }
}
