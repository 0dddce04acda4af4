import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Just enough JSON for the benchmarks: a reader into maps, lists, strings and numbers, and quoting. */
final class Json {
    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(String text) {
        return (Map<String, Object>) new Json(text).value();
    }

    static String string(Map<String, Object> object, String name) {
        Object value = object.get(name);
        return value == null ? null : value.toString();
    }

    static long number(Map<String, Object> object, String name) {
        return object.get(name) instanceof Number number ? number.longValue() : 0;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> child(Map<String, Object> object, String name) {
        return (Map<String, Object>) object.get(name);
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> children(Map<String, Object> object, String name) {
        return object.get(name) == null ? List.of() : (List<Map<String, Object>>) object.get(name);
    }

    static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 8).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    /** The string after {@code "name":"}, from a position on, or null: for hot loops. */
    static String quick(String text, String name, int from) {
        String key = "\"" + name + "\":\"";
        int start = text.indexOf(key, from);
        if (start < 0) {
            return null;
        }
        start += key.length();
        return text.substring(start, text.indexOf('"', start));
    }

    /** The whole number after {@code "name":}, from a position on, or -1. */
    static long quickNumber(String text, String name, int from) {
        String key = "\"" + name + "\":";
        int start = text.indexOf(key, from);
        if (start < 0) {
            return -1;
        }
        start += key.length();
        long value = 0;
        int digits = 0;
        while (start < text.length() && Character.isDigit(text.charAt(start))) {
            value = value * 10 + text.charAt(start++) - '0';
            digits++;
        }
        return digits == 0 ? -1 : value;
    }

    private Object value() {
        space();
        char c = text.charAt(at);
        switch (c) {
            case '{' -> {
                Map<String, Object> object = new LinkedHashMap<>();
                at++;
                for (space(); text.charAt(at) != '}'; space()) {
                    if (text.charAt(at) == ',') {
                        at++;
                        space();
                    }
                    String name = string();
                    space();
                    at++; // the colon
                    object.put(name, value());
                }
                at++;
                return object;
            }
            case '[' -> {
                List<Object> array = new ArrayList<>();
                at++;
                for (space(); text.charAt(at) != ']'; space()) {
                    if (text.charAt(at) == ',') {
                        at++;
                    }
                    array.add(value());
                }
                at++;
                return array;
            }
            case '"' -> {
                return string();
            }
            default -> {
                int start = at;
                while (at < text.length() && ",]} \n\r\t".indexOf(text.charAt(at)) < 0) {
                    at++;
                }
                String word = text.substring(start, at);
                return switch (word) {
                    case "true" -> true;
                    case "false" -> false;
                    case "null" -> null;
                    default -> word.matches("-?\\d+") ? (Object) Long.valueOf(word) : (Object) Double.valueOf(word);
                };
            }
        }
    }

    private String string() {
        StringBuilder read = new StringBuilder();
        for (at++; text.charAt(at) != '"'; at++) {
            char c = text.charAt(at);
            if (c != '\\') {
                read.append(c);
                continue;
            }
            char escaped = text.charAt(++at);
            switch (escaped) {
                case 'n' -> read.append('\n');
                case 't' -> read.append('\t');
                case 'r' -> read.append('\r');
                case 'b' -> read.append('\b');
                case 'f' -> read.append('\f');
                case 'u' -> {
                    read.append((char) Integer.parseInt(text.substring(at + 1, at + 5), 16));
                    at += 4;
                }
                default -> read.append(escaped);
            }
        }
        at++;
        return read.toString();
    }

    private void space() {
        while (at < text.length() && text.charAt(at) <= ' ') {
            at++;
        }
    }
}
