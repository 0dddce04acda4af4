package dev.cupel.cli.console;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** JSON for programs: objects with keys in a fixed order. Figures keep all their digits; NaN and infinity are null. */
public final class Json {
    private static final int PIECE = 1 << 14;

    private final StringBuilder text;
    private final PrintStream out;

    private Json(StringBuilder text, PrintStream out) {
        this.text = text;
        this.out = out;
    }

    /** An object that is filled key by key. */
    public static final class Obj {
        private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

        public Obj put(String key, @Nullable Object value) {
            values.put(key, value);
            return this;
        }
    }

    public static Obj object() {
        return new Obj();
    }

    /** Prints the object and ends the line, piece by piece: it may be as long as there are workers. */
    public static void print(PrintStream out, Obj object) {
        StringBuilder text = new StringBuilder(2 * PIECE);
        new Json(text, out).write(object, 0);
        out.append(text).println();
    }

    private void write(@Nullable Object value, int depth) {
        switch (value) {
            case null -> text.append("null");
            case Obj object -> writeObject(object, depth);
            case List<?> list -> writeList(list, depth);
            case String string -> writeString(string);
            case Double number -> text.append(Double.isFinite(number) ? shortest(number) : "null");
            case Optional<?> optional -> write(optional.orElse(null), depth);
            case OptionalDouble optional -> write(optional.isPresent() ? (Object) optional.getAsDouble() : null, depth);
            case Number number -> text.append(number);
            case Boolean bool -> text.append(bool);
            case Enum<?> constant -> writeString(constant.name());
            default -> throw new IllegalStateException("no JSON for " + value.getClass());
        }
    }

    private static String shortest(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }

    private void writeObject(Obj object, int depth) {
        String separator = "{";
        for (Map.Entry<String, @Nullable Object> entry : object.values.entrySet()) {
            text.append(separator);
            indent(depth + 1);
            writeString(entry.getKey());
            text.append(": ");
            write(entry.getValue(), depth + 1);
            separator = ",";
        }
        if (object.values.isEmpty()) {
            text.append("{}");
        } else {
            indent(depth);
            text.append('}');
        }
    }

    private void writeList(List<?> list, int depth) {
        boolean nested = list.stream().anyMatch(item -> item instanceof Obj || item instanceof List<?>);
        text.append('[');
        String separator = "";
        for (Object item : list) {
            if (text.length() > PIECE) {
                out.append(text);
                text.setLength(0);
            }
            text.append(separator);
            if (nested) {
                indent(depth + 1);
            }
            write(item, depth + 1);
            separator = nested ? "," : ", ";
        }
        if (nested) {
            indent(depth);
        }
        text.append(']');
    }

    private void indent(int depth) {
        text.append('\n').append("  ".repeat(depth));
    }

    private void writeString(String string) {
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
