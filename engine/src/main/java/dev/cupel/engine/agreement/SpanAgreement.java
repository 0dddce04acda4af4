package dev.cupel.engine.agreement;

import dev.cupel.engine.InputException;
import dev.cupel.engine.numbers.Bootstrap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * F1 of annotators against each other on marked spans, averaged over all pairs of annotators of all items. F1 is the same
 * whichever of two annotators is taken as the reference. An item of m annotators weighs its pairs by 1 / (m - 1), so that
 * every annotation counts once. Two annotators who both marked nothing say nothing.
 *
 * <p>No correction for chance: where most of the text is unmarked, chance agreement is close to nothing (G. Hripcsak and
 * A. S. Rothschild, JAMIA 12, 2005). Time O(pairs of annotators * spans log spans).
 *
 * @param exact same label and both ends
 * @param partial share of spans that touch a span of the same label by the other annotator
 * @param token by positions covered with the same label
 */
public record SpanAgreement(Coefficient exact, Coefficient partial, Coefficient token) {
    /**
     * @param label class
     * @param begin first position (character or token)
     * @param end after the last position, greater than {@code begin}
     */
    public record Span(int label, int begin, int end) {
        public Span {
            InputException.unless(begin < end, "end", end, "greater than begin, which is " + begin);
        }
    }

    /** @param items per item, per annotator who worked on it, their spans; a list may be empty */
    public static SpanAgreement of(List<List<List<Span>>> items, Bootstrap.Options bootstrap) {
        ItemSums sums = new ItemSums(items.size(), 3);
        int pairable = 0;
        long answers = 0;
        for (int i = 0; i < items.size(); i++) {
            List<List<Span>> annotators = items.get(i);
            if (annotators.size() < 2) {
                continue;
            }
            pairable++;
            answers += annotators.size();
            double weight = 1.0 / (annotators.size() - 1);
            for (int a = 0; a < annotators.size(); a++) {
                for (int b = 0; b < a; b++) {
                    pair(sums, i, weight, annotators.get(a), annotators.get(b));
                }
            }
        }
        String reason = pairable == 0
                ? "No item was marked by two or more annotators. Give some items to a second annotator."
                : "Nobody marked anything on an item with two or more annotators, so there is nothing to compare.";
        List<Coefficient> values = sums.coefficients(false, pairable, answers, bootstrap, reason);
        return new SpanAgreement(values.get(0), values.get(1), values.get(2));
    }

    private static void pair(ItemSums sums, int item, double weight, List<Span> a, List<Span> b) {
        Map<Span, Integer> left = new HashMap<>();
        a.forEach(span -> left.merge(span, 1, Integer::sum));
        int exact = 0;
        for (Span span : b) {
            int n = left.getOrDefault(span, 0);
            if (n > 0) {
                left.put(span, n - 1);
                exact++;
            }
        }
        int both = a.size() + b.size();
        sums.add(0, item, weight * 2 * exact, weight * both);
        sums.add(1, item, weight * (touching(a, b) + touching(b, a)), weight * both);
        Map<Integer, List<Span>> inA = covered(a);
        Map<Integer, List<Span>> inB = covered(b);
        long shared = 0;
        for (Map.Entry<Integer, List<Span>> entry : inA.entrySet()) {
            shared += overlap(entry.getValue(), inB.getOrDefault(entry.getKey(), List.of()));
        }
        sums.add(2, item, weight * 2 * shared, weight * (positions(inA) + positions(inB)));
    }

    private static int touching(List<Span> ones, List<Span> others) {
        int touching = 0;
        Map<Integer, List<Span>> cover = covered(others);
        for (Span one : ones) {
            touching += overlap(List.of(one), cover.getOrDefault(one.label(), List.of())) > 0 ? 1 : 0;
        }
        return touching;
    }

    /** Spans of each label in order, overlapping ones merged. */
    private static Map<Integer, List<Span>> covered(List<Span> spans) {
        Map<Integer, List<Span>> merged = new HashMap<>();
        List<Span> sorted = new ArrayList<>(spans);
        sorted.sort((x, y) -> Integer.compare(x.begin(), y.begin()));
        for (Span span : sorted) {
            List<Span> list = merged.computeIfAbsent(span.label(), label -> new ArrayList<>());
            if (!list.isEmpty() && list.getLast().end() >= span.begin()) {
                Span last = list.removeLast();
                list.add(new Span(span.label(), last.begin(), Math.max(last.end(), span.end())));
            } else {
                list.add(span);
            }
        }
        return merged;
    }

    private static long overlap(List<Span> a, List<Span> b) {
        long shared = 0;
        int from = 0;
        for (Span span : a) {
            while (from < b.size() && b.get(from).end() <= span.begin()) {
                from++;
            }
            for (int h = from; h < b.size() && b.get(h).begin() < span.end(); h++) {
                shared += Math.min(span.end(), b.get(h).end())
                        - Math.max(span.begin(), b.get(h).begin());
            }
        }
        return shared;
    }

    private static long positions(Map<Integer, List<Span>> merged) {
        return merged.values().stream()
                .flatMap(List::stream)
                .mapToLong(span -> (long) span.end() - span.begin())
                .sum();
    }
}
