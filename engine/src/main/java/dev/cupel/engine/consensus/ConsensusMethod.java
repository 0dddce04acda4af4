package dev.cupel.engine.consensus;

import dev.cupel.engine.votes.Votes;

/** Every method of categorical consensus; {@link Methods} finds them by name. */
public enum ConsensusMethod {
    AUTO("auto", "Auto", "mean of models that fail in different places; the default"),
    MAJORITY_VOTE("majority-vote", "Majority vote", "share of votes; explainable, knows nothing about workers"),
    WAWA("wawa", "Wawa", "votes weighted by agreement with the majority"),
    ZERO_BASED_SKILL("zero-based-skill", "Zero-based skill", "Wawa, iterated"),
    ONE_COIN("one-coin", "One-coin", "one accuracy per worker, shrunk to the crowd's (ZenCrowd 2012)"),
    DAWID_SKENE("dawid-skene", "Dawid-Skene", "a confusion matrix per worker, by EM (Dawid and Skene 1979)"),
    DAWID_SKENE_SHRUNK(
            "dawid-skene-shrunk", "Shrunk Dawid-Skene", "confusion matrices pulled towards the crowd's, ten rounds"),
    IBCC("ibcc", "iBCC", "Bayesian confusion matrices, variational (Kim and Ghahramani 2012)"),
    GLAD("glad", "GLAD", "worker ability and task difficulty (Whitehill et al. 2009)"),
    MACE("mace", "MACE", "each vote is knowledge or spam (Hovy et al. 2013)"),
    BWA("bwa", "BWA", "Bayesian weighted average (Li, Rubinstein, Cohn 2019)"),
    M_MSR("m-msr", "M-MSR", "robust rank-one fit of agreements (Ma and Olshevsky 2020)"),
    KOS("kos", "KOS", "message passing, two classes only (Karger, Oh, Shah 2011)");

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
        return run(votes, options).withClassNames(options::className);
    }

    private Consensus run(Votes votes, ConsensusOptions options) {
        return switch (this) {
            case AUTO -> Auto.estimate(votes, options);
            case MAJORITY_VOTE -> MajorityVote.estimate(votes, options.gold());
            case WAWA -> Wawa.estimate(votes, options.gold());
            case ZERO_BASED_SKILL -> ZeroBasedSkill.estimate(votes, ZeroBasedSkill.Options.of(options));
            case ONE_COIN -> OneCoin.estimate(votes, OneCoin.Options.of(options));
            case DAWID_SKENE -> DawidSkene.estimate(votes, DawidSkene.Options.plain(options));
            case DAWID_SKENE_SHRUNK -> DawidSkene.estimate(votes, DawidSkene.Options.shrunk(options));
            case IBCC -> Ibcc.estimate(votes, options);
            case GLAD -> Glad.estimate(votes, Glad.Options.of(options));
            case MACE -> Mace.estimate(votes, Mace.Options.of(options));
            case BWA -> Bwa.estimate(votes, Bwa.Options.of(options));
            case M_MSR -> MMsr.estimate(votes, MMsr.Options.of(options));
            case KOS -> Kos.estimate(votes, Kos.Options.of(options));
        };
    }

    public Consensus estimate(Votes votes) {
        return estimate(votes, ConsensusOptions.DEFAULTS);
    }
}
