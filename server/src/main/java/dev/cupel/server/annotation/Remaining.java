package dev.cupel.server.annotation;

import dev.cupel.server.project.Tally;

/**
 * About how many items are left for a labeler where gold is handed out. It is made of figures that do not tell gold apart:
 * how many answers the project wants in all, how much gold comes with them on average, and how many answers of either kind
 * there are. So each answer lowers it by one, whoever gave it and whatever the item was, and nobody learns from it.
 */
final class Remaining {
    private Remaining() {}

    /**
     * @param handled items that the labeler answered or skipped, gold included
     * @param work whether there is something to do for the labeler right now
     */
    static long of(Tally tally, int goldEvery, long handled, boolean work) {
        if (!work) {
            return 0;
        }
        long wanted = tally.answers() + tally.open();
        long people = Math.max(1, tally.answersByMember().size());
        long given = tally.answersByMember().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        long ofAll = wanted + gold(wanted, tally.goldItems() * people, goldEvery) - given;
        long ofMine = tally.items() + gold(tally.items(), tally.goldItems(), goldEvery) - handled;
        return Math.max(1, Math.min(ofAll, ofMine));
    }

    /** How much gold comes along with so many ordinary items, on average. */
    private static long gold(long ordinary, long most, int goldEvery) {
        return goldEvery == 1 ? most : Math.min(most, ordinary / (goldEvery - 1));
    }
}
