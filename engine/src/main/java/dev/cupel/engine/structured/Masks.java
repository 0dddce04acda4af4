package dev.cupel.engine.structured;

import dev.cupel.engine.InputException;
import dev.cupel.engine.consensus.Evidence;
import dev.cupel.engine.structured.Answers.Answer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One mask from many annotators' outlines of the same structure. Several structures of a picture are several tasks.
 *
 * <p>Shapes: {@code N} tasks, {@code m} masks per task, {@code R} runs per mask, {@code V} distinct patterns of votes: which
 * of the annotators set a pixel. Pixels with the same pattern have the same fate, so all methods count patterns, not
 * pixels: time O(N * (m * R * (m + log R) + rounds * V * m)), memory O(m * R). No chance; independent of the order and the
 * names of annotators.
 *
 * <ul>
 *   <li>{@link Method#MAJORITY}: pixels that more than {@link Options#share()} of the annotators set.
 *   <li>{@link Method#STAPLE}: expectation-maximisation over each annotator's sensitivity (share of the structure that
 *       they set) and specificity (share of the surroundings that they left). Prior of a pixel: the share of annotators
 *       who set it; pixels that nobody set are left out, since otherwise a large background makes every annotator
 *       specific and large outlines win.
 *   <li>{@link Method#STAPLE_GLOBAL}: the same with one prior for all pixels of the picture, as published. For
 *       comparison; worse than the majority on small structures.
 * </ul>
 *
 * <p>Source: S. Warfield, K. Zou, W. Wells, "Simultaneous truth and performance level estimation (STAPLE)", IEEE
 * Transactions on Medical Imaging 23(7), 2004, doi:10.1109/TMI.2004.828354. Start as published: 0.99999 for both.
 */
public final class Masks {
    /** How one mask is made from many. */
    public enum Method {
        MAJORITY,
        STAPLE,
        STAPLE_GLOBAL
    }

    /**
     * @param method how
     * @param share pixels whose vote share (majority) or probability (STAPLE) is above this are set, in [0, 1)
     * @param maxRounds upper bound on rounds of estimation, at least 1
     * @param tolerance stop once no sensitivity or specificity moved further in a round, in (0, 1)
     */
    public record Options(Method method, double share, int maxRounds, double tolerance) {
        public static final Options DEFAULTS = new Options(Method.MAJORITY, 0.5, 100, 1e-7);

        public Options {
            InputException.unless(share >= 0 && share < 1, "share", share, "in [0, 1)");
            InputException.unless(maxRounds >= 1, "maxRounds", maxRounds, "at least 1");
            InputException.unless(tolerance > 0 && tolerance < 1, "tolerance", tolerance, "in (0, 1)");
        }

        public Options withMethod(Method how) {
            return new Options(how, share, maxRounds, tolerance);
        }

        public Options withShare(double above) {
            return new Options(method, above, maxRounds, tolerance);
        }
    }

    /**
     * The consensus of one task.
     *
     * @param mask set pixels
     * @param confidence mean over the pixels that anybody set of how sure the decision is: the larger of the probability
     *     (vote share) and its complement; 1 if nobody set any
     * @param raters in the order of {@link #explain(int)}; empty for majority
     * @param rounds of estimation, 0 for majority
     * @param converged whether the tolerance was met
     */
    public record Fused(Mask mask, double confidence, List<Rater> raters, int rounds, boolean converged) {
        public Fused {
            raters = List.copyOf(raters);
        }
    }

    /**
     * @param worker who outlined
     * @param sensitivity estimated share of the structure that the worker set, in [0, 1]
     * @param specificity estimated share of the surroundings that the worker left unset, in [0, 1]
     */
    public record Rater(int worker, double sensitivity, double specificity) {}

    /** Pixels {@code [begin, end)} with one pattern of votes. */
    private record Stretch(int begin, int end, int pattern) {}

    /**
     * @param pixels how many pixels have the pattern of this index
     * @param stretches in the order of the picture
     */
    private record Patterns(List<BitSet> patterns, List<Long> pixels, List<Stretch> stretches) {}

    private final Answers<Mask> answers;
    private final Options options;
    private final List<Optional<Fused>> masks = new ArrayList<>();
    private final Evidence evidence;

    private Masks(Answers<Mask> answers, Options options) {
        this.answers = answers;
        this.options = options;
        int rounds = 0;
        boolean converged = true;
        for (int t = 0; t < answers.taskCount(); t++) {
            Optional<Fused> fused = answers.of(t).isEmpty() ? Optional.empty() : Optional.of(fuse(answers.of(t)));
            masks.add(fused);
            rounds = Math.max(rounds, fused.map(Fused::rounds).orElse(0));
            converged &= fused.map(Fused::converged).orElse(true);
        }
        evidence = new Evidence(
                "mask-" + options.method().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                "1",
                options.toString(),
                rounds,
                options.method() == Method.MAJORITY
                        ? Evidence.Stop.CLOSED_FORM
                        : converged ? Evidence.Stop.CONVERGED : Evidence.Stop.ROUND_LIMIT,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                answers.warnings());
    }

    public static Masks estimate(Answers<Mask> answers) {
        return estimate(answers, Options.DEFAULTS);
    }

    /** @throws InputException if masks of one task differ in size */
    public static Masks estimate(Answers<Mask> answers, Options options) {
        for (int t = 0; t < answers.taskCount(); t++) {
            for (Answer<Mask> answer : answers.of(t)) {
                Mask.requireSameSize(answers.of(t).getFirst().value(), answer.value());
            }
        }
        return new Masks(answers.sorted(Comparator.naturalOrder()), options);
    }

    public int taskCount() {
        return masks.size();
    }

    /** The consensus; empty for a task without answers. */
    public Optional<Fused> mask(int task) {
        return masks.get(task);
    }

    /** The rounds are those of the task that needed most. */
    public Evidence evidence() {
        return evidence;
    }

    /** Similarity of an answer is its intersection over union with the consensus; weights are equal. */
    public TaskExplanation explain(int task) {
        Optional<Fused> fused = masks.get(task);
        if (fused.isEmpty()) {
            return TaskExplanation.of(task, List.of(), "no answers");
        }
        List<Answer<Mask>> given = answers.of(task);
        Mask mask = fused.get().mask();
        return TaskExplanation.of(
                task,
                given.stream()
                        .map(answer -> new TaskExplanation.Contribution(
                                answer.worker(), Mask.iou(answer.value(), mask), 1.0 / given.size()))
                        .toList(),
                String.format(
                        Locale.ROOT,
                        "%d of %d pixels by %s of %d outlines, confidence %.3f",
                        mask.area(),
                        mask.width() * mask.height(),
                        evidence.method(),
                        given.size(),
                        fused.get().confidence()));
    }

    private Fused fuse(List<Answer<Mask>> given) {
        Patterns votes = patterns(given);
        Em em = new Em(
                votes,
                given.size(),
                (long) given.getFirst().value().width()
                        * given.getFirst().value().height());
        if (options.method() != Method.MAJORITY) {
            em.run();
        }
        Mask.Runs runs = new Mask.Runs();
        double sure = 0;
        long pixels = 0;
        for (int v = 0; v < em.probability.length; v++) {
            sure += votes.pixels().get(v) * Math.max(em.probability[v], 1 - em.probability[v]);
            pixels += votes.pixels().get(v);
        }
        for (Stretch stretch : votes.stretches()) {
            if (em.probability[stretch.pattern()] > options.share()) {
                runs.add(stretch.begin(), stretch.end());
            }
        }
        List<Rater> raters = new ArrayList<>();
        for (int a = 0; options.method() != Method.MAJORITY && a < given.size(); a++) {
            raters.add(new Rater(given.get(a).worker(), em.sensitivity[a], em.specificity[a]));
        }
        Mask first = given.getFirst().value();
        return new Fused(
                Mask.ofEnds(first.width(), first.height(), runs),
                pixels == 0 ? 1 : sure / pixels,
                raters,
                em.rounds,
                em.converged);
    }

    /** Cuts the picture where any mask begins or ends; pixels that nobody set are left out. */
    private static Patterns patterns(List<Answer<Mask>> given) {
        int[] cuts = given.stream()
                .flatMapToInt(answer -> Arrays.stream(answer.value().ends()))
                .sorted()
                .distinct()
                .toArray();
        int[] at = new int[given.size()];
        Map<BitSet, Integer> ids = new LinkedHashMap<>();
        List<Stretch> stretches = new ArrayList<>();
        BitSet now = new BitSet();
        for (int c = 0; c + 1 < cuts.length; c++) {
            for (int a = 0; a < at.length; a++) {
                int[] ends = given.get(a).value().ends();
                if (at[a] < ends.length && ends[at[a]] == cuts[c]) {
                    at[a]++;
                    now.flip(a);
                }
            }
            if (!now.isEmpty()) {
                Integer id = ids.get(now);
                if (id == null) {
                    id = ids.size();
                    ids.put((BitSet) now.clone(), id);
                }
                stretches.add(new Stretch(cuts[c], cuts[c + 1], id));
            }
        }
        long[] pixels = new long[ids.size()];
        stretches.forEach(stretch -> pixels[stretch.pattern()] += stretch.end() - stretch.begin());
        return new Patterns(
                List.copyOf(ids.keySet()), Arrays.stream(pixels).boxed().toList(), stretches);
    }

    /** Probability of each pattern: vote shares at first, then by expectation-maximisation. */
    private final class Em {
        private final Patterns votes;
        private final double[] prior;
        private final double background;
        private double[] probability;
        private final double[] sensitivity;
        private final double[] specificity;
        private int rounds;
        private boolean converged = true;

        Em(Patterns votes, int raters, long picture) {
            this.votes = votes;
            int n = votes.patterns().size();
            prior = new double[n];
            long votedPixels = 0;
            double set = 0;
            for (int v = 0; v < n; v++) {
                prior[v] = (double) votes.patterns().get(v).cardinality() / raters;
                set += prior[v] * votes.pixels().get(v);
                votedPixels += votes.pixels().get(v);
            }
            probability = prior.clone();
            boolean global = options.method() == Method.STAPLE_GLOBAL;
            background = global ? picture - votedPixels : 0;
            if (global) {
                Arrays.fill(prior, set / picture);
            }
            sensitivity = new double[raters];
            specificity = new double[raters];
            Arrays.fill(sensitivity, 0.99999);
            Arrays.fill(specificity, 0.99999);
        }

        void run() {
            double moved = Double.POSITIVE_INFINITY;
            while (moved > options.tolerance() && rounds < options.maxRounds()) {
                expect();
                moved = maximise();
                rounds++;
            }
            expect();
            converged = moved <= options.tolerance();
        }

        private void expect() {
            double[] next = new double[prior.length];
            for (int v = 0; v < next.length; v++) {
                double inside = Math.log(prior[v]);
                double outside = Math.log1p(-prior[v]);
                BitSet pattern = votes.patterns().get(v);
                for (int a = 0; a < sensitivity.length; a++) {
                    boolean set = pattern.get(a);
                    inside += Math.log(set ? sensitivity[a] : 1 - sensitivity[a]);
                    outside += Math.log(set ? 1 - specificity[a] : specificity[a]);
                }
                next[v] = 1 / (1 + Math.exp(outside - inside));
            }
            probability = next;
        }

        private double maximise() {
            double moved = 0;
            for (int a = 0; a < sensitivity.length; a++) {
                // Pixels nobody set are taken to be outside for certain: background of the global variant.
                double inside = 0;
                double outside = background;
                double setInside = 0;
                double leftOutside = background;
                for (int v = 0; v < probability.length; v++) {
                    double in = probability[v] * votes.pixels().get(v);
                    double out = (1 - probability[v]) * votes.pixels().get(v);
                    inside += in;
                    outside += out;
                    if (votes.patterns().get(v).get(a)) {
                        setInside += in;
                    } else {
                        leftOutside += out;
                    }
                }
                moved = Math.max(moved, Math.abs(sensitivity[a] - bounded(setInside, inside)));
                moved = Math.max(moved, Math.abs(specificity[a] - bounded(leftOutside, outside)));
                sensitivity[a] = bounded(setInside, inside);
                specificity[a] = bounded(leftOutside, outside);
            }
            return moved;
        }

        /** Kept off 0 and 1, so that no single annotator decides alone and logarithms stay finite. */
        private static double bounded(double part, double whole) {
            return whole <= 0 ? 0.99999 : Math.min(1 - 1e-7, Math.max(1e-7, part / whole));
        }
    }
}
