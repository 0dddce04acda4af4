package dev.cupel.formats.labels;

import dev.cupel.formats.columns.Names;
import dev.cupel.formats.text.NumberForm;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Names that are perhaps not what somebody meant: gaps spelled as words, two spellings of one thing, ids that a spreadsheet
 * rounded. Sentences for people, the same from every command; nothing is changed.
 */
public final class LookTwice {
    private static final Set<String> GAPS = Set.of(
            "none",
            "nan",
            "na",
            "n/a",
            "#n/a",
            "<na>",
            "null",
            "nil",
            "\\n",
            "-",
            "--",
            ".",
            "?",
            "nat",
            "undefined",
            "missing",
            "#null!",
            "#value!",
            "#ref!",
            "#div/0!",
            "#name?",
            "#num!",
            "(null)",
            "[null]",
            "<null>");
    private static final Set<Double> GAP_NUMBERS = Set.of(
            -9.0,
            -99.0,
            -999.0,
            -9999.0,
            -99999.0,
            99.0,
            999.0,
            9999.0,
            99999.0,
            32741.0,
            2147483621.0,
            2147483647.0,
            -2147483648.0,
            1.7014118346046923e38);
    private static final Pattern EXPONENT = Pattern.compile("[+-]?\\d(\\.\\d+)?[eE]\\+?\\d{1,3}");
    private static final Pattern WORD_OF_SHELL = Pattern.compile("[A-Za-z0-9_/.+-]+");
    private static final int SHOWN = 3;
    private static final int LONGEST_SHOWN = 40;
    /** So many names that are not plainly themselves are compared; ids of millions of tasks would take too long. */
    private static final int MOST_COMPARED = 50_000;

    private LookTwice() {}

    /** Of the labels of a table, or of verified ones. */
    public static List<String> labels(Names names) {
        List<String> warnings = new ArrayList<>();
        List<String> gaps = new ArrayList<>();
        for (int i = 0; i < names.size() && gaps.size() < 20; i++) {
            if (names.byteLength(i) <= 12 && looksMissing(names.get(i))) {
                gaps.add(names.get(i));
            }
        }
        gaps.addAll(gapNumbers(names));
        if (!gaps.isEmpty()) {
            warnings.add(list(gaps)
                    + (gaps.size() == 1
                            ? " looks like a missing answer and was taken as a label. If it means"
                            : " look like missing answers and were taken as labels. If they mean")
                    + " \"no answer\", add --missing "
                    + gaps.stream().map(LookTwice::shellWord).collect(Collectors.joining(","))
                    + ".");
        }
        twins("labels", names, warnings);
        return warnings;
    }

    /** Of the names of tasks, workers or items; {@code things} names them in the plural. */
    public static List<String> ids(String things, Names names) {
        List<String> warnings = new ArrayList<>();
        twins(things, names, warnings);
        int rounded = 0;
        String example = "";
        for (int i = 0; i < names.size(); i++) {
            if (names.byteLength(i) <= 24 && names.byteLength(i) >= 4) {
                String name = names.get(i);
                if (isRounded(name)) {
                    example = rounded++ == 0 ? name : example;
                }
            }
            if (rounded == 0 && i > MOST_COMPARED) {
                break;
            }
        }
        if (rounded > 0) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "%,d of the %s %s in exponent form, such as %s: a spreadsheet rounded them, and different ones may"
                            + " have become the same. Export the ids as text.",
                    rounded,
                    things,
                    rounded == 1 ? "is a number" : "are numbers",
                    example));
        }
        return warnings;
    }

    /** Whether a spreadsheet has written an id in exponent form, and so rounded it. */
    public static boolean isRounded(String id) {
        return (id.indexOf('E') > 0 || id.indexOf('e') > 0)
                && EXPONENT.matcher(id).matches();
    }

    /** Whether programs write this for a gap. */
    public static boolean looksMissing(String text) {
        return GAPS.contains(text.strip().toLowerCase(Locale.ROOT));
    }

    /** Of numbers, those that people use for gaps and that lie far from all others. */
    private static List<String> gapNumbers(Names names) {
        List<String> found = new ArrayList<>();
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        int others = 0;
        for (int i = 0; i < names.size(); i++) {
            OptionalDouble number = NumberForm.value(names.byteLength(i) > 40 ? "" : names.get(i));
            if (number.isEmpty()) {
                continue;
            }
            if (GAP_NUMBERS.contains(number.getAsDouble())) {
                found.add(names.get(i));
            } else {
                others++;
                least = Math.min(least, number.getAsDouble());
                most = Math.max(most, number.getAsDouble());
            }
        }
        if (others == 0) {
            return List.of();
        }
        double from = least;
        double to = most;
        found.removeIf(text -> !isFar(Double.parseDouble(text), from, to));
        return found;
    }

    static boolean isFar(double number, double least, double most) {
        return number < 0 ? least >= 0 : number > 10 * Math.max(Math.abs(most), Math.abs(least));
    }

    /** The numbers among answers that look like codes for gaps. */
    public static List<String> numbers(double[] values) {
        Map<Double, Integer> found = new LinkedHashMap<>();
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            if (value < -8 || value > 98) {
                if (GAP_NUMBERS.contains(value)) {
                    found.merge(value, 1, Integer::sum);
                    continue;
                }
            }
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        double from = least;
        double to = most;
        found.keySet().removeIf(value -> from > to || !isFar(value, from, to));
        List<String> warnings = new ArrayList<>();
        found.forEach((value, count) -> {
            String text = NumberForm.canonical(String.valueOf(value.doubleValue()));
            warnings.add(String.format(
                    Locale.ROOT,
                    "%s stands in %,d %s, far from all others. If it means \"no answer\", add --missing=%s.",
                    text,
                    count,
                    count == 1 ? "answer" : "answers",
                    text));
        });
        return warnings;
    }

    // ---------------------------------------------------------------- two spellings of one thing

    private static void twins(String things, Names names, List<String> warnings) {
        Map<String, List<Integer>> odd = new HashMap<>();
        int compared = 0;
        byte[] bytes = new byte[256];
        for (int i = 0; i < names.size() && compared < MOST_COMPARED; i++) {
            int length = names.byteLength(i);
            if (length > bytes.length) {
                continue;
            }
            names.copy(i, bytes, 0);
            if (isPlain(bytes, length)) {
                continue;
            }
            compared++;
            odd.computeIfAbsent(key(names.get(i)), k -> new ArrayList<>(1)).add(i);
        }
        List<List<String>> groups = new ArrayList<>();
        odd.forEach((key, members) -> {
            int plain = key.isEmpty() ? -1 : names.find(key);
            if (plain >= 0 && !members.contains(plain)) {
                members.add(plain);
            }
            if (members.size() > 1) {
                groups.add(members.stream().sorted().map(names::get).toList());
            }
        });
        groups.sort((a, b) -> a.getFirst().compareTo(b.getFirst()));
        for (List<String> group : groups.subList(0, Math.min(SHOWN, groups.size()))) {
            warnings.add("The " + things + " " + list(group) + " differ only in " + difference(group)
                    + "; they count as different. If they are the same, make them so in the file.");
        }
        if (groups.size() > SHOWN) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "There are %,d more groups of %s that differ only so.",
                    groups.size() - SHOWN,
                    things));
        }
    }

    /** Whether a name is what {@link #key} would make of it, as can be seen from its bytes: that of nearly all ids. */
    private static boolean isPlain(byte[] bytes, int length) {
        boolean digits = true;
        for (int i = 0; i < length; i++) {
            byte b = bytes[i];
            if (b <= ' ' || b == 0x7f || (b >= 'A' && b <= 'Z')) {
                return false;
            }
            digits &= b >= '0' && b <= '9';
        }
        byte first = bytes[0];
        boolean likeANumber = (first >= '0' && first <= '9') || first == '+' || first == '-' || first == '.';
        return !likeANumber || (digits && (first != '0' || length == 1));
    }

    /** The same for all spellings of one thing. */
    private static String key(String name) {
        String text = Normalizer.normalize(name, Normalizer.Form.NFKC);
        StringBuilder visible = new StringBuilder(text.length());
        text.codePoints().filter(c -> Character.getType(c) != Character.FORMAT).forEach(visible::appendCodePoint);
        String key = visible.toString().strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
        String number = key.replaceFirst("^([+-]?)0+(?=\\d)", "$1");
        return NumberForm.canonical(number);
    }

    private static String difference(List<String> group) {
        if (group.stream().map(String::strip).distinct().count() == 1) {
            return "blanks at their ends";
        }
        if (group.stream().map(s -> s.toLowerCase(Locale.ROOT)).distinct().count() == 1) {
            return "capital letters";
        }
        if (group.stream()
                        .map(s -> Normalizer.normalize(s, Normalizer.Form.NFKC))
                        .distinct()
                        .count()
                == 1) {
            return "how Unicode spells their characters";
        }
        if (group.stream().allMatch(s -> NumberForm.value(s.strip()).isPresent())) {
            return "how their number is written";
        }
        return "blanks, capital letters or the spelling of characters";
    }

    private static String list(List<String> names) {
        List<String> shown = names.stream().limit(6).map(LookTwice::shown).toList();
        String rest = names.size() > 6 ? " and " + (names.size() - 6) + " more" : "";
        return rest.isEmpty() && shown.size() > 1
                ? String.join(", ", shown.subList(0, shown.size() - 1)) + " and " + shown.getLast()
                : String.join(", ", shown) + rest;
    }

    private static String shown(String name) {
        return '"' + (name.length() > LONGEST_SHOWN ? name.substring(0, LONGEST_SHOWN - 1) + "…" : name) + '"';
    }

    private static String shellWord(String text) {
        return WORD_OF_SHELL.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
