package dev.cupel.engine.judgement;

import dev.cupel.engine.agreement.Agreement;
import dev.cupel.engine.agreement.AgreementOptions;
import dev.cupel.engine.agreement.AgreementReport;
import dev.cupel.engine.agreement.Coefficient;
import dev.cupel.engine.agreement.Measure;
import dev.cupel.engine.agreement.SetAgreement;
import dev.cupel.engine.consensus.Consensus;
import dev.cupel.engine.consensus.Gold;
import dev.cupel.engine.numbers.Bootstrap;
import dev.cupel.engine.votes.Votes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sets of options: MASI agreement, and a consensus on each option by itself. */
final class ChoicesAnalysis {
    private final QuestionVotes votes;
    private final Votes ordinary;
    private final int[] shown;
    private final Votes sets;
    private final ItemEstimates estimates;
    /** Probability of the whole set: the product over its options, in or out. */
    private final double[] probability;
    /** The options of each item. */
    private final BitSet[] chosen;
    /** Probability of each option, by item. */
    private final float[][] posterior;

    private final boolean[] open;
    /** Mean quality of each annotator over the options. */
    private final double[] quality;
    /** Sum of each option's probability over the items. */
    private final double[] mass;

    private final Estimation estimation = new Estimation();

    private long items;
    private long above95;
    private String version = "";

    private ChoicesAnalysis(QuestionVotes votes, Votes ordinary, int[] shown) {
        this.votes = votes;
        this.ordinary = ordinary;
        this.shown = shown;
        this.sets = votes.all();
        this.estimates = new ItemEstimates(votes.taskCount());
        this.probability = new double[votes.taskCount()];
        Arrays.fill(probability, 1);
        this.chosen = new BitSet[votes.taskCount()];
        Arrays.setAll(chosen, t -> new BitSet());
        this.posterior = new float[votes.taskCount()][votes.optionIds().size()];
        this.open = new boolean[votes.taskCount()];
        this.quality = new double[votes.workerCount()];
        this.mass = new double[votes.optionIds().size()];
    }

    /** @param shown numbers of the schema's options, in its order */
    static Figures of(QuestionVotes votes, Votes ordinary, int[] shown) {
        ChoicesAnalysis analysis = new ChoicesAnalysis(votes, ordinary, shown);
        analysis.estimate();
        return analysis.figures();
    }

    private void estimate() {
        int n = votes.taskCount();
        for (int option : shown) {
            estimate(option);
        }
        for (int t = 0; t < n; t++) {
            if (!votes.isGold(t)) {
                List<BitSet> answers = new ArrayList<>();
                for (int v = sets.begin(t); v < sets.end(t); v++) {
                    answers.add(votes.set(sets.label(v)));
                }
                estimates.options(t, chosen[t], probability[t]);
                estimates.posterior(t, posterior[t]);
                estimates.disagreement(t, Disagreement.ofSets(answers), open[t]);
                items++;
                above95 += probability[t] >= 0.95 ? 1 : 0;
            }
        }
    }

    private void estimate(int option) {
        Consensus consensus = Settings.METHOD.estimate(
                votes.all(option),
                Settings.consensus(
                        gold(option),
                        List.of(
                                "not " + votes.optionIds().get(option),
                                votes.optionIds().get(option))));
        estimation.add(consensus);
        version = consensus.evidence().version();
        Votes all = consensus.votes();
        int[] counts = new int[2];
        for (int t = 0; t < votes.taskCount(); t++) {
            if (votes.isGold(t)) {
                continue;
            }
            Arrays.fill(counts, 0);
            for (int v = all.begin(t); v < all.end(t); v++) {
                counts[all.label(v)]++;
            }
            double p = consensus.probability(t, 1);
            double sure = Math.max(p, 1 - p);
            if (consensus.label(t) == 1) {
                chosen[t].set(option);
            }
            posterior[t][option] = (float) p;
            mass[option] += p;
            probability[t] *= sure;
            open[t] |= Disagreement.open(counts, sure);
        }
        for (int j = 0; j < quality.length; j++) {
            quality[j] += consensus.workerQuality(j) / shown.length;
        }
    }

    private Gold gold(int option) {
        Map<Integer, Integer> known = new HashMap<>();
        for (int t = 0; t < votes.taskCount(); t++) {
            if (votes.goldLabel(t) >= 0) {
                known.put(t, votes.set(votes.goldLabel(t)).get(option) ? 1 : 0);
            }
        }
        return Gold.of(known);
    }

    private Figures figures() {
        QualityReport.Agreement agreement;
        List<QualityReport.Pair> pairs = List.of();
        if (ordinary.size() == 0) {
            agreement = AgreementFigures.nothing(List.of());
        } else {
            AgreementReport whole = AgreementReport.of(
                    ordinary,
                    AgreementOptions.DEFAULTS
                            .withNames(List.of(), votes.memberNames())
                            .withMaxPairs(QualityReport.MOST_PAIRS)
                            .withBootstrap(Bootstrap.Options.NONE));
            agreement = agreement(whole);
            pairs = AgreementFigures.pairs(votes, whole);
        }
        return new Figures(
                Settings.METHOD.id(),
                version,
                agreement,
                pairs,
                estimation.report(items, above95, Figures.classPrior(votes, shown, mass, items)),
                annotators(),
                Figures.shares(votes, shown, named(), mass, items),
                estimates);
    }

    /** @param whole sets as classes: agreement of equal sets only */
    private QualityReport.Agreement agreement(AgreementReport whole) {
        SetAgreement compared = SetAgreement.of(
                votes.setsWithoutGold(),
                AgreementOptions.DEFAULTS
                        .withNames(votes.optionIds(), votes.memberNames())
                        .withBootstrap(Settings.bootstrap(ordinary)));
        Map<Measure, Coefficient> equal = Agreement.measures(
                ordinary,
                List.of(Measure.GWET_AC1),
                AgreementOptions.DEFAULTS.withBootstrap(Settings.bootstrap(ordinary)));
        List<String> notes = new ArrayList<>(
                compared.interpretation().subList(1, compared.interpretation().size()));
        notes.add("Alpha counts sets that share options as partly equal (MASI distance); percent, AC1 and the"
                + " annotator pairs count only equal sets.");
        notes.addAll(whole.notes());
        Map<Integer, Estimate> alpha = new HashMap<>();
        compared.options().forEach(o -> alpha.put(o.label(), Estimate.of(o.alpha())));
        return new QualityReport.Agreement(
                Estimate.of(compared.masi()),
                Estimate.of(compared.exact()),
                Estimate.of(AgreementFigures.coefficient(equal, Measure.GWET_AC1)),
                compared.interpretation().getFirst(),
                notes,
                AgreementFigures.perOption(votes, shown, alpha),
                List.of());
    }

    private long[] named() {
        long[] named = new long[votes.optionIds().size()];
        for (int v = 0; v < ordinary.size(); v++) {
            votes.set(ordinary.label(v)).stream().forEach(option -> named[option]++);
        }
        return named;
    }

    private List<QualityReport.Annotator> annotators() {
        double[] weight = new double[quality.length];
        for (int j = 0; j < weight.length; j++) {
            weight[j] = WithOthers.weight(quality[j], 2);
        }
        return Annotators.of(
                votes, sets, WithOthers.sets(votes, sets, shown, weight), Math.pow(0.5, shown.length), null, quality);
    }
}
