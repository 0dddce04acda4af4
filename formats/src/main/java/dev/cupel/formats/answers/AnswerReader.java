package dev.cupel.formats.answers;

import dev.cupel.engine.InputException;
import dev.cupel.engine.InputException.Code;
import dev.cupel.engine.agreement.SpanAgreement.Span;
import dev.cupel.engine.votes.RepeatPolicy;
import dev.cupel.formats.columns.Problems;
import dev.cupel.formats.columns.Source;
import dev.cupel.formats.labels.TableShape;
import dev.cupel.formats.rows.Row;
import dev.cupel.formats.rows.RowEvent;
import dev.cupel.formats.rows.RowProblem;
import dev.cupel.formats.rows.RowReader;
import dev.cupel.formats.text.NaturalOrder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/**
 * Reads structured answers: JSONL or a JSON array of objects with {@code task}, {@code worker} and {@code answer}; texts
 * also from CSV and TSV with these columns. A column "item" may stand for "task", and "annotator", "rater" or "performer"
 * for "worker". A row without an answer is left out; its {@code text} or {@code length} counts, so that items and answers
 * may come in one file.
 *
 * <p>Spans need the {@code text} that they lie in on one row of the task, or its {@code length}, and {@code unit} says what
 * their offsets count; code points unless said otherwise. Up to twenty problems of a file are reported together.
 */
public final class AnswerReader {
    private static final List<String> TASK = List.of("task", "item");
    private static final List<String> WORKER = List.of("worker", "annotator", "rater", "performer");
    private static final List<String> ANSWER = List.of("answer");
    private static final List<String> TRUTH = List.of("answer", "truth", "gold");

    private final List<String> taskKeys;
    private final List<String> workerKeys;
    private final List<String> answerKeys;
    private List<String> firstKeys = List.of();
    private final Source source;
    private final SpanUnit unlessSaid;
    private final Problems problems = new Problems();
    private final Map<String, Integer> labels;
    private final Map<String, Long> unusedKeys = new TreeMap<>();
    private @Nullable Kind kind;
    private long kindLine;
    private boolean textsOnly;

    /** A span as it was written; it gets its place once the text of its task is known. */
    private record Written(
            int begin, int end, int label, @Nullable String quoted) {}

    private sealed interface Parsed {
        record Placed(Value value) implements Parsed {}

        record Unplaced(List<Written> spans, SpanUnit unit) implements Parsed {}
    }

    private record Entry(long line, int worker, Parsed parsed) {}

    /** What the rows say of one task. */
    private static final class TaskRows {
        private final String name;
        private final long line;
        private @Nullable String text;
        private int length = -1;
        private final List<Entry> entries = new ArrayList<>();

        TaskRows(String name, long line) {
            this.name = name;
            this.line = line;
        }
    }

    private AnswerReader(
            Source source, TableShape shape, @Nullable Kind kind, SpanUnit unlessSaid, Map<String, Integer> labels) {
        this.taskKeys = shape.said("task").map(List::of).orElse(TASK);
        this.workerKeys = shape.said("worker").map(List::of).orElse(WORKER);
        this.answerKeys = shape.said("label").map(List::of).orElse(ANSWER);
        this.source = source;
        this.kind = kind;
        this.unlessSaid = unlessSaid;
        this.labels = labels;
    }

    /**
     * @param kind what the answers are; empty: what the first of them is
     * @param unlessSaid what offsets of spans count on rows that do not say
     * @throws InputException with up to twenty problems of the file, each with its line
     */
    public static AnswerTable read(Source source, Optional<Kind> kind, SpanUnit unlessSaid, RepeatPolicy policy)
            throws IOException {
        return read(source, TableShape.USUAL, kind, unlessSaid, policy);
    }

    /** @param shape names of the columns task, worker and label, which is the answer */
    public static AnswerTable read(
            Source source, TableShape shape, Optional<Kind> kind, SpanUnit unlessSaid, RepeatPolicy policy)
            throws IOException {
        return new AnswerReader(source, shape, kind.orElse(null), unlessSaid, new LinkedHashMap<>()).table(policy);
    }

    /**
     * Known answers to the tasks of a table.
     *
     * @param values per task of the table; empty where unknown
     * @param labels the table's, and those that only the truth has behind them
     * @param withoutAnswers truths of tasks that are not in the table
     */
    public record Truth(List<Optional<Value>> values, List<String> labels, int withoutAnswers) {}

    /** @throws InputException also if a task has two truths, or none belongs to a task of the table */
    public static Truth truth(Source source, SpanUnit unlessSaid, AnswerTable table) throws IOException {
        Map<String, Integer> labels = new LinkedHashMap<>();
        table.labels().forEach(label -> labels.put(label, labels.size()));
        return new AnswerReader(source, TableShape.USUAL, table.kind(), unlessSaid, labels).truth(table);
    }

    // ---------------------------------------------------------------- whole files

    private AnswerTable table(RepeatPolicy policy) throws IOException {
        Map<String, TaskRows> tasks = new LinkedHashMap<>();
        Map<String, Integer> workers = new LinkedHashMap<>();
        long[] leftOut = new long[1];
        rows(row -> {
            TaskRows task = task(row, tasks);
            if (firstKeys.isEmpty()) {
                firstKeys = List.copyOf(row.values().keySet());
            }
            JsonNode answer = node(row, answerKeys);
            String worker = name(row, workerKeys);
            if (answer == null) {
                leftOut[0] += worker == null ? 0 : 1;
            } else if (worker == null) {
                problem(Code.MISSING, row.line(), "has an answer, but no worker", "add \"worker\": who answered");
            } else if (task != null) {
                Parsed parsed = parse(row, answer);
                if (parsed != null) {
                    task.entries.add(
                            new Entry(row.line(), workers.computeIfAbsent(worker, w -> workers.size()), parsed));
                }
            }
        });
        if (workers.isEmpty() && answerKeys.stream().noneMatch(firstKeys::contains) && leftOut[0] > 0) {
            List<String> others = firstKeys.stream()
                    .filter(key -> !taskKeys.contains(key) && !workerKeys.contains(key))
                    .toList();
            String like = others.size() == 1 ? others.getFirst() : "KEY";
            throw new InputException(
                    Code.MISSING,
                    source.name(),
                    "no row has the key " + answerKeys.getFirst() + "; the keys of the first row are "
                            + String.join(", ", firstKeys),
                    "if the answers are texts under the key " + like + ", add --kind text --label " + like
                            + "; if they are classes, add --label " + like);
        }
        if (problems.isEmpty() && workers.isEmpty()) {
            throw new InputException(
                    Code.EMPTY,
                    source.name(),
                    leftOut[0] == 0 ? "has no rows with answers" : "none of its " + leftOut[0] + " rows has an answer",
                    "give one row per answer: {\"task\": \"t1\", \"worker\": \"w1\", \"answer\": ...}");
        }
        if (problems.isEmpty() && kind == null) {
            throw new InputException(
                    Code.MISSING,
                    source.name(),
                    "every answer is an empty list, so nothing says what they are",
                    "say it with --kind spans, boxes or segments");
        }
        Kind found = kind == null ? Kind.SPANS : kind;
        int[] workerNumber = ranks(workers);
        int[] labelNumber = ranks(labels);
        List<AnswerTable.Task> placed = new ArrayList<>();
        int repeats = 0;
        for (TaskRows task : tasks.values()) {
            boolean tokens = found == Kind.SPANS && countsTokens(task);
            List<AnswerTable.Given> given = new ArrayList<>();
            Set<Integer> seen = new HashSet<>();
            for (Entry entry : policy == RepeatPolicy.LAST ? task.entries.reversed() : task.entries) {
                boolean first = seen.add(entry.worker);
                repeats += first ? 0 : 1;
                if (first || policy == RepeatPolicy.KEEP_ALL) {
                    Value value = place(entry, found, task.text, task.length, tokens);
                    given.add(new AnswerTable.Given(workerNumber[entry.worker], relabeled(value, labelNumber)));
                }
            }
            sameSize(task);
            int length = tokens || task.text == null
                    ? Math.max(0, task.length)
                    : task.text.codePointCount(0, task.text.length());
            placed.add(new AnswerTable.Task(
                    task.name,
                    tokens ? Optional.empty() : Optional.ofNullable(task.text),
                    tokens ? SpanUnit.TOKENS : SpanUnit.CODE_POINTS,
                    length,
                    policy == RepeatPolicy.LAST ? given.reversed() : given));
        }
        if (!problems.isEmpty()) {
            throw problems.toException(source.name());
        }
        List<String> notes = new ArrayList<>();
        unusedKeys.forEach((key, count) -> notes.add(String.format(
                Locale.ROOT,
                "\"%s\" stands in %,d answers and is not used: the consensus does not have it.",
                key,
                count)));
        return new AnswerTable(found, placed, sorted(workers), sorted(labels), repeats, leftOut[0], notes);
    }

    private Truth truth(AnswerTable table) throws IOException {
        Map<String, TaskRows> known = new LinkedHashMap<>();
        rows(row -> {
            TaskRows task = task(row, known);
            JsonNode answer = node(row, TRUTH);
            if (task == null || answer == null) {
                return;
            }
            Parsed parsed = parse(row, answer);
            if (parsed != null && !task.entries.isEmpty()) {
                problem(
                        Code.CONTRADICTION,
                        row.line(),
                        "task \"" + task.name + "\" has another truth on line " + task.entries.getFirst().line,
                        "keep one");
            } else if (parsed != null) {
                task.entries.add(new Entry(row.line(), 0, parsed));
            }
        });
        List<Optional<Value>> values = new ArrayList<>();
        int used = 0;
        for (AnswerTable.Task task : table.tasks()) {
            TaskRows truth = known.get(task.name());
            if (truth == null || truth.entries.isEmpty()) {
                values.add(Optional.empty());
                continue;
            }
            used++;
            Entry entry = truth.entries.getFirst();
            boolean tokens = table.kind() == Kind.SPANS && countsTokens(truth);
            if (tokens != (task.unit() == SpanUnit.TOKENS)) {
                problem(
                        Code.CONTRADICTION,
                        entry.line,
                        "the truth counts " + (tokens ? "tokens" : "characters") + ", the answers do not",
                        "give both in the same unit");
            } else {
                values.add(Optional.of(place(entry, table.kind(), task.text().orElse(null), task.length(), tokens)));
            }
        }
        if (!problems.isEmpty()) {
            throw problems.toException(source.name());
        }
        int truths = (int)
                known.values().stream().filter(task -> !task.entries.isEmpty()).count();
        if (used == 0) {
            throw new InputException(
                    Code.NOT_ENOUGH_DATA,
                    source.name(),
                    truths == 0 ? "has no truth" : "none of its " + truths + " tasks is among the answers",
                    "use the same task names in both files");
        }
        return new Truth(values, List.copyOf(labels.keySet()), truths - used);
    }

    /** Takes one row; problems are reported, not thrown. */
    private interface RowTaker {
        void take(Row row);
    }

    private void rows(RowTaker taker) throws IOException {
        AnswerFile.Opened opened = AnswerFile.open(source);
        textsOnly = opened.delimited();
        try (RowReader rows = RowReader.openAsJson(opened.in(), opened.format())) {
            for (RowEvent event = rows.next(); event != null; event = rows.next()) {
                switch (event) {
                    case RowProblem problem ->
                        problems.add(Code.MALFORMED, problem.line(), problem.column(), problem.what(), problem.fix());
                    case Row row -> taker.take(row);
                }
            }
        }
    }

    // ---------------------------------------------------------------- rows

    private void problem(Code code, long line, String what, String fix) {
        problems.add(code, line, 0, what, fix);
    }

    private @Nullable TaskRows task(Row row, Map<String, TaskRows> tasks) {
        String name = name(row, taskKeys);
        if (name == null) {
            problem(Code.MISSING, row.line(), "has no task", "add \"task\": a name for what was labeled");
            return null;
        }
        TaskRows task = tasks.computeIfAbsent(name, n -> new TaskRows(n, row.line()));
        JsonNode text = answerKeys.contains("text") ? null : node(row, List.of("text"));
        if (text != null && !textsOnly) {
            if (!text.isString()) {
                problem(Code.MALFORMED, row.line(), "\"text\" is " + shown(text) + ", not a text", "put it in quotes");
            } else if (task.text != null && !task.text.equals(text.stringValue())) {
                problem(
                        Code.CONTRADICTION,
                        row.line(),
                        "task \"" + name + "\" has another text than before",
                        "give the same text on every row of a task, or on one row only");
            } else {
                task.text = text.stringValue();
            }
        }
        JsonNode length = node(row, List.of("length"));
        if (length != null && !textsOnly) {
            if (!length.isIntegralNumber() || !length.canConvertToInt() || length.intValue() < 0) {
                problem(
                        Code.BAD_NUMBER,
                        row.line(),
                        "\"length\" is " + shown(length),
                        "give the number of tokens or code points of the text");
            } else if (task.length >= 0 && task.length != length.intValue()) {
                problem(
                        Code.CONTRADICTION,
                        row.line(),
                        "task \"" + name + "\" has the lengths " + task.length + " and " + length.intValue(),
                        "keep one");
            } else {
                task.length = length.intValue();
            }
        }
        return task;
    }

    /** A value of the row as JSON; null if it is not there. */
    private @Nullable JsonNode node(Row row, List<String> keys) {
        for (String key : keys) {
            String json = row.values().get(key);
            if (json != null) {
                // An empty cell of a table means "no answer"; an empty text of JSON is one.
                if (textsOnly) {
                    return json.isEmpty() ? null : StringNode.valueOf(json);
                }
                return JsonMapper.shared().readTree(json);
            }
        }
        return null;
    }

    private @Nullable String name(Row row, List<String> keys) {
        JsonNode node = node(row, keys);
        if (node == null) {
            return null;
        }
        String name = node.isString() ? node.stringValue().strip() : node.toString();
        return name.isEmpty() ? null : name;
    }

    private @Nullable Parsed parse(Row row, JsonNode answer) {
        Optional<Kind> looksLike = kindOf(answer);
        boolean emptyList = answer.isArray() && answer.isEmpty();
        if (looksLike.isEmpty() && !emptyList) {
            problem(
                    Code.MALFORMED,
                    row.line(),
                    "the answer is " + shown(answer),
                    answer.isNumber()
                            ? "put a text in quotes; numbers are read by \"cupel numbers\" and votes under the key \"label\""
                            : AnswerForm.HELP);
            return null;
        }
        if (looksLike.isPresent()) {
            if (kind == null) {
                kind = looksLike.get();
                kindLine = row.line();
            } else if (kind != looksLike.get()) {
                problem(
                        Code.CONTRADICTION,
                        row.line(),
                        "the answer is " + AnswerForm.singular(looksLike.get()) + ", but "
                                + (kindLine > 0 ? "line " + kindLine + " has " : "wanted is ")
                                + AnswerForm.singular(kind),
                        "keep one kind of answer per file, or check --kind");
                return null;
            }
        }
        if (emptyList) {
            if (kind != null && !kind.isList()) {
                problem(
                        Code.CONTRADICTION,
                        row.line(),
                        "the answer is an empty list, but wanted is " + AnswerForm.singular(kind),
                        "leave the answer out if there is none");
                return null;
            }
            return new Parsed.Unplaced(List.of(), unit(row));
        }
        return switch (kind == null ? Kind.TEXT : kind) {
            case TEXT -> new Parsed.Placed(new Value.Text(answer.stringValue()));
            case MASK -> {
                Value.Pixels mask = new AnswerForm(problems, row.line(), labels, unusedKeys).mask(answer);
                yield mask == null ? null : new Parsed.Placed(mask);
            }
            case BOXES ->
                new Parsed.Placed(
                        new Value.Boxes(new AnswerForm(problems, row.line(), labels, unusedKeys).boxes(answer)));
            case SEGMENTS ->
                new Parsed.Placed(
                        new Value.Segments(new AnswerForm(problems, row.line(), labels, unusedKeys).segments(answer)));
            case SPANS -> {
                List<Written> written = new ArrayList<>();
                new AnswerForm(problems, row.line(), labels, unusedKeys)
                        .spans(
                                answer,
                                (begin, end, label, quoted) -> written.add(new Written(begin, end, label, quoted)));
                yield new Parsed.Unplaced(List.copyOf(written), unit(row));
            }
        };
    }

    private static Optional<Kind> kindOf(JsonNode answer) {
        if (answer.isString()) {
            return Optional.of(Kind.TEXT);
        }
        if (answer.isObject()) {
            return answer.has("counts") || answer.has("size") ? Optional.of(Kind.MASK) : Optional.empty();
        }
        if (!answer.isArray() || answer.isEmpty()) {
            return Optional.empty();
        }
        return AnswerForm.kindOfRegion(answer.get(0));
    }

    private SpanUnit unit(Row row) {
        JsonNode said = node(row, List.of("unit"));
        if (said == null || textsOnly) {
            return unlessSaid;
        }
        for (SpanUnit unit : SpanUnit.values()) {
            if (said.isString() && unit.key().equals(said.stringValue())) {
                return unit;
            }
        }
        problem(
                Code.UNKNOWN_VALUE,
                row.line(),
                "\"unit\" is " + shown(said),
                "write \"code_points\" (as Python counts), \"utf16\" (as Java and JavaScript count) or \"tokens\"");
        return unlessSaid;
    }

    static String shown(JsonNode node) {
        String text = node.toString();
        return text.length() <= 60 ? text : text.substring(0, 59) + "…";
    }

    // ---------------------------------------------------------------- places of spans

    /** Whether the spans of a task count tokens; all of its rows say the same. */
    private boolean countsTokens(TaskRows task) {
        Boolean tokens = null;
        for (Entry entry : task.entries) {
            if (entry.parsed instanceof Parsed.Unplaced unplaced) {
                boolean here = unplaced.unit == SpanUnit.TOKENS;
                if (tokens != null && tokens != here) {
                    problem(
                            Code.CONTRADICTION,
                            entry.line,
                            "task \"" + task.name + "\" counts tokens on one row and characters on another",
                            "use one unit per task");
                    return tokens;
                }
                tokens = here;
            }
        }
        return tokens == null ? unlessSaid == SpanUnit.TOKENS : tokens;
    }

    private Value place(Entry entry, Kind kind, @Nullable String text, int length, boolean tokens) {
        if (!(entry.parsed instanceof Parsed.Unplaced unplaced)) {
            return ((Parsed.Placed) entry.parsed).value();
        }
        if (kind == Kind.BOXES) {
            return new Value.Boxes(List.of());
        }
        if (kind == Kind.SEGMENTS) {
            return new Value.Segments(List.of());
        }
        if (kind != Kind.SPANS) {
            // An empty list came before the first answer that said what the answers are.
            problem(
                    Code.CONTRADICTION,
                    entry.line,
                    "the answer is an empty list, but line " + kindLine + " has " + AnswerForm.singular(kind),
                    "leave the answer out if there is none");
            return new Value.Spans(List.of());
        }
        if (tokens ? length < 0 : text == null && (length < 0 || unplaced.unit == SpanUnit.UTF16)) {
            problem(
                    Code.MISSING,
                    entry.line,
                    tokens
                            ? "spans of tokens need to know how many tokens there are"
                            : "spans need the text that they lie in",
                    tokens
                            ? "add \"length\": the number of tokens, to one row of the task"
                            : "add \"text\": the whole text, to one row of the task"
                                    + (unplaced.unit == SpanUnit.UTF16 ? "" : "; or \"length\": its code points"));
            return new Value.Spans(List.of());
        }
        int[] codePoints = tokens || text == null ? new int[0] : codePointAt(text, unplaced.unit);
        int positions = tokens || text == null ? length : codePoints.length - 1;
        if (!tokens && text != null && length >= 0 && length != text.codePointCount(0, text.length())) {
            problem(
                    Code.CONTRADICTION,
                    entry.line,
                    "\"length\" is " + length + ", but the text has " + text.codePointCount(0, text.length())
                            + " code points",
                    "leave \"length\" out: the text says it");
        }
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < unplaced.spans.size(); i++) {
            Written span = unplaced.spans.get(i);
            String where = "answer[" + i + "]";
            if (span.begin < 0 || span.end > positions || span.begin >= span.end) {
                problem(
                        Code.BAD_NUMBER,
                        entry.line,
                        where + " from " + span.begin + " to " + span.end
                                + (span.begin >= span.end
                                        ? " holds nothing"
                                        : " does not lie in the text of " + positions + " " + unplaced.unit.units()),
                        span.begin >= span.end
                                ? "the end is behind the last position: [begin, end)"
                                : "count from 0 up to the length" + hint(unplaced.unit, text));
                continue;
            }
            int begin = span.begin;
            int end = span.end;
            if (codePoints.length > 0) {
                begin = codePoints[span.begin];
                end = codePoints[span.end];
                if (begin < 0 || end < 0) {
                    problem(
                            Code.BAD_NUMBER,
                            entry.line,
                            where + (begin < 0 ? " begins" : " ends") + " inside a character, at UTF-16 unit "
                                    + (begin < 0 ? span.begin : span.end),
                            "move it to the character's begin or end, or count code points and say \"unit\":"
                                    + " \"code_points\"");
                    continue;
                }
            }
            if (text != null && span.quoted != null && !tokens) {
                String there = text.substring(text.offsetByCodePoints(0, begin), text.offsetByCodePoints(0, end));
                if (!there.equals(span.quoted)) {
                    problem(
                            Code.CONTRADICTION,
                            entry.line,
                            where + " quotes " + quoted(span.quoted) + ", but from " + span.begin + " to " + span.end
                                    + " there stands " + quoted(there),
                            quotedElsewhere(text, span, unplaced.unit));
                    continue;
                }
            }
            spans.add(new Span(span.label, begin, end));
        }
        return new Value.Spans(spans);
    }

    /** Offset in code points of each offset in the unit of the file; -1 inside a character. */
    private static int[] codePointAt(String text, SpanUnit unit) {
        int count = text.codePointCount(0, text.length());
        int[] at = new int[(unit == SpanUnit.UTF16 ? text.length() : count) + 1];
        if (unit == SpanUnit.CODE_POINTS) {
            Arrays.setAll(at, i -> i);
            return at;
        }
        int codePoint = 0;
        for (int i = 0; i < text.length(); i++) {
            boolean inside =
                    i > 0 && Character.isLowSurrogate(text.charAt(i)) && Character.isHighSurrogate(text.charAt(i - 1));
            at[i] = inside ? -1 : codePoint++;
        }
        at[text.length()] = codePoint;
        return at;
    }

    private static String hint(SpanUnit unit, @Nullable String text) {
        return unit == SpanUnit.CODE_POINTS && text != null && text.codePointCount(0, text.length()) != text.length()
                ? "; if the offsets count UTF-16 units, as JavaScript and Java do, say \"unit\": \"utf16\""
                : "";
    }

    private static String quotedElsewhere(String text, Written span, SpanUnit unit) {
        if (unit == SpanUnit.CODE_POINTS
                && span.end <= text.length()
                && text.substring(span.begin, span.end).equals(span.quoted)) {
            return "the offsets count UTF-16 units: say \"unit\": \"utf16\"";
        }
        if (unit == SpanUnit.UTF16
                && span.end <= text.codePointCount(0, text.length())
                && text.substring(text.offsetByCodePoints(0, span.begin), text.offsetByCodePoints(0, span.end))
                        .equals(span.quoted)) {
            return "the offsets count code points: say \"unit\": \"code_points\"";
        }
        return "correct the offsets or the quoted text";
    }

    private static String quoted(String text) {
        return '"' + (text.length() <= 30 ? text : text.substring(0, 29) + "…") + '"';
    }

    /** Masks of one task are of one picture. */
    private void sameSize(TaskRows task) {
        Value.Pixels first = null;
        for (Entry entry : task.entries) {
            if (entry.parsed instanceof Parsed.Placed(Value.Pixels pixels)) {
                first = first == null ? pixels : first;
                if (pixels.mask().width() != first.mask().width()
                        || pixels.mask().height() != first.mask().height()) {
                    problem(
                            Code.CONTRADICTION,
                            entry.line,
                            "the mask of " + pixels.mask().height() + " × "
                                    + pixels.mask().width() + " pixels is of another picture than that on line "
                                    + task.line + ", of " + first.mask().height() + " × "
                                    + first.mask().width(),
                            "give all masks of a task in the size of its picture: [height, width]");
                }
            }
        }
    }

    // ---------------------------------------------------------------- numbers of names

    private static List<String> sorted(Map<String, Integer> names) {
        return names.keySet().stream().sorted(NaturalOrder.DIGITS_BY_VALUE).toList();
    }

    /** Place in natural order of each name by its number. */
    private static int[] ranks(Map<String, Integer> names) {
        Map<String, Integer> rank = new HashMap<>();
        sorted(names).forEach(name -> rank.put(name, rank.size()));
        int[] ranks = new int[names.size()];
        names.forEach((name, number) -> ranks[number] = rank.getOrDefault(name, 0));
        return ranks;
    }

    private static Value relabeled(Value value, int[] label) {
        return switch (value) {
            case Value.Text text -> text;
            case Value.Pixels pixels -> pixels;
            case Value.Spans spans ->
                new Value.Spans(spans.spans().stream()
                        .map(s -> new Span(label[s.label()], s.begin(), s.end()))
                        .toList());
            case Value.Boxes boxes -> AnswerForm.relabeled(boxes, label);
            case Value.Segments segments -> AnswerForm.relabeled(segments, label);
        };
    }
}
