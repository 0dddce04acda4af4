package dev.cupel.server;

import com.fasterxml.jackson.databind.JavaType;
import dev.cupel.server.platform.web.Length;
import dev.cupel.server.platform.web.Range;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Tells the generator of the API document what it cannot see by itself: a component of a record that is not {@code
 * @Nullable} is always there, and what the code passes on as {@link JsonNode} or {@link Object} under the names {@code
 * answers} and {@code value} is an answer in the JSON form of its question, under the name {@code schema} a schema.
 */
@Component
final class ApiShapes implements ModelConverter {
    private static final String ANSWER = "AnswerValue";
    private static final String SCHEMA = "SchemaDocument";

    @Override
    public boolean isOpenapi31() {
        return true;
    }

    @Override
    public @Nullable Schema<?> resolve(
            io.swagger.v3.core.converter.AnnotatedType type,
            ModelConverterContext context,
            Iterator<ModelConverter> chain) {
        JavaType resolved = Json31.mapper().constructType(type.getType());
        if (JsonNode.class.isAssignableFrom(resolved.getRawClass())) {
            return new JsonSchema();
        }
        Schema<?> schema = chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
        if (schema != null && resolved.getRawClass().isRecord()) {
            Schema<?> model = model(schema, context);
            if (model != null && model.getProperties() != null) {
                describe(model, resolved.getRawClass().getRecordComponents(), context);
            }
        }
        return schema;
    }

    private static @Nullable Schema<?> model(Schema<?> schema, ModelConverterContext context) {
        String ref = schema.get$ref();
        return ref == null ? schema : context.getDefinedModels().get(ref.substring(ref.lastIndexOf('/') + 1));
    }

    @SuppressWarnings("rawtypes") // the signature of Schema.setProperties
    private static void describe(Schema<?> model, RecordComponent[] components, ModelConverterContext context) {
        Map<String, Schema> properties = new LinkedHashMap<>(model.getProperties());
        for (RecordComponent component : components) {
            Class<?> raw = component.getType();
            Schema<?> part = properties.get(component.getName());
            if (part != null) {
                bounds(part, component.getAnnotatedType());
            }
            String name = component.getName();
            boolean open = raw == JsonNode.class || raw == Object.class;
            if (open && name.equals("value")) {
                properties.put(name, answer(context));
            } else if (raw == JsonNode.class && name.equals("schema")) {
                properties.put(name, schema(context));
            } else if ((open || raw == Map.class)
                    && name.toLowerCase(Locale.ROOT).endsWith("answers")) {
                Schema<?> byQuestion = new JsonSchema().additionalProperties(answer(context));
                byQuestion.addType("object");
                properties.put(name, byQuestion);
            }
        }
        model.setProperties(properties);
        List<String> required = Stream.of(components)
                .filter(component -> !component.getAnnotatedType().isAnnotationPresent(Nullable.class))
                .map(RecordComponent::getName)
                .filter(properties::containsKey)
                .sorted()
                .toList();
        model.setRequired(required.isEmpty() ? null : required);
    }

    /** What {@link Length} and {@link Range} say, as JSON Schema says it. */
    static void bounds(Schema<?> schema, AnnotatedType type) {
        Length length = type.getAnnotation(Length.class);
        if (length != null && type.getType() == String.class) {
            schema.setMinLength(length.min() == 0 ? null : length.min());
            schema.setMaxLength(length.max());
        } else if (length != null) {
            schema.setMinItems(length.min() == 0 ? null : length.min());
            schema.setMaxItems(length.max());
        }
        Range range = type.getAnnotation(Range.class);
        if (range != null) {
            schema.setMinimum(range.min() == Long.MIN_VALUE ? null : BigDecimal.valueOf(range.min()));
            schema.setMaximum(range.max() == Long.MAX_VALUE ? null : BigDecimal.valueOf(range.max()));
        }
    }

    /** An option, a set of options, or a number on a scale. */
    private static Schema<?> answer(ModelConverterContext context) {
        if (!context.getDefinedModels().containsKey(ANSWER)) {
            Schema<?> options = list(typed("string"));
            context.defineModel(
                    ANSWER,
                    new JsonSchema()
                            .anyOf(List.of(typed("string"), options, typed("number")))
                            .description("choice: an option; choices: a set of options; rating: a number"));
        }
        return reference(ANSWER);
    }

    /** The form that {@code SchemaJson} reads and writes. */
    private static Schema<?> schema(ModelConverterContext context) {
        if (!context.getDefinedModels().containsKey(SCHEMA)) {
            context.defineModel(
                    "InputDocument",
                    object(Map.of("id", typed("string"), "type", typed("string"), "field", typed("string"))));
            Schema<?> option = object(Map.of(
                    "id", typed("string"),
                    "title", typed("string"),
                    "color", typed("string"),
                    "hotkey", typed("string"),
                    "help", typed("string")));
            option.setRequired(List.of("id"));
            context.defineModel("OptionDocument", option);
            Map<String, Schema<?>> question = new LinkedHashMap<>();
            for (String text : List.of("id", "type", "title", "help", "minLabel", "maxLabel", "hotkeys")) {
                question.put(text, typed("string"));
            }
            for (String number : List.of("min", "max", "step")) {
                question.put(number, typed("number").format("double"));
            }
            question.put("required", typed("boolean"));
            question.put("ambiguous", typed("boolean"));
            question.put("options", list(reference("OptionDocument")));
            Schema<?> when = new JsonSchema().additionalProperties(list(typed("string")));
            when.addType("object");
            question.put("when", when);
            context.defineModel("QuestionDocument", object(question));
            context.defineModel(
                    SCHEMA,
                    object(Map.of(
                            "inputs", list(reference("InputDocument")),
                            "questions", list(reference("QuestionDocument")))));
        }
        return reference(SCHEMA);
    }

    private static Schema<?> object(Map<String, Schema<?>> properties) {
        Schema<?> object = typed("object");
        properties.forEach(object::addProperty);
        return object;
    }

    private static Schema<?> list(Schema<?> entries) {
        Schema<?> list = new JsonSchema().items(entries);
        list.addType("array");
        return list;
    }

    private static Schema<?> reference(String model) {
        return new JsonSchema().$ref("#/components/schemas/" + model);
    }

    private static Schema<?> typed(String type) {
        Schema<?> schema = new JsonSchema();
        schema.addType(type);
        return schema;
    }
}
