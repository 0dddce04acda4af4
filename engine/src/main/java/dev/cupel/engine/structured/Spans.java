package dev.cupel.engine.structured;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.agreement.SpanAgreement.Span;
import dev.cupel.engine.consensus.Consensus;
import dev.cupel.engine.consensus.DawidSkene;
import dev.cupel.engine.consensus.Evidence;
import dev.cupel.engine.consensus.MajorityVote;
import dev.cupel.engine.consensus.Shrinkage;
import dev.cupel.engine.structured.Answers.Answer;
import dev.cupel.engine.votes.Votes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * One set of labeled spans from many annotators' on each text.
 *
 * <p>Shapes: {@code N} texts of {@code L} positions (tokens, or characters) in all, {@code m} answers per text, {@code C}
 * labels, {@code K = 2C + 1} tags: outside, and per label "begins here" and "goes on here". A position that an annotator
 * of the text did not mark is a vote for outside, so missing an entity is a mistake that is estimated like any other.
 *
 * <ul>
 *   <li>{@link Method#RATER_MODEL}: every position is a task of the confusion-matrix model of {@link DawidSkene}, each
 *       annotator's matrix shrunk to the crowd's; the most probable legal sequence of tags is decoded. Time O(rounds *
 *       (L*m*K + J*K²) + L*K²), memory O(L*(m + K) + J*K²). Source: A. P. Dawid and A. M. Skene, Applied Statistics 28(1),
 *       1979, on tokens as in A. T. Nguyen et al., "Aggregating and Predicting Sequence Labels from Crowd Annotations",
 *       ACL 2017.
 *   <li>{@link Method#PLURALITY}: the most frequent tag of each position, outside if several are; a tag that goes on without
 *       a beginning begins. A baseline.
 *   <li>{@link Method#EXACT_MAJORITY}: spans that more than half of the text's annotators marked with exactly this label
 *       and these ends. A baseline; loses recall.
 * </ul>
 *
 * <p>Decoding is legal: a span goes on only after it began, with the same label. One position carries one label in this
 * model: where an annotator's own spans overlap, the one that begins first (among these the longest) keeps it, and the
 * evidence says how many were cut. Only {@link Method#EXACT_MAJORITY} can return overlapping spans. Independent of the
 * order and the names of annotators.
 */
public final class Spans {
    /** How one set of spans is made from many. */
    public enum Method {
        RATER_MODEL,
        PLURALITY,
        EXACT_MAJORITY
    }

    /**
     * A span of the consensus.
     *
     * @param probability mean over its positions of the probability that they carry its label (rater model), or the mean
     *     share of annotators who say so (otherwise), in [0, 1]
     * @param exactly annotators of the text who marked exactly this span
     * @param annotators of the text
     */
    public record Found(Span span, double probability, int exactly, int annotators) {}

    /**
     * @param method how
     * @param pseudoVotes per true tag, by which an annotator's row is pulled to the crowd's, in (0, 1e6]
     * @param maxRounds upper bound on rounds of estimation, at least 1
     * @param tolerance stop once the log likelihood grows by less than this many nats per position and annotator, in (0, 1)
     * @param threads upper bound on threads, at least 1; results do not depend on it
     */
    public record Options(Method method, double pseudoVotes, int maxRounds, double tolerance, int threads) {
        public static final Options DEFAULTS = new Options(Method.RATER_MODEL, 10, 30, 1e-7, 1);

        public Options {
            InputException.unless(pseudoVotes > 0 && pseudoVotes <= 1e6, "pseudoVotes", pseudoVotes, "in (0, 1e6]");
            InputException.unless(maxRounds >= 1, "maxRounds", maxRounds, "at least 1");
            InputException.unless(tolerance > 0 && tolerance < 1, "tolerance", tolerance, "in (0, 1)");
            InputException.unless(threads >= 1, "threads", threads, "at least 1");
        }

        public Options withMethod(Method how) {
            return new Options(how, pseudoVotes, maxRounds, tolerance, threads);
        }

        public Options withPseudoVotes(double perRow) {
            return new Options(method, perRow, maxRounds, tolerance, threads);
        }

        public Options withMaxRounds(int rounds) {
            return new Options(method, pseudoVotes, rounds, tolerance, threads);
        }

        public Options withThreads(int count) {
            return new Options(method, pseudoVotes, maxRounds, tolerance, count);
        }
    }

    /** Sequences closer than this are tied: far above rounding, far below what a vote can do. */
    private static final double TIE_NATS = 1e-9;

    private static final Comparator<Span> IN_TEXT = Comparator.comparingInt(Span::begin)
            .thenComparing(Comparator.comparingInt(Span::end).reversed())
            .thenComparingInt(Span::label);
    private static final Comparator<List<Span>> BY_SPANS = (a, b) -> {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int order = IN_TEXT.compare(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.size(), b.size());
    };

    private final int[] lengths;
    private final Answers<List<Span>> answers;
    private final Options options;
    private final int labels;
    /** Position {@code p} of task {@code t} is {@code offset[t] + p} among all positions. */
    private final int[] offset;

    private final List<List<Found>> spans = new ArrayList<>();
    private final double[] workerQuality;
    private final Evidence evidence;
    private int cut;

    private Spans(int[] lengths, Answers<List<Span>> answers, Options options) {
        this.lengths = lengths;
        this.answers = answers;
        this.options = options;
        this.labels = check(lengths, answers);
        this.offset = new int[lengths.length + 1];
        for (int t = 0; t < lengths.length; t++) {
            offset[t + 1] = Math.addExact(offset[t], lengths[t]);
        }
        if (options.method() == Method.EXACT_MAJORITY) {
            workerQuality = new double[0];
            exactMajority();
            evidence = evidence("span-majority", null);
        } else {
            Votes votes = votes();
            Consensus tags = options.method() == Method.PLURALITY
                    ? MajorityVote.estimate(votes)
                    : DawidSkene.estimate(
                            votes,
                            DawidSkene.Options.DEFAULTS
                                    .withShrinkage(new Shrinkage.Pooled(options.pseudoVotes()))
                                    .withMaxRounds(options.maxRounds())
                                    .withTolerance(options.tolerance())
                                    .withThreads(options.threads()));
            workerQuality = new double[answers.workerCount()];
            for (int w = 0; w < workerQuality.length; w++) {
                workerQuality[w] = tags.workerQuality(w);
            }
            for (int t = 0; t < lengths.length; t++) {
                int[] sequence = answers.of(t).isEmpty()
                        ? new int[lengths[t]]
                        : options.method() == Method.PLURALITY ? mostFrequent(tags, t) : mostProbable(tags, t);
                spans.add(read(sequence, tags, t));
            }
            evidence = evidence(
                    options.method() == Method.PLURALITY ? "span-plurality" : "span-rater-model", tags.evidence());
        }
    }

    /** @param lengths positions of each text; spans lie within */
    public static Spans estimate(int[] lengths, Answers<List<Span>> answers) {
        return estimate(lengths, answers, Options.DEFAULTS);
    }

    /**
     * @param lengths positions (tokens or characters) of each text; spans lie within
     * @throws InputException if there are not as many lengths as tasks, a span leaves its text, or a label is negative
     */
    public static Spans estimate(int[] lengths, Answers<List<Span>> answers, Options options) {
        List<List<Answer<List<Span>>>> inOrder = new ArrayList<>();
        for (int t = 0; t < answers.taskCount(); t++) {
            inOrder.add(answers.of(t).stream()
                    .map(answer -> new Answer<>(
                            answer.worker(),
                            answer.value().stream().sorted(IN_TEXT).toList()))
                    .toList());
        }
        return new Spans(
                lengths.clone(), Answers.of(answers.workerCount(), inOrder).sorted(BY_SPANS), options);
    }

    public int taskCount() {
        return lengths.length;
    }

    /** Consensus of one text in its order; empty without answers. */
    public List<Found> spans(int task) {
        return spans.get(task);
    }

    /** Annotators of one text, those who marked nothing included. */
    public int annotators(int task) {
        return answers.of(task).size();
    }

    /**
     * Estimated probability that an annotator's tag is right, positions outside included, so that differences are small;
     * empty for {@link Method#EXACT_MAJORITY}.
     */
    public OptionalDouble workerQuality(int worker) {
        return workerQuality.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(workerQuality[worker]);
    }

    public Evidence evidence() {
        return evidence;
    }

    /** Similarity of an answer is exact-span F1 against the consensus, 1 if both are empty; weights are equal. */
    public TaskExplanation explain(int task) {
        List<Found> consensus = spans.get(task);
        List<TaskExplanation.Contribution> contributions = new ArrayList<>();
        List<Answer<List<Span>>> given = answers.of(task);
        for (Answer<List<Span>> answer : given) {
            long same = consensus.stream()
                    .filter(found -> answer.value().contains(found.span()))
                    .count();
            int both = consensus.size() + answer.value().size();
            contributions.add(new TaskExplanation.Contribution(
                    answer.worker(), both == 0 ? 1 : 2.0 * same / both, 1.0 / given.size()));
        }
        StringBuilder summary = new StringBuilder();
        summary.append(consensus.size())
                .append(" spans from ")
                .append(given.size())
                .append(" annotators");
        for (Found found : consensus) {
            summary.append(String.format(
                    Locale.ROOT,
                    "; label %d at [%d, %d) with %.3f, marked so by %d",
                    found.span().label(),
                    found.span().begin(),
                    found.span().end(),
                    found.probability(),
                    found.exactly()));
        }
        return TaskExplanation.of(task, contributions, summary.toString());
    }

    private static int check(int[] lengths, Answers<List<Span>> answers) {
        if (lengths.length != answers.taskCount()) {
            throw new InputException(
                    Code.LENGTH_MISMATCH,
                    "lengths",
                    "there are " + lengths.length + " for " + answers.taskCount() + " tasks",
                    "give the number of positions of every task");
        }
        int labels = 0;
        for (int t = 0; t < lengths.length; t++) {
            for (Answer<List<Span>> answer : answers.of(t)) {
                for (Span span : answer.value()) {
                    if (span.begin() < 0 || span.end() > lengths[t] || span.label() < 0) {
                        throw new InputException(
                                Code.BAD_NUMBER,
                                "task " + t + ", worker " + answer.worker(),
                                "span [" + span.begin() + ", " + span.end() + ") with label " + span.label()
                                        + " does not lie in a text of " + lengths[t] + " positions",
                                "give begin from 0, end up to the length, and a label from 0");
                    }
                    labels = Math.max(labels, span.label() + 1);
                }
            }
        }
        return labels;
    }

    private Evidence evidence(String name, @org.jspecify.annotations.Nullable Evidence ofTags) {
        List<String> warnings = new ArrayList<>(answers.warnings());
        if (cut > 0) {
            warnings.add(cut + " spans overlap an earlier span of the same annotator and were cut to what is left");
        }
        if (ofTags == null) {
            return new Evidence(
                    name,
                    "1",
                    options.toString(),
                    0,
                    Evidence.Stop.CLOSED_FORM,
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    warnings);
        }
        return new Evidence(
                name,
                "1",
                options.toString(),
                ofTags.rounds(),
                ofTags.stop(),
                ofTags.logLikelihoodNats(),
                ofTags.lastChangeNatsPerVote(),
                ofTags.lastMove(),
                warnings);
    }

    private static int begins(int label) {
        return 1 + 2 * label;
    }

    private static int goesOn(int label) {
        return 2 + 2 * label;
    }

    private Votes votes() {
        long count = 0;
        for (int t = 0; t < lengths.length; t++) {
            count += (long) lengths[t] * answers.of(t).size();
        }
        if (count > Integer.MAX_VALUE - 8) {
            throw new InputException(
                    Code.TOO_LARGE,
                    "lengths",
                    "positions times annotators are " + count,
                    "count tokens instead of characters, or estimate parts of the texts on their own");
        }
        int[] position = new int[(int) count];
        int[] worker = new int[(int) count];
        int[] tag = new int[(int) count];
        int at = 0;
        for (int t = 0; t < lengths.length; t++) {
            for (Answer<List<Span>> answer : answers.of(t)) {
                for (int p = 0; p < lengths[t]; p++) {
                    position[at + p] = offset[t] + p;
                    worker[at + p] = answer.worker();
                }
                int free = 0;
                for (Span span : answer.value()) {
                    int begin = Math.max(span.begin(), free);
                    cut += span.begin() < free ? 1 : 0;
                    for (int p = begin; p < span.end(); p++) {
                        tag[at + p] = p == begin ? begins(span.label()) : goesOn(span.label());
                    }
                    free = Math.max(free, span.end());
                }
                at += lengths[t];
            }
        }
        return Votes.of(offset[lengths.length], answers.workerCount(), 2 * labels + 1, position, worker, tag);
    }

    /** A tie is outside, whichever tags tie: labels have no order. */
    private int[] mostFrequent(Consensus tags, int task) {
        int[] sequence = new int[lengths[task]];
        for (int p = 0; p < sequence.length; p++) {
            sequence[p] = tags.tied(offset[task] + p) ? 0 : tags.label(offset[task] + p);
        }
        return sequence;
    }

    /** The legal sequence with the largest product of probabilities (A. Viterbi, 1967); among equals the smallest tags. */
    private int[] mostProbable(Consensus tags, int task) {
        int k = 2 * labels + 1;
        int n = lengths[task];
        int[][] from = new int[n][k];
        double[] score = new double[k];
        Arrays.fill(score, Double.NEGATIVE_INFINITY);
        score[0] = 0; // the text is entered from outside
        for (int p = 0; p < n; p++) {
            int best = 0;
            for (int tag = 1; tag < k; tag++) {
                if (score[tag] > score[best] + TIE_NATS) {
                    best = tag;
                }
            }
            double[] next = new double[k];
            for (int tag = 0; tag < k; tag++) {
                boolean continues = tag > 0 && tag % 2 == 0;
                from[p][tag] = !continues ? best : score[tag] > score[tag - 1] + TIE_NATS ? tag : tag - 1;
                // Never log 0: a sequence that every annotator contradicts somewhere still has an order among its like.
                next[tag] = score[from[p][tag]] + Math.log(Math.max(1e-300, tags.probability(offset[task] + p, tag)));
            }
            score = next;
        }
        int tag = 0;
        for (int other = 1; other < k; other++) {
            if (score[other] > score[tag] + TIE_NATS) {
                tag = other;
            }
        }
        int[] sequence = new int[n];
        for (int p = n - 1; p >= 0; p--) {
            sequence[p] = tag;
            tag = from[p][tag];
        }
        return sequence;
    }

    private List<Found> read(int[] sequence, Consensus tags, int task) {
        List<Found> found = new ArrayList<>();
        int p = 0;
        while (p < sequence.length) {
            if (sequence[p] == 0) {
                p++;
                continue;
            }
            int label = (sequence[p] - 1) / 2;
            int begin = p++;
            while (p < sequence.length && sequence[p] == goesOn(label)) {
                p++;
            }
            double probability = 0;
            for (int q = begin; q < p; q++) {
                probability += tags.probability(offset[task] + q, begins(label))
                        + tags.probability(offset[task] + q, goesOn(label));
            }
            found.add(found(new Span(label, begin, p), Math.min(1, probability / (p - begin)), task));
        }
        return List.copyOf(found);
    }

    private Found found(Span span, double probability, int task) {
        List<Answer<List<Span>>> given = answers.of(task);
        int exactly = (int)
                given.stream().filter(answer -> answer.value().contains(span)).count();
        return new Found(span, probability, exactly, given.size());
    }

    private void exactMajority() {
        for (int t = 0; t < lengths.length; t++) {
            Map<Span, Integer> marked = new TreeMap<>(IN_TEXT);
            for (Answer<List<Span>> answer : answers.of(t)) {
                new HashSet<>(answer.value()).forEach(span -> marked.merge(span, 1, Integer::sum));
            }
            int annotators = answers.of(t).size();
            int task = t;
            spans.add(marked.entrySet().stream()
                    .filter(entry -> 2 * entry.getValue() > annotators)
                    .map(entry -> found(entry.getKey(), (double) entry.getValue() / annotators, task))
                    .toList());
        }
    }
}
