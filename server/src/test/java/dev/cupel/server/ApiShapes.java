package dev.cupel.server;

import com.fasterxml.jackson.databind.JavaType;
import dev.cupel.server.platform.web.Length;
import dev.cupel.server.platform.web.Range;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.Discriminator;
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
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Tells the generator of the API document what it cannot see by itself: a component of a record that is not {@code
 * @Nullable} is always there, and what the code passes on as {@link JsonNode} or {@link Object} under the names {@code
 * answers} and {@code value} is an answer in the JSON form of its question, under the name {@code schema} a schema; {@code
 * fields} hold what the schema's inputs show.
 */
@Component
final class ApiShapes implements ModelConverter {
    private static final String ANSWER = "AnswerValue";
    private static final String CONTENT = "FieldContent";
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
            } else if (raw == Map.class && name.equals("fields")) {
                Schema<?> byName = new JsonSchema().additionalProperties(content(context));
                byName.addType("object");
                properties.put(name, byName);
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

    /** What an item holds in a field, in the form of the input that shows it. */
    private static Schema<?> content(ModelConverterContext context) {
        if (!context.getDefinedModels().containsKey(CONTENT)) {
            Schema<?> object = typed("object");
            object.setAdditionalProperties(true);
            context.defineModel(
                    CONTENT,
                    new JsonSchema()
                            .anyOf(List.of(
                                    typed("string"), typed("number"), typed("boolean"), list(new JsonSchema()), object))
                            .description(
                                    "text, markdown: a text, or a number, true or false; chat: a list of turns with role and text;"
                                            + " table: a list of rows, all objects or all lists, of which the first names the columns;"
                                            + " image: the name of an uploaded file."
                                            + " Lists of items have the beginning of a long one"));
        }
        return reference(CONTENT);
    }

    /** An answer in the native form of its question. */
    private static Schema<?> answer(ModelConverterContext context) {
        if (!context.getDefinedModels().containsKey(ANSWER)) {
            Schema<?> stretch = object(Map.of("begin", typed("integer"), "end", typed("integer")));
            stretch.setRequired(List.of("begin", "end"));
            context.defineModel("TextStretch", stretch);
            Schema<?> attributes = new JsonSchema().additionalProperties(reference(ANSWER));
            attributes.addType("object");
            Map<String, Schema<?>> span = new LinkedHashMap<>();
            span.put("parts", list(reference("TextStretch")));
            for (String text : List.of("id", "label", "text", "comment", "input")) {
                span.put(text, typed("string"));
            }
            span.put("begin", typed("integer"));
            span.put("end", typed("integer"));
            span.put("attributes", attributes);
            span.put("origin", oneOfThese("hand", "draft", "draft_edited"));
            Schema<?> spanValue = object(span);
            spanValue.setRequired(List.of("begin", "end"));
            spanValue.description("offsets count UTF-16 units; end is behind the last");
            context.defineModel("SpanValue", spanValue);
            Schema<?> preference = object(Map.of(
                    "choice",
                    oneOfThese("left", "right", "tie", "both_bad"),
                    "strength",
                    typed("integer"),
                    "shown",
                    oneOfThese("plain", "swapped")));
            preference.setRequired(List.of("choice"));
            context.defineModel("PreferenceValue", preference);
            context.defineModel(
                    ANSWER,
                    new JsonSchema()
                            .anyOf(List.of(
                                    typed("string"),
                                    typed("number"),
                                    list(typed("string")),
                                    list(reference("SpanValue")),
                                    reference("PreferenceValue")))
                            .description(
                                    "choice: an option; choices: a set of options; rating, number: a number; text: a text;"
                                            + " spans: a list of spans; preference: which of two"));
        }
        return reference(ANSWER);
    }

    /** The form that {@code SchemaJson} reads and writes. */
    private static Schema<?> schema(ModelConverterContext context) {
        if (!context.getDefinedModels().containsKey(SCHEMA)) {
            Schema<?> input = object(Map.of(
                    "id", typed("string"),
                    "type", oneOfThese("text", "markdown", "chat", "table", "image"),
                    "field", typed("string"),
                    "columns", list(typed("string"))));
            input.setRequired(List.of("field", "id", "type"));
            context.defineModel("InputDocument", input);
            Schema<?> option = object(Map.of(
                    "id", typed("string"),
                    "title", typed("string"),
                    "color", typed("string"),
                    "hotkey", typed("string"),
                    "help", typed("string")));
            option.setRequired(List.of("id"));
            context.defineModel("OptionDocument", option);
            Schema<?> kinds = new JsonSchema();
            Discriminator byType = new Discriminator().propertyName("type");
            questions().forEach((type, own) -> {
                String name = Character.toUpperCase(type.charAt(0)) + type.substring(1) + "Question";
                context.defineModel(name, question(type, own));
                kinds.addOneOfItem(reference(name));
                byType.mapping(type, "#/components/schemas/" + name);
            });
            kinds.discriminator(byType);
            context.defineModel("QuestionDocument", kinds);
            Schema<?> document = object(Map.of(
                    "inputs", list(reference("InputDocument")), "questions", list(reference("QuestionDocument"))));
            document.setRequired(List.of("inputs", "questions"));
            context.defineModel(SCHEMA, document);
        }
        return reference(SCHEMA);
    }

    private static Schema<?> question(String type, Map<String, Schema<?>> own) {
        Map<String, Schema<?>> properties = new LinkedHashMap<>(own);
        properties.put("type", oneOfThese(type));
        properties.put("hotkeys", oneOfThese("auto", "none"));
        for (String text : List.of("id", "title", "help")) {
            properties.put(text, typed("string"));
        }
        for (String flag : List.of("required", "ambiguous")) {
            properties.put(flag, typed("boolean"));
        }
        Schema<?> when = new JsonSchema().additionalProperties(list(typed("string")));
        when.addType("object");
        properties.put("when", when);
        Schema<?> question = object(properties);
        question.setRequired(Stream.of("id", "left", "options", "right", "type")
                .filter(properties::containsKey)
                .toList());
        return question;
    }

    /** What each kind has beside what all have. */
    private static Map<String, Map<String, Schema<?>>> questions() {
        Map<String, Map<String, Schema<?>>> kinds = new LinkedHashMap<>();
        Schema<?> options = list(reference("OptionDocument"));
        Map<String, Schema<?>> scale = new LinkedHashMap<>();
        for (String number : List.of("min", "max", "step")) {
            scale.put(number, typed("number").format("double"));
        }
        Map<String, Schema<?>> rating = new LinkedHashMap<>(scale);
        rating.put("minLabel", typed("string"));
        rating.put("maxLabel", typed("string"));
        Map<String, Schema<?>> number = new LinkedHashMap<>(scale);
        number.put("unit", typed("string"));
        kinds.put("choice", Map.of("options", options, "ordered", typed("boolean")));
        kinds.put("choices", Map.of("options", options));
        kinds.put("rating", rating);
        kinds.put("number", number);
        kinds.put("text", Map.of());
        kinds.put(
                "spans",
                Map.of("on", typed("string"), "options", options, "attributes", list(reference("QuestionDocument"))));
        kinds.put(
                "preference",
                Map.of(
                        "left", typed("string"),
                        "right", typed("string"),
                        "ties", typed("boolean"),
                        "bothBad", typed("boolean"),
                        "strengths", typed("integer")));
        return kinds;
    }

    private static Schema<?> oneOfThese(String... values) {
        JsonSchema text = new JsonSchema();
        text.addType("string");
        for (String value : values) {
            text.addEnumItemObject(value);
        }
        return text;
    }

    private static Schema<?> object(Map<String, Schema<?>> properties) {
        Schema<?> object = typed("object");
        new TreeMap<>(properties).forEach(object::addProperty);
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
