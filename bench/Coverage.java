import dev.cupel.engine.agreement.Agreement;
import dev.cupel.engine.agreement.AgreementOptions;
import dev.cupel.engine.agreement.Coefficient;
import dev.cupel.engine.agreement.Measure;
import dev.cupel.engine.numbers.Bootstrap;
import dev.cupel.engine.votes.Votes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * How often the intervals of agreement hold the true value: {@code bench/coverage [draws] [raters...]}.
 *
 * <p>An item has a hidden class, drawn by the class shares; a rater gives it with probability s, else a class by the same
 * shares. Then the population's nominal alpha is s², whatever the shares, and that of every other coefficient follows from
 * two raters' chance to agree, {@code P = s² + (1 - s²) sum p²}. Raters are correlated through the hidden class.
 */
public class Coverage {
    private static final double[][] SHARES = {{.5, .5}, {.9, .1}, {.25, .25, .25, .25}, {.7, .1, .1, .1}};

    public static void main(String[] args) {
        int draws = args.length > 0 ? Integer.parseInt(args[0]) : 2000;
        int[] raters = args.length > 1
                ? Arrays.stream(args).skip(1).mapToInt(Integer::parseInt).toArray()
                : new int[] {2, 3, 5};
        System.out.println("coefficient           raters classes      items alpha   true  cover  width refused few");
        for (int r : raters) {
            for (double[] shares : SHARES) {
                for (int items : new int[] {30, 200}) {
                    for (double alpha : new double[] {.2, .6, .9}) {
                        cell(draws, r, shares, items, alpha);
                    }
                }
            }
        }
    }

    private static void cell(int draws, int raters, double[] shares, int items, double alpha) {
        List<Measure> measures = new ArrayList<>(
                List.of(Measure.KRIPPENDORFF_NOMINAL, Measure.GWET_AC1, Measure.PERCENT, Measure.FLEISS_KAPPA));
        if (raters == 2) {
            measures.addAll(List.of(Measure.COHEN_KAPPA, Measure.SCOTT_PI));
        }
        double[] truth = measures.stream().mapToDouble(m -> truth(m, shares, alpha)).toArray();
        int[] covered = new int[truth.length];
        int[] refused = new int[truth.length];
        double[] width = new double[truth.length];
        int few = 0;
        AgreementOptions options = AgreementOptions.DEFAULTS.withDeclaredClasses(
                java.util.stream.IntStream.range(0, shares.length).boxed().toList());
        for (int d = 0; d < draws; d++) {
            Votes votes = votes(items, raters, shares, Math.sqrt(alpha), Bootstrap.seedOf(77, d));
            few += few(votes) ? 1 : 0;
            Map<Measure, Coefficient> all = Agreement.measures(
                    votes, measures, options.withBootstrap(new Bootstrap.Options(1000, 0.95, d)));
            for (int m = 0; m < truth.length; m++) {
                if (all.get(measures.get(m)) instanceof Coefficient.Estimate e && e.interval().isPresent()) {
                    covered[m] += e.interval().get().contains(truth[m]) ? 1 : 0;
                    width[m] += e.interval().get().high() - e.interval().get().low();
                } else {
                    refused[m]++;
                }
            }
        }
        for (int m = 0; m < truth.length; m++) {
            double n = draws - refused[m];
            System.out.printf(Locale.ROOT, "%-21s %6d %-14s %4d %5.1f %6.3f %6.3f %6.3f %7.3f %.3f%s%n",
                    measures.get(m).key(), raters, words(shares), items, alpha, truth[m],
                    covered[m] / n, width[m] / n, refused[m] / (double) draws, few / (double) draws,
                    covered[m] / n < .93 || covered[m] / n > .97 ? "  *" : "");
        }
    }

    private static double truth(Measure measure, double[] shares, double alpha) {
        double equal = Arrays.stream(shares).map(p -> p * p).sum();
        double agree = alpha + (1 - alpha) * equal;
        double chance = (1 - equal) / (shares.length - 1);
        return measure == Measure.PERCENT ? agree
                : measure == Measure.GWET_AC1 ? (agree - chance) / (1 - chance)
                : alpha;
    }

    /** Fewer than five items with disagreement, or than five votes for the rarest class. */
    private static boolean few(Votes votes) {
        int[] count = new int[votes.classCount()];
        int disputed = 0;
        for (int t = 0; t < votes.taskCount(); t++) {
            boolean equal = true;
            for (int v = votes.begin(t); v < votes.end(t); v++) {
                count[votes.label(v)]++;
                equal &= votes.label(v) == votes.label(votes.begin(t));
            }
            disputed += equal ? 0 : 1;
        }
        return disputed < 5 || Arrays.stream(count).min().orElse(0) < 5;
    }

    private static Votes votes(int items, int raters, double[] shares, double s, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int n = items * raters;
        int[] task = new int[n];
        int[] worker = new int[n];
        int[] label = new int[n];
        for (int i = 0; i < n; i++) {
            task[i] = i / raters;
            worker[i] = i % raters;
        }
        for (int t = 0; t < items; t++) {
            int hidden = draw(shares, random);
            for (int j = 0; j < raters; j++) {
                label[t * raters + j] = random.nextDouble() < s ? hidden : draw(shares, random);
            }
        }
        return Votes.of(items, raters, shares.length, task, worker, label);
    }

    private static int draw(double[] shares, SplittableRandom random) {
        double u = random.nextDouble();
        for (int k = 0; k < shares.length; k++) {
            u -= shares[k];
            if (u < 0) {
                return k;
            }
        }
        return shares.length - 1;
    }

    private static String words(double[] shares) {
        StringBuilder text = new StringBuilder();
        for (double share : shares) {
            text.append(text.isEmpty() ? "" : "/").append(String.format(Locale.ROOT, "%.0f", 100 * share));
        }
        return text.toString();
    }
}
