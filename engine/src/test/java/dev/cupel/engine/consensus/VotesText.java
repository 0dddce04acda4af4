package dev.cupel.engine.consensus;

import dev.cupel.engine.votes.Votes;
import java.util.ArrayList;
import java.util.List;

/** Votes written as a table: a header of workers, a row per task, {@code -} for no vote. */
final class VotesText {
    static final int CAT = 0;
    static final int DOG = 1;

    private VotesText() {}

    static Votes parse(String table) {
        List<String[]> rows =
                table.lines().map(line -> line.strip().split("\\s+")).toList();
        List<int[]> votes = new ArrayList<>();
        for (int t = 1; t < rows.size(); t++) {
            for (int j = 1; j < rows.get(t).length; j++) {
                String said = rows.get(t)[j];
                if (!said.equals("-")) {
                    votes.add(new int[] {t - 1, j - 1, said.equals("cat") ? CAT : DOG});
                }
            }
        }
        return Votes.of(
                rows.size() - 1,
                rows.getFirst().length - 1,
                2,
                votes.stream().mapToInt(v -> v[0]).toArray(),
                votes.stream().mapToInt(v -> v[1]).toArray(),
                votes.stream().mapToInt(v -> v[2]).toArray());
    }
}
