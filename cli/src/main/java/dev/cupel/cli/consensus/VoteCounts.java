package dev.cupel.cli.consensus;

import dev.cupel.engine.votes.Votes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The votes of a task in words: "3 x cat, 2 x dog". */
final class VoteCounts {
    private VoteCounts() {}

    static String of(ConsensusReport report, int task) {
        Votes votes = report.table().votes();
        Map<Integer, Integer> counts = new TreeMap<>();
        for (int i = votes.begin(task); i < votes.end(task); i++) {
            counts.merge(votes.label(i), 1, Integer::sum);
        }
        List<String> parts = new ArrayList<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue(Comparator.reverseOrder()))
                .forEach(e -> parts.add(
                        e.getValue() + " × " + report.table().classes().get(e.getKey())));
        return String.join(", ", parts);
    }
}
