package dev.cupel.cli.options;

import dev.cupel.engine.InputException;
import dev.cupel.engine.numbers.Bootstrap;
import picocli.CommandLine.Option;

/** The resamples behind intervals: {@code --resamples} and {@code --seed}. */
public final class ResampleOptions {
    private static final int MOST = 1_000_000;

    @Option(
            names = "--resamples",
            paramLabel = "N",
            description = "resamples behind the intervals, 0 for none, by default ${DEFAULT-VALUE}")
    private int resamples;

    @Option(names = "--seed", paramLabel = "N", description = "of the resamples, by default ${DEFAULT-VALUE}")
    private long seed;

    public ResampleOptions(Bootstrap.Options unlessSaid) {
        resamples = unlessSaid.replicates();
        seed = unlessSaid.seed();
    }

    public Bootstrap.Options bootstrap() {
        InputException.unless(resamples >= 0 && resamples <= MOST, "--resamples", resamples, "from 0 to 1,000,000");
        return new Bootstrap.Options(resamples, 0.95, seed);
    }
}
