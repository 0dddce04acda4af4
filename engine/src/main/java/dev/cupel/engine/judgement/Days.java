package dev.cupel.engine.judgement;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/** What the votes say day by day (UTC), for the last days on which something came. */
final class Days {
    private static final int MOST = 90;

    private Days() {}

    /** Percent agreement of items by the day of their newest answer. */
    static List<QualityReport.DayAgreement> agreement(QuestionVotes votes) {
        int n = votes.taskCount();
        int[] newest = new int[n];
        int[] begin = new int[n + 1];
        Arrays.fill(newest, Integer.MIN_VALUE);
        for (int r = 0; r < votes.size(); r++) {
            newest[votes.task(r)] = Math.max(newest[votes.task(r)], votes.day(r));
            begin[votes.task(r) + 1] = r + 1;
        }
        TreeMap<Integer, double[]> days = new TreeMap<>();
        for (int t = 0; t < n; t++) {
            int m = begin[t + 1] - begin[t];
            if (votes.isGold(t) || m < 2) {
                continue;
            }
            double equal = 0;
            for (int v = begin[t]; v < begin[t + 1]; v++) {
                for (int w = begin[t]; w < v; w++) {
                    equal += votes.likeness(votes.label(v), votes.label(w));
                }
            }
            double[] sums = days.computeIfAbsent(newest[t], d -> new double[2]);
            sums[0] += 2 * equal / ((double) m * (m - 1));
            sums[1]++;
        }
        return days.descendingMap().entrySet().stream()
                .limit(MOST)
                .map(day -> new QualityReport.DayAgreement(
                        LocalDate.ofEpochDay(day.getKey()).toString(),
                        Estimate.share(day.getValue()[0], (long) day.getValue()[1], "No item has two answers.")))
                .toList()
                .reversed();
    }

    /** Current answers by day, gold included. */
    static List<QualityReport.DayAnswers> answers(QuestionVotes votes) {
        TreeMap<Integer, Long> days = new TreeMap<>();
        for (int r = 0; r < votes.size(); r++) {
            days.merge(votes.day(r), 1L, Long::sum);
        }
        return days.descendingMap().entrySet().stream()
                .limit(MOST)
                .map(day -> new QualityReport.DayAnswers(
                        LocalDate.ofEpochDay(day.getKey()).toString(), day.getValue()))
                .toList()
                .reversed();
    }
}
