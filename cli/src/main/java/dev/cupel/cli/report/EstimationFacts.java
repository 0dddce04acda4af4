package dev.cupel.cli.report;

import dev.cupel.engine.Count;
import dev.cupel.engine.consensus.Evidence;
import java.util.List;
import java.util.Locale;

/** What every report on a consensus says of how it came about; keys are a promise. */
public final class EstimationFacts {
    private static final long WORTH_A_WORD_NS = 1_000_000_000L;

    private EstimationFacts() {}

    /**
     * Where the time went.
     *
     * @param parseNs reading and interning the input
     * @param estimateNs estimating
     * @param writeNs writing the result
     */
    public record Timing(long parseNs, long estimateNs, long writeNs) {
        public Facts seconds() {
            return Facts.of()
                    .with("parse", Cell.number(parseNs / 1e9, Format.BY_SIZE))
                    .with("estimate", Cell.number(estimateNs / 1e9, Format.BY_SIZE))
                    .with("write", Cell.number(writeNs / 1e9, Format.BY_SIZE));
        }

        /** For people, where it took long enough to be asked about. */
        public Sentences words() {
            long all = parseNs + estimateNs + writeNs;
            return Sentences.notes(
                    all <= WORTH_A_WORD_NS
                            ? List.of()
                            : List.of(String.format(
                                    Locale.ROOT,
                                    "%.1f s: reading %.0f %%, estimating %.0f %%, writing %.0f %%.",
                                    all / 1e9,
                                    100.0 * parseNs / all,
                                    100.0 * estimateNs / all,
                                    100.0 * writeNs / all)));
        }
    }

    /** @param name of the method, as the command line knows it */
    public static Facts method(String name, Evidence evidence) {
        return Facts.of()
                .with("name", Cell.text(name))
                .with("version", Cell.text(evidence.version()))
                .with("options", Cell.text(evidence.options()))
                .with("rounds", Cell.whole(evidence.rounds()))
                .with("converged", Cell.flag(evidence.converged()))
                .with("log_likelihood_nats", Cell.number(evidence.logLikelihoodNats(), Format.BY_SIZE, ""));
    }

    /** How estimation ended, with a blank in front; empty where there was nothing to iterate. */
    public static String ending(Evidence evidence) {
        String rounds = Count.of(evidence.rounds(), "round");
        return switch (evidence.stop()) {
            case CLOSED_FORM -> "";
            case CONVERGED -> " Converged in " + rounds + ".";
            case ROUND_LIMIT -> " Stopped after " + rounds + ", the limit.";
            case DIVERGED -> " Could not be improved after " + rounds + ".";
        };
    }
}
