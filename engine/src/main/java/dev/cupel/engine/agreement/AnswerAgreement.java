package dev.cupel.engine.agreement;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.numbers.Bootstrap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Agreement on answers of any kind of which it can be said how far two are apart: texts, rankings, masks, or what a project
 * invents. Krippendorff's alpha with that distance; every distinct answer is a class of its own.
 *
 * <p>For regions of which people mark several per item see {@link MatchedAgreement}, which pairs them first.
 *
 * @param alpha Krippendorff's alpha under the distance
 * @param closeness one minus the distance of two answers to an item: mean over pairs, then over items; for distances in [0, 1]
 * @param exact share of answer pairs per item that are equal, averaged over items
 * @param sampledItems how many items the figures rest on, where not on all: there were too many distinct answers to compare
 *     each with each, and evenly spaced items were taken
 */
public record AnswerAgreement(
        Coefficient alpha, Coefficient closeness, Coefficient exact, Optional<Integer> sampledItems) {
    /** Distances between each two of these are computed once: two million. */
    private static final int MOST_DISTINCT = 2_000;

    /** How far two answers are apart: symmetric, at least 0, and 0 for equal answers. */
    @FunctionalInterface
    public interface AnswerDistance<A> {
        double of(A a, A b);
    }

    /**
     * Some things in order of preference.
     *
     * @param places best first; things of one place are tied. Things that are not named are tied behind all others
     */
    public record Ranking(List<List<Integer>> places) {
        /** @throws InputException if a thing is named twice */
        public Ranking {
            Set<Integer> seen = new HashSet<>();
            places = places.stream()
                    .map(place -> place.stream().sorted().toList())
                    .toList();
            for (List<Integer> place : places) {
                for (int thing : place) {
                    if (!seen.add(thing)) {
                        throw new InputException(
                                Code.DUPLICATE, "ranking", "names thing " + thing + " twice", "keep one of its places");
                    }
                }
            }
        }

        /** A ranking without ties, best first. */
        public static Ranking of(int... bestFirst) {
            return new Ranking(IntStream.of(bestFirst).mapToObj(List::of).toList());
        }

        /**
         * Kendall's distance, in [0, 1]: the share of pairs that the two order differently, a pair tied in only one of them
         * counting one half, over all pairs of things that either names. 0 where fewer than two are named. Without ties it is
         * {@code (1 - tau) / 2}. Time O(n²).
         *
         * <p>Source: M. G. Kendall, Biometrika 30, 1938; for ties and partial rankings R. Fagin et al., "Comparing and
         * Aggregating Rankings with Ties", PODS 2004 (penalty 1/2).
         */
        public static double kendall(Ranking a, Ranking b) {
            Map<Integer, Integer> placeInA = a.placeOf();
            Map<Integer, Integer> placeInB = b.placeOf();
            Set<Integer> named = new HashSet<>(placeInA.keySet());
            named.addAll(placeInB.keySet());
            int n = named.size();
            int[] inA = new int[n];
            int[] inB = new int[n];
            int at = 0;
            for (int thing : named) {
                inA[at] = placeInA.getOrDefault(thing, Integer.MAX_VALUE);
                inB[at++] = placeInB.getOrDefault(thing, Integer.MAX_VALUE);
            }
            long halves = 0;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < i; j++) {
                    halves += Math.abs(order(inA[i], inA[j]) - order(inB[i], inB[j]));
                }
            }
            return n < 2 ? 0 : halves / (n * (n - 1.0));
        }

        private static int order(int place, int other) {
            return place < other ? -1 : place > other ? 1 : 0;
        }

        private Map<Integer, Integer> placeOf() {
            Map<Integer, Integer> placeOf = new HashMap<>();
            for (int place = 0; place < places.size(); place++) {
                for (int thing : places.get(place)) {
                    placeOf.put(thing, place);
                }
            }
            return placeOf;
        }
    }

    /**
     * @param items per item the answers to it; an item may have any number. Equal answers are equal objects
     * @throws InputException if there is no answer
     */
    public static <A> AnswerAgreement of(
            List<List<A>> items, AnswerDistance<? super A> distance, Bootstrap.Options bootstrap) {
        List<List<A>> compared = items.stream().filter(item -> item.size() > 1).toList();
        if (items.stream().allMatch(List::isEmpty)) {
            throw new InputException(Code.EMPTY, "answers", "there are none", "give at least one item answered twice");
        }
        List<List<A>> taken = sample(compared);
        Map<A, Integer> number = new HashMap<>();
        List<A> distinct = new ArrayList<>();
        int[] begin = new int[taken.size() + 1];
        List<Integer> labels = new ArrayList<>();
        ItemSums sums = new ItemSums(taken.size(), 1);
        for (int i = 0; i < taken.size(); i++) {
            List<A> answers = taken.get(i);
            double apart = 0;
            for (int a = 0; a < answers.size(); a++) {
                int label = number.computeIfAbsent(answers.get(a), key -> distinct.size());
                if (label == distinct.size()) {
                    distinct.add(answers.get(a));
                }
                labels.add(label);
                for (int b = 0; b < a; b++) {
                    apart += distance.of(answers.get(a), answers.get(b));
                }
            }
            begin[i + 1] = labels.size();
            sums.add(0, i, 1 - apart / (answers.size() * (answers.size() - 1) / 2.0), 1);
        }
        VotePatterns patterns = VotePatterns.of(
                distinct.size(),
                begin,
                labels.stream().mapToInt(Integer::intValue).toArray());
        Distance between =
                new Distance.Custom("answers", (a, b) -> a == b ? 0 : distance.of(distinct.get(a), distinct.get(b)));
        List<Coefficient> whole = Agreement.evaluate(
                patterns, List.of(new Pooled.Krippendorff(between, patterns), new Pooled.Percent()), bootstrap);
        Coefficient closeness = sums.coefficients(false, taken.size(), labels.size(), bootstrap, Alpha.NO_PAIRS)
                .getFirst();
        return new AnswerAgreement(
                whole.get(0),
                closeness,
                whole.get(1),
                taken.size() < compared.size() ? Optional.of(taken.size()) : Optional.empty());
    }

    /** Evenly spaced items, as many as keep the distinct answers to what can be compared each with each. */
    private static <A> List<List<A>> sample(List<List<A>> items) {
        long distinct = items.stream().flatMap(List::stream).distinct().count();
        if (distinct <= MOST_DISTINCT) {
            return items;
        }
        int wanted = (int) Math.max(2, items.size() * (long) MOST_DISTINCT / distinct);
        return IntStream.range(0, wanted)
                .mapToObj(i -> items.get((int) ((long) i * items.size() / wanted)))
                .toList();
    }
}
