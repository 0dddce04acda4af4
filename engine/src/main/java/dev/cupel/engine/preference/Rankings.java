package dev.cupel.engine.preference;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Rankings of some or all of {@code n} items, ties allowed. Immutable, in one canonical order.
 *
 * @param itemCount number of items
 * @param workerCount number of workers
 * @param all the rankings; each is a unit of resampling
 */
public record Rankings(int itemCount, int workerCount, List<Ranking> all) {
    /**
     * One ranking.
     *
     * @param worker who ranked
     * @param places best first; items of one place are tied
     */
    public record Ranking(int worker, List<List<Integer>> places) {
        public Ranking {
            places = places.stream()
                    .map(place -> place.stream().sorted().toList())
                    .toList();
        }

        /** How many items are ranked. */
        public int size() {
            return places.stream().mapToInt(List::size).sum();
        }
    }

    /** @throws InputException if an index is out of range, or a ranking names an item twice or fewer than two items */
    public Rankings {
        for (int r = 0; r < all.size(); r++) {
            Set<Integer> seen = new HashSet<>();
            String where = "ranking " + r;
            if (all.get(r).worker() < 0 || all.get(r).worker() >= workerCount) {
                throw new InputException(
                        Code.UNKNOWN_VALUE,
                        where,
                        "worker " + all.get(r).worker() + " is not among " + workerCount,
                        "give an index from 0 to " + (workerCount - 1));
            }
            for (List<Integer> place : all.get(r).places()) {
                for (int item : place) {
                    if (item < 0 || item >= itemCount) {
                        throw new InputException(
                                Code.UNKNOWN_VALUE,
                                where,
                                "item " + item + " is not among " + itemCount,
                                "give an index from 0 to " + (itemCount - 1));
                    }
                    if (!seen.add(item)) {
                        throw new InputException(
                                Code.DUPLICATE, where, "names item " + item + " twice", "keep one of its places");
                    }
                }
            }
            if (seen.size() < 2) {
                throw new InputException(
                        Code.MALFORMED, where, "ranks " + seen.size() + " items", "rank at least two, or drop it");
            }
        }
        List<Ranking> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.comparingInt(Ranking::worker)
                .thenComparing(ranking -> ranking.places().toString()));
        all = List.copyOf(sorted);
    }
}
