package dev.cupel.cli.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** JSON for programs: objects with keys in a fixed order. Figures keep all their digits; NaN and infinity are null. */
public final class Json {
    private Json() {}

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

    public static String text(Obj object) {
        StringBuilder text = new StringBuilder(1 << 12);
        write(text, object, 0);
        return text.toString();
    }

    private static void write(StringBuilder text, @Nullable Object value, int depth) {
        switch (value) {
            case null -> text.append("null");
            case Obj object -> writeObject(text, object, depth);
            case List<?> list -> writeList(text, list, depth);
            case String string -> writeString(text, string);
            case Double number -> text.append(Double.isFinite(number) ? shortest(number) : "null");
            case Optional<?> optional -> write(text, optional.orElse(null), depth);
            case OptionalDouble optional ->
                write(text, optional.isPresent() ? (Object) optional.getAsDouble() : null, depth);
            case Number number -> text.append(number);
            case Boolean bool -> text.append(bool);
            case Enum<?> constant -> writeString(text, constant.name());
            default -> throw new IllegalStateException("no JSON for " + value.getClass());
        }
    }

    private static String shortest(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }

    private static void writeObject(StringBuilder text, Obj object, int depth) {
        String separator = "{";
        for (Map.Entry<String, @Nullable Object> entry : object.values.entrySet()) {
            text.append(separator);
            indent(text, depth + 1);
            writeString(text, entry.getKey());
            text.append(": ");
            write(text, entry.getValue(), depth + 1);
            separator = ",";
        }
        if (object.values.isEmpty()) {
            text.append("{}");
        } else {
            indent(text, depth);
            text.append('}');
        }
    }

    private static void writeList(StringBuilder text, List<?> list, int depth) {
        boolean nested = list.stream().anyMatch(item -> item instanceof Obj || item instanceof List<?>);
        text.append('[');
        String separator = "";
        for (Object item : list) {
            text.append(separator);
            if (nested) {
                indent(text, depth + 1);
            }
            write(text, item, depth + 1);
            separator = nested ? "," : ", ";
        }
        if (nested) {
            indent(text, depth);
        }
        text.append(']');
    }

    private static void indent(StringBuilder text, int depth) {
        text.append('\n').append("  ".repeat(depth));
    }

    private static void writeString(StringBuilder text, String string) {
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
