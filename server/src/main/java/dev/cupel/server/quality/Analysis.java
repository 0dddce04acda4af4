package dev.cupel.server.quality;

import dev.cupel.engine.agreement.Agreement;
import dev.cupel.engine.agreement.AgreementOptions;
import dev.cupel.engine.agreement.AgreementReport;
import dev.cupel.engine.agreement.Coefficient;
import dev.cupel.engine.agreement.Measure;
import dev.cupel.engine.agreement.SetAgreement;
import dev.cupel.engine.consensus.Consensus;
import dev.cupel.engine.consensus.ConsensusMethod;
import dev.cupel.engine.consensus.ConsensusOptions;
import dev.cupel.engine.consensus.Gold;
import dev.cupel.engine.numbers.Bootstrap;
import dev.cupel.engine.numbers.NumberOptions;
import dev.cupel.engine.numbers.Numbers;
import dev.cupel.engine.numbers.Ratings;
import dev.cupel.engine.schema.Question;
import dev.cupel.engine.votes.Votes;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything the votes on one question say: the report people read, and the estimate of every item. A pure function of
 * the votes: the same votes give the same figures, whatever the number of threads.
 *
 * <p>Gold items are fixed evidence for the consensus, measure annotators, and are no part of anything else.
 */
final class Analysis {
    /** Changes whenever the same votes may give other figures. */
    static final String VERSION = "1";

    static final long SEED = 1;
    private static final int DAYS = 90;
    private static final long DRAWS = 20_000_000;
    private static final int LEAST_RESAMPLES = 200;
    /** Beyond this many options a confusion matrix per annotator is neither readable nor estimable. */
    private static final int MOST_CONFUSION_OPTIONS = 24;

    private static final String NO_GOLD = "No gold item with a verified answer has been answered yet.";
    private static final String NOBODY_ELSE = "Nobody else has answered the same items yet.";

    private final QuestionVotes votes;
    private final Votes ordinary;
    /** Options of the schema in its order, then others that occur, as option numbers. */
    private final int[] shown;

    record Result(Report report, Estimates estimates) {}

    private Analysis(QuestionVotes votes, int[] shown) {
        this.votes = votes;
        this.ordinary = votes.withoutGold();
        this.shown = shown;
    }

    /** @param votes at least one vote */
    static Result of(QuestionVotes votes) {
        Question question = votes.question();
        int[] shown = switch (question) {
            case Question.Choice choice -> shown(votes, choice.options());
            case Question.Choices choices -> shown(votes, choices.options());
            case Question.Rating rating -> new int[0];
        };
        Analysis analysis = new Analysis(votes, shown);
        return switch (question) {
            case Question.Choice choice -> analysis.choice();
            case Question.Choices choices -> analysis.choices();
            case Question.Rating rating -> analysis.rating(rating);
        };
    }

    private static int[] shown(QuestionVotes votes, List<Question.Option> options) {
        List<Integer> numbers = new ArrayList<>();
        for (Question.Option option : options) {
            numbers.add(votes.optionIds().indexOf(option.id()));
        }
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    private static ConsensusMethod method() {
        return ConsensusMethod.AUTO;
    }

    /** One thread: people label on the others while this runs. */
    private ConsensusOptions consensusOptions(Gold gold) {
        return ConsensusOptions.DEFAULTS.withGold(gold).withSeed(SEED).withThreads(1);
    }

    /** Fewer resamples of many items: their interval is narrow, and people label on the same processors. */
    private Bootstrap.Options bootstrap() {
        int most = Bootstrap.Options.DEFAULTS.replicates();
        int affordable = (int) (DRAWS / Math.max(1, ordinary.taskCount()));
        return Bootstrap.Options.DEFAULTS.withSeed(SEED).withReplicates(Math.clamp(affordable, LEAST_RESAMPLES, most));
    }

    // choice ---------------------------------------------------------------------------------------------------------

    private Result choice() {
        Map<Integer, Integer> known = new HashMap<>();
        for (int t = 0; t < votes.taskCount(); t++) {
            if (votes.goldLabel(t) >= 0) {
                known.put(t, votes.goldLabel(t));
            }
        }
        Consensus consensus = method().estimate(votes.all(), consensusOptions(Gold.of(known)));
        int k = votes.classCount();
        Estimates estimates = new Estimates(votes.taskCount(), k);
        double[] prior = new double[k];
        long items = 0;
        long above95 = 0;
        Votes all = consensus.votes();
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
                prior[c] += p;
            }
            estimates.disagreement[t] = (float) Disagreement.ofCounts(counts);
            estimates.disputed[t] = Disagreement.open(counts, probability);
            items++;
            above95 += probability >= 0.95 ? 1 : 0;
        }
        double[] weight = new double[votes.workerCount()];
        for (int j = 0; j < weight.length; j++) {
            weight[j] = weight(consensus.workerQuality(j), k);
        }
        Report.Agreement agreement;
        List<Report.Pair> pairs = List.of();
        if (ordinary.size() == 0) {
            agreement = nothing(List.of());
        } else {
            AgreementReport report = AgreementReport.of(
                    ordinary,
                    AgreementOptions.DEFAULTS
                            .withNames(votes.optionIds(), votes.memberNames())
                            .withMaxPairs(Report.MOST_PAIRS)
                            .withBootstrap(bootstrap()));
            Map<Integer, Estimate> perClass = new HashMap<>();
            report.classes().forEach(c -> perClass.put(c.label(), Estimate.of(c.alpha())));
            agreement = agreement(
                    report,
                    Arrays.stream(shown)
                            .mapToObj(option -> new Report.OptionAgreement(
                                    votes.optionIds().get(option),
                                    perClass.getOrDefault(option, Estimate.undefined("Nobody chose this option."))))
                            .toList());
            pairs = pairs(report);
        }
        Map<String, Double> classPrior = new LinkedHashMap<>();
        List<Report.Share> shares = new ArrayList<>();
        long[] named = new long[k];
        for (int v = 0; v < ordinary.size(); v++) {
            named[ordinary.label(v)]++;
        }
        for (int option : shown) {
            String id = votes.optionIds().get(option);
            classPrior.put(id, Estimate.rounded(items == 0 ? 0 : prior[option] / items));
            shares.add(new Report.Share(
                    id, named[option], Estimate.share(prior[option], items, "No item has an answer yet.")));
        }
        var summary = new Report.Consensus(
                items,
                consensus.evidence().rounds(),
                consensus.evidence().converged(),
                above95,
                items == 0 ? null : classPrior);
        double[] credit = agreementWithOthers(all, weight);
        List<Report.Annotator> annotators = annotators(
                all,
                credit,
                1.0 / Math.max(1, shown.length),
                shown.length > MOST_CONFUSION_OPTIONS ? null : new Confusions(consensus));
        return result(
                consensus.evidence().method(),
                consensus.evidence().version(),
                agreement,
                pairs,
                summary,
                annotators,
                shares,
                estimates);
    }

    /** What an answer of this annotator counts for against others: log odds of being right, over a blind guess. */
    private static double weight(double quality, int classes) {
        double q = Math.clamp(quality, 0.02, 0.99);
        return Math.max(0.02, Math.log(q * Math.max(1, classes - 1) / (1 - q)));
    }

    /** By vote position: 1 if the others' weighted answers name the same class, parts where they tie, NaN if alone. */
    private double[] agreementWithOthers(Votes all, double[] weight) {
        double[] credit = new double[all.size()];
        double[] score = new double[all.classCount()];
        for (int t = 0; t < all.taskCount(); t++) {
            int begin = all.begin(t);
            int end = all.end(t);
            for (int v = begin; v < end; v++) {
                if (end - begin < 2 || votes.isGold(t)) {
                    credit[v] = Double.NaN;
                    continue;
                }
                for (int o = begin; o < end; o++) {
                    score[all.label(o)] = 0;
                }
                for (int o = begin; o < end; o++) {
                    score[all.label(o)] += o == v ? 0 : weight[all.worker(o)];
                }
                double best = 0;
                for (int o = begin; o < end; o++) {
                    best = Math.max(best, score[all.label(o)]);
                }
                int ties = 0;
                boolean mine = false;
                for (int o = begin; o < end; o++) {
                    boolean first = true;
                    for (int p = begin; p < o; p++) {
                        first &= all.label(p) != all.label(o);
                    }
                    if (first && score[all.label(o)] >= best - 1e-9) {
                        ties++;
                        mine |= all.label(o) == all.label(v);
                    }
                }
                credit[v] = mine ? 1.0 / ties : 0;
            }
        }
        return credit;
    }

    /** The annotators' confusion matrices, over the shown options. */
    private final class Confusions {
        private final int[][][] counts;
        private final Consensus consensus;

        Confusions(Consensus consensus) {
            this.consensus = consensus;
            Votes all = consensus.votes();
            int[] row = new int[all.classCount()];
            Arrays.fill(row, -1);
            for (int i = 0; i < shown.length; i++) {
                row[shown[i]] = i;
            }
            counts = new int[all.workerCount()][shown.length][shown.length];
            for (int t = 0; t < all.taskCount(); t++) {
                int truth = votes.isGold(t) ? votes.goldLabel(t) : consensus.label(t);
                if (truth < 0 || row[truth] < 0) {
                    continue;
                }
                for (int v = all.begin(t); v < all.end(t); v++) {
                    if (row[all.label(v)] >= 0) {
                        counts[all.worker(v)][row[truth]][row[all.label(v)]]++;
                    }
                }
            }
        }

        Report.Confusion of(int worker) {
            double[][] estimated = consensus.confusion(worker).orElse(null);
            List<List<Double>> rows = new ArrayList<>();
            List<List<Integer>> counted = new ArrayList<>();
            for (int i = 0; i < shown.length; i++) {
                int total = Arrays.stream(counts[worker][i]).sum();
                List<Double> row = new ArrayList<>();
                for (int j = 0; j < shown.length; j++) {
                    double p = estimated != null
                            ? estimated[shown[i]][shown[j]]
                            : total == 0 ? 1.0 / shown.length : (double) counts[worker][i][j] / total;
                    row.add(Math.rint(p * 1e4) / 1e4);
                }
                rows.add(row);
                counted.add(Arrays.stream(counts[worker][i]).boxed().toList());
            }
            return new Report.Confusion(
                    Arrays.stream(shown).mapToObj(o -> votes.optionIds().get(o)).toList(), rows, counted);
        }
    }

    // choices --------------------------------------------------------------------------------------------------------

    private Result choices() {
        int n = votes.taskCount();
        int optionCount = votes.optionIds().size();
        Estimates estimates = new Estimates(n, optionCount);
        double[] least = new double[n];
        double[] product = new double[n];
        boolean[] open = new boolean[n];
        Arrays.fill(least, 1);
        Arrays.fill(product, 1);
        double[] quality = new double[votes.workerCount()];
        double[] mean = new double[optionCount];
        int rounds = 0;
        boolean converged = true;
        String name = method().id();
        String version = "";
        for (int t = 0; t < n; t++) {
            if (!votes.isGold(t)) {
                estimates.present[t] = true;
                estimates.mask[t] = 0;
            }
        }
        Votes sets = votes.all();
        for (int option : shown) {
            Map<Integer, Integer> known = new HashMap<>();
            for (int t = 0; t < n; t++) {
                if (votes.goldLabel(t) >= 0) {
                    known.put(t, (int) (votes.mask(votes.goldLabel(t)) >> option & 1));
                }
            }
            Consensus consensus = method().estimate(votes.all(option), consensusOptions(Gold.of(known)));
            rounds = Math.max(rounds, consensus.evidence().rounds());
            converged &= consensus.evidence().converged();
            name = consensus.evidence().method();
            version = consensus.evidence().version();
            Votes all = consensus.votes();
            int[] counts = new int[2];
            for (int t = 0; t < n; t++) {
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
                    estimates.mask[t] |= 1L << option;
                }
                estimates.posterior[t * optionCount + option] = (float) p;
                mean[option] += p;
                product[t] *= sure;
                least[t] = Math.min(least[t], sure);
                open[t] |= Disagreement.open(counts, sure);
            }
            for (int j = 0; j < quality.length; j++) {
                quality[j] += consensus.workerQuality(j) / shown.length;
            }
        }
        long items = 0;
        long above95 = 0;
        for (int t = 0; t < n; t++) {
            if (!votes.isGold(t)) {
                long[] masks = new long[sets.count(t)];
                for (int v = sets.begin(t); v < sets.end(t); v++) {
                    masks[v - sets.begin(t)] = votes.mask(sets.label(v));
                }
                estimates.probability[t] = (float) product[t];
                estimates.disagreement[t] = (float) Disagreement.ofSets(masks);
                estimates.disputed[t] = open[t];
                items++;
                above95 += product[t] >= 0.95 ? 1 : 0;
            }
        }
        Report.Agreement agreement;
        List<Report.Pair> pairs = List.of();
        if (ordinary.size() == 0) {
            agreement = nothing(List.of());
        } else {
            SetAgreement compared = SetAgreement.of(
                    votes.setsWithoutGold(),
                    AgreementOptions.DEFAULTS
                            .withNames(votes.optionIds(), votes.memberNames())
                            .withBootstrap(bootstrap()));
            Map<Measure, Coefficient> whole = Agreement.measures(
                    ordinary, List.of(Measure.GWET_AC1), AgreementOptions.DEFAULTS.withBootstrap(bootstrap()));
            AgreementReport report = AgreementReport.of(
                    ordinary,
                    AgreementOptions.DEFAULTS
                            .withNames(List.of(), votes.memberNames())
                            .withMaxPairs(Report.MOST_PAIRS)
                            .withBootstrap(Bootstrap.Options.NONE));
            List<String> notes = new ArrayList<>(compared.interpretation()
                    .subList(1, compared.interpretation().size()));
            notes.add("Alpha counts sets that share options as partly equal (MASI distance); percent, AC1 and the"
                    + " annotator pairs count only equal sets.");
            notes.addAll(report.notes());
            Map<Integer, Estimate> perClass = new HashMap<>();
            compared.options().forEach(o -> perClass.put(o.label(), Estimate.of(o.alpha())));
            agreement = new Report.Agreement(
                    Estimate.of(compared.masi()),
                    Estimate.of(compared.exact()),
                    Estimate.of(coefficient(whole, Measure.GWET_AC1)),
                    compared.interpretation().getFirst(),
                    notes,
                    Arrays.stream(shown)
                            .mapToObj(option -> new Report.OptionAgreement(
                                    votes.optionIds().get(option),
                                    perClass.getOrDefault(option, Estimate.undefined("Nobody chose this option."))))
                            .toList());
            pairs = pairs(report);
        }
        Map<String, Double> classPrior = new LinkedHashMap<>();
        List<Report.Share> shares = new ArrayList<>();
        for (int option : shown) {
            String id = votes.optionIds().get(option);
            long named = 0;
            for (int v = 0; v < ordinary.size(); v++) {
                named += votes.mask(ordinary.label(v)) >> option & 1;
            }
            classPrior.put(id, Estimate.rounded(items == 0 ? 0 : mean[option] / items));
            shares.add(new Report.Share(id, named, Estimate.share(mean[option], items, "No item has an answer yet.")));
        }
        double[] weight = new double[quality.length];
        for (int j = 0; j < weight.length; j++) {
            weight[j] = weight(quality[j], 2);
        }
        List<Report.Annotator> annotators =
                annotators(sets, setAgreementWithOthers(sets, weight), Math.pow(0.5, shown.length), null);
        return result(
                name,
                version,
                agreement,
                pairs,
                new Report.Consensus(items, rounds, converged, above95, items == 0 ? null : classPrior),
                annotators,
                shares,
                estimates);
    }

    /** By vote position: 1 if the set is what the others say option by option, NaN if alone. */
    private double[] setAgreementWithOthers(Votes sets, double[] weight) {
        double[] credit = new double[sets.size()];
        for (int t = 0; t < sets.taskCount(); t++) {
            int begin = sets.begin(t);
            int end = sets.end(t);
            for (int v = begin; v < end; v++) {
                if (end - begin < 2 || votes.isGold(t)) {
                    credit[v] = Double.NaN;
                    continue;
                }
                credit[v] = 1;
                for (int option : shown) {
                    double balance = 0;
                    for (int o = begin; o < end; o++) {
                        boolean has = (votes.mask(sets.label(o)) >> option & 1) == 1;
                        balance += o == v ? 0 : has ? weight[sets.worker(o)] : -weight[sets.worker(o)];
                    }
                    boolean mine = (votes.mask(sets.label(v)) >> option & 1) == 1;
                    if (Math.abs(balance) > 1e-9) {
                        credit[v] *= balance > 0 == mine ? 1 : 0;
                    } else {
                        credit[v] *= 0.5;
                    }
                }
            }
        }
        return credit;
    }

    // rating ---------------------------------------------------------------------------------------------------------

    private Result rating(Question.Rating question) {
        int n = votes.taskCount();
        int size = votes.size();
        int[] task = new int[size];
        int[] worker = new int[size];
        double[] value = new double[size];
        int kept = 0;
        for (int r = 0; r < size; r++) {
            if (!votes.isGold(votes.task(r))) {
                task[kept] = votes.task(r);
                worker[kept] = votes.worker(r);
                value[kept++] = votes.number(votes.label(r));
            }
        }
        Estimates estimates = new Estimates(n, 0);
        NumberOptions options = NumberOptions.DEFAULTS;
        long items = 0;
        int rounds = 0;
        boolean converged = true;
        Map<Double, Double> consensusShare = new TreeMap<>();
        for (int p = 0; p < question.points(); p++) {
            consensusShare.put(question.min() + p * question.step(), 0.0);
        }
        if (kept > 0) {
            Ratings ratings = Ratings.of(
                    n,
                    votes.workerCount(),
                    Arrays.copyOf(task, kept),
                    Arrays.copyOf(worker, kept),
                    Arrays.copyOf(value, kept));
            Numbers numbers = Numbers.estimate(ratings, options);
            rounds = numbers.rounds();
            converged = numbers.converged();
            for (Numbers.Item item : numbers.items()) {
                int t = item.task();
                if (votes.isGold(t) || item.value().isEmpty()) {
                    continue;
                }
                double combined = Math.clamp(item.value().getAsDouble(), question.min(), question.max());
                double[] answers = ratings.sorted(t);
                estimates.present[t] = true;
                estimates.number[t] = Estimate.rounded(combined);
                estimates.disagreement[t] = (float) Disagreement.ofNumbers(answers, question.min(), question.max());
                estimates.disputed[t] = estimates.disagreement[t] >= Disagreement.FAR;
                items++;
                double point =
                        question.min() + Math.rint((combined - question.min()) / question.step()) * question.step();
                consensusShare.merge(point, 1.0, Double::sum);
            }
        }
        Report.Agreement agreement;
        List<Report.Pair> pairs = List.of();
        if (ordinary.size() == 0) {
            agreement = nothing(null);
        } else {
            List<Double> values = new ArrayList<>();
            List<String> names = new ArrayList<>();
            for (int c = 0; c < votes.classCount(); c++) {
                values.add(votes.number(c));
                names.add(Words.plain(votes.number(c)));
            }
            AgreementReport report = AgreementReport.of(
                    ordinary,
                    AgreementOptions.DEFAULTS
                            .withScale(AgreementOptions.Scale.ORDINAL)
                            .withClassValues(values)
                            .withNames(names, votes.memberNames())
                            .withMaxPairs(Report.MOST_PAIRS)
                            .withBootstrap(bootstrap()));
            agreement = agreement(report, null);
            pairs = pairs(report);
        }
        Map<Double, Long> named = new HashMap<>();
        for (int v = 0; v < ordinary.size(); v++) {
            named.merge(votes.number(ordinary.label(v)), 1L, Long::sum);
        }
        List<Report.Share> shares = new ArrayList<>();
        for (Map.Entry<Double, Double> point : consensusShare.entrySet()) {
            shares.add(new Report.Share(
                    Words.plain(point.getKey()),
                    named.getOrDefault(point.getKey(), 0L),
                    Estimate.share(point.getValue(), items, "No item has an answer yet.")));
        }
        Votes all = votes.all();
        double[] credit = new double[all.size()];
        for (int t = 0; t < n; t++) {
            double sum = 0;
            for (int v = all.begin(t); v < all.end(t); v++) {
                sum += votes.number(all.label(v));
            }
            for (int v = all.begin(t); v < all.end(t); v++) {
                double own = votes.number(all.label(v));
                credit[v] = all.count(t) < 2 || votes.isGold(t)
                        ? Double.NaN
                        : Math.abs((sum - own) / (all.count(t) - 1) - own) <= question.step() + 1e-9 ? 1 : 0;
            }
        }
        return result(
                options.method().key(),
                Numbers.VERSION,
                agreement,
                pairs,
                new Report.Consensus(items, rounds, converged, null, null),
                annotators(all, credit, 1.0 / question.points(), null),
                shares,
                estimates);
    }

    // common to all --------------------------------------------------------------------------------------------------

    private static Report.Agreement nothing(@Nullable List<Report.OptionAgreement> perClass) {
        Estimate none = Estimate.undefined("No item outside gold has an answer yet.");
        return new Report.Agreement(
                none,
                none,
                none,
                "There is nothing to compare yet: only gold items are answered.",
                List.of(),
                perClass);
    }

    private static Report.Agreement agreement(AgreementReport report, @Nullable List<Report.OptionAgreement> perClass) {
        List<String> notes = new ArrayList<>(
                report.interpretation().subList(1, report.interpretation().size()));
        notes.addAll(report.notes());
        return new Report.Agreement(
                Estimate.of(report.headlineCoefficient()),
                Estimate.of(coefficient(report.coefficients(), Measure.PERCENT)),
                Estimate.of(coefficient(report.coefficients(), Measure.GWET_AC1)),
                report.interpretation().getFirst(),
                notes,
                perClass);
    }

    private static Coefficient coefficient(Map<Measure, Coefficient> all, Measure measure) {
        return all.getOrDefault(measure, new Coefficient.Undefined("Not computed."));
    }

    private List<Report.Pair> pairs(AgreementReport report) {
        return report.pairs().stream()
                .map(pair -> new Report.Pair(
                        votes.memberId(pair.first()),
                        votes.memberId(pair.second()),
                        pair.sharedItems(),
                        Estimate.of(pair.percent()),
                        Estimate.of(pair.kappa())))
                .toList();
    }

    /** @param credit by vote position of {@code all}: agreement with the others in [0, 1], NaN where there are none */
    private List<Report.Annotator> annotators(
            Votes all, double[] credit, double chance, @Nullable Confusions confusions) {
        int workers = votes.workerCount();
        long[] answers = new long[workers];
        double[] agreed = new double[workers];
        long[] compared = new long[workers];
        double[] right = new double[workers];
        long[] tested = new long[workers];
        boolean choice = votes.question() instanceof Question.Choice;
        long[][] named = new long[choice ? workers : 0][choice ? all.classCount() : 0];
        long[] namedByAll = new long[choice ? all.classCount() : 0];
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
                    right[j] += votes.goldLabel(t) == all.label(v) ? 1 : 0;
                }
                if (choice) {
                    named[j][all.label(v)]++;
                    namedByAll[all.label(v)]++;
                }
            }
        }
        long[] medians = medianActiveMs();
        List<Flags.Habits> habits = new ArrayList<>();
        for (int j = 0; j < workers; j++) {
            String favourite = null;
            double own = 0;
            double elsewhere = 0;
            if (choice) {
                int best = 0;
                for (int c = 1; c < named[j].length; c++) {
                    best = named[j][c] > named[j][best] ? c : best;
                }
                favourite = votes.optionIds().get(best);
                own = (double) named[j][best] / Math.max(1, answers[j]);
                long others = votes.size() - answers[j];
                elsewhere = others == 0 ? 1 : (double) (namedByAll[best] - named[j][best]) / others;
            }
            habits.add(new Flags.Habits(
                    answers[j],
                    medians[j],
                    favourite,
                    own,
                    elsewhere,
                    Estimate.share(agreed[j], compared[j], NOBODY_ELSE),
                    Estimate.share(right[j], tested[j], NO_GOLD),
                    chance));
        }
        List<Report.Annotator> list = new ArrayList<>();
        for (int j = 0; j < workers; j++) {
            Flags.Habits own = habits.get(j);
            list.add(new Report.Annotator(
                    votes.memberId(j),
                    own.answers(),
                    own.agreement(),
                    own.gold(),
                    own.medianMs(),
                    confusions == null ? null : confusions.of(j),
                    Flags.of(own, habits)));
        }
        return list;
    }

    private long[] medianActiveMs() {
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

    private Result result(
            String method,
            String methodVersion,
            Report.Agreement agreement,
            List<Report.Pair> pairs,
            Report.Consensus consensus,
            List<Report.Annotator> annotators,
            List<Report.Share> shares,
            Estimates estimates) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("analysis", VERSION);
        options.put("agreement", AgreementReport.VERSION);
        options.put("bootstrap", bootstrap().replicates());
        options.put("level", Bootstrap.Options.DEFAULTS.level());
        switch (votes.question()) {
            case Question.Choice choice -> {
                options.put("distance", "nominal");
                options.put("disputedBelow", Disagreement.SURE);
            }
            case Question.Choices choices -> {
                options.put("distance", "masi");
                options.put("consensus", "per option");
                options.put("disputedBelow", Disagreement.SURE);
            }
            case Question.Rating rating -> {
                options.put("distance", "ordinal");
                options.put("disputedFrom", Disagreement.FAR);
            }
        }
        return new Result(
                new Report(
                        method,
                        methodVersion,
                        options,
                        SEED,
                        agreement,
                        pairs,
                        consensus,
                        annotators,
                        shares,
                        overTime(),
                        answersPerDay()),
                estimates);
    }

    /** Percent agreement of items by the day of their newest answer. */
    private List<Report.DayAgreement> overTime() {
        int n = votes.taskCount();
        int[] newest = new int[n];
        int[] begin = new int[n + 1];
        Arrays.fill(newest, Integer.MIN_VALUE);
        for (int r = 0; r < votes.size(); r++) {
            newest[votes.task(r)] = Math.max(newest[votes.task(r)], votes.day(r));
            begin[votes.task(r) + 1] = r + 1;
        }
        TreeMap<Integer, double[]> days = new TreeMap<>();
        for (int t = 0; t < n; t++) {
            int m = begin[t + 1] - begin[t];
            if (votes.isGold(t) || m < 2) {
                continue;
            }
            double equal = 0;
            for (int v = begin[t]; v < begin[t + 1]; v++) {
                for (int w = begin[t]; w < v; w++) {
                    equal += votes.label(v) == votes.label(w) ? 1 : 0;
                }
            }
            double[] sums = days.computeIfAbsent(newest[t], d -> new double[2]);
            sums[0] += 2 * equal / ((double) m * (m - 1));
            sums[1]++;
        }
        return days.descendingMap().entrySet().stream()
                .limit(DAYS)
                .map(day -> new Report.DayAgreement(
                        LocalDate.ofEpochDay(day.getKey()).toString(),
                        Estimate.share(day.getValue()[0], (long) day.getValue()[1], "No item has two answers.")))
                .toList()
                .reversed();
    }

    private List<Report.DayAnswers> answersPerDay() {
        TreeMap<Integer, Long> days = new TreeMap<>();
        for (int r = 0; r < votes.size(); r++) {
            days.merge(votes.day(r), 1L, Long::sum);
        }
        return days.descendingMap().entrySet().stream()
                .limit(DAYS)
                .map(day ->
                        new Report.DayAnswers(LocalDate.ofEpochDay(day.getKey()).toString(), day.getValue()))
                .toList()
                .reversed();
    }
}
