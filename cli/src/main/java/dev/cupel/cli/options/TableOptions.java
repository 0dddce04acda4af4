package dev.cupel.cli.options;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.formats.columns.CellRules;
import dev.cupel.formats.labels.TableShape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the table is laid out: names of its columns, codes for missing answers, decimals. The same for all commands. */
public abstract sealed class TableOptions {
    @Option(names = "--worker", paramLabel = "COLUMN", description = "name of the column that says who answered")
    private @Nullable String worker;

    @Option(
            names = "--missing",
            paramLabel = "CODE",
            split = ",",
            description = "what stands for \"no answer\" besides an empty cell, such as None,NA; may be repeated")
    private List<String> missing = List.of();

    /** Votes, numbers and structured answers. */
    public static final class OfAnswers extends TableOptions {
        @Option(names = "--task", paramLabel = "COLUMN", description = "name of the column that says what was judged")
        private @Nullable String task;

        @Option(names = "--label", paramLabel = "COLUMN", description = "name of the column that holds the answers")
        private @Nullable String label;

        @Option(
                names = "--wide",
                description =
                        "the table has a row per task and a column per rater; the task stands in the first column")
        private boolean wide;

        @Option(
                names = "--decimal",
                paramLabel = "point|comma",
                description = "how decimals are written: 1250.5 (point, by default) or 1.250,5 (comma)")
        private String decimal = "point";

        @Override
        public TableShape shape() {
            Map<String, String> columns = new LinkedHashMap<>();
            put(columns, "task", task);
            put(columns, "label", label);
            if (!decimal.equals("point") && !decimal.equals("comma")) {
                throw new InputException(
                        Code.UNKNOWN_NAME, "--decimal", "\"" + decimal + "\" is not a choice", "write point or comma");
            }
            if (wide && (label != null || columns(columns).containsKey("worker"))) {
                throw new InputException(
                        Code.UNKNOWN_NAME,
                        "--wide",
                        "a table with a column per rater has no column of workers or labels",
                        "leave out --worker and --label");
            }
            return shape(columns, wide, decimal.equals("comma"));
        }
    }

    /** Comparisons of two items. */
    public static final class OfComparisons extends TableOptions {
        @Option(names = "--left", paramLabel = "COLUMN", description = "name of the column with the left item")
        private @Nullable String left;

        @Option(names = "--right", paramLabel = "COLUMN", description = "name of the column with the right item")
        private @Nullable String right;

        @Option(names = "--winner", paramLabel = "COLUMN", description = "name of the column that says who won")
        private @Nullable String winner;

        @Override
        public TableShape shape() {
            Map<String, String> columns = new LinkedHashMap<>();
            put(columns, "left", left);
            put(columns, "right", right);
            put(columns, "winner", winner);
            return shape(columns, false, false);
        }
    }

    /** @throws InputException if options contradict each other */
    public abstract TableShape shape();

    final TableShape shape(Map<String, String> columns, boolean wide, boolean decimalComma) {
        return new TableShape(columns(columns), wide, new CellRules(missing, decimalComma));
    }

    final Map<String, String> columns(Map<String, String> others) {
        put(others, "worker", worker);
        return others;
    }

    static void put(Map<String, String> columns, String usual, @Nullable String said) {
        if (said != null) {
            columns.put(usual, said);
        }
    }
}
