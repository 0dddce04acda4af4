package dev.cupel.formats.columns;

import java.util.List;

/**
 * One column that a table must have.
 *
 * @param name its name in the header, or its key in JSON
 * @param aliases other names it may have, tried in order when {@code name} is not there
 * @param kind what its cells hold
 * @param empty what an empty cell means
 * @param order how the distinct names are numbered; of no meaning for numbers
 */
public record Column(String name, List<String> aliases, Kind kind, Empty empty, Order order) {
    /** What cells hold. */
    public enum Kind {
        NAME,
        NUMBER
    }

    /** What an empty cell means. */
    public enum Empty {
        /** A problem of the file. */
        REFUSED,
        /** Nobody answered: the row is left out and counted. */
        ROW_LEFT_OUT
    }

    /** How distinct names are numbered. */
    public enum Order {
        APPEARANCE,
        /** By value if all are numbers, otherwise by code point. */
        VALUE,
        /** Runs of digits by value, the rest by code point: w2 before w10. */
        NATURAL
    }

    public static Column name(String name, String... aliases) {
        return new Column(name, List.of(aliases), Kind.NAME, Empty.REFUSED, Order.APPEARANCE);
    }

    public static Column number(String name, String... aliases) {
        return new Column(name, List.of(aliases), Kind.NUMBER, Empty.REFUSED, Order.APPEARANCE);
    }

    /** The same column under another name; the usual ones no longer hold. */
    public Column called(String other) {
        return new Column(other, List.of(), kind, empty, order);
    }

    public Column ordered(Order by) {
        return new Column(name, aliases, kind, empty, by);
    }

    public Column emptyLeavesRowOut() {
        return new Column(name, aliases, kind, Empty.ROW_LEFT_OUT, order);
    }
}
