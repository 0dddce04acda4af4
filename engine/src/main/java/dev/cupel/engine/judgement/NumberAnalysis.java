package dev.cupel.engine.judgement;

import dev.cupel.engine.Figure;
import dev.cupel.engine.agreement.Agreement;
import dev.cupel.engine.agreement.AgreementOptions;
import dev.cupel.engine.agreement.AgreementReport;
import dev.cupel.engine.agreement.Measure;
import dev.cupel.engine.agreement.RatingAgreement;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.numbers.NumberOptions;
import dev.cupel.engine.numbers.Numbers;
import dev.cupel.engine.numbers.Ratings;
import dev.cupel.engine.votes.Votes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Points of a scale, or any numbers: agreement by distance, and a mean that weighs annotators by their precision. */
final class NumberAnalysis {
    private static final NumberOptions OPTIONS = NumberOptions.DEFAULTS;
    /** Into so many stretches the answers are sorted where their values cannot be listed. */
    private static final int STRETCHES = 10;

    private final QuestionVotes votes;
    private final Votes ordinary;
    private final Scale scale;
    private final boolean rating;
    private final Ratings ratings;
    private final ItemEstimates estimates;
    private final List<Double> combined = new ArrayList<>();

    private int rounds;
    private boolean converged = true;

    private NumberAnalysis(QuestionVotes votes, Votes ordinary, Scale scale) {
        this.votes = votes;
        this.ordinary = ordinary;
        this.scale = scale;
        this.rating = votes.question() instanceof Question.Rating;
        this.ratings = ratings(votes);
        this.estimates = new ItemEstimates(votes.taskCount());
    }

    static Figures of(QuestionVotes votes, Votes ordinary, Scale scale) {
        NumberAnalysis analysis = new NumberAnalysis(votes, ordinary, scale);
        if (ordinary.size() > 0) {
            analysis.estimate();
        }
        return analysis.figures();
    }

    private void estimate() {
        Numbers.Values numbers = Numbers.valuesByRaters(ratings, OPTIONS);
        rounds = numbers.rounds();
        converged = numbers.converged();
        for (int t = 0; t < votes.taskCount(); t++) {
            OptionalDouble mean = numbers.of(t);
            if (votes.isGold(t) || mean.isEmpty()) {
                continue;
            }
            double value = Math.clamp(mean.getAsDouble(), scale.min(), scale.max());
            double apart = Disagreement.ofNumbers(ratings.sorted(t), scale.low(), scale.high());
            estimates.number(t, rounded(value));
            estimates.disagreement(t, apart, apart >= Disagreement.FAR);
            combined.add(value);
        }
    }

    /** A mean of numbers has no more digits than tell answers apart. */
    private double rounded(double value) {
        if (rating) {
            return Estimate.rounded(value);
        }
        double unit = Math.pow(10, Math.floor(Math.log10(scale.near())) - 1);
        double whole = Math.rint(value / unit);
        // Dividing by a power of ten is exact where multiplying with a negative one is not.
        return Math.clamp(unit < 1 ? whole / Math.rint(1 / unit) : whole * unit, scale.min(), scale.max());
    }

    /** Gold items keep their numbers and have no rating. */
    private static Ratings ratings(QuestionVotes votes) {
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
        return Ratings.of(
                votes.taskCount(),
                votes.workerCount(),
                Arrays.copyOf(task, kept),
                Arrays.copyOf(worker, kept),
                Arrays.copyOf(value, kept));
    }

    private Figures figures() {
        Votes all = votes.all();
        QualityReport.Agreement agreement = AgreementFigures.nothing(null);
        List<QualityReport.Pair> pairs = List.of();
        if (ordinary.size() > 0 && rating) {
            AgreementReport report = ofPoints();
            agreement = AgreementFigures.of(report, null);
            pairs = AgreementFigures.pairs(votes, report);
        } else if (ordinary.size() > 0) {
            agreement = ofNumbers();
            pairs = Pairs.of(
                    votes, all, (a, b) -> Math.abs(votes.number(a) - votes.number(b)) <= scale.near() + 1e-9 ? 1 : 0);
        }
        return new Figures(
                OPTIONS.method().key(),
                Numbers.VERSION,
                agreement,
                pairs,
                new QualityReport.Consensus(combined.size(), rounds, converged, List.of(), null, null),
                Annotators.of(
                        votes,
                        all,
                        WithOthers.numbers(votes, all, scale.near()),
                        rating ? 1.0 / scale.points().size() : 0,
                        null,
                        new double[0]),
                shares(),
                estimates);
    }

    private AgreementReport ofPoints() {
        List<Double> values = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int c = 0; c < votes.classCount(); c++) {
            values.add(votes.number(c));
            names.add(Figure.plain(votes.number(c)));
        }
        return AgreementReport.of(
                ordinary,
                AgreementOptions.DEFAULTS
                        .withScale(AgreementOptions.Scale.ORDINAL)
                        .withClassValues(values)
                        .withNames(names, votes.memberNames())
                        .withMaxPairs(QualityReport.MOST_PAIRS)
                        .withBootstrap(Settings.bootstrap(ordinary)));
    }

    /** There may be as many numbers as answers: a class for each would say nothing. */
    private QualityReport.Agreement ofNumbers() {
        RatingAgreement report = RatingAgreement.of(
                ratings,
                AgreementOptions.DEFAULTS
                        .withScale(AgreementOptions.Scale.INTERVAL)
                        .withBootstrap(Settings.bootstrap(ordinary)));
        AgreementOptions sampled = AgreementOptions.DEFAULTS.withBootstrap(Settings.bootstrap(ordinary));
        return new QualityReport.Agreement(
                Estimate.of(AgreementFigures.of(report.alphas(), report.headline())),
                Estimate.of(AgreementFigures.coefficient(
                        Agreement.measures(ordinary, List.of(Measure.PERCENT), sampled), Measure.PERCENT)),
                Estimate.undefined("Gwet's AC1 compares classes; numbers are more or less far apart."),
                report.interpretation().getFirst(),
                report.interpretation().subList(1, report.interpretation().size()),
                null,
                List.of());
    }

    private List<QualityReport.Share> shares() {
        List<Double> answered = new ArrayList<>();
        for (int v = 0; v < ordinary.size(); v++) {
            answered.add(votes.number(ordinary.label(v)));
        }
        return rating ? byPoint(answered) : byStretch(answered);
    }

    private List<QualityReport.Share> byPoint(List<Double> answered) {
        Map<Double, Long> named = new HashMap<>();
        answered.forEach(value -> named.merge(value, 1L, Long::sum));
        Map<Double, Double> itemsAt = new TreeMap<>();
        scale.points().forEach(point -> itemsAt.put(point, 0.0));
        for (double value : combined) {
            double point = scale.low() + Math.rint((value - scale.low()) / scale.near()) * scale.near();
            itemsAt.merge(point, 1.0, Double::sum);
        }
        List<QualityReport.Share> shares = new ArrayList<>();
        itemsAt.forEach((point, count) -> shares.add(new QualityReport.Share(
                Figure.plain(point),
                named.getOrDefault(point, 0L),
                Estimate.share(count, combined.size(), Figures.NO_ITEM))));
        return shares;
    }

    private List<QualityReport.Share> byStretch(List<Double> answered) {
        double width = (scale.high() - scale.low()) / STRETCHES;
        long[] named = new long[STRETCHES];
        long[] items = new long[STRETCHES];
        answered.forEach(value -> named[stretch(value, width)]++);
        combined.forEach(value -> items[stretch(value, width)]++);
        List<QualityReport.Share> shares = new ArrayList<>();
        for (int s = 0; s < STRETCHES; s++) {
            String from = Figure.plain(Estimate.rounded(scale.low() + s * width));
            String to = Figure.plain(Estimate.rounded(scale.low() + (s + 1) * width));
            shares.add(new QualityReport.Share(
                    s == 0 ? "up to " + to : s == STRETCHES - 1 ? "from " + from : from + " to " + to,
                    named[s],
                    Estimate.share((double) items[s], combined.size(), Figures.NO_ITEM)));
        }
        return shares;
    }

    private int stretch(double value, double width) {
        return (int) Math.clamp(Math.floor((value - scale.low()) / width), 0, STRETCHES - 1);
    }
}
