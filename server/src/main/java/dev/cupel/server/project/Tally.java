package dev.cupel.server.project;

import java.time.Instant;
import java.util.Map;

/**
 * How many items and answers a project has, as counted at one moment. Gold items are counted apart.
 *
 * @param complete items with all their answers: disputed and adjudicated ones are among them
 * @param answers current answers to items that are not gold
 * @param open answers still wanted, from different people
 * @param answersByMember current answers by member id, gold included; members without any may be missing
 * @param countedAt by the database's clock
 */
public record Tally(
        long unlabeled,
        long inProgress,
        long complete,
        long disputed,
        long goldItems,
        long answers,
        long open,
        Map<Long, Long> answersByMember,
        Instant countedAt) {
    public long items() {
        return unlabeled + inProgress + complete;
    }

    public long answersBy(long member) {
        return answersByMember.getOrDefault(member, 0L);
    }

    /** Whether counting again costs next to nothing, so that nobody ever needs to see an older count. */
    public boolean small() {
        return items() + goldItems + answers < SMALL;
    }

    private static final long SMALL = 20_000;

    /** @param items of gold that are not handed out to anybody */
    public Tally withoutGold(long items) {
        return new Tally(
                unlabeled,
                inProgress,
                complete,
                disputed,
                Math.max(0, goldItems - items),
                answers,
                open,
                answersByMember,
                countedAt);
    }
}
