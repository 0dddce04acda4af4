package dev.cupel.engine.judgement;

import dev.cupel.engine.agreement.AgreementOptions;
import dev.cupel.engine.agreement.AgreementReport;
import dev.cupel.engine.consensus.Consensus;
import dev.cupel.engine.consensus.Gold;
import dev.cupel.engine.votes.Votes;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One option out of several: nominal agreement, consensus with confusion matrices. */
final class ChoiceAnalysis {
    /** Beyond this many options a confusion matrix per annotator is neither readable nor estimable. */
    private static final int MOST_CONFUSION_OPTIONS = 24;

    private final QuestionVotes votes;
    private final Votes ordinary;
    private final int[] shown;
    private final boolean ordered;
    private final int[] place;
    private final Consensus consensus;
    private final Estimation estimation = new Estimation();
    private final ItemEstimates estimates;
    /** Sum of each option's probability over the items. */
    private final double[] mass;

    private long items;
    private long above95;

    private ChoiceAnalysis(QuestionVotes votes, Votes ordinary, int[] shown, boolean ordered) {
        this.ordered = ordered;
        this.votes = votes;
        this.ordinary = ordinary;
        this.shown = shown;
        this.consensus = Settings.METHOD.estimate(votes.all(), Settings.consensus(gold(votes), votes.optionIds()));
        this.estimates = new ItemEstimates(votes.taskCount());
        this.mass = new double[votes.classCount()];
        this.place = places();
    }

    /**
     * @param shown numbers of the schema's options, in its order
     * @param ordered whether that order is a scale
     */
    static Figures of(QuestionVotes votes, Votes ordinary, int[] shown, boolean ordered) {
        ChoiceAnalysis analysis = new ChoiceAnalysis(votes, ordinary, shown, ordered);
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
            estimates.option(t, consensus.label(t), probability);
            float[] posterior = new float[k];
            for (int c = 0; c < k; c++) {
                double p = consensus.probability(t, c);
                posterior[c] = (float) p;
                mass[c] += p;
            }
            estimates.posterior(t, posterior);
            estimates.disagreement(
                    t, ordered ? apart(all, t) : Disagreement.ofCounts(counts), Disagreement.open(counts, probability));
            items++;
            above95 += probability >= 0.95 ? 1 : 0;
        }
    }

    private Figures figures() {
        QualityReport.Agreement agreement;
        List<QualityReport.Pair> pairs = List.of();
        if (ordinary.size() == 0) {
            agreement = AgreementFigures.nothing(List.of());
        } else {
            // Coefficients of scales take the order of the classes for that of the scale.
            AgreementReport report = AgreementReport.of(
                    inOrder(ordinary),
                    AgreementOptions.DEFAULTS
                            .withScale(ordered ? AgreementOptions.Scale.ORDINAL : AgreementOptions.Scale.NOMINAL)
                            .withNames(namesInOrder(), votes.memberNames())
                            .withDeclaredClasses(Arrays.stream(shown)
                                    .map(option -> place[option])
                                    .boxed()
                                    .toList())
                            .withMaxPairs(QualityReport.MOST_PAIRS)
                            .withBootstrap(Settings.bootstrap(ordinary)));
            Map<Integer, Estimate> alpha = new HashMap<>();
            int[] option = new int[place.length];
            for (int k = 0; k < place.length; k++) {
                option[place[k]] = k;
            }
            report.classes().forEach(c -> alpha.put(option[c.label()], Estimate.of(c.alpha())));
            agreement = AgreementFigures.of(report, AgreementFigures.perOption(votes, shown, alpha));
            pairs = AgreementFigures.pairs(votes, report);
        }
        return new Figures(
                consensus.evidence().method(),
                consensus.evidence().version(),
                agreement,
                pairs,
                estimation.report(items, above95, Figures.classPrior(votes, shown, mass, items)),
                annotators(),
                Figures.shares(votes, shown, named(), mass, items),
                estimates);
    }

    /** Where each option stands: in the schema's order if that is a scale, those it no longer has behind them. */
    private int[] places() {
        int[] places = new int[votes.classCount()];
        Arrays.fill(places, -1);
        int next = 0;
        if (ordered) {
            for (int option : shown) {
                places[option] = next++;
            }
        }
        for (int k = 0; k < places.length; k++) {
            places[k] = places[k] < 0 ? next++ : places[k];
        }
        return places;
    }

    private List<String> namesInOrder() {
        String[] names = new String[place.length];
        for (int k = 0; k < place.length; k++) {
            names[place[k]] = votes.optionIds().get(k);
        }
        return List.of(names);
    }

    private Votes inOrder(Votes from) {
        if (!ordered) {
            return from;
        }
        int[] task = new int[from.size()];
        int[] worker = new int[from.size()];
        int[] label = new int[from.size()];
        for (int t = 0; t < from.taskCount(); t++) {
            for (int v = from.begin(t); v < from.end(t); v++) {
                task[v] = t;
                worker[v] = from.worker(v);
                label[v] = place[from.label(v)];
            }
        }
        return Votes.of(from.taskCount(), from.workerCount(), from.classCount(), task, worker, label);
    }

    /** How far the answers to an item lie apart on the scale. */
    private double apart(Votes all, int task) {
        double[] values = new double[all.count(task)];
        for (int v = all.begin(task); v < all.end(task); v++) {
            values[v - all.begin(task)] = place[all.label(v)];
        }
        return Disagreement.ofNumbers(values, 0, Math.max(1, place.length - 1));
    }

    private long[] named() {
        long[] named = new long[votes.classCount()];
        for (int v = 0; v < ordinary.size(); v++) {
            named[ordinary.label(v)]++;
        }
        return named;
    }

    private List<QualityReport.Annotator> annotators() {
        Votes all = consensus.votes();
        double[] weight = new double[votes.workerCount()];
        double[] reliability = new double[votes.workerCount()];
        for (int j = 0; j < weight.length; j++) {
            reliability[j] = consensus.workerQuality(j);
            weight[j] = WithOthers.weight(reliability[j], votes.classCount());
        }
        return Annotators.of(
                votes,
                all,
                WithOthers.options(votes, all, weight),
                1.0 / Math.max(1, shown.length),
                shown.length > MOST_CONFUSION_OPTIONS ? null : new Confusions(votes, shown, consensus),
                reliability);
    }
}
