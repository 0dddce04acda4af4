package dev.cupel.formats.answers;

import dev.cupel.engine.Finding;
import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.answer.Region;
import dev.cupel.engine.answer.RunLengths;
import dev.cupel.engine.structured.RegionIndex;
import dev.cupel.engine.votes.RepeatPolicy;
import dev.cupel.formats.columns.Problems;
import dev.cupel.formats.columns.Source;
import dev.cupel.formats.labels.TableShape;
import dev.cupel.formats.nativeform.AnswerJson;
import dev.cupel.formats.nativeform.Findings;
import dev.cupel.formats.nativeform.JsonValues;
import dev.cupel.formats.nativeform.PlainQuestion;
import dev.cupel.formats.nativeform.SpanPlaces;
import dev.cupel.formats.nativeform.SpanUnit;
import dev.cupel.formats.rows.Row;
import dev.cupel.formats.rows.RowEvent;
import dev.cupel.formats.rows.RowProblem;
import dev.cupel.formats.rows.RowReader;
import dev.cupel.formats.text.NaturalOrder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
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

    private static final String HELP =
            "write a text in quotes, a list of {\"begin\", \"end\", \"label\"} (spans), {\"left\", \"top\", \"width\","
                    + " \"height\", \"label\"} (boxes), {\"beginSeconds\", \"endSeconds\", \"label\"} (segments), {\"points\","
                    + " \"label\"} (polygons, polylines, keypoints), {\"size\", \"counts\"} (a mask), or {\"timeBase\", \"tracks\"}";

    private final List<String> taskKeys;
    private final List<String> workerKeys;
    private final List<String> answerKeys;
    private List<String> firstKeys = List.of();
    private final Source source;
    private final SpanUnit unlessSaid;
    private final Problems problems = new Problems();
    private final Set<String> labels;
    private final Map<String, Long> unusedKeys = new TreeMap<>();
    private final Findings findings = onLine();
    private final AnswerJson form = new AnswerJson(findings);
    private Question.@Nullable Structured question;
    private long questionLine;
    /** Where what the native form finds belongs. */
    private long line;

    /** Where spans lie; the answers of a task come one after another and share it. */
    private @Nullable SpanPlaces places;

    private boolean textsOnly;

    /**
     * @param answer as it is written; null if it is an empty list and nothing said before what it is a list of
     * @param unit what the offsets of its spans count
     */
    private record Entry(long line, int worker, Answer.@Nullable Structured answer, SpanUnit unit) {}

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
            Source source,
            TableShape shape,
            Question.@Nullable Structured question,
            SpanUnit unlessSaid,
            Set<String> labels) {
        this.taskKeys = shape.said("task").map(List::of).orElse(TASK);
        this.workerKeys = shape.said("worker").map(List::of).orElse(WORKER);
        this.answerKeys = shape.said("label").map(List::of).orElse(ANSWER);
        this.source = source;
        this.question = question;
        this.unlessSaid = unlessSaid;
        this.labels = labels;
    }

    /**
     * @param question what was asked; empty: what the first answer looks like
     * @param unlessSaid what offsets of spans count on rows that do not say
     * @throws InputException with up to twenty problems of the file, each with its line
     */
    public static AnswerTable read(
            Source source, Optional<Question.Structured> question, SpanUnit unlessSaid, RepeatPolicy policy)
            throws IOException {
        return read(source, TableShape.USUAL, question, unlessSaid, policy);
    }

    /** @param shape names of the columns task, worker and label, which is the answer */
    public static AnswerTable read(
            Source source,
            TableShape shape,
            Optional<Question.Structured> question,
            SpanUnit unlessSaid,
            RepeatPolicy policy)
            throws IOException {
        return new AnswerReader(source, shape, question.orElse(null), unlessSaid, new LinkedHashSet<>()).table(policy);
    }

    /**
     * Known answers to the tasks of a table.
     *
     * @param answers per task of the table; empty where unknown
     * @param labels the table's, and those that only the truth has behind them
     * @param withoutAnswers truths of tasks that are not in the table
     */
    public record Truth(List<Optional<Answer.Structured>> answers, List<String> labels, int withoutAnswers) {}

    /** @throws InputException also if a task has two truths, or none belongs to a task of the table */
    public static Truth truth(Source source, SpanUnit unlessSaid, AnswerTable table) throws IOException {
        return new AnswerReader(
                        source, TableShape.USUAL, table.question(), unlessSaid, new LinkedHashSet<>(table.labels()))
                .truth(table);
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
                int number = workers.computeIfAbsent(worker, w -> workers.size());
                parse(row, answer, number).ifPresent(task.entries::add);
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
        if (problems.isEmpty() && question == null) {
            throw new InputException(
                    Code.MISSING,
                    source.name(),
                    "every answer is an empty list, so nothing says what they are",
                    "say it with --kind: "
                            + PlainQuestion.all().stream()
                                    .filter(AnswerReader::takesLists)
                                    .map(PlainQuestion::kind)
                                    .collect(Collectors.joining(", ")));
        }
        // Without a question there are problems, and no table comes out of this.
        Question.Structured found = question == null ? PlainQuestion.all().getFirst() : question;
        int[] workerNumber = ranks(workers);
        List<AnswerTable.Task> placed = new ArrayList<>();
        int repeats = 0;
        for (TaskRows task : tasks.values()) {
            boolean tokens = found instanceof Question.Spans && countsTokens(task);
            List<AnswerTable.Given> given = new ArrayList<>();
            Set<Integer> seen = new HashSet<>();
            for (Entry entry : policy == RepeatPolicy.LAST ? task.entries.reversed() : task.entries) {
                boolean first = seen.add(entry.worker);
                repeats += first ? 0 : 1;
                if (first || policy == RepeatPolicy.KEEP_ALL) {
                    Answer.Structured answer = place(entry, found, task.text, task.length, tokens);
                    given.add(new AnswerTable.Given(workerNumber[entry.worker], answer));
                }
            }
            sameSize(task);
            sameTimeBase(task);
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
        return new AnswerTable(found, placed, sorted(workers.keySet()), sorted(labels), repeats, leftOut[0], notes);
    }

    private Truth truth(AnswerTable table) throws IOException {
        Map<String, TaskRows> known = new LinkedHashMap<>();
        rows(row -> {
            TaskRows task = task(row, known);
            JsonNode answer = node(row, TRUTH);
            if (task == null || answer == null) {
                return;
            }
            parse(row, answer, 0).ifPresent(entry -> {
                if (task.entries.isEmpty()) {
                    task.entries.add(entry);
                } else {
                    problem(
                            Code.CONTRADICTION,
                            row.line(),
                            "task \"" + task.name + "\" has another truth on line " + task.entries.getFirst().line,
                            "keep one");
                }
            });
        });
        List<Optional<Answer.Structured>> answers = new ArrayList<>();
        int used = 0;
        for (AnswerTable.Task task : table.tasks()) {
            TaskRows truth = known.get(task.name());
            if (truth == null || truth.entries.isEmpty()) {
                answers.add(Optional.empty());
                continue;
            }
            used++;
            Entry entry = truth.entries.getFirst();
            boolean tokens = table.question() instanceof Question.Spans && countsTokens(truth);
            if (tokens != (task.unit() == SpanUnit.TOKENS)) {
                problem(
                        Code.CONTRADICTION,
                        entry.line,
                        "the truth counts " + (tokens ? "tokens" : "characters") + ", the answers do not",
                        "give both in the same unit");
            } else {
                answers.add(
                        Optional.of(place(entry, table.question(), task.text().orElse(null), task.length(), tokens)));
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
        return new Truth(answers, List.copyOf(labels), truths - used);
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
                    case RowProblem problem -> problems.add(problem.finding());
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
                problem(
                        Code.MALFORMED,
                        row.line(),
                        "\"text\" is " + JsonValues.shown(text) + ", not a text",
                        "put it in quotes");
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
                        "\"length\" is " + JsonValues.shown(length),
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

    private Optional<Entry> parse(Row row, JsonNode answer, int worker) {
        List<Question.Structured> looksLike = PlainQuestion.of(answer);
        boolean emptyList = answer.isArray() && answer.isEmpty();
        if (looksLike.isEmpty() && !emptyList) {
            problem(
                    Code.MALFORMED,
                    row.line(),
                    "the answer is " + JsonValues.shown(answer),
                    answer.isNumber()
                            ? "put a text in quotes; numbers are read by \"cupel numbers\" and votes under the key \"label\""
                            : HELP);
            return Optional.empty();
        }
        if (question == null && looksLike.size() > 1) {
            // Nothing can be read before it is known, so that this comes alone.
            throw new InputException(
                    Code.MISSING,
                    source.name() + ":" + row.line(),
                    "the answer may be "
                            + looksLike.stream().map(AnswerReader::singular).collect(Collectors.joining(" or ")),
                    "say it with "
                            + looksLike.stream()
                                    .map(kind -> "--kind " + PlainQuestion.kind(kind))
                                    .collect(Collectors.joining(" or ")));
        }
        if (question == null && !looksLike.isEmpty()) {
            question = looksLike.getFirst();
            questionLine = row.line();
        }
        if (question == null || (emptyList && takesLists(question))) {
            return Optional.of(new Entry(row.line(), worker, null, unit(row)));
        }
        if (emptyList) {
            problem(
                    Code.CONTRADICTION,
                    row.line(),
                    "the answer is an empty list, but wanted is " + singular(question),
                    "leave the answer out if there is none");
            return Optional.empty();
        }
        String kind = PlainQuestion.kind(question);
        if (looksLike.stream().map(PlainQuestion::kind).noneMatch(kind::equals)) {
            problem(
                    Code.CONTRADICTION,
                    row.line(),
                    "the answer is "
                            + (looksLike.isEmpty()
                                    ? JsonValues.shown(answer)
                                    : looksLike.stream()
                                            .map(AnswerReader::singular)
                                            .collect(Collectors.joining(" or ")))
                            + ", but "
                            + (questionLine > 0 ? "line " + questionLine + " has " : "wanted is ")
                            + singular(question),
                    "keep one kind of answer per file, or check --kind");
            return Optional.empty();
        }
        line = row.line();
        Answer read = form.read(question, answer, PlainQuestion.ID);
        if (!(read instanceof Answer.Structured structured)) {
            return Optional.empty();
        }
        structured.regions().forEach(region -> {
            labels.add(region.tag().label());
            noteUnused(region);
        });
        requireKnownToStatistics(row, structured);
        return Optional.of(new Entry(row.line(), worker, structured, unit(row)));
    }

    /** What the native form finds, as a problem of the file. */
    private Findings onLine() {
        return new Findings() {
            @Override
            public void add(Finding finding) {
                String path = finding.place().path();
                problem(
                        finding.code(),
                        line,
                        (path.equals(PlainQuestion.ID) ? "the " + path : path) + " " + finding.what(),
                        finding.fix());
            }

            @Override
            public void unused(String key, String path) {
                unusedKeys.merge(key, 1L, Long::sum);
            }
        };
    }

    /** What regions may say and a consensus does not. */
    private void noteUnused(Region region) {
        Region.Tag tag = region.tag();
        noteIf(region instanceof Region.Span span && span.parts().size() > 1, "parts");
        noteIf(region instanceof Region.Mask && !tag.label().isEmpty(), "label");
        noteIf(!tag.comment().isEmpty(), "comment");
        noteIf(tag.origin().isPresent(), "origin");
        noteIf(!tag.spot().input().isEmpty(), "input");
        noteIf(tag.spot().turn().isPresent(), "turn");
        noteIf(tag.spot().page().isPresent(), "page");
        noteIf(tag.spot().frame().isPresent(), "frame");
    }

    private void noteIf(boolean there, String key) {
        if (there) {
            unusedKeys.merge(key, 1L, Long::sum);
        }
    }

    private void requireKnownToStatistics(Row row, Answer.Structured answer) {
        if (answer instanceof Answer.Boxes boxes) {
            RegionIndex.turned(boxes)
                    .ifPresent(i -> problem(
                            Code.CONTRADICTION,
                            row.line(),
                            "answer[" + i + "].rotation is "
                                    + JsonValues.number(boxes.regions().get(i).rotation())
                                    + "; turned boxes have no consensus yet",
                            "give the upright box around it, without \"rotation\""));
        }
        if (answer instanceof Answer.Masks masks && masks.regions().size() != 1) {
            problem(
                    Code.CONTRADICTION,
                    row.line(),
                    "the answer has " + masks.regions().size() + " masks; several of one picture have no consensus yet",
                    "give the masks of each structure as a task of its own");
        }
    }

    /** Whether an empty list says that there is nothing to mark. */
    private static boolean takesLists(Question.Structured question) {
        return switch (question) {
            case Question.Text text -> false;
            case Question.Masks masks -> false;
            case Question.Spans spans -> true;
            case Question.Boxes boxes -> true;
            case Question.Segments segments -> true;
            case Question.Polygons polygons -> true;
            case Question.Polylines polylines -> true;
            case Question.Keypoints keypoints -> true;
            case Question.Tracks tracks -> false; // they say of which frames
        };
    }

    private static String singular(Question.Structured question) {
        return switch (question) {
            case Question.Text text -> "a text";
            case Question.Masks masks -> "a mask";
            case Question.Spans spans -> "a list of spans";
            case Question.Boxes boxes -> "a list of boxes";
            case Question.Segments segments -> "a list of segments";
            case Question.Polygons polygons -> "a list of polygons";
            case Question.Polylines polylines -> "a list of polylines";
            case Question.Keypoints keypoints -> "a list of keypoints";
            case Question.Tracks tracks -> "tracks with their time base";
        };
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
                "\"unit\" is " + JsonValues.shown(said),
                "write \"code_points\" (as Python counts), \"utf16\" (as Java and JavaScript count) or \"tokens\"");
        return unlessSaid;
    }

    // ---------------------------------------------------------------- places of spans

    /** Whether the spans of a task count tokens; all of its rows say the same. */
    private boolean countsTokens(TaskRows task) {
        Boolean tokens = null;
        for (Entry entry : task.entries) {
            boolean here = entry.unit == SpanUnit.TOKENS;
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
        return tokens == null ? unlessSaid == SpanUnit.TOKENS : tokens;
    }

    /** The answer with its spans where they lie; a list that came before it was known of what is an empty one of that. */
    private Answer.Structured place(
            Entry entry, Question.Structured question, @Nullable String text, int length, boolean tokens) {
        return switch (question) {
            case Question.Spans spans ->
                placed(
                        entry.answer instanceof Answer.Spans written ? written : new Answer.Spans(List.of()),
                        entry,
                        text,
                        length,
                        tokens);
            case Question.Boxes boxes -> entry.answer == null ? new Answer.Boxes(List.of()) : entry.answer;
            case Question.Segments segments -> entry.answer == null ? new Answer.Segments(List.of()) : entry.answer;
            case Question.Polygons polygons -> entry.answer == null ? new Answer.Polygons(List.of()) : entry.answer;
            case Question.Polylines polylines -> entry.answer == null ? new Answer.Polylines(List.of()) : entry.answer;
            case Question.Keypoints keypoints -> entry.answer == null ? new Answer.Keypoints(List.of()) : entry.answer;
            case Question.Tracks tracks -> orProblem(entry, tracks);
            case Question.Text asked -> orProblem(entry, asked);
            case Question.Masks masks -> orProblem(entry, masks);
        };
    }

    private Answer.Structured orProblem(Entry entry, Question.Structured question) {
        if (entry.answer != null) {
            return entry.answer;
        }
        problem(
                Code.CONTRADICTION,
                entry.line,
                "the answer is an empty list, but line " + questionLine + " has " + singular(question),
                "leave the answer out if there is none");
        return new Answer.Written("");
    }

    private Answer.Spans placed(Answer.Spans written, Entry entry, @Nullable String text, int length, boolean tokens) {
        if (tokens ? length < 0 : text == null && (length < 0 || entry.unit == SpanUnit.UTF16)) {
            problem(
                    Code.MISSING,
                    entry.line,
                    tokens
                            ? "spans of tokens need to know how many tokens there are"
                            : "spans need the text that they lie in",
                    tokens
                            ? "add \"length\": the number of tokens, to one row of the task"
                            : "add \"text\": the whole text, to one row of the task"
                                    + (entry.unit == SpanUnit.UTF16 ? "" : "; or \"length\": its code points"));
            return new Answer.Spans(List.of());
        }
        if (tokens || text == null) {
            for (int i = 0; i < written.regions().size(); i++) {
                Region.Span span = written.regions().get(i);
                if (span.end() > length) {
                    problem(
                            Code.BAD_NUMBER,
                            entry.line,
                            "answer[" + i + "] from " + span.begin() + " to " + span.end()
                                    + " does not lie in the text of " + length + " " + entry.unit.units(),
                            "count from 0 up to the length");
                }
            }
            return written;
        }
        if (length >= 0 && length != text.codePointCount(0, text.length())) {
            problem(
                    Code.CONTRADICTION,
                    entry.line,
                    "\"length\" is " + length + ", but the text has " + text.codePointCount(0, text.length())
                            + " code points",
                    "leave \"length\" out: the text says it");
        }
        line = entry.line;
        if (places == null || !places.isOf(text, entry.unit)) {
            places = new SpanPlaces(text, entry.unit);
        }
        Answer.Spans placed = places.toUtf16(written, PlainQuestion.ID, findings);
        // What they quote is checked and stands in the text: millions of copies of it need not stay.
        return new Answer.Spans(placed.regions().stream()
                .map(span -> new Region.Span(span.tag(), span.parts(), Optional.empty()))
                .toList());
    }

    /** Masks of one task are of one picture. */
    private void sameSize(TaskRows task) {
        RunLengths first = null;
        for (Entry entry : task.entries) {
            if (entry.answer instanceof Answer.Masks masks && !masks.regions().isEmpty()) {
                RunLengths pixels = masks.regions().getFirst().pixels();
                first = first == null ? pixels : first;
                if (pixels.width() != first.width() || pixels.height() != first.height()) {
                    problem(
                            Code.CONTRADICTION,
                            entry.line,
                            "the mask of " + pixels.height() + " × " + pixels.width()
                                    + " pixels is of another picture than that on line " + task.line + ", of "
                                    + first.height() + " × " + first.width(),
                            "give all masks of a task in the size of its picture: [height, width]");
                }
            }
        }
    }

    /** Tracks of one task are of one video. */
    private void sameTimeBase(TaskRows task) {
        Answer.TimeBase first = null;
        long firstLine = 0;
        for (Entry entry : task.entries) {
            if (!(entry.answer instanceof Answer.Tracks tracks)) {
                continue;
            }
            if (first == null) {
                first = tracks.timeBase();
                firstLine = entry.line;
            } else if (!first.equals(tracks.timeBase())) {
                problem(
                        Code.CONTRADICTION,
                        entry.line,
                        "the tracks count frames of the time base " + words(tracks.timeBase()) + ", those on line "
                                + firstLine + " of " + words(first),
                        "give all tracks of a task on the frames of one video");
            }
        }
    }

    private static String words(Answer.TimeBase timeBase) {
        return "[" + timeBase.numerator() + ", " + timeBase.denominator() + "]";
    }

    // ---------------------------------------------------------------- numbers of names

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted(NaturalOrder.DIGITS_BY_VALUE).toList();
    }

    /** Place in natural order of each name by its number. */
    private static int[] ranks(Map<String, Integer> names) {
        Map<String, Integer> rank = new HashMap<>();
        sorted(names.keySet()).forEach(name -> rank.put(name, rank.size()));
        int[] ranks = new int[names.size()];
        names.forEach((name, number) -> ranks[number] = rank.getOrDefault(name, 0));
        return ranks;
    }
}
