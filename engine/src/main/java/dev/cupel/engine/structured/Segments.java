package dev.cupel.engine.structured;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.agreement.MatchedAgreement.Segment;
import dev.cupel.engine.consensus.Evidence;
import dev.cupel.engine.structured.Answers.Answer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * One set of labeled stretches of time from many annotators' on each recording, by interval voting: a moment carries a
 * label if more than {@link Options#share()} of the recording's annotators say so. Labels are voted on one by one, so
 * segments of different labels may overlap. The ends are the moments in which the vote turns: for one segment drawn by
 * everybody they are the medians of its begins and ends.
 *
 * <p>Shapes: {@code N} recordings, {@code n} segments on each in all answers together. Time O(n log n), memory O(n). No
 * chance; independent of the order and the names of annotators. Two touching segments of one label become one, unless
 * somebody leaves a gap that wins the vote.
 */
public final class Segments {
    /**
     * A segment of the consensus.
     *
     * @param segment in seconds
     * @param support mean share of annotators who gave this label, over the segment's time, in (0, 1]
     */
    public record Voted(Segment segment, double support) {}

    /**
     * @param share of annotators that must be exceeded, in [0, 1); 0.5 is a strict majority, 0 the union
     * @param fillGapSeconds gaps up to this length between segments of one label are closed, at least 0
     * @param leastSeconds shorter segments are dropped after that, at least 0
     */
    public record Options(double share, double fillGapSeconds, double leastSeconds) {
        public static final Options DEFAULTS = new Options(0.5, 0, 0);

        public Options {
            InputException.unless(share >= 0 && share < 1, "share", share, "in [0, 1)");
            InputException.unless(
                    fillGapSeconds >= 0 && Double.isFinite(fillGapSeconds),
                    "fillGapSeconds",
                    fillGapSeconds,
                    "at least 0");
            InputException.unless(
                    leastSeconds >= 0 && Double.isFinite(leastSeconds), "leastSeconds", leastSeconds, "at least 0");
        }

        public Options withShare(double moreThan) {
            return new Options(moreThan, fillGapSeconds, leastSeconds);
        }

        public Options withFillGapSeconds(double upTo) {
            return new Options(share, upTo, leastSeconds);
        }

        public Options withLeastSeconds(double least) {
            return new Options(share, fillGapSeconds, least);
        }
    }

    private static final Comparator<Segment> IN_TIME = Comparator.comparingDouble(Segment::begin)
            .thenComparingDouble(Segment::end)
            .thenComparingInt(Segment::label);
    private static final Comparator<List<Segment>> BY_SEGMENTS = (a, b) -> {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int order = IN_TIME.compare(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.size(), b.size());
    };

    private final Answers<List<Segment>> answers;
    private final Options options;
    private final List<List<Voted>> segments = new ArrayList<>();
    private final Evidence evidence;

    private Segments(Answers<List<Segment>> answers, Options options) {
        this.answers = answers;
        this.options = options;
        for (int t = 0; t < answers.taskCount(); t++) {
            segments.add(vote(t));
        }
        evidence = new Evidence(
                "interval-vote",
                "1",
                options.toString(),
                0,
                Evidence.Stop.CLOSED_FORM,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                answers.warnings());
    }

    public static Segments estimate(Answers<List<Segment>> answers) {
        return estimate(answers, Options.DEFAULTS);
    }

    /** @throws InputException if a segment does not end after it begins, or an end is not a number */
    public static Segments estimate(Answers<List<Segment>> answers, Options options) {
        List<List<Answer<List<Segment>>>> inOrder = new ArrayList<>();
        for (int t = 0; t < answers.taskCount(); t++) {
            List<Answer<List<Segment>>> ofTask = new ArrayList<>();
            for (Answer<List<Segment>> answer : answers.of(t)) {
                for (Segment segment : answer.value()) {
                    if (!Double.isFinite(segment.end() - segment.begin()) || segment.begin() >= segment.end()) {
                        throw new InputException(
                                Code.BAD_NUMBER,
                                "task " + t + ", worker " + answer.worker(),
                                segment + " does not end after it begins",
                                "give begin and end in seconds, begin first");
                    }
                }
                ofTask.add(new Answer<>(
                        answer.worker(), answer.value().stream().sorted(IN_TIME).toList()));
            }
            inOrder.add(ofTask);
        }
        return new Segments(Answers.of(answers.workerCount(), inOrder).sorted(BY_SEGMENTS), options);
    }

    public int taskCount() {
        return segments.size();
    }

    /** Consensus of one recording by time. */
    public List<Voted> segments(int task) {
        return segments.get(task);
    }

    public Evidence evidence() {
        return evidence;
    }

    /** Similarity of an answer is the time it shares with the consensus under the same label, over the time of either. */
    public TaskExplanation explain(int task) {
        List<Answer<List<Segment>>> given = answers.of(task);
        List<Segment> consensus =
                segments.get(task).stream().map(Voted::segment).toList();
        List<TaskExplanation.Contribution> contributions = new ArrayList<>();
        for (Answer<List<Segment>> answer : given) {
            contributions.add(new TaskExplanation.Contribution(
                    answer.worker(), similarity(consensus, answer.value()), 1.0 / given.size()));
        }
        StringBuilder summary = new StringBuilder();
        summary.append(consensus.size())
                .append(" segments from ")
                .append(given.size())
                .append(" annotators");
        for (Voted voted : segments.get(task)) {
            summary.append(String.format(
                    Locale.ROOT,
                    "; label %d from %.3f s to %.3f s by %.0f %%",
                    voted.segment().label(),
                    voted.segment().begin(),
                    voted.segment().end(),
                    100 * voted.support()));
        }
        return TaskExplanation.of(task, contributions, summary.toString());
    }

    /**
     * Time that two sets of segments share under the same label, over the time of either; 1 if both are empty. In [0, 1];
     * a set's own overlapping segments of one label count once.
     */
    public static double similarity(List<Segment> a, List<Segment> b) {
        double both = 0;
        double either = 0;
        Map<Integer, NavigableMap<Double, Integer>> inA = steps(List.of(a));
        Map<Integer, NavigableMap<Double, Integer>> inBoth = steps(List.of(a, b));
        for (Map.Entry<Integer, NavigableMap<Double, Integer>> entry : inBoth.entrySet()) {
            both += timeAbove(entry.getValue(), 1);
            either += timeAbove(entry.getValue(), 0);
        }
        return either == 0 ? (inA.isEmpty() ? 1 : 0) : both / either;
    }

    private static double timeAbove(NavigableMap<Double, Integer> steps, int votes) {
        double time = 0;
        double since = 0;
        int now = 0;
        for (Map.Entry<Double, Integer> step : steps.entrySet()) {
            time += now > votes ? step.getKey() - since : 0;
            since = step.getKey();
            now += step.getValue();
        }
        return time;
    }

    /** Per label, by how much the number of annotators changes at each moment; an annotator counts once. */
    private static Map<Integer, NavigableMap<Double, Integer>> steps(List<List<Segment>> annotators) {
        Map<Integer, NavigableMap<Double, Integer>> steps = new TreeMap<>();
        for (List<Segment> one : annotators) {
            Map<Integer, Double> until = new TreeMap<>();
            for (Segment segment : one) {
                double free = until.getOrDefault(segment.label(), Double.NEGATIVE_INFINITY);
                double begin = Math.max(free, segment.begin());
                if (begin < segment.end()) {
                    NavigableMap<Double, Integer> ofLabel =
                            steps.computeIfAbsent(segment.label(), label -> new TreeMap<>());
                    ofLabel.merge(begin, 1, Integer::sum);
                    ofLabel.merge(segment.end(), -1, Integer::sum);
                    until.put(segment.label(), segment.end());
                }
            }
        }
        return steps;
    }

    private List<Voted> vote(int task) {
        List<List<Segment>> annotators =
                answers.of(task).stream().map(Answer::value).toList();
        List<Voted> voted = new ArrayList<>();
        for (Map.Entry<Integer, NavigableMap<Double, Integer>> entry :
                steps(annotators).entrySet()) {
            NavigableMap<Double, Integer> steps = entry.getValue();
            List<double[]> won = new ArrayList<>();
            int now = 0;
            double since = 0;
            for (Map.Entry<Double, Integer> step : steps.entrySet()) {
                if (now > options.share() * annotators.size()) {
                    double[] last = won.isEmpty() ? null : won.getLast();
                    if (last != null && since - last[1] <= options.fillGapSeconds()) {
                        last[1] = step.getKey();
                    } else {
                        won.add(new double[] {since, step.getKey()});
                    }
                }
                since = step.getKey();
                now += step.getValue();
            }
            for (double[] ends : won) {
                if (ends[1] - ends[0] >= options.leastSeconds()) {
                    voted.add(new Voted(
                            new Segment(entry.getKey(), ends[0], ends[1]),
                            voteTime(steps, ends) / (ends[1] - ends[0]) / annotators.size()));
                }
            }
        }
        voted.sort(Comparator.comparing(Voted::segment, IN_TIME));
        return List.copyOf(voted);
    }

    /** Votes times seconds within {@code [ends[0], ends[1])}. */
    private static double voteTime(NavigableMap<Double, Integer> steps, double[] ends) {
        double total = 0;
        double since = 0;
        int now = 0;
        for (Map.Entry<Double, Integer> step : steps.entrySet()) {
            total += now * Math.max(0, Math.min(ends[1], step.getKey()) - Math.max(ends[0], since));
            since = step.getKey();
            now += step.getValue();
        }
        return total;
    }
}
