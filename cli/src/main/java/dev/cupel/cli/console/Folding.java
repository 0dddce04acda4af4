package dev.cupel.cli.console;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Lines for people: what is longer than the terminal is wide goes on below, as far in as it began. */
final class Folding extends PrintStream {
    private final int columns;

    Folding(PrintStream to, int columns) {
        super(to, true, StandardCharsets.UTF_8);
        this.columns = columns;
    }

    @Override
    public void println(String line) {
        if (TextTable.width(line) <= columns) {
            super.println(line);
            return;
        }
        int indent = 0;
        while (indent < line.length() && (line.charAt(indent) == ' ' || line.charAt(indent) == '•')) {
            indent++;
        }
        String further = " ".repeat(Math.min(indent, columns / 3));
        StringBuilder row = new StringBuilder(line.substring(0, indent));
        int width = indent;
        boolean empty = true;
        for (String word : line.substring(indent).split(" ")) {
            String rest = word;
            if (!empty && width + 1 + TextTable.width(rest) > columns) {
                super.println(row.toString());
                row = new StringBuilder(further);
                width = further.length();
                empty = true;
            }
            while (width + TextTable.width(rest) > columns) {
                // One word alone is too long: cut where the terminal would.
                int end = TextTable.fitting(rest, columns - width - (empty ? 0 : 1));
                super.println(row + (empty ? "" : " ") + rest.substring(0, end));
                rest = rest.substring(end);
                row = new StringBuilder(further);
                width = further.length();
                empty = true;
            }
            row.append(empty ? "" : " ").append(rest);
            width += (empty ? 0 : 1) + TextTable.width(rest);
            empty = false;
        }
        super.println(row.toString());
    }

    @Override
    public void println(Object line) {
        println(String.valueOf(line));
    }
}
