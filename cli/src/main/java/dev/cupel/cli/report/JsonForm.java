package dev.cupel.cli.report;

import dev.cupel.engine.agreement.Coefficient;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A report as one JSON object; its keys are a promise, see {@code docs/features/command-line.md}. Figures keep all their
 * digits; what is not known, and NaN and infinity, are null.
 */
public final class JsonForm {
    private static final int PIECE = 1 << 14;

    private final PrintStream out;
    private final StringBuilder text = new StringBuilder(2 * PIECE);
    private int depth;
    private boolean first;

    private JsonForm(PrintStream out) {
        this.out = out;
    }

    /** Prints piece by piece, for there may be as many rows as there are workers, and ends the line. */
    public static void print(Report report, PrintStream out) {
        JsonForm form = new JsonForm(out);
        form.begin('{');
        form.value("command", Cell.text(report.key()));
        form.value("file", Cell.text(report.file()));
        report.entries().forEach(form::value);
        form.end('}');
        out.append(form.text).println();
    }

    private void value(String key, Entry entry) {
        key(key);
        write(entry);
    }

    private void write(Entry entry) {
        switch (entry) {
            case Cell cell -> write(cell);
            case Facts facts -> {
                begin('{');
                facts.all().forEach(fact -> value(fact.key(), fact.value()));
                end('}');
            }
            case ReportTable<?> table -> write(table);
            case Sentences sentences -> strings(sentences.all());
        }
    }

    private <R> void write(ReportTable<R> table) {
        List<ReportTable.Column<R>> columns = table.columns().stream()
                .filter(column -> !column.key().isEmpty())
                .toList();
        begin('[');
        for (R row : table.rows()) {
            if (text.length() > PIECE) {
                out.append(text);
                text.setLength(0);
            }
            next();
            begin('{');
            columns.forEach(column -> value(column.key(), column.cell().apply(row)));
            end('}');
        }
        end(']');
    }

    private void write(Cell cell) {
        switch (cell) {
            case Cell.Text(String words) -> string(words);
            case Cell.Whole(long number) -> text.append(number);
            case Cell.Decimal decimal -> number(decimal.value());
            case Cell.Between between -> {
                if (between.known()) {
                    ends(between.low(), between.high());
                } else {
                    text.append("null");
                }
            }
            case Cell.Estimated(Coefficient value, Format format) -> write(value);
            case Cell.Flag(boolean holds) -> text.append(holds);
            case Cell.Names(List<String> names) -> strings(names);
            case Cell.Counts(Map<String, Integer> byName) -> {
                begin('{');
                byName.forEach((name, count) -> value(name, Cell.whole(count)));
                end('}');
            }
            case Cell.Shares(Map<String, Map<String, Double>> byRow) -> {
                begin('{');
                byRow.forEach((row, shares) -> {
                    key(row);
                    begin('{');
                    shares.forEach((column, share) -> value(column, Cell.share(share)));
                    end('}');
                });
                end('}');
            }
            case Cell.Nothing nothing -> text.append("null");
        }
    }

    private void write(Coefficient coefficient) {
        begin('{');
        switch (coefficient) {
            case Coefficient.Estimate known -> {
                value("value", Cell.share(known.value()));
                value("interval", Cell.between(known.interval(), Format.THREE_DECIMALS, ""));
                value("no_interval", known.noInterval().<Entry>map(Cell::text).orElseGet(Cell::nothing));
                value("tasks", Cell.whole(known.items()));
                value("votes", Cell.whole(known.votes()));
            }
            case Coefficient.Undefined(String reason) -> {
                value("value", Cell.nothing());
                value("undefined", Cell.text(reason));
            }
        }
        end('}');
    }

    private void ends(double low, double high) {
        text.append('[');
        number(OptionalDouble.of(low));
        text.append(", ");
        number(OptionalDouble.of(high));
        text.append(']');
    }

    private void number(OptionalDouble number) {
        double value = number.orElse(Double.NaN);
        text.append(
                !Double.isFinite(value)
                        ? "null"
                        : value == Math.rint(value) && Math.abs(value) < 1e15
                                ? Long.toString((long) value)
                                : Double.toString(value));
    }

    private void strings(List<String> strings) {
        text.append('[');
        String separator = "";
        for (String one : strings) {
            text.append(separator);
            string(one);
            separator = ", ";
        }
        text.append(']');
    }

    private void begin(char bracket) {
        text.append(bracket);
        depth++;
        first = true;
    }

    private void end(char bracket) {
        depth--;
        if (!first) {
            text.append('\n').append("  ".repeat(depth));
        }
        text.append(bracket);
        first = false;
    }

    private void next() {
        text.append(first ? "\n" : ",\n").append("  ".repeat(depth));
        first = false;
    }

    private void key(String key) {
        next();
        string(key);
        text.append(": ");
    }

    private void string(String string) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029) {
                        text.append(String.format("\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }
}
