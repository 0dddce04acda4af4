package dev.cupel.engine.answer;

import dev.cupel.engine.Figure;
import dev.cupel.engine.Finding;
import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.answer.Answer.Chosen;
import dev.cupel.engine.answer.Answer.ChosenSet;
import dev.cupel.engine.answer.Answer.Numeric;
import dev.cupel.engine.answer.Answer.Preferred;
import dev.cupel.engine.answer.Answer.Written;
import dev.cupel.engine.answer.Question.Boxes;
import dev.cupel.engine.answer.Question.Choice;
import dev.cupel.engine.answer.Question.Choices;
import dev.cupel.engine.answer.Question.Keypoints;
import dev.cupel.engine.answer.Question.Marking;
import dev.cupel.engine.answer.Question.Masks;
import dev.cupel.engine.answer.Question.Option;
import dev.cupel.engine.answer.Question.Polygons;
import dev.cupel.engine.answer.Question.Polylines;
import dev.cupel.engine.answer.Question.Preference;
import dev.cupel.engine.answer.Question.Quantity;
import dev.cupel.engine.answer.Question.Rating;
import dev.cupel.engine.answer.Question.Segments;
import dev.cupel.engine.answer.Question.Skeleton;
import dev.cupel.engine.answer.Question.Spans;
import dev.cupel.engine.answer.Question.Text;
import dev.cupel.engine.answer.Question.Tracks;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What labelers see ({@code inputs}) and what they are asked ({@code questions}).
 *
 * @param inputs at least one
 * @param questions at least one; their order is the order on screen
 */
public record Schema(List<Input> inputs, List<Question> questions) {
    private static final String ID = "[a-z][a-z0-9_]{0,39}";

    public Schema {
        inputs = List.copyOf(inputs);
        questions = List.copyOf(questions);
    }

    public Optional<Input> input(String id) {
        return inputs.stream().filter(input -> input.id().equals(id)).findFirst();
    }

    public Optional<Question> question(String id) {
        return questions.stream().filter(q -> q.id().equals(id)).findFirst();
    }

    /** @return everything wrong with this schema; empty if labelers can work with it */
    public List<Finding> check() {
        List<Finding> findings = new ArrayList<>();
        if (inputs.isEmpty()) {
            findings.add(Finding.of(
                    Code.EMPTY, "inputs", "there is nothing to show", "add {id: text, type: text, field: text}"));
        }
        if (questions.isEmpty()) {
            findings.add(Finding.of(Code.EMPTY, "questions", "nothing is asked", "add at least one question"));
        }
        Set<String> inputIds = new HashSet<>();
        for (int i = 0; i < inputs.size(); i++) {
            String where = "inputs[" + i + "]";
            checkId(inputs.get(i).id(), where, inputIds, findings);
            if (inputs.get(i).field().isBlank()) {
                findings.add(Finding.of(
                        Code.MISSING, where + ".field", "no field is named", "name the item's field to show"));
            }
        }
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i) instanceof Input.Table table) {
                checkColumns(table, "inputs[" + i + "].columns", findings);
            }
        }
        Map<String, Question> earlier = new LinkedHashMap<>();
        Set<String> questionIds = new HashSet<>();
        for (int i = 0; i < questions.size(); i++) {
            Question question = questions.get(i);
            String where = "questions[" + i + "]";
            checkId(question.id(), where, questionIds, findings);
            checkKind(question, where, findings);
            checkInput(question, where, findings);
            checkConditions(question, where, earlier, findings);
            earlier.put(question.id(), question);
        }
        return findings;
    }

    private static void checkColumns(Input.Table table, String where, List<Finding> findings) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < table.columns().size(); i++) {
            String column = table.columns().get(i);
            if (!seen.add(column)) {
                findings.add(Finding.of(
                        Code.DUPLICATE,
                        where + "[" + i + "]",
                        "the column '" + column + "' is there twice",
                        "remove one"));
            }
        }
    }

    private static void checkId(String id, String where, Set<String> seen, List<Finding> findings) {
        if (!id.matches(ID)) {
            findings.add(Finding.of(
                    Code.MALFORMED,
                    where + ".id",
                    "'" + id + "' is not an id",
                    "start with a letter, then use small letters, digits and _, at most 40"));
        }
        if (!seen.add(id)) {
            findings.add(Finding.of(Code.DUPLICATE, where + ".id", "the id '" + id + "' is taken", "choose another"));
        }
    }

    private static void checkKind(Question question, String where, List<Finding> findings) {
        switch (question) {
            case Choice choice -> checkOptions(choice.options(), 2, where, findings);
            case Choices choices -> checkOptions(choices.options(), 1, where, findings);
            case Rating rating -> {
                checkSize(rating.min(), where + ".min", findings);
                checkSize(rating.max(), where + ".max", findings);
                double steps = (rating.max() - rating.min()) / rating.step();
                if (!(rating.step() > 0) || !(rating.max() > rating.min())) {
                    findings.add(Finding.of(
                            Code.CONTRADICTION, where, "the scale is empty", "choose min < max and a positive step"));
                } else if (Math.abs(steps - Math.rint(steps)) > 1e-9) {
                    findings.add(Finding.of(
                            Code.CONTRADICTION,
                            where + ".step",
                            "whole steps from min miss max",
                            "change step or max"));
                } else if (steps > 100) {
                    findings.add(Finding.of(
                            Code.TOO_LARGE, where, "the scale has more than 101 points", "use larger steps"));
                }
            }
            case Quantity number -> checkNumber(number, where, findings);
            case Preference preference -> {
                if (preference.strengths() < 0 || preference.strengths() > Preference.MAX_STRENGTHS) {
                    findings.add(Finding.of(
                            Code.BAD_NUMBER,
                            where + ".strengths",
                            preference.strengths() + " degrees cannot be told apart",
                            "give 1 to " + Preference.MAX_STRENGTHS + ", or 0 for none"));
                }
            }
            case Text text -> {}
            case Marking marking -> {
                if (marking instanceof Keypoints keypoints) {
                    checkSkeleton(keypoints.skeleton(), where + ".skeleton", findings);
                }
                checkOptions(marking.options(), 1, where, findings);
                Map<String, Question> none = new LinkedHashMap<>();
                Set<String> ids = new HashSet<>();
                for (int i = 0; i < marking.marks().attributes().size(); i++) {
                    Question attribute = marking.marks().attributes().get(i);
                    String at = where + ".attributes[" + i + "]";
                    checkId(attribute.id(), at, ids, findings);
                    checkKind(attribute, at, findings);
                    checkConditions(attribute, at, none, findings);
                    none.put(attribute.id(), attribute);
                    if (attribute instanceof Marking) {
                        findings.add(Finding.of(
                                Code.CONTRADICTION,
                                at,
                                "regions cannot be marked inside a region",
                                "ask for a choice, choices, a rating or a text"));
                    }
                }
            }
        }
    }

    private static void checkSkeleton(Skeleton skeleton, String where, List<Finding> findings) {
        if (skeleton.points().isEmpty()) {
            findings.add(Finding.of(
                    Code.EMPTY,
                    where + ".points",
                    "the skeleton has no points",
                    "name them: [\"nose\", \"left_eye\"]"));
        }
        if (skeleton.points().size() > Question.MAX_OPTIONS) {
            findings.add(Finding.of(
                    Code.TOO_LARGE,
                    where + ".points",
                    skeleton.points().size() + " points are too many",
                    "at most " + Question.MAX_OPTIONS));
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < skeleton.points().size(); i++) {
            Question.Joint point = skeleton.points().get(i);
            String at = where + ".points[" + i + "]";
            if (point.name().isBlank()
                    || point.name().length() > 100
                    || !point.name().equals(point.name().strip())) {
                findings.add(Finding.of(
                        Code.MALFORMED,
                        at,
                        "'" + point.name() + "' is not a name",
                        "use 1 to 100 characters without spaces around"));
            }
            if (!names.add(point.name())) {
                findings.add(Finding.of(
                        Code.DUPLICATE, at, "the point '" + point.name() + "' is there twice", "remove one"));
            }
            if (point.sigma().isPresent()
                    && !(point.sigma().getAsDouble() > 0 && point.sigma().getAsDouble() <= 1)) {
                findings.add(Finding.of(
                        Code.BAD_NUMBER,
                        at + ".sigma",
                        Figure.plain(point.sigma().getAsDouble()) + " is no share of the thing's size",
                        "give a number above 0 and up to 1, or leave it out"));
            }
        }
        Set<Set<String>> joined = new HashSet<>();
        for (int i = 0; i < skeleton.edges().size(); i++) {
            Question.Edge edge = skeleton.edges().get(i);
            String at = where + ".edges[" + i + "]";
            for (String end : List.of(edge.from(), edge.to())) {
                if (!names.contains(end)) {
                    findings.add(Finding.of(
                            Code.UNKNOWN_VALUE,
                            at,
                            "the skeleton has no point '" + end + "'",
                            "use some of " + skeleton.names()));
                }
            }
            if (edge.from().equals(edge.to())) {
                findings.add(Finding.of(
                        Code.CONTRADICTION,
                        at,
                        "joins '" + edge.from() + "' to itself",
                        "name two points, or remove it"));
            } else if (!joined.add(Set.of(edge.from(), edge.to()))) {
                findings.add(Finding.of(Code.DUPLICATE, at, "the two are joined already", "remove one"));
            }
        }
    }

    /** Statistics square what people answer. */
    private static boolean checkSize(double value, String where, List<Finding> findings) {
        boolean fits = Math.abs(value) <= Figure.MOST;
        if (!fits) {
            findings.add(Finding.of(
                    Code.TOO_LARGE,
                    where,
                    Figure.plain(value) + " is too large to be computed with",
                    "use numbers up to 1e100 in size, or a larger unit"));
        }
        return fits;
    }

    private static void checkNumber(Quantity number, String where, List<Finding> findings) {
        number.min().ifPresent(min -> checkSize(min, where + ".min", findings));
        number.max().ifPresent(max -> checkSize(max, where + ".max", findings));
        if (number.min().isPresent()
                && number.max().isPresent()
                && number.min().getAsDouble() > number.max().getAsDouble()) {
            findings.add(
                    Finding.of(Code.CONTRADICTION, where, "no number is possible", "choose min no greater than max"));
        }
        if (number.step().isPresent() && !(number.step().getAsDouble() > 0)) {
            findings.add(Finding.of(
                    Code.BAD_NUMBER,
                    where + ".step",
                    Figure.plain(number.step().getAsDouble()) + " is no step",
                    "give a number above 0, 1 for whole numbers, or leave it out"));
        }
    }

    private static void checkOptions(List<Option> options, int least, String where, List<Finding> findings) {
        if (options.size() < least) {
            findings.add(Finding.of(Code.EMPTY, where + ".options", "too few options", "give at least " + least));
        }
        if (options.size() > Question.MAX_OPTIONS) {
            findings.add(Finding.of(
                    Code.TOO_LARGE,
                    where + ".options",
                    options.size() + " options are too many",
                    "at most " + Question.MAX_OPTIONS));
        }
        Set<String> ids = new HashSet<>();
        Set<String> hotkeys = new HashSet<>();
        for (int i = 0; i < options.size(); i++) {
            Option option = options.get(i);
            String at = where + ".options[" + i + "]";
            if (option.id().isBlank()
                    || option.id().length() > 100
                    || !option.id().equals(option.id().strip())) {
                findings.add(Finding.of(
                        Code.MALFORMED,
                        at + ".id",
                        "'" + option.id() + "' is not an option",
                        "use 1 to 100 characters without spaces around"));
            }
            if (!ids.add(option.id())) {
                findings.add(Finding.of(
                        Code.DUPLICATE, at + ".id", "the option '" + option.id() + "' is there twice", "remove one"));
            }
            if (!option.hotkey().isEmpty()) {
                if (!option.hotkey().matches("[1-9a-z]")) {
                    findings.add(Finding.of(
                            Code.MALFORMED,
                            at + ".hotkey",
                            "not a key",
                            "use one of 1-9 or a small letter; 0 is for ambiguous"));
                }
                if (!hotkeys.add(option.hotkey())) {
                    findings.add(Finding.of(Code.DUPLICATE, at + ".hotkey", "the key is taken", "choose another"));
                }
            }
        }
    }

    private void checkInput(Question question, String where, List<Finding> findings) {
        if (question instanceof Marking marking) {
            checkInput(marking.marks().on(), where + ".on", findings);
            checkMarked(marking, where + ".on", findings);
        } else if (question instanceof Preference preference) {
            checkInput(preference.left(), where + ".left", findings);
            checkInput(preference.right(), where + ".right", findings);
        }
    }

    /** Offsets count in one text; in a list of texts they would mean nothing. */
    private void checkMarked(Marking marking, String where, List<Finding> findings) {
        Input input = input(marking.marks().on()).orElse(null);
        if (marking instanceof Spans && input != null && !(input instanceof Input.OneText)) {
            findings.add(Finding.of(
                    Code.CONTRADICTION,
                    where,
                    "spans lie in one text, and '" + input.id() + "' is of type " + input.type(),
                    "name an input of type text, markdown or html"));
        }
    }

    private void checkInput(String id, String where, List<Finding> findings) {
        if (input(id).isEmpty()) {
            findings.add(Finding.of(
                    Code.UNKNOWN_VALUE,
                    where,
                    id.isEmpty() ? "no input is named" : "there is no input '" + id + "'",
                    "use one of " + inputs.stream().map(Input::id).toList()));
        }
    }

    private static void checkConditions(
            Question question, String where, Map<String, Question> earlier, List<Finding> findings) {
        question.common().when().forEach((other, wanted) -> {
            Question asked = earlier.get(other);
            if (asked == null) {
                findings.add(Finding.of(
                        Code.UNKNOWN_VALUE,
                        where + ".when." + other,
                        "there is no earlier question '" + other + "'",
                        "name one that comes before"));
                return;
            }
            List<String> known = asked.options().stream().map(Option::id).toList();
            for (String option : wanted) {
                if (!known.contains(option)) {
                    findings.add(Finding.of(
                            Code.UNKNOWN_VALUE,
                            where + ".when." + other,
                            "'" + other + "' has no option '" + option + "'",
                            "use one of " + known));
                }
            }
        });
    }

    /** @return whether a question is asked, given the answers to the questions before it */
    public static boolean applies(Question question, Map<String, Answer> answers) {
        return question.common().when().entrySet().stream()
                .allMatch(condition -> switch (answers.get(condition.getKey())) {
                    case null -> false;
                    case Chosen chosen -> condition.getValue().contains(chosen.option());
                    case ChosenSet set -> condition.getValue().stream().anyMatch(set.options()::contains);
                    case Numeric numeric -> false;
                    case Preferred preferred ->
                        condition.getValue().contains(preferred.choice().key());
                    case Answer.Structured structured -> false;
                });
    }

    /** @return everything wrong with one annotator's answers; empty if they can be saved */
    public List<Finding> check(Map<String, Answer> answers) {
        List<Finding> findings = new ArrayList<>();
        for (String id : answers.keySet()) {
            if (question(id).isEmpty()) {
                findings.add(Finding.of(
                        Code.UNKNOWN_VALUE, "answers." + id, "the schema has no such question", "load the item again"));
            }
        }
        for (Question question : questions) {
            String where = "answers." + question.id();
            Answer answer = answers.get(question.id());
            boolean applies = applies(question, answers);
            if (answer == null) {
                if (applies && question.common().required()) {
                    findings.add(Finding.of(Code.MISSING, where, "an answer is missing", "answer the question"));
                }
            } else if (!applies) {
                findings.add(Finding.of(
                        Code.CONTRADICTION, where, "this question is not asked here", "leave its answer out"));
            } else {
                checkAnswer(question, answer, where, findings);
            }
        }
        return findings;
    }

    /**
     * @param where the answer's place, for findings
     * @return everything wrong with one answer, whether or not its question would be asked
     */
    public static List<Finding> check(Question question, Answer answer, String where) {
        List<Finding> findings = new ArrayList<>();
        checkAnswer(question, answer, where, findings);
        return findings;
    }

    private static void checkAnswer(Question question, Answer answer, String where, List<Finding> findings) {
        switch (question) {
            case Choice choice
            when answer instanceof Chosen chosen -> checkKnown(choice, chosen.option(), where, findings);
            case Choices choices
            when answer instanceof ChosenSet set -> {
                set.options().forEach(option -> checkKnown(choices, option, where, findings));
                if (set.options().isEmpty() && question.common().required()) {
                    findings.add(Finding.of(Code.EMPTY, where, "nothing is chosen", "choose at least one option"));
                }
            }
            case Rating rating
            when answer instanceof Numeric rated -> {
                double steps = (rated.value() - rating.min()) / rating.step();
                if (!(rated.value() >= rating.min() && rated.value() <= rating.max())
                        || Math.abs(steps - Math.rint(steps)) > 1e-9) {
                    findings.add(Finding.of(
                            Code.BAD_NUMBER,
                            where,
                            Figure.plain(rated.value()) + " is not on the scale",
                            "use " + Figure.plain(rating.min()) + " to " + Figure.plain(rating.max()) + " in steps of "
                                    + Figure.plain(rating.step())));
                }
            }
            case Quantity number
            when answer instanceof Numeric given -> checkValue(number, given.value(), where, findings);
            case Preference preference
            when answer instanceof Preferred given -> {
                checkKnown(preference, given.choice().key(), where + ".choice", findings);
                if (given.strength().isPresent()
                        && (given.strength().getAsInt() < 1 || given.strength().getAsInt() > preference.strengths())) {
                    findings.add(Finding.of(
                            Code.BAD_NUMBER,
                            where + ".strength",
                            given.strength().getAsInt() + " is no degree of it",
                            preference.strengths() == 0
                                    ? "leave it out: this question asks for none"
                                    : "use 1 to " + preference.strengths()));
                }
            }
            case Text text
            when answer instanceof Written written -> {
                int length = written.text().codePointCount(0, written.text().length());
                if (length > Text.MOST_CHARACTERS) {
                    findings.add(Finding.of(
                            Code.TOO_LARGE,
                            where,
                            "has " + length + " characters",
                            "write at most " + Text.MOST_CHARACTERS));
                }
                if (written.text().isBlank() && question.common().required()) {
                    findings.add(Finding.of(Code.EMPTY, where, "nothing is written", "write the answer"));
                }
            }
            case Spans spans
            when answer instanceof Answer.Spans given -> checkRegions(spans, given.regions(), where, findings);
            case Boxes boxes
            when answer instanceof Answer.Boxes given -> checkRegions(boxes, given.regions(), where, findings);
            case Masks masks
            when answer instanceof Answer.Masks given -> {
                checkRegions(masks, given.regions(), where, findings);
                if (masks.single() && given.regions().size() != 1) {
                    findings.add(Finding.of(
                            Code.CONTRADICTION, where, given.regions().size() + " masks are there", "send one"));
                }
            }
            case Segments segments
            when answer instanceof Answer.Segments given -> checkRegions(segments, given.regions(), where, findings);
            case Polygons polygons
            when answer instanceof Answer.Polygons given -> checkRegions(polygons, given.regions(), where, findings);
            case Polylines polylines
            when answer instanceof Answer.Polylines given -> checkRegions(polylines, given.regions(), where, findings);
            case Keypoints keypoints
            when answer instanceof Answer.Keypoints given -> {
                checkRegions(keypoints, given.regions(), where, findings);
                checkNames(keypoints, given, where, findings);
            }
            case Tracks tracks
            when answer instanceof Answer.Tracks given ->
                checkRegions(tracks, given.regions(), where + ".tracks", findings);
            case Choice q -> wrongKind(where, "one option is wanted", "send a string", findings);
            case Choices q -> wrongKind(where, "a list of options is wanted", "send an array of strings", findings);
            case Rating q -> wrongKind(where, "a number is wanted", "send a number", findings);
            case Quantity q -> wrongKind(where, "a number is wanted", "send a number", findings);
            case Preference q -> wrongKind(where, "a preference is wanted", "send {\"choice\": \"left\"}", findings);
            case Text q -> wrongKind(where, "a text is wanted", "send a string", findings);
            case Tracks q ->
                wrongKind(where, "tracks are wanted", "send {\"timeBase\": [1, 30000], \"tracks\": [...]}", findings);
            case Marking q -> wrongKind(where, q.kind() + " are wanted", "send an array of regions", findings);
        }
    }

    private static void checkValue(Quantity number, double value, String where, List<Finding> findings) {
        if (Double.isFinite(value) && !checkSize(value, where, findings)) {
            return;
        }
        double from = number.min().orElse(0);
        boolean outside = value < number.min().orElse(Double.NEGATIVE_INFINITY)
                || value > number.max().orElse(Double.POSITIVE_INFINITY);
        double steps =
                number.step().isPresent() ? (value - from) / number.step().getAsDouble() : 0;
        // Steps such as .1 are not exact in binary: what is off by rounding alone fits.
        boolean between = Math.abs(steps - Math.rint(steps)) > 1e-9 * Math.max(1, Math.abs(steps));
        if (!Double.isFinite(value) || outside || between) {
            findings.add(Finding.of(
                    Code.BAD_NUMBER,
                    where,
                    Figure.plain(value) + " does not fit the question",
                    "use " + range(number)));
        }
    }

    /** "a number from 0 to 120 in steps of 1". */
    private static String range(Quantity number) {
        StringBuilder range = new StringBuilder("a number");
        number.min()
                .ifPresent(min -> range.append(number.max().isPresent() ? " from " : " of at least ")
                        .append(Figure.plain(min)));
        number.max()
                .ifPresent(max -> range.append(number.min().isPresent() ? " to " : " of at most ")
                        .append(Figure.plain(max)));
        number.step().ifPresent(step -> range.append(" in steps of ").append(Figure.plain(step)));
        return range.toString();
    }

    private static void wrongKind(String where, String what, String fix, List<Finding> findings) {
        findings.add(Finding.of(Code.MALFORMED, where, what, fix));
    }

    private static void checkKnown(Question question, String option, String where, List<Finding> findings) {
        List<String> known = question.options().stream().map(Option::id).toList();
        if (!known.contains(option)) {
            findings.add(Finding.of(
                    Code.UNKNOWN_VALUE,
                    where,
                    "there is no option '" + option + "'",
                    (question instanceof Choices ? "use some of " : "use one of ") + known));
        }
    }

    private static void checkNames(Keypoints question, Answer.Keypoints given, String where, List<Finding> findings) {
        List<String> known = question.skeleton().names();
        for (int i = 0; i < given.regions().size() && !known.isEmpty(); i++) {
            for (String name : given.regions().get(i).points().keySet()) {
                if (!known.contains(name)) {
                    findings.add(Finding.of(
                            Code.UNKNOWN_VALUE,
                            where + "[" + i + "].points." + name,
                            "the skeleton has no point '" + name + "'",
                            "use some of " + known));
                }
            }
        }
    }

    private static void checkRegions(
            Marking question, List<? extends Region> regions, String where, List<Finding> findings) {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < regions.size(); i++) {
            Region.Tag tag = regions.get(i).tag();
            String at = where + "[" + i + "]";
            if (!question.options().isEmpty()) {
                checkKnown(question, tag.label(), at + ".label", findings);
            }
            String input = tag.spot().input();
            String on = question.marks().on();
            if (!input.isEmpty() && !on.isEmpty() && !input.equals(on)) {
                findings.add(Finding.of(
                        Code.CONTRADICTION,
                        at + ".input",
                        "the question marks '" + on + "', not '" + input + "'",
                        "leave it out, or send '" + on + "'"));
            }
            if (!tag.id().isEmpty() && !ids.add(tag.id())) {
                findings.add(Finding.of(
                        Code.DUPLICATE, at + ".id", "the id '" + tag.id() + "' is taken", "give each region its own"));
            }
            for (Question attribute : question.marks().attributes()) {
                Answer said = tag.attributes().get(attribute.id());
                if (said != null) {
                    checkAnswer(attribute, said, at + ".attributes." + attribute.id(), findings);
                } else if (attribute.common().required() && applies(attribute, tag.attributes())) {
                    findings.add(Finding.of(
                            Code.MISSING,
                            at + ".attributes." + attribute.id(),
                            "an answer is missing",
                            "answer the question"));
                }
            }
        }
    }
}
