package dev.cupel.cli.console;

import dev.cupel.engine.consensus.Evidence;

/** What every report on a consensus says of how it came about; keys are a promise. */
public final class Estimation {
    private Estimation() {}

    /**
     * Where the time went.
     *
     * @param parseNs reading and interning the input
     * @param estimateNs estimating
     * @param writeNs writing the result
     */
    public record Timing(long parseNs, long estimateNs, long writeNs) {
        public Json.Obj seconds() {
            return Json.object()
                    .put("parse", parseNs / 1e9)
                    .put("estimate", estimateNs / 1e9)
                    .put("write", writeNs / 1e9);
        }
    }

    /** @param name of the method, as the command line knows it */
    public static Json.Obj method(String name, Evidence evidence) {
        return Json.object()
                .put("name", name)
                .put("version", evidence.version())
                .put("options", evidence.options())
                .put("rounds", evidence.rounds())
                .put("converged", evidence.converged())
                .put("log_likelihood_nats", evidence.logLikelihoodNats());
    }
}
