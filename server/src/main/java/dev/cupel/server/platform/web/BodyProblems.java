package dev.cupel.server.platform.web;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;

/** Says what is wrong with a body in words of JSON, never in those of the library that read it. */
final class BodyProblems {
    private static final JsonMapper JSON = new JsonMapper();

    private BodyProblems() {}

    static Problem of(JacksonException e) {
        String where = where(e);
        return switch (e) {
            case UnrecognizedPropertyException unknown -> invalid(where, "there is no such field here", known(unknown));
            case InputCoercionException number -> invalid(where, "the number is out of range", "send a smaller number");
            case MismatchedInputException missing
            when isNull(missing) -> invalid(where, "it is missing", "send " + wanted(missing.getTargetType()));
            case MismatchedInputException mismatch
            when mismatch.getTargetType() != null ->
                invalid(where, "the value does not fit", "send " + wanted(mismatch.getTargetType()));
            case DatabindException unfit ->
                invalid(where, "the value does not fit", "compare it with the API document");
            case StreamReadException repeated
            when repeated.getOriginalMessage().startsWith("Duplicate") ->
                unreadable("has the same field twice in one object", repeated);
            case StreamConstraintsException beyond ->
                unreadable("goes beyond what is read, which is 500 levels and numbers of 1000 digits", beyond);
            default -> unreadable("is not JSON", e);
        };
    }

    /** A number or truth value that is null or not there; the library has one message for both, and no type of its own. */
    private static boolean isNull(MismatchedInputException e) {
        return e.getTargetType() != null
                && e.getTargetType().isPrimitive()
                && e.getOriginalMessage().startsWith("Cannot map `null`");
    }

    private static Problem unreadable(String what, JacksonException e) {
        TokenStreamLocation at = e.getLocation();
        String place = at == null || at.getLineNr() < 1
                ? ""
                : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
        return Problem.of(
                HttpStatus.BAD_REQUEST,
                "body_unreadable",
                "The request's body " + what + place + ".",
                "Send one JSON object in UTF-8.");
    }

    private static Problem invalid(String where, String what, String fix) {
        return Problem.invalid(
                "body_invalid",
                where.isEmpty() ? "The body: " + what : where + ": " + what,
                List.of(new Problem.Detail(where, what, fix)));
    }

    /** @return a JSON pointer; empty for the body as a whole */
    private static String where(JacksonException e) {
        StringBuilder where = new StringBuilder();
        for (JacksonException.Reference step : e.getPath()) {
            if (step.getPropertyName() != null) {
                where.append('/').append(step.getPropertyName());
            } else if (step.getIndex() >= 0) {
                where.append('/').append(step.getIndex());
            }
        }
        // A name that the client made up may be of any length.
        return where.length() <= 200 ? where.toString() : where.substring(0, 200) + "...";
    }

    private static String known(UnrecognizedPropertyException e) {
        Collection<Object> names = e.getKnownPropertyIds();
        if (names == null || names.isEmpty()) {
            return "leave it out";
        }
        List<String> sorted =
                new ArrayList<>(names.stream().map(String::valueOf).sorted().toList());
        return "use " + String.join(", ", sorted) + ", or leave it out";
    }

    /** @return a type as JSON knows it, such as "a whole number" */
    static String wanted(@Nullable Class<?> type) {
        if (type == null) {
            return "another value";
        }
        if (type.isEnum()) {
            return "one of "
                    + Stream.of(type.getEnumConstants()).map(BodyProblems::text).toList();
        }
        if (type == int.class || type == Integer.class || type == short.class || type == Short.class) {
            return "a whole number of at most 32 bits";
        }
        if (type == long.class || type == Long.class) {
            return "a whole number of at most 64 bits";
        }
        if (Number.class.isAssignableFrom(type) || type == double.class || type == float.class) {
            return "a number";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == UUID.class) {
            return "an id like 123e4567-e89b-12d3-a456-426614174000";
        }
        if (CharSequence.class.isAssignableFrom(type)) {
            return "a text";
        }
        if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        if (type.isRecord()) {
            return "an object with "
                    + String.join(
                            ", ",
                            Arrays.stream(type.getRecordComponents())
                                    .map(c -> c.getName())
                                    .toList());
        }
        if (Map.class.isAssignableFrom(type) || Set.class.isAssignableFrom(type)) {
            return "an object";
        }
        return "another value";
    }

    private static String text(Object constant) {
        return JSON.writeValueAsString(constant).replace("\"", "");
    }
}
