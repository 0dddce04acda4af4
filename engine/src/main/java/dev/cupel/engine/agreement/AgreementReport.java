package dev.cupel.engine.agreement;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.agreement.AgreementOptions.Scale;
import dev.cupel.engine.votes.Votes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Everything about the agreement on one question with one class per vote: the front door of this package.
 *
 * <p>Time O(R + sum over items of votes²) for annotators and pairs, plus O(replicates * N) for intervals; memory O(R).
 * Deterministic: the same votes, options and seed give the same report on any number of threads.
 *
 * @param votes what it was computed from
 * @param options how it was computed
 * @param pairableItems items with at least two votes; only they say something about agreement
 * @param workers annotators with a vote
 * @param classesUsed classes with a vote
 * @param headline the coefficient to show first: Krippendorff's alpha of the scale
 * @param coefficients in the order to show them
 * @param classes one per class in use, by index; at most the 200 with most votes
 * @param perWorker one per annotator with a vote, by index
 * @param pairs pairs of annotators with common items, those with most common items first; at most {@code maxPairs}
 * @param pairCount how many pairs of annotators have a common item
 * @param ceiling the largest share of votes that one class per item can match; empty without an item of two votes
 * @param interpretation what it means, in plain sentences, most important first
 * @param notes what was noticed about the votes themselves
 */
public record AgreementReport(
        Votes votes,
        AgreementOptions options,
        int pairableItems,
        int workers,
        int classesUsed,
        Measure headline,
        Map<Measure, Coefficient> coefficients,
        List<ClassAgreement> classes,
        List<WorkerAgreement> perWorker,
        List<PairAgreement> pairs,
        long pairCount,
        Optional<AccuracyCeiling> ceiling,
        List<String> interpretation,
        List<String> notes) {
    /** Changes whenever the same votes and options may give other figures. */
    public static final String VERSION = "3";

    private static final int MOST_CLASSES = 200;

    /** @throws InputException if there is no vote at all */
    public static AgreementReport of(Votes votes, AgreementOptions options) {
        if (votes.size() == 0) {
            throw new InputException(
                    Code.EMPTY, "votes", "there are none", "give at least one item that two annotators have labeled");
        }
        VotePatterns patterns = Agreement.patterns(votes);
        NominalSums whole = new NominalSums(patterns).count(patterns.items);
        WorkerTable table = WorkerTable.of(votes);

        List<Measure> measures = measures(options.scale(), table.workersWithVotes());
        Map<Measure, Coefficient> two = Agreement.measures(
                votes, measures.stream().filter(Measure::comparesTwoAnnotators).toList(), options);
        List<Measure> pooled =
                measures.stream().filter(m -> !m.comparesTwoAnnotators()).toList();
        List<Integer> shown = classesToShow(whole);

        List<Pooled> formulas = new ArrayList<>();
        pooled.forEach(measure -> formulas.add(Pooled.of(measure, patterns, options)));
        shown.forEach(k -> formulas.add(new PerClass.Confirmation(k, options.className(k))));
        shown.forEach(k -> formulas.add(new PerClass.OneAgainstRest(k, options.className(k))));
        formulas.add(new AccuracyCeiling.MostFrequent(patterns));
        List<Coefficient> values = Agreement.evaluate(patterns, formulas, options.bootstrap());

        Map<Measure, Coefficient> coefficients = new LinkedHashMap<>();
        for (Measure measure : measures) {
            Coefficient value = two.get(measure);
            coefficients.put(measure, value != null ? value : values.get(pooled.indexOf(measure)));
        }
        List<ClassAgreement> classes = IntStream.range(0, shown.size())
                .mapToObj(i -> new ClassAgreement(
                        shown.get(i),
                        (long) whole.all[shown.get(i)],
                        whole.all[shown.get(i)] / votes.size(),
                        values.get(pooled.size() + i),
                        values.get(pooled.size() + shown.size() + i)))
                .toList();
        List<WorkerAgreement> perWorker = table.perWorker(options.bootstrap().level());
        WorkerTable.Pairs pairs = table.pairs(options);
        Optional<AccuracyCeiling> ceiling = AccuracyCeiling.of(values.getLast(), usualVotes(votes));
        AgreementReport bare = new AgreementReport(
                votes,
                options,
                (int) Math.round(whole.pairableItems),
                table.workersWithVotes(),
                whole.classesUsed(),
                measures.getFirst(),
                Collections.unmodifiableMap(coefficients),
                classes,
                perWorker,
                pairs.listed(),
                pairs.count(),
                ceiling,
                List.of(),
                notes(votes, whole));
        return bare.withInterpretation(Interpretation.of(bare));
    }

    /** The headline coefficient. */
    public Coefficient headlineCoefficient() {
        return coefficients.getOrDefault(headline, new Coefficient.Undefined("not computed"));
    }

    /**
     * One item's part in it.
     *
     * @param task item index
     * @param votesByClass number of votes per class index, classes without votes left out
     * @param agreement share of its vote pairs that agree; undefined with fewer than two votes
     * @param summary the same in a sentence
     */
    public record ItemAgreement(int task, Map<Integer, Integer> votesByClass, Coefficient agreement, String summary) {}

    /**
     * Why an item is agreed or disputed.
     *
     * @param task item index in the votes
     */
    public ItemAgreement explain(int task) {
        Map<Integer, Integer> counts = new TreeMap<>();
        for (int v = votes.begin(task); v < votes.end(task); v++) {
            counts.merge(votes.label(v), 1, Integer::sum);
        }
        int m = votes.count(task);
        if (m < 2) {
            String reason = m == 0 ? "The item has no vote." : "The item has one vote, so there is nothing to compare.";
            return new ItemAgreement(task, counts, new Coefficient.Undefined(reason), reason);
        }
        double agreeing =
                counts.values().stream().mapToDouble(n -> n * (n - 1.0)).sum() / (m * (m - 1.0));
        StringBuilder text = new StringBuilder(m + " votes: ");
        counts.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue().reversed())
                .forEach(e -> text.append(e.getValue())
                        .append(" x ")
                        .append(options.className(e.getKey()))
                        .append(", "));
        text.append(Math.round(100 * agreeing)).append(" % of the pairs agree.");
        return new ItemAgreement(
                task,
                counts,
                new Coefficient.Estimate(agreeing, Optional.empty(), Optional.empty(), 1, m),
                text.toString());
    }

    /** Items with at least two votes, least agreement first, then more votes, then index. */
    public List<ItemAgreement> mostDisputed(int limit) {
        double[] agreement = new double[votes.taskCount()];
        int[] counts = new int[votes.classCount()];
        for (int i = 0; i < agreement.length; i++) {
            double pairs = 0;
            for (int v = votes.begin(i); v < votes.end(i); v++) {
                pairs += 2.0 * counts[votes.label(v)]++;
            }
            for (int v = votes.begin(i); v < votes.end(i); v++) {
                counts[votes.label(v)] = 0;
            }
            double m = votes.count(i);
            agreement[i] = m < 2 ? Double.NaN : pairs / (m * (m - 1));
        }
        return IntStream.range(0, agreement.length)
                .filter(i -> agreement[i] < 1)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> agreement[i])
                        .thenComparingInt(i -> -votes.count(i))
                        .thenComparingInt(i -> i))
                .limit(limit)
                .map(this::explain)
                .toList();
    }

    private AgreementReport withInterpretation(List<String> sentences) {
        return new AgreementReport(
                votes,
                options,
                pairableItems,
                workers,
                classesUsed,
                headline,
                coefficients,
                classes,
                perWorker,
                pairs,
                pairCount,
                ceiling,
                sentences,
                notes);
    }

    private static List<Measure> measures(Scale scale, int workers) {
        List<Measure> measures = new ArrayList<>();
        switch (scale) {
            case NOMINAL -> {}
            case ORDINAL -> measures.add(Measure.KRIPPENDORFF_ORDINAL);
            case INTERVAL -> measures.addAll(List.of(Measure.KRIPPENDORFF_INTERVAL, Measure.KRIPPENDORFF_ORDINAL));
            case RATIO ->
                measures.addAll(List.of(
                        Measure.KRIPPENDORFF_RATIO, Measure.KRIPPENDORFF_INTERVAL, Measure.KRIPPENDORFF_ORDINAL));
        }
        measures.addAll(List.of(
                Measure.KRIPPENDORFF_NOMINAL,
                Measure.PERCENT,
                Measure.GWET_AC1,
                Measure.FLEISS_KAPPA,
                Measure.BENNETT_S));
        if (scale != Scale.NOMINAL) {
            measures.addAll(List.of(Measure.GWET_AC2_LINEAR, Measure.GWET_AC2_QUADRATIC));
        }
        if (workers == 2) {
            measures.addAll(List.of(Measure.COHEN_KAPPA, Measure.SCOTT_PI));
            if (scale != Scale.NOMINAL) {
                measures.addAll(List.of(Measure.COHEN_KAPPA_LINEAR, Measure.COHEN_KAPPA_QUADRATIC));
            }
        }
        return measures;
    }

    private static List<Integer> classesToShow(NominalSums whole) {
        return IntStream.range(0, whole.all.length)
                .filter(k -> whole.all[k] > 0)
                .boxed()
                .sorted(Comparator.comparingDouble(k -> -whole.all[k]))
                .limit(MOST_CLASSES)
                .sorted()
                .toList();
    }

    /** Median number of votes on items that have at least two. */
    private static int usualVotes(Votes votes) {
        int[] counts = IntStream.range(0, votes.taskCount())
                .map(votes::count)
                .filter(m -> m >= 2)
                .sorted()
                .toArray();
        return counts.length == 0 ? 0 : counts[counts.length / 2];
    }

    private static List<String> notes(Votes votes, NominalSums whole) {
        List<String> notes = new ArrayList<>();
        long alone = Math.round(whole.items - whole.pairableItems);
        if (alone > 0) {
            notes.add(Interpretation.count(alone, "item has", "items have")
                    + " a single vote: no information on agreement, counted only where a coefficient says so (AC1).");
        }
        if (votes.repeats() > 0) {
            notes.add(Interpretation.count(votes.repeats(), "vote repeats", "votes repeat")
                    + " an annotator on an item: "
                    + switch (votes.repeatPolicy()) {
                        case LAST -> "the last one counts.";
                        case FIRST -> "the first one counts.";
                        case KEEP_ALL -> "all count as votes of the item.";
                    });
        }
        long unused = IntStream.range(0, whole.all.length)
                .filter(k -> whole.all[k] == 0)
                .count();
        if (unused > 0) {
            notes.add(Interpretation.count(unused, "class was", "classes were") + " never chosen.");
        }
        return notes;
    }
}
