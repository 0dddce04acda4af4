package dev.cupel.cli.agreement;

import dev.cupel.cli.console.Console;
import dev.cupel.cli.console.Json;
import dev.cupel.cli.console.TextTable;
import dev.cupel.cli.page.Page;
import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.agreement.AgreementReport;
import dev.cupel.engine.agreement.AnswerAgreement;
import dev.cupel.engine.agreement.Coefficient;
import dev.cupel.engine.agreement.MatchedAgreement;
import dev.cupel.engine.agreement.MatchedAgreement.Box;
import dev.cupel.engine.agreement.MatchedAgreement.Segment;
import dev.cupel.engine.agreement.SpanAgreement;
import dev.cupel.engine.agreement.SpanAgreement.Span;
import dev.cupel.engine.agreement.UnitisingAlpha;
import dev.cupel.engine.agreement.UnitisingAlpha.Continuum;
import dev.cupel.engine.agreement.UnitisingAlpha.Unit;
import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.numbers.Bootstrap;
import dev.cupel.engine.structured.EditDistance;
import dev.cupel.engine.structured.Mask;
import dev.cupel.engine.structured.RegionIndex;
import dev.cupel.engine.structured.Texts;
import dev.cupel.formats.answers.AnswerTable;
import dev.cupel.formats.nativeform.PlainQuestion;
import dev.cupel.formats.nativeform.SpanUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;

/**
 * Agreement where an answer is a text, a mask, or all the regions that somebody marked.
 *
 * @param figures the coefficients of the kind by key, headline first
 * @param labels of regions, those used most first; empty for texts and masks
 * @param sampledItems how many tasks the figures of texts and masks rest on, if not on all
 */
record StructuredView(
        String file,
        AnswerTable table,
        Bootstrap.Options bootstrap,
        Map<String, Figure> figures,
        List<Label> labels,
        int comparedTasks,
        OptionalInt sampledItems) {
    /** Regions of two annotators are the same thing if they have at least so much in common. */
    private static final double SAME_THING = .5;

    /**
     * @param title in a table
     * @param meaning half a sentence
     */
    record Figure(String title, String meaning, Coefficient value) {}

    /**
     * One label of regions.
     *
     * @param regions marked with it
     * @param f1 between annotators, of these regions alone
     */
    record Label(String name, int regions, Coefficient f1) {}

    /** @param characters whether texts are compared by characters instead of words */
    static StructuredView of(String file, AnswerTable table, boolean characters, Bootstrap.Options bootstrap) {
        if (table.answerCount() == 0) {
            throw new InputException(Code.EMPTY, file, "has no answers", "give at least one task answered twice");
        }
        int compared =
                (int) table.tasks().stream().filter(t -> t.given().size() > 1).count();
        Map<String, Figure> figures = new LinkedHashMap<>();
        List<Label> labels = List.of();
        OptionalInt sampled = OptionalInt.empty();
        RegionIndex index = table.index();
        switch (table.question()) {
            case Question.Text asked -> {
                List<List<String>> texts =
                        answers(table, (answer, task) -> Texts.comparable(((Answer.Written) answer).text()));
                AnswerAgreement all = AnswerAgreement.of(
                        texts, characters ? EditDistance::ofTexts : EditDistance::ofWords, bootstrap);
                String unit = characters ? "characters" : "words";
                figures.put(
                        "krippendorff_edit",
                        new Figure(
                                "Krippendorff's alpha (edits)",
                                unit + " that differ, against what two answers to different tasks would show",
                                all.alpha()));
                figures.put(
                        "closeness",
                        new Figure("Closeness", "share of " + unit + " that need no edit, mean", all.closeness()));
                figures.put("percent", new Figure("Percent of equal texts", "", all.exact()));
                sampled = sampled(all);
            }
            case Question.Masks asked -> {
                AnswerAgreement all = AnswerAgreement.of(
                        answers(table, (answer, task) -> RegionIndex.mask((Answer.Masks) answer)),
                        Mask::distance,
                        bootstrap);
                figures.put(
                        "mean_iou",
                        new Figure("Mean IoU", "pixels that both set over those that either set", all.closeness()));
                figures.put("percent", new Figure("Percent of equal masks", "", all.exact()));
                sampled = sampled(all);
            }
            case Question.Spans asked -> {
                List<List<List<Span>>> spans =
                        answers(table, (answer, task) -> index.spans((Answer.Spans) answer, task.text()));
                SpanAgreement all = SpanAgreement.of(spans, bootstrap);
                String position = table.tasks().stream().allMatch(task -> task.unit() == SpanUnit.TOKENS)
                        ? "tokens"
                        : "characters";
                figures.put("f1_exact", new Figure("F1, exact", "same label and both ends", all.exact()));
                figures.put(
                        "f1_partial", new Figure("F1, touching", "same label and some text in common", all.partial()));
                figures.put(
                        "f1_positions",
                        new Figure("F1 of " + position, position + " covered with the same label", all.token()));
                figures.put(
                        "krippendorff_unitizing",
                        new Figure(
                                "Krippendorff's alpha (unitizing)",
                                "where passages begin and end, beyond chance",
                                unitizing(table, spans, bootstrap)));
                labels = labels(
                        table,
                        spans,
                        Span::label,
                        (of, none) -> SpanAgreement.of(of, none).exact());
            }
            case Question.Boxes asked -> {
                List<List<List<Box>>> boxes = answers(table, (answer, task) -> index.boxes((Answer.Boxes) answer));
                matched(figures, MatchedAgreement.of(boxes, Box::iou, SAME_THING, bootstrap), "boxes");
                labels = labels(
                        table,
                        boxes,
                        Box::label,
                        (of, none) -> MatchedAgreement.of(of, Box::iou, SAME_THING, none)
                                .f1());
            }
            case Question.Segments asked -> {
                List<List<List<Segment>>> segments =
                        answers(table, (answer, task) -> index.segments((Answer.Segments) answer));
                matched(figures, MatchedAgreement.of(segments, Segment::iou, SAME_THING, bootstrap), "segments");
                labels = labels(
                        table,
                        segments,
                        Segment::label,
                        (of, none) -> MatchedAgreement.of(of, Segment::iou, SAME_THING, none)
                                .f1());
            }
        }
        return new StructuredView(file, table, bootstrap, figures, labels, compared, sampled);
    }

    private static void matched(Map<String, Figure> figures, MatchedAgreement all, String things) {
        figures.put(
                "f1_iou50",
                new Figure(
                        "F1 at IoU 0.5", things + " with a partner of the same label that is half the same", all.f1()));
        figures.put(
                "mean_iou",
                new Figure("Mean IoU", "of partners; " + things + " without one count as 0", all.similarity()));
    }

    private static OptionalInt sampled(AnswerAgreement all) {
        return all.sampledItems().map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    private static <T> List<List<T>> answers(
            AnswerTable table, BiFunction<Answer.Structured, AnswerTable.Task, T> content) {
        return table.tasks().stream()
                .map(task -> task.given().stream()
                        .map(given -> content.apply(given.answer(), task))
                        .toList())
                .toList();
    }

    /** How annotators agree on some of the regions, without an interval. */
    @FunctionalInterface
    private interface RegionsOf<R> {
        Coefficient agreement(List<List<List<R>>> items, Bootstrap.Options none);
    }

    private static <R> List<Label> labels(
            AnswerTable table, List<List<List<R>>> items, ToIntFunction<R> label, RegionsOf<R> measure) {
        Map<Integer, Integer> regions = new TreeMap<>();
        items.forEach(item -> item.forEach(
                answer -> answer.forEach(region -> regions.merge(label.applyAsInt(region), 1, Integer::sum))));
        List<Label> all = new ArrayList<>();
        regions.forEach((number, count) -> {
            List<List<List<R>>> those = items.stream()
                    .map(item -> item.stream()
                            .map(answer -> answer.stream()
                                    .filter(region -> label.applyAsInt(region) == number)
                                    .toList())
                            .toList())
                    .toList();
            all.add(new Label(table.labels().get(number), count, measure.agreement(those, Bootstrap.Options.NONE)));
        });
        all.sort((a, b) -> Integer.compare(b.regions(), a.regions()));
        return List.copyOf(all);
    }

    private static Coefficient unitizing(AnswerTable table, List<List<List<Span>>> spans, Bootstrap.Options bootstrap) {
        List<Continuum> lines = new ArrayList<>();
        for (int t = 0; t < spans.size(); t++) {
            List<List<Unit>> units = new ArrayList<>();
            for (List<Span> answer : spans.get(t)) {
                Optional<Span> twice = overlapping(answer);
                if (twice.isPresent()) {
                    return new Coefficient.Undefined(
                            "On task \"" + table.tasks().get(t).name()
                                    + "\" one annotator's spans of label \""
                                    + table.labels().get(twice.get().label())
                                    + "\" overlap, and this coefficient knows one passage of a label at a place only.");
                }
                units.add(answer.stream()
                        .map(span -> new Unit(
                                table.labels().get(span.label()), span.begin(), (double) span.end() - span.begin()))
                        .toList());
            }
            int length = table.tasks().get(t).length();
            if (length > 1) {
                lines.add(new Continuum(0, length, units));
            }
        }
        return UnitisingAlpha.of(lines, bootstrap).overall();
    }

    /** A span that begins before another of its label and answer ends. */
    private static Optional<Span> overlapping(List<Span> answer) {
        Map<Integer, Integer> endOf = new TreeMap<>();
        return answer.stream()
                .sorted((a, b) -> Integer.compare(a.begin(), b.begin()))
                .filter(span -> {
                    Integer before = endOf.get(span.label());
                    endOf.merge(span.label(), span.end(), Math::max);
                    return before != null && span.begin() < before;
                })
                .findFirst();
    }

    List<String> interpretation() {
        List<String> sentences = new ArrayList<>();
        figures.forEach((key, figure) -> {
            if (!(figure.value() instanceof Coefficient.Estimate estimate)) {
                return;
            }
            String percent = Math.round(100 * estimate.value()) + " %";
            switch (key) {
                case "f1_exact" ->
                    sentences.add("Of the spans that one annotator marks, another marks " + percent
                            + " with the same label and the same two ends.");
                case "f1_partial" -> sentences.add(percent + " touch a span of the same label by the other annotator.");
                case "f1_iou50" ->
                    sentences.add("Of the " + PlainQuestion.things(table.question()) + " that one annotator marks, "
                            + percent + " have a partner of the same label that is at least half the same.");
                case "closeness" ->
                    sentences.add("Two answers to the same task share " + percent
                            + " of the longer one, case and punctuation aside.");
                case "mean_iou" -> {
                    if (figures.size() == 2 && figures.containsKey("percent")) {
                        sentences.add("Of the pixels that either of two annotators sets, both set " + percent + ".");
                    }
                }
                default -> {}
            }
        });
        if (comparedTasks > 0 && comparedTasks < 5) {
            sentences.add("All this rests on " + TextTable.count(comparedTasks, "task", "tasks")
                    + " with two or more answers: too few to rely on.");
        }
        if (figures.keySet().stream().noneMatch(key -> key.startsWith("krippendorff"))) {
            sentences.add("No figure here is corrected for chance.");
        }
        return sentences;
    }

    List<String> notes() {
        List<String> notes = new ArrayList<>(table.notes());
        if (table.repeats() > 0) {
            notes.add(TextTable.count(table.repeats(), "answer", "answers")
                    + " beyond the first of an annotator on a task; --repeated says which of them count.");
        }
        sampledItems.ifPresent(n -> notes.add("The answers are too many to compare each with each: the figures rest on "
                + TextTable.count(n, "task", "tasks") + ", evenly spaced."));
        return notes;
    }

    Json.Obj json() {
        Json.Obj coefficients = Json.object();
        figures.forEach((key, figure) -> coefficients.put(key, AgreementJson.coefficient(figure.value())));
        return Json.object()
                .put("command", "agreement")
                .put("file", file)
                .put("version", AgreementReport.VERSION)
                .put("kind", PlainQuestion.kind(table.question()))
                .put(
                        "answers",
                        Json.object()
                                .put("count", table.answerCount())
                                .put("tasks", table.tasks().size())
                                .put("pairable_tasks", comparedTasks)
                                .put("workers", table.workers().size())
                                .put("repeated", table.repeats())
                                .put("rows_without_answer", table.rowsLeftOut()))
                .put("resamples", bootstrap.replicates())
                .put("seed", bootstrap.seed())
                .put("headline", figures.keySet().iterator().next())
                .put("coefficients", coefficients)
                .put(
                        "labels",
                        labels.stream()
                                .map(label -> Json.object()
                                        .put("label", label.name())
                                        .put("regions", label.regions())
                                        .put("f1", AgreementJson.coefficient(label.f1())))
                                .toList())
                .put("interpretation", interpretation())
                .put("notes", notes());
    }

    void print(Console console) {
        console.text()
                .println(console.bold(String.format(
                        Locale.ROOT,
                        "%s (%s) by %s on %s, %s of them answered twice or more",
                        TextTable.count(table.answerCount(), "answer", "answers"),
                        PlainQuestion.things(table.question()),
                        TextTable.count(table.workers().size(), "worker", "workers"),
                        TextTable.count(table.tasks().size(), "task", "tasks"),
                        TextTable.count(comparedTasks))));
        TextTable rows = new TextTable("coefficient", "value", "95% interval", "");
        figures.values()
                .forEach(figure -> rows.row(
                        figure.title(),
                        AgreementText.figure(figure.value()),
                        AgreementText.interval(figure.value()),
                        figure.meaning()));
        rows.print(console);
        undefined().forEach(sentence -> console.text().println("  " + sentence));
        AgreementText.section(console, "What it means", interpretation());
        if (!labels.isEmpty()) {
            console.text().println();
            console.text().println(console.bold("Labels"));
            TextTable each = new TextTable("label", "regions", "F1");
            labels.forEach(label ->
                    each.row(label.name(), TextTable.count(label.regions()), AgreementText.figure(label.f1())));
            each.print(console);
        }
        AgreementText.section(console, "Look twice", notes());
    }

    /** Why figures, or their intervals, are missing; each reason once. */
    private List<String> undefined() {
        Map<String, List<String>> titles = new LinkedHashMap<>();
        figures.values().forEach(figure -> {
            switch (figure.value()) {
                case Coefficient.Undefined none ->
                    titles.computeIfAbsent("Undefined: " + none.reason(), r -> new ArrayList<>())
                            .add(figure.title());
                case Coefficient.Estimate estimate ->
                    estimate.noInterval()
                            .ifPresent(why -> titles.computeIfAbsent("No interval: " + why, r -> new ArrayList<>())
                                    .add(figure.title()));
            }
        });
        return titles.entrySet().stream()
                .map(e -> e.getKey()
                        + (e.getValue().size() == figures.size() ? "" : " (" + String.join("; ", e.getValue()) + ")"))
                .toList();
    }

    String page() {
        Page page = new Page(
                "Agreement in " + Page.nameOf(file),
                "Version " + AgreementReport.VERSION + "; answers are " + PlainQuestion.things(table.question())
                        + "; seed " + bootstrap.seed() + ".");
        page.section("What it means", "", Page.list(interpretation()));
        List<String> lines = new ArrayList<>();
        figures.values()
                .forEach(figure -> lines.add(figure.title() + ": " + AgreementText.figure(figure.value()) + " "
                        + AgreementText.interval(figure.value())));
        lines.addAll(undefined());
        page.section("Coefficients", "With 95% intervals.", Page.list(lines));
        if (!labels.isEmpty()) {
            page.section(
                    "Labels",
                    "F1 between annotators, of the regions of one label.",
                    Page.list(labels.stream()
                            .map(label -> label.name() + " · " + TextTable.count(label.regions(), "region", "regions")
                                    + " · F1 " + AgreementText.figure(label.f1()))
                            .toList()));
        }
        if (!notes().isEmpty()) {
            page.section("Look twice", "", Page.list(notes()));
        }
        return page.html();
    }
}
