import dev.cupel.engine.agreement.Coefficient;
import dev.cupel.engine.agreement.Icc;
import dev.cupel.engine.numbers.Bootstrap;
import dev.cupel.engine.numbers.Interval;
import dev.cupel.engine.numbers.Ratings;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** How often intervals of intraclass correlations hold the true value: see bench/coverage-icc. */
final class CoverageIcc {
    enum Shape {
        NORMAL,
        /** Item effects exponential, errors normal. */
        SKEWED,
        /** Normal, then rounded to five points; the truth is reckoned from a large sample. */
        FIVE_POINTS
    }

    private static final Icc.Form[] FORMS = {
        Icc.Form.ONE_WAY_SINGLE, Icc.Form.TWO_WAY_RANDOM_SINGLE, Icc.Form.TWO_WAY_MIXED_SINGLE
    };

    public static void main(String[] args) {
        int draws = args.length > 0 ? Integer.parseInt(args[0]) : 2_000;
        System.out.println("| values | raters | items | ICC | ICC(1,1) | ICC(2,1) | ICC(3,1) | without interval |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        for (Shape shape : Shape.values()) {
            for (int raters : new int[] {2, 3, 5}) {
                for (int items : new int[] {6, 30, 200}) {
                    for (double icc : new double[] {.2, .6, .9}) {
                        cell(shape, raters, items, icc, draws);
                    }
                }
            }
        }
    }

    private static void cell(Shape shape, int raters, int items, double icc, int draws) {
        double truth = icc;
        if (shape == Shape.FIVE_POINTS) {
            truth = ((Coefficient.Estimate) Icc.of(
                                    ratings(shape, 2, 200_000, icc, new SplittableRandom(5)), Bootstrap.Options.NONE)
                            .get(Icc.Form.ONE_WAY_SINGLE))
                    .value();
        }
        int[] held = new int[FORMS.length];
        int[] given = new int[FORMS.length];
        int none = 0;
        for (int d = 0; d < draws; d++) {
            Map<Icc.Form, Coefficient> found = Icc.of(
                    ratings(shape, raters, items, icc, new SplittableRandom(31L * d + items)), Bootstrap.Options.DEFAULTS);
            boolean without = false;
            for (int f = 0; f < FORMS.length; f++) {
                Optional<Interval> interval = found.get(FORMS[f]) instanceof Coefficient.Estimate estimate
                        ? estimate.interval()
                        : Optional.empty();
                without |= interval.isEmpty();
                if (interval.isPresent()) {
                    given[f]++;
                    held[f] += interval.get().contains(truth) ? 1 : 0;
                }
            }
            none += without ? 1 : 0;
        }
        System.out.printf(
                Locale.ROOT, "| %s | %d | %d | %.3f | %.3f | %.3f | %.3f | %.3f |%n",
                shape.name().toLowerCase(Locale.ROOT).replace('_', ' '), raters, items, truth,
                (double) held[0] / given[0], (double) held[1] / given[1], (double) held[2] / given[2],
                (double) none / draws);
    }

    /** No rater leans: the three correlations are one number. */
    private static Ratings ratings(Shape shape, int raters, int items, double icc, SplittableRandom random) {
        int[] task = new int[items * raters];
        int[] worker = new int[items * raters];
        double[] value = new double[items * raters];
        for (int i = 0; i < items; i++) {
            double effect = shape == Shape.SKEWED ? -Math.log(1 - random.nextDouble()) - 1 : random.nextGaussian();
            for (int j = 0; j < raters; j++) {
                int at = i * raters + j;
                task[at] = i;
                worker[at] = j;
                value[at] = Math.sqrt(icc) * effect + Math.sqrt(1 - icc) * random.nextGaussian();
                if (shape == Shape.FIVE_POINTS) {
                    value[at] = Math.clamp(Math.round(3 + value[at]), 1, 5);
                }
            }
        }
        return Ratings.of(items, raters, task, worker, value);
    }
}
