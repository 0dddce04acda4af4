package dev.cupel.cli.consensus;

import dev.cupel.cli.console.Console;
import dev.cupel.cli.console.Files;
import dev.cupel.engine.Finding;
import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.consensus.Gold;
import dev.cupel.formats.columns.CellRules;
import dev.cupel.formats.labels.LabelTable;
import dev.cupel.formats.labels.TruthTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Known answers that are used while estimating.
 *
 * @param gold by task number
 * @param elsewhere gold of tasks that are not among the votes; it is of no use
 */
record KnownGold(Gold gold, int elsewhere) {
    static final KnownGold NONE = new KnownGold(Gold.none(), 0);
    private static final int MOST_PROBLEMS = 20;

    /**
     * @param declared whether {@code --classes} says which classes there are
     * @throws InputException if a known label is no class of the votes, or no task is among the votes
     */
    static KnownGold read(String file, Console console, LabelTable votes, boolean declared, CellRules cells)
            throws IOException {
        TruthTable table = TruthTable.read(Files.source(file, console), cells);
        int[] classes = table.classes(votes);
        Map<Integer, Integer> known = new HashMap<>();
        List<Finding> problems = new ArrayList<>();
        int found = 0;
        for (int task = 0; task < classes.length; task++) {
            if (classes[task] == TruthTable.UNKNOWN) {
                continue;
            }
            found++;
            if (classes[task] >= 0) {
                known.put(task, classes[task]);
            } else if (problems.size() < MOST_PROBLEMS) {
                problems.add(Finding.of(
                        Code.UNKNOWN_VALUE,
                        table.where(votes.tasks(), task),
                        "task \"" + votes.tasks().get(task) + "\" has the label \""
                                + table.labels().get(table.find(votes.tasks(), task)) + "\", which "
                                + (declared ? "--classes does not name" : "nobody gave"),
                        declared
                                ? "write it as --classes does, or add it there"
                                : "write it as the votes do, or name all classes with --classes"));
            }
        }
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
        if (found == 0) {
            throw new InputException(
                    Code.EMPTY,
                    file,
                    "none of its tasks is among the votes",
                    "check that both files use the same task ids");
        }
        return new KnownGold(Gold.of(known), table.size() - found);
    }
}
