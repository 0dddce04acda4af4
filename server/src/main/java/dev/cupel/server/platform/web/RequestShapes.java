package dev.cupel.server.platform.web;

import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Compares what a controller is handed with what it declares, so that no controller meets a value it did not ask for: what is
 * not {@code @Nullable} is there, also inside lists; texts and lists keep their {@link Length}, numbers their {@link Range}.
 */
@Component
final class RequestShapes {
    /** What a declared type asks of a value; adds what is wrong. */
    private interface Check {
        void apply(String where, Object value, List<Problem.Detail> wrong);
    }

    /** The same where there may be no value. */
    private interface Presence {
        void apply(String where, @Nullable Object value, List<Problem.Detail> wrong);
    }

    private record Parameter(int index, String name, boolean body, Presence check) {}

    private final Map<Method, List<Parameter>> methods = new ConcurrentHashMap<>();
    private final Map<Class<?>, Check> records = new ConcurrentHashMap<>();

    /**
     * @param arguments of the controller's method
     * @throws Problem body_invalid, or out_of_range for what stands in the address; each place is named
     */
    void check(Method method, @Nullable Object[] arguments) {
        List<Problem.Detail> inBody = new ArrayList<>();
        List<Problem.Detail> inAddress = new ArrayList<>();
        for (Parameter parameter : methods.computeIfAbsent(method, this::parameters)) {
            parameter
                    .check()
                    .apply(
                            parameter.body() ? "" : parameter.name(),
                            arguments[parameter.index()],
                            parameter.body() ? inBody : inAddress);
        }
        if (!inAddress.isEmpty()) {
            throw Problem.invalid("out_of_range", first(inAddress), inAddress);
        }
        if (!inBody.isEmpty()) {
            throw Problem.invalid("body_invalid", first(inBody), inBody);
        }
    }

    private static String first(List<Problem.Detail> wrong) {
        Problem.Detail detail = wrong.getFirst();
        return detail.where().isEmpty() ? detail.what() : detail.where() + ": " + detail.what();
    }

    private List<Parameter> parameters(Method method) {
        AnnotatedType[] types = method.getAnnotatedParameterTypes();
        List<Parameter> checked = new ArrayList<>();
        for (int i = 0; i < types.length; i++) {
            String name = CheckedHandlers.name(method.getParameters()[i]);
            Presence check = of(types[i]);
            if (name != null && check != null) {
                checked.add(new Parameter(i, name, name.isEmpty(), check));
            }
        }
        return List.copyOf(checked);
    }

    /** @return null if the type asks for nothing */
    private @Nullable Presence of(AnnotatedType type) {
        Check inside = inside(type);
        if (type.isAnnotationPresent(Nullable.class) || raw(type.getType()).isPrimitive()) {
            return inside == null
                    ? null
                    : (where, value, wrong) -> {
                        if (value != null) {
                            inside.apply(where, value, wrong);
                        }
                    };
        }
        return (where, value, wrong) -> {
            if (value == null || (value instanceof JsonNode node && (node.isNull() || node.isMissingNode()))) {
                wrong.add(new Problem.Detail(where, "it is missing", "send a value that is not null"));
            } else if (inside != null) {
                inside.apply(where, value, wrong);
            }
        };
    }

    private @Nullable Check inside(AnnotatedType type) {
        Check bounds = bounds(type);
        Check parts = parts(type);
        if (parts == null || bounds == null) {
            return parts == null ? bounds : parts;
        }
        return (where, value, wrong) -> {
            int before = wrong.size();
            bounds.apply(where, value, wrong);
            if (wrong.size() == before) {
                parts.apply(where, value, wrong);
            }
        };
    }

    private @Nullable Check parts(AnnotatedType type) {
        Class<?> raw = raw(type.getType());
        if (raw.isRecord() && raw.getName().startsWith("dev.cupel.")) {
            return (where, value, wrong) -> record(raw).apply(where, value, wrong);
        }
        if (type instanceof AnnotatedArrayType array) {
            Presence entry = of(array.getAnnotatedGenericComponentType());
            return entry == null
                    ? null
                    : (where, value, wrong) -> {
                        if (value instanceof Object[] many) {
                            for (Object one : many) {
                                entry.apply(where, one, wrong);
                            }
                        }
                    };
        }
        if (!(type instanceof AnnotatedParameterizedType generic)) {
            return null;
        }
        AnnotatedType[] of = generic.getAnnotatedActualTypeArguments();
        Presence entry = of(of[of.length - 1]);
        if (entry == null) {
            return null;
        }
        if (Collection.class.isAssignableFrom(raw)) {
            return (where, value, wrong) -> {
                int i = 0;
                for (Object one : (Collection<?>) value) {
                    entry.apply(where + "/" + i++, one, wrong);
                }
            };
        }
        if (Map.class.isAssignableFrom(raw)) {
            return (where, value, wrong) ->
                    ((Map<?, ?>) value).forEach((key, one) -> entry.apply(where + "/" + key, one, wrong));
        }
        return null;
    }

    private static @Nullable Check bounds(AnnotatedType type) {
        Length length = type.getAnnotation(Length.class);
        if (length != null) {
            return (where, value, wrong) -> {
                int size = size(value);
                if (size < length.min() || size > length.max()) {
                    String unit = value instanceof CharSequence ? " characters" : " entries";
                    wrong.add(new Problem.Detail(
                            where,
                            "it has " + size + unit,
                            length.min() == 0
                                    ? "use at most " + length.max() + unit
                                    : "use " + length.min() + " to " + length.max() + unit));
                }
            };
        }
        Range range = type.getAnnotation(Range.class);
        if (range != null) {
            return (where, value, wrong) -> {
                long number = ((Number) value).longValue();
                if (number < range.min() || number > range.max()) {
                    wrong.add(new Problem.Detail(
                            where,
                            number + " is out of range",
                            range.max() == Long.MAX_VALUE
                                    ? "use " + range.min() + " or more"
                                    : "use " + range.min() + " to " + range.max()));
                }
            };
        }
        return null;
    }

    private static int size(Object value) {
        if (value instanceof CharSequence text) {
            return text.length();
        }
        if (value instanceof Collection<?> list) {
            return list.size();
        }
        if (value instanceof Map<?, ?> map) {
            return map.size();
        }
        if (value instanceof Object[] array) {
            return array.length;
        }
        throw new IllegalStateException("@Length on " + value.getClass());
    }

    private Check record(Class<?> type) {
        Check known = records.get(type);
        if (known == null) {
            known = ofRecord(type);
            records.put(type, known);
        }
        return known;
    }

    private Check ofRecord(Class<?> type) {
        List<Check> parts = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            Presence check = of(component.getAnnotatedType());
            if (check == null) {
                continue;
            }
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            String name = component.getName();
            parts.add((where, value, wrong) -> check.apply(where + "/" + name, read(accessor, value), wrong));
        }
        return (where, value, wrong) -> parts.forEach(part -> part.apply(where, value, wrong));
    }

    private static @Nullable Object read(Method accessor, Object record) {
        try {
            return accessor.invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> raw(Type type) {
        return switch (type) {
            case Class<?> c -> c;
            case ParameterizedType p -> (Class<?>) p.getRawType();
            default -> Object.class;
        };
    }

    /** A body that is absent where one is needed. */
    static Problem noBody() {
        return Problem.of(HttpStatus.BAD_REQUEST, "body_unreadable", "The request has no body.", "Send a JSON object.");
    }
}
