package dev.cupel.server.project;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.cupel.engine.schema.Finding;
import dev.cupel.engine.schema.Question;
import dev.cupel.engine.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A schema as JSON carries it; {@link Schema} is what it means. */
public record SchemaDocument(
        @Nullable List<InputDocument> inputs, @Nullable List<QuestionDocument> questions) {
    public record InputDocument(
            @Nullable String id,
            @Nullable String type,
            @Nullable String field) {}

    public record QuestionDocument(
            @Nullable String id,
            @Nullable String type,
            @Nullable String title,
            @Nullable String help,
            @Nullable Boolean required,
            @Nullable List<OptionDocument> options,
            @Nullable Double min,
            @Nullable Double max,
            @Nullable Double step,
            @Nullable String minLabel,
            @Nullable String maxLabel,
            @Nullable Boolean ambiguous,
            @Nullable String hotkeys,
            @Nullable Map<String, List<String>> when) {}

    public record OptionDocument(
            String id,
            @Nullable String title,
            @Nullable String color,
            @Nullable String hotkey,
            @Nullable String help) {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static OptionDocument bare(String id) {
            return new OptionDocument(id, null, null, null, null);
        }

        @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
        public OptionDocument(
                @JsonProperty("id") @Nullable String id,
                @JsonProperty("title") @Nullable String title,
                @JsonProperty("color") @Nullable String color,
                @JsonProperty("hotkey") @Nullable String hotkey,
                @JsonProperty("help") @Nullable String help) {
            this.id = id == null ? "" : id;
            this.title = title;
            this.color = color;
            this.hotkey = hotkey;
            this.help = help;
        }
    }

    /**
     * @param findings everything wrong is added here
     * @return what could be understood; usable only if nothing was added
     */
    public Schema read(List<Finding> findings) {
        List<Schema.Input> ins = new ArrayList<>();
        List<InputDocument> inputList = inputs == null ? List.of() : inputs;
        for (int i = 0; i < inputList.size(); i++) {
            InputDocument in = inputList.get(i);
            String type = in.type() == null ? "text" : in.type();
            if (!type.equals("text") && !type.equals("markdown")) {
                findings.add(new Finding(
                        "inputs[" + i + "].type", "'" + type + "' cannot be shown yet", "use text or markdown"));
                type = "text";
            }
            String id = text(in.id());
            ins.add(new Schema.Input(
                    id,
                    Schema.Input.Type.valueOf(type.toUpperCase(Locale.ROOT)),
                    in.field() == null ? id : in.field()));
        }
        List<Question> asked = new ArrayList<>();
        List<QuestionDocument> questionList = questions == null ? List.of() : questions;
        for (int i = 0; i < questionList.size(); i++) {
            asked.add(read(questionList.get(i), "questions[" + i + "]", findings));
        }
        Schema schema = new Schema(ins, asked);
        findings.addAll(schema.check());
        return schema;
    }

    private static Question read(QuestionDocument q, String where, List<Finding> findings) {
        Question.Common common = new Question.Common(
                text(q.id()),
                text(q.title()),
                text(q.help()),
                q.required() == null || q.required(),
                q.ambiguous() == null || q.ambiguous(),
                q.when() == null ? Map.of() : q.when());
        List<Question.Option> options = q.options() == null
                ? List.of()
                : q.options().stream()
                        .map(o -> new Question.Option(
                                o.id(), text(o.title()), text(o.color()), text(o.hotkey()), text(o.help())))
                        .toList();
        return switch (text(q.type())) {
            case "choice" -> new Question.Choice(common, options);
            case "choices" -> new Question.Choices(common, options);
            case "rating" ->
                new Question.Rating(
                        common,
                        q.min() == null ? 1 : q.min(),
                        q.max() == null ? 5 : q.max(),
                        q.step() == null ? 1 : q.step(),
                        text(q.minLabel()),
                        text(q.maxLabel()));
            default -> {
                findings.add(new Finding(
                        where + ".type",
                        "'" + text(q.type()) + "' is not a kind of question",
                        "use choice, choices or rating"));
                yield new Question.Choice(common, options);
            }
        };
    }

    /** @return the document of a schema, with every default written out */
    public static SchemaDocument of(Schema schema) {
        return new SchemaDocument(
                schema.inputs().stream()
                        .map(i -> new InputDocument(i.id(), i.type().name().toLowerCase(Locale.ROOT), i.field()))
                        .toList(),
                schema.questions().stream().map(SchemaDocument::of).toList());
    }

    private static QuestionDocument of(Question question) {
        Question.Common c = question.common();
        Map<String, List<String>> when = c.when().isEmpty() ? null : new LinkedHashMap<>(c.when());
        List<OptionDocument> options = Schema.options(question).stream()
                .map(o -> new OptionDocument(
                        o.id(), orNull(o.title()), orNull(o.color()), orNull(o.hotkey()), orNull(o.help())))
                .toList();
        return switch (question) {
            case Question.Choice choice ->
                new QuestionDocument(
                        c.id(),
                        "choice",
                        orNull(c.title()),
                        orNull(c.help()),
                        c.required(),
                        options,
                        null,
                        null,
                        null,
                        null,
                        null,
                        c.ambiguous(),
                        null,
                        when);
            case Question.Choices choices ->
                new QuestionDocument(
                        c.id(),
                        "choices",
                        orNull(c.title()),
                        orNull(c.help()),
                        c.required(),
                        options,
                        null,
                        null,
                        null,
                        null,
                        null,
                        c.ambiguous(),
                        null,
                        when);
            case Question.Rating r ->
                new QuestionDocument(
                        c.id(),
                        "rating",
                        orNull(c.title()),
                        orNull(c.help()),
                        c.required(),
                        null,
                        r.min(),
                        r.max(),
                        r.step(),
                        orNull(r.minLabel()),
                        orNull(r.maxLabel()),
                        c.ambiguous(),
                        null,
                        when);
        };
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static @Nullable String orNull(String value) {
        return value.isEmpty() ? null : value;
    }
}
