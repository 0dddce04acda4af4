package dev.cupel.cli.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Facts as lines of a table; estimates are drawn as ranges on a page.
 *
 * @param heading of the column of titles
 * @param columns one or several with the same keys, side by side
 * @param bars whether a terminal shows bars instead of the notes
 */
public record Measures(String heading, List<Column> columns, boolean bars) implements SectionPart {
    record Column(String title, Facts facts) {}

    public Measures {
        columns = List.copyOf(columns);
    }

    public static Measures of(String heading, Facts facts) {
        return new Measures(heading, List.of(new Column("value", facts)), false);
    }

    public static Measures of(String heading, String title, Facts facts) {
        return new Measures(heading, List.of(new Column(title, facts)), false);
    }

    /** With the same figures of something else beside them. */
    public Measures beside(String title, Facts facts) {
        List<Column> more = new ArrayList<>(columns);
        more.add(new Column(title, facts));
        return new Measures(heading, more, bars);
    }

    public Measures withBars() {
        return new Measures(heading, columns, true);
    }

    /** The facts that have a title. */
    List<Facts.Fact> shown() {
        return columns.getFirst().facts().all().stream()
                .filter(fact -> !fact.title().isEmpty())
                .toList();
    }
}
