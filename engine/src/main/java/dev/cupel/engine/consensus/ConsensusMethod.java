package dev.cupel.engine.consensus;

import dev.cupel.engine.votes.Votes;

/** Every method of categorical consensus; {@link Methods} finds them by name. */
public enum ConsensusMethod {
    MAJORITY_VOTE("majority-vote", "Majority vote", "share of votes; explainable, knows nothing about workers"),
    DAWID_SKENE("dawid-skene", "Dawid-Skene", "a confusion matrix per worker, by EM (Dawid and Skene 1979)");

    private final String id;
    private final String title;
    private final String summary;

    ConsensusMethod(String id, String title, String summary) {
        this.id = id;
        this.title = title;
        this.summary = summary;
    }

    /** Stable name for command lines, files and addresses, such as {@code "dawid-skene"}. */
    public String id() {
        return id;
    }

    /** Name for people. */
    public String title() {
        return title;
    }

    /** One line on what it does and where it comes from. */
    public String summary() {
        return summary;
    }

    /**
     * Runs the method.
     *
     * @throws dev.cupel.engine.InputException if there are no votes and no gold, or gold names unknown tasks or classes
     */
    public Consensus estimate(Votes votes, ConsensusOptions options) {
        return switch (this) {
            case MAJORITY_VOTE -> MajorityVote.estimate(votes, options.gold());
            case DAWID_SKENE -> DawidSkene.estimate(votes, DawidSkene.Options.of(options));
        };
    }

    public Consensus estimate(Votes votes) {
        return estimate(votes, ConsensusOptions.DEFAULTS);
    }
}
