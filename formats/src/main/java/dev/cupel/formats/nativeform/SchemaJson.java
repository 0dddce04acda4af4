package dev.cupel.formats.nativeform;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.answer.Input;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.answer.Question.Common;
import dev.cupel.engine.answer.Question.Edge;
import dev.cupel.engine.answer.Question.Joint;
import dev.cupel.engine.answer.Question.Marks;
import dev.cupel.engine.answer.Question.Option;
import dev.cupel.engine.answer.Question.Skeleton;
import dev.cupel.engine.answer.Schema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A schema as JSON: {@code {"inputs":[{"id","type","field"}],"questions":[{"id","type",...}]}}. What is left out has its
 * default; written out, every default stands there.
 *
 * <p>A number, {@code true} or {@code false} where a text belongs is that text; a condition on one option may be that option alone.
 *
 * <ul>
 *   <li>All inputs: {@code type} (text), {@code field} (the id); {@code table} also: {@code columns} (none)
 *   <li>All questions: {@code title}, {@code help}, {@code required} (true), {@code ambiguous} (true),
 *       {@code hotkeys} ({@code auto} or {@code none}), {@code when}
 *   <li>{@code choice}, {@code choices}: {@code options}, each an id or {@code {"id","title","color","hotkey","help"}}
 *   <li>{@code rating}: {@code min} (1), {@code max} (5), {@code step} (1), {@code minLabel}, {@code maxLabel}
 *   <li>{@code choice} also: {@code ordered} (false), whether the order of the options is a scale
 *   <li>{@code number}: {@code min}, {@code max}, {@code step} (any number without it), {@code unit}
 *   <li>{@code preference}: {@code left}, {@code right} (ids of inputs), {@code ties} (true), {@code bothBad} (true),
 *       {@code strengths} (0)
 *   <li>{@code text}: nothing more
 *   <li>{@code spans}, {@code boxes}, {@code masks}, {@code segments}, {@code polygons}, {@code polylines}, {@code keypoints},
 *       {@code tracks}: {@code on} (the only input), {@code options} (the labels), {@code attributes} (questions about each region)
 *   <li>{@code keypoints} also: {@code skeleton}, {@code {"points":["nose",{"name":"left_eye","sigma":0.025}],
 *       "edges":[["nose","left_eye"]]}}
 * </ul>
 */
public final class SchemaJson {
    /** What a kind of question has beside what all have. */
    private static final Map<String, Set<String>> OF_KIND = kinds();

    private static final List<String> TYPES = List.of(
            "text", "markdown", "html", "chat", "table", "image", "audio", "video", "pdf", "timeseries", "completion");

    private static final Set<String> OF_SCHEMA = ordered("inputs", "questions");
    private static final Set<String> OF_INPUT = ordered("id", "type", "field", "columns");
    private static final Set<String> OF_OPTION = ordered("id", "title", "color", "hotkey", "help");
    private static final Set<String> OF_SKELETON = ordered("points", "edges");
    private static final Set<String> OF_POINT = ordered("name", "sigma");
    /** Lists in which a name may stand for an object that has nothing else. */
    private static final Set<String> NAMES_WILL_DO = Set.of("options", "points");

    private static final Set<String> OF_QUESTION =
            ordered("id", "type", "title", "help", "required", "ambiguous", "when", "hotkeys");

    private final Findings findings;

    private static Map<String, Set<String>> kinds() {
        Map<String, Set<String>> kinds = new LinkedHashMap<>();
        kinds.put("choice", ordered("options", "ordered"));
        kinds.put("choices", ordered("options"));
        kinds.put("rating", ordered("min", "max", "step", "minLabel", "maxLabel"));
        kinds.put("number", ordered("min", "max", "step", "unit"));
        kinds.put("preference", ordered("left", "right", "ties", "bothBad", "strengths"));
        kinds.put("text", Set.of());
        for (String marking :
                List.of("spans", "boxes", "masks", "segments", "polygons", "polylines", "keypoints", "tracks")) {
            kinds.put(marking, ordered("on", "options", "attributes"));
        }
        kinds.put("keypoints", ordered("on", "options", "attributes", "skeleton"));
        return kinds;
    }

    private SchemaJson(Findings findings) {
        this.findings = findings;
    }

    /**
     * @param findings takes all that is wrong with the document, also with what it means
     * @return what could be understood; usable only if nothing was found
     */
    public static Schema read(JsonNode document, Findings findings) {
        Schema schema = new SchemaJson(findings).schema(document);
        schema.check().forEach(findings::add);
        return schema;
    }

    private Schema schema(JsonNode document) {
        if (!document.isObject()) {
            findings.add(
                    Code.MALFORMED,
                    "schema",
                    "is " + JsonValues.shown(document) + ", not an object",
                    "write {\"inputs\": [...], \"questions\": [...]}");
            return new Schema(List.of(), List.of());
        }
        knowsAll(document, "", OF_SCHEMA);
        List<Input> inputs = new ArrayList<>();
        for (Entry entry : list(document, "", "inputs")) {
            inputs.add(input(entry.node(), entry.where()));
        }
        return new Schema(inputs, questions(document, "", "questions", inputs));
    }

    private List<Question> questions(JsonNode parent, String where, String key, List<Input> inputs) {
        List<Question> questions = new ArrayList<>();
        for (Entry entry : list(parent, where, key)) {
            questions.add(question(entry.node(), entry.where(), inputs));
        }
        return questions;
    }

    private Input input(JsonNode document, String where) {
        knowsAll(document, where, OF_INPUT);
        String id = text(document, where, "id");
        String field = document.hasNonNull("field") ? text(document, where, "field") : id;
        String type = text(document, where, "type");
        if (document.hasNonNull("columns") && !type.equals("table")) {
            findings.add(
                    Code.CONTRADICTION,
                    where + ".columns",
                    "only a table has columns",
                    "leave it out, or use type table");
        }
        return switch (type) {
            // The type may be left out: most items are texts.
            case "", "text" -> new Input.Text(id, field);
            case "markdown" -> new Input.Markdown(id, field);
            case "html" -> new Input.Html(id, field);
            case "chat" -> new Input.Chat(id, field);
            case "table" -> new Input.Table(id, field, columns(document, where));
            case "image" -> new Input.Image(id, field);
            case "audio" -> new Input.Audio(id, field);
            case "video" -> new Input.Video(id, field);
            case "pdf" -> new Input.Pdf(id, field);
            case "timeseries" -> new Input.TimeSeries(id, field);
            case "completion" -> new Input.Completion(id, field);
            default -> {
                unknownType(where, type, "type of input", TYPES);
                yield new Input.Text(id, field);
            }
        };
    }

    private List<String> columns(JsonNode document, String where) {
        JsonNode node = document.path("columns");
        List<String> columns = new ArrayList<>();
        if (!node.isArray() && !node.isMissingNode() && !node.isNull()) {
            wrong(where + ".columns", node, "write a list of names");
        }
        for (int i = 0; i < node.size() && node.isArray(); i++) {
            if (node.get(i).isString()) {
                columns.add(node.get(i).stringValue());
            } else {
                wrong(where + ".columns[" + i + "]", node.get(i), "write a name as a text");
            }
        }
        return columns;
    }

    private void unknownType(String where, String type, String what, List<String> known) {
        findings.add(
                Code.UNKNOWN_NAME,
                where + ".type",
                type.isEmpty() ? "is missing" : "'" + type + "' is not a " + what,
                "use " + String.join(", ", known.subList(0, known.size() - 1)) + " or " + known.getLast());
    }

    private Question question(JsonNode document, String where, List<Input> inputs) {
        String type = text(document, where, "type");
        Set<String> known = new LinkedHashSet<>(OF_QUESTION);
        if (OF_KIND.containsKey(type)) {
            known.addAll(OF_KIND.get(type));
        } else {
            OF_KIND.values().forEach(known::addAll); // of a kind that is not known, what any has
        }
        knowsAll(document, where, known);
        Common common = new Common(
                text(document, where, "id"),
                text(document, where, "title"),
                text(document, where, "help"),
                bool(document, where, "required"),
                bool(document, where, "ambiguous"),
                hotkeys(document, where),
                when(document, where));
        List<Option> options = options(document, where);
        return switch (type) {
            case "choice" ->
                new Question.Choice(common, options, document.has("ordered") && bool(document, where, "ordered"));
            case "choices" -> new Question.Choices(common, options);
            case "rating" ->
                new Question.Rating(
                        common,
                        number(document, where, "min", 1),
                        number(document, where, "max", 5),
                        number(document, where, "step", 1),
                        text(document, where, "minLabel"),
                        text(document, where, "maxLabel"));
            case "number" ->
                new Question.Quantity(
                        common,
                        number(document, where, "min"),
                        number(document, where, "max"),
                        number(document, where, "step"),
                        text(document, where, "unit"));
            case "preference" ->
                new Question.Preference(
                        common,
                        text(document, where, "left"),
                        text(document, where, "right"),
                        bool(document, where, "ties"),
                        bool(document, where, "bothBad"),
                        whole(document, where, "strengths"));
            case "text" -> new Question.Text(common);
            case "spans" -> new Question.Spans(common, marks(document, where, options, inputs));
            case "boxes" -> new Question.Boxes(common, marks(document, where, options, inputs));
            case "masks" -> new Question.Masks(common, marks(document, where, options, inputs), false);
            case "segments" -> new Question.Segments(common, marks(document, where, options, inputs));
            case "polygons" -> new Question.Polygons(common, marks(document, where, options, inputs));
            case "polylines" -> new Question.Polylines(common, marks(document, where, options, inputs));
            case "keypoints" ->
                new Question.Keypoints(
                        common, marks(document, where, options, inputs), skeleton(document, where + ".skeleton"));
            case "tracks" -> new Question.Tracks(common, marks(document, where, options, inputs));
            default -> {
                unknownType(where, type, "kind of question", List.copyOf(OF_KIND.keySet()));
                yield new Question.Choice(common, options);
            }
        };
    }

    private Marks marks(JsonNode document, String where, List<Option> labels, List<Input> inputs) {
        String on = text(document, where, "on");
        return new Marks(
                on.isEmpty() && inputs.size() == 1 ? inputs.getFirst().id() : on,
                labels,
                questions(document, where, "attributes", inputs));
    }

    private Skeleton skeleton(JsonNode document, String where) {
        JsonNode node = document.get("skeleton");
        if (node == null || node.isNull()) {
            return Skeleton.ANY; // which is a finding of the schema
        }
        if (!node.isObject()) {
            wrong(where, node, "write {\"points\": [\"name\", ...], \"edges\": [[\"name\", \"name\"], ...]}");
            return Skeleton.ANY;
        }
        knowsAll(node, where, OF_SKELETON);
        List<Joint> points = new ArrayList<>();
        for (Entry entry : list(node, where, "points")) {
            if (isScalar(entry.node())) {
                points.add(Joint.of(scalar(entry.node())));
            } else {
                knowsAll(entry.node(), entry.where(), OF_POINT);
                points.add(new Joint(
                        text(entry.node(), entry.where(), "name"), number(entry.node(), entry.where(), "sigma")));
            }
        }
        return new Skeleton(points, edges(node, where + ".edges"));
    }

    private List<Edge> edges(JsonNode skeleton, String where) {
        JsonNode node = skeleton.path("edges");
        List<Edge> edges = new ArrayList<>();
        if (!node.isArray() && !node.isMissingNode() && !node.isNull()) {
            wrong(where, node, "write a list");
        }
        for (int i = 0; i < node.size() && node.isArray(); i++) {
            JsonNode edge = node.get(i);
            if (edge.isArray() && edge.size() == 2 && isScalar(edge.get(0)) && isScalar(edge.get(1))) {
                edges.add(new Edge(scalar(edge.get(0)), scalar(edge.get(1))));
            } else {
                wrong(where + "[" + i + "]", edge, "write the names of two points: [\"nose\", \"left_eye\"]");
            }
        }
        return edges;
    }

    private boolean hotkeys(JsonNode document, String where) {
        String hotkeys = text(document, where, "hotkeys");
        if (!hotkeys.isEmpty() && !hotkeys.equals("auto") && !hotkeys.equals("none")) {
            findings.add(Code.UNKNOWN_NAME, where + ".hotkeys", "'" + hotkeys + "' is no way", "use auto or none");
        }
        return !hotkeys.equals("none");
    }

    private List<Option> options(JsonNode document, String where) {
        List<Option> options = new ArrayList<>();
        for (Entry entry : list(document, where, "options")) {
            JsonNode option = entry.node();
            String at = entry.where();
            if (isScalar(option)) {
                options.add(Option.of(scalar(option)));
            } else {
                knowsAll(option, at, OF_OPTION);
                options.add(new Option(
                        text(option, at, "id"),
                        text(option, at, "title"),
                        text(option, at, "color"),
                        text(option, at, "hotkey"),
                        text(option, at, "help")));
            }
        }
        return options;
    }

    private Map<String, List<String>> when(JsonNode document, String where) {
        JsonNode node = document.get("when");
        Map<String, List<String>> when = new LinkedHashMap<>();
        if (node == null || node.isNull()) {
            return when;
        }
        if (!node.isObject()) {
            wrong(where + ".when", node, "write {\"other question\": [\"option\", ...]}");
            return when;
        }
        for (Map.Entry<String, JsonNode> condition : node.properties()) {
            List<String> options = new ArrayList<>();
            String at = where + ".when." + condition.getKey();
            JsonNode wanted = condition.getValue();
            for (JsonNode option : wanted.isArray() ? wanted : List.of(wanted)) {
                if (isScalar(option)) {
                    options.add(scalar(option));
                } else {
                    wrong(at, option, "write an option, or a list of options");
                }
            }
            when.put(condition.getKey(), options);
        }
        return when;
    }

    // ---------------------------------------------------------------- single values

    private static Set<String> ordered(String... keys) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(List.of(keys)));
    }

    /** A misspelt key would be a setting that has no effect. */
    private void knowsAll(JsonNode document, String where, Set<String> known) {
        for (String key : document.propertyNames()) {
            if (!known.contains(key)) {
                findings.add(
                        Code.UNKNOWN_NAME, path(where, key), "is not known here", "use " + String.join(", ", known));
            }
        }
    }

    private static String path(String where, String key) {
        return where.isEmpty() ? key : where + "." + key;
    }

    private void wrong(String where, JsonNode value, String fix) {
        findings.add(Code.MALFORMED, where, "is " + JsonValues.shown(value), fix);
    }

    private record Entry(String where, JsonNode node) {}

    private List<Entry> list(JsonNode parent, String where, String key) {
        JsonNode node = parent.get(key);
        if (node == null || node.isNull()) {
            return List.of();
        }
        if (!node.isArray()) {
            wrong(path(where, key), node, "write a list");
            return List.of();
        }
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            JsonNode entry = node.get(i);
            if (entry.isObject() || (NAMES_WILL_DO.contains(key) && isScalar(entry))) {
                entries.add(new Entry(path(where, key) + "[" + i + "]", entry));
            } else {
                wrong(path(where, key) + "[" + i + "]", entry, "write an object");
            }
        }
        return entries;
    }

    private String text(JsonNode parent, String where, String key) {
        JsonNode node = parent.get(key);
        if (node == null || node.isNull()) {
            return "";
        }
        if (!isScalar(node)) {
            wrong(path(where, key), node, "write a text");
            return "";
        }
        return scalar(node);
    }

    /** What stands for a text: in YAML nobody puts 3 or true into quotes to name an option so. */
    private static boolean isScalar(JsonNode node) {
        return node.isString() || node.isNumber() || node.isBoolean();
    }

    private static String scalar(JsonNode node) {
        return node.isString() ? node.stringValue() : ExactJson.text(node);
    }

    /** True unless it says false. */
    private boolean bool(JsonNode parent, String where, String key) {
        JsonNode node = parent.get(key);
        if (node == null || node.isNull() || node.isBoolean()) {
            return node == null || node.isNull() || node.booleanValue();
        }
        wrong(path(where, key), node, "write true or false");
        return true;
    }

    /** 0 unless it is said. */
    private int whole(JsonNode parent, String where, String key) {
        JsonNode node = parent.get(key);
        if (node == null || node.isNull()) {
            return 0;
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            wrong(path(where, key), node, "write a whole number");
            return 0;
        }
        return node.intValue();
    }

    private OptionalDouble number(JsonNode parent, String where, String key) {
        JsonNode node = parent.get(key);
        return node == null || node.isNull()
                ? OptionalDouble.empty()
                : OptionalDouble.of(number(parent, where, key, 0));
    }

    private double number(JsonNode parent, String where, String key, double unlessSaid) {
        JsonNode node = parent.get(key);
        if (node == null || node.isNull()) {
            return unlessSaid;
        }
        if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
            wrong(path(where, key), node, "write a number");
            return unlessSaid;
        }
        return node.doubleValue();
    }

    // ---------------------------------------------------------------- out

    /** The document of a schema, with every default written out. */
    public static ObjectNode write(Schema schema) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        ArrayNode inputs = document.putArray("inputs");
        for (Input input : schema.inputs()) {
            ObjectNode json = inputs.addObject()
                    .put("id", input.id())
                    .put("type", input.type())
                    .put("field", input.field());
            if (input instanceof Input.Table table && !table.columns().isEmpty()) {
                table.columns().forEach(json.putArray("columns")::add);
            }
        }
        ArrayNode questions = document.putArray("questions");
        schema.questions().forEach(question -> write(question, questions.addObject()));
        return document;
    }

    private static void write(Question question, ObjectNode json) {
        Common common = question.common();
        json.put("id", common.id()).put("type", question.kind());
        put(json, "title", common.title());
        put(json, "help", common.help());
        json.put("required", common.required()).put("ambiguous", common.ambiguous());
        if (!common.hotkeys()) {
            json.put("hotkeys", "none");
        }
        switch (question) {
            case Question.Choice choice -> {
                write(choice.options(), json.putArray("options"));
                if (choice.ordered()) {
                    json.put("ordered", true);
                }
            }
            case Question.Choices choices -> write(choices.options(), json.putArray("options"));
            case Question.Rating rating -> {
                json.set("min", JsonValues.number(rating.min()));
                json.set("max", JsonValues.number(rating.max()));
                json.set("step", JsonValues.number(rating.step()));
                put(json, "minLabel", rating.minLabel());
                put(json, "maxLabel", rating.maxLabel());
            }
            case Question.Quantity number -> {
                number.min().ifPresent(min -> json.set("min", JsonValues.number(min)));
                number.max().ifPresent(max -> json.set("max", JsonValues.number(max)));
                number.step().ifPresent(step -> json.set("step", JsonValues.number(step)));
                put(json, "unit", number.unit());
            }
            case Question.Preference preference ->
                json.put("left", preference.left())
                        .put("right", preference.right())
                        .put("ties", preference.ties())
                        .put("bothBad", preference.bothBad())
                        .put("strengths", preference.strengths());
            case Question.Text text -> {}
            case Question.Marking marking -> {
                put(json, "on", marking.marks().on());
                write(marking.options(), json.putArray("options"));
                if (marking instanceof Question.Keypoints keypoints) {
                    write(keypoints.skeleton(), json.putObject("skeleton"));
                }
                if (!marking.marks().attributes().isEmpty()) {
                    ArrayNode attributes = json.putArray("attributes");
                    marking.marks().attributes().forEach(attribute -> write(attribute, attributes.addObject()));
                }
            }
        }
        if (!common.when().isEmpty()) {
            ObjectNode when = json.putObject("when");
            common.when().forEach((other, options) -> {
                ArrayNode list = when.putArray(other);
                options.forEach(list::add);
            });
        }
    }

    private static void write(Skeleton skeleton, ObjectNode json) {
        ArrayNode points = json.putArray("points");
        for (Joint point : skeleton.points()) {
            if (point.sigma().isEmpty()) {
                points.add(point.name());
            } else {
                points.addObject()
                        .put("name", point.name())
                        .set("sigma", JsonValues.number(point.sigma().getAsDouble()));
            }
        }
        ArrayNode edges = json.putArray("edges");
        skeleton.edges().forEach(edge -> edges.addArray().add(edge.from()).add(edge.to()));
    }

    private static void write(List<Option> options, ArrayNode json) {
        for (Option option : options) {
            ObjectNode one = json.addObject().put("id", option.id());
            put(one, "title", option.title());
            put(one, "color", option.color());
            put(one, "hotkey", option.hotkey());
            put(one, "help", option.help());
        }
    }

    private static void put(ObjectNode json, String key, String text) {
        if (!text.isEmpty()) {
            json.put(key, text);
        }
    }
}
