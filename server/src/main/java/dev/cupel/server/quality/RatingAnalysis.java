package dev.cupel.server.quality;

import dev.cupel.engine.agreement.AgreementOptions;
import dev.cupel.engine.agreement.AgreementReport;
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
import java.util.TreeMap;

/** Points of a scale: ordinal agreement, and a mean that weighs annotators by their precision. */
final class RatingAnalysis {
    private static final NumberOptions OPTIONS = NumberOptions.DEFAULTS;

    private final QuestionVotes votes;
    private final Votes ordinary;
    private final Question.Rating question;
    private final Estimates estimates;
    /** How many items have each point as their combined rating. */
    private final Map<Double, Double> itemsAt = new TreeMap<>();

    private long items;
    private int rounds;
    private boolean converged = true;

    private RatingAnalysis(QuestionVotes votes, Votes ordinary, Question.Rating question) {
        this.votes = votes;
        this.ordinary = ordinary;
        this.question = question;
        this.estimates = new Estimates(votes.taskCount(), 0);
        for (int p = 0; p < question.points(); p++) {
            itemsAt.put(question.min() + p * question.step(), 0.0);
        }
    }

    static Figures of(QuestionVotes votes, Votes ordinary, Question.Rating question) {
        RatingAnalysis analysis = new RatingAnalysis(votes, ordinary, question);
        if (ordinary.size() > 0) {
            analysis.estimate();
        }
        return analysis.figures();
    }

    private void estimate() {
        Ratings ratings = ratings();
        Numbers numbers = Numbers.estimate(ratings, OPTIONS);
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
            double point = question.min() + Math.rint((combined - question.min()) / question.step()) * question.step();
            itemsAt.merge(point, 1.0, Double::sum);
        }
    }

    /** Gold items keep their numbers and have no rating. */
    private Ratings ratings() {
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
        Report.Agreement agreement;
        List<Report.Pair> pairs = List.of();
        if (ordinary.size() == 0) {
            agreement = AgreementFigures.nothing(null);
        } else {
            AgreementReport report = agreement();
            agreement = AgreementFigures.of(report, null);
            pairs = AgreementFigures.pairs(votes, report);
        }
        Votes all = votes.all();
        return new Figures(
                OPTIONS.method().key(),
                Numbers.VERSION,
                agreement,
                pairs,
                new Report.Consensus(items, rounds, converged, List.of(), null, null),
                Annotators.of(
                        votes, all, WithOthers.ratings(votes, all, question.step()), 1.0 / question.points(), null),
                shares(),
                estimates);
    }

    private AgreementReport agreement() {
        List<Double> values = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int c = 0; c < votes.classCount(); c++) {
            values.add(votes.number(c));
            names.add(Words.plain(votes.number(c)));
        }
        return AgreementReport.of(
                ordinary,
                AgreementOptions.DEFAULTS
                        .withScale(AgreementOptions.Scale.ORDINAL)
                        .withClassValues(values)
                        .withNames(names, votes.memberNames())
                        .withMaxPairs(Report.MOST_PAIRS)
                        .withBootstrap(Settings.bootstrap(ordinary)));
    }

    private List<Report.Share> shares() {
        Map<Double, Long> named = new HashMap<>();
        for (int v = 0; v < ordinary.size(); v++) {
            named.merge(votes.number(ordinary.label(v)), 1L, Long::sum);
        }
        List<Report.Share> shares = new ArrayList<>();
        itemsAt.forEach((point, count) -> shares.add(new Report.Share(
                Words.plain(point), named.getOrDefault(point, 0L), Estimate.share(count, items, Figures.NO_ITEM))));
        return shares;
    }
}
