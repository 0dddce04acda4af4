package dev.cupel.formats.nativeform;

import dev.cupel.engine.Finding.Code;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The small parts of JSON values: read, with what is wrong with them; written, and quoted, as people write them. */
public final class JsonValues {
    private final Findings findings;

    JsonValues(Findings findings) {
        this.findings = findings;
    }

    /** What is absent is the empty text; a bare number is taken as it is written. */
    String text(JsonNode region, String where, String key, boolean[] fine) {
        JsonNode node = region.get(key);
        if (isAbsent(node)) {
            return "";
        }
        String text = node.isString() ? node.stringValue() : node.toString();
        boolean whole = text.equals(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        if (node.isContainer() || !whole) {
            findings.add(Code.MALFORMED, where + "." + key, "is " + shown(node), "give one " + key + " as a text");
            fine[0] = false;
        }
        return text;
    }

    OptionalInt index(JsonNode region, String where, String key, boolean[] fine) {
        if (isAbsent(region.get(key))) {
            return OptionalInt.empty();
        }
        OptionalInt index = whole(region, where, key);
        if (index.isPresent() && index.getAsInt() < 0) {
            findings.add(Code.BAD_NUMBER, where + "." + key, "is " + index.getAsInt(), "count from 0");
            fine[0] = false;
        }
        fine[0] &= index.isPresent();
        return index;
    }

    OptionalInt whole(JsonNode region, String where, String key) {
        JsonNode number = region.get(key);
        if (number == null || !isInt(number)) {
            findings.add(
                    number == null ? Code.MISSING : Code.BAD_NUMBER,
                    where + "." + key,
                    number == null ? "is missing" : "is " + shown(number),
                    "give a whole number");
            return OptionalInt.empty();
        }
        return OptionalInt.of(number.intValue());
    }

    OptionalDouble number(JsonNode region, String where, String key) {
        JsonNode number = region.get(key);
        if (number == null || !number.isNumber() || !Double.isFinite(number.doubleValue())) {
            findings.add(
                    number == null ? Code.MISSING : Code.BAD_NUMBER,
                    where + "." + key,
                    number == null ? "is missing" : "is " + shown(number),
                    "give a finite number" + (number != null && number.isString() ? " without quotes" : ""));
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(number.doubleValue());
    }

    Optional<Boolean> flag(JsonNode json, String where, String key, boolean[] fine) {
        JsonNode node = json.get(key);
        if (isAbsent(node)) {
            return Optional.empty();
        }
        if (!node.isBoolean()) {
            findings.add(Code.MALFORMED, where + "." + key, "is " + shown(node), "write true or false");
            fine[0] = false;
            return Optional.empty();
        }
        return Optional.of(node.booleanValue());
    }

    /** @return the value that is called like this in JSON; null if there is none */
    static <E extends Enum<E>> @Nullable E named(E[] values, @Nullable JsonNode node) {
        for (E value : values) {
            if (node != null && node.isString() && name(value).equals(node.stringValue())) {
                return value;
            }
        }
        return null;
    }

    static boolean isInt(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToInt();
    }

    static boolean isAbsent(@Nullable JsonNode node) {
        return node == null || node.isNull();
    }

    /** A value as messages quote it: at most 60 characters. */
    public static String shown(@Nullable JsonNode node) {
        String text = node == null ? "nothing" : node.toString();
        return text.length() <= 60 ? text : text.substring(0, 59) + "…";
    }

    static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** A whole number without a fraction, as people write it. */
    public static JsonNode number(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? JsonNodeFactory.instance.numberNode((long) number)
                : JsonNodeFactory.instance.numberNode(number);
    }
}
