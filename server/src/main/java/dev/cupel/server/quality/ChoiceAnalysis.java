package dev.cupel.server.quality;

import dev.cupel.engine.agreement.AgreementOptions;
import dev.cupel.engine.agreement.AgreementReport;
import dev.cupel.engine.consensus.Consensus;
import dev.cupel.engine.consensus.Gold;
import dev.cupel.engine.votes.Votes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One option out of several: nominal agreement, consensus with confusion matrices. */
final class ChoiceAnalysis {
    /** Beyond this many options a confusion matrix per annotator is neither readable nor estimable. */
    private static final int MOST_CONFUSION_OPTIONS = 24;

    private final QuestionVotes votes;
    private final Votes ordinary;
    private final int[] shown;
    private final Consensus consensus;
    private final Estimation estimation = new Estimation();
    private final Estimates estimates;
    /** Sum of each option's probability over the items. */
    private final double[] mass;

    private long items;
    private long above95;

    private ChoiceAnalysis(QuestionVotes votes, Votes ordinary, int[] shown) {
        this.votes = votes;
        this.ordinary = ordinary;
        this.shown = shown;
        this.consensus = Settings.METHOD.estimate(votes.all(), Settings.consensus(gold(votes), votes.optionIds()));
        this.estimates = new Estimates(votes.taskCount(), votes.classCount());
        this.mass = new double[votes.classCount()];
    }

    /** @param shown numbers of the schema's options, in its order */
    static Figures of(QuestionVotes votes, Votes ordinary, int[] shown) {
        ChoiceAnalysis analysis = new ChoiceAnalysis(votes, ordinary, shown);
        analysis.estimate();
        return analysis.figures();
    }

    private static Gold gold(QuestionVotes votes) {
        Map<Integer, Integer> known = new HashMap<>();
        for (int t = 0; t < votes.taskCount(); t++) {
            if (votes.goldLabel(t) >= 0) {
                known.put(t, votes.goldLabel(t));
            }
        }
        return Gold.of(known);
    }

    private void estimate() {
        estimation.add(consensus);
        Votes all = consensus.votes();
        int k = votes.classCount();
        int[] counts = new int[k];
        for (int t = 0; t < votes.taskCount(); t++) {
            if (votes.isGold(t)) {
                continue;
            }
            Arrays.fill(counts, 0);
            for (int v = all.begin(t); v < all.end(t); v++) {
                counts[all.label(v)]++;
            }
            double probability = consensus.probability(t);
            estimates.present[t] = true;
            estimates.option[t] = (short) consensus.label(t);
            estimates.probability[t] = (float) probability;
            for (int c = 0; c < k; c++) {
                double p = consensus.probability(t, c);
                estimates.posterior[t * k + c] = (float) p;
                mass[c] += p;
            }
            estimates.disagreement[t] = (float) Disagreement.ofCounts(counts);
            estimates.disputed[t] = Disagreement.open(counts, probability);
            items++;
            above95 += probability >= 0.95 ? 1 : 0;
        }
    }

    private Figures figures() {
        Report.Agreement agreement;
        List<Report.Pair> pairs = List.of();
        if (ordinary.size() == 0) {
            agreement = AgreementFigures.nothing(List.of());
        } else {
            AgreementReport report = AgreementReport.of(
                    ordinary,
                    AgreementOptions.DEFAULTS
                            .withNames(votes.optionIds(), votes.memberNames())
                            .withDeclaredClasses(Arrays.stream(shown).boxed().toList())
                            .withMaxPairs(Report.MOST_PAIRS)
                            .withBootstrap(Settings.bootstrap(ordinary)));
            Map<Integer, Estimate> alpha = new HashMap<>();
            report.classes().forEach(c -> alpha.put(c.label(), Estimate.of(c.alpha())));
            agreement = AgreementFigures.of(report, AgreementFigures.perOption(votes, shown, alpha));
            pairs = AgreementFigures.pairs(votes, report);
        }
        return new Figures(
                consensus.evidence().method(),
                consensus.evidence().version(),
                agreement,
                pairs,
                estimation.report(items, above95, items == 0 ? null : classPrior()),
                annotators(),
                shares(),
                estimates);
    }

    private Map<String, Double> classPrior() {
        Map<String, Double> prior = new LinkedHashMap<>();
        for (int option : shown) {
            prior.put(votes.optionIds().get(option), Estimate.rounded(mass[option] / items));
        }
        return prior;
    }

    private List<Report.Share> shares() {
        long[] named = new long[votes.classCount()];
        for (int v = 0; v < ordinary.size(); v++) {
            named[ordinary.label(v)]++;
        }
        List<Report.Share> shares = new ArrayList<>();
        for (int option : shown) {
            shares.add(new Report.Share(
                    votes.optionIds().get(option),
                    named[option],
                    Estimate.share(mass[option], items, Figures.NO_ITEM)));
        }
        return shares;
    }

    private List<Report.Annotator> annotators() {
        Votes all = consensus.votes();
        double[] weight = new double[votes.workerCount()];
        for (int j = 0; j < weight.length; j++) {
            weight[j] = WithOthers.weight(consensus.workerQuality(j), votes.classCount());
        }
        return Annotators.of(
                votes,
                all,
                WithOthers.options(votes, all, weight),
                1.0 / Math.max(1, shown.length),
                shown.length > MOST_CONFUSION_OPTIONS ? null : new Confusions(votes, shown, consensus));
    }
}
