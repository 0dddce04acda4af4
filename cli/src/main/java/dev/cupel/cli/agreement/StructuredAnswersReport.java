package dev.cupel.cli.agreement;

import dev.cupel.cli.report.Cell;
import dev.cupel.cli.report.Facts;
import dev.cupel.cli.report.Format;
import dev.cupel.cli.report.Measures;
import dev.cupel.cli.report.Report;
import dev.cupel.cli.report.ReportTable;
import dev.cupel.cli.report.Sentences;
import dev.cupel.engine.Count;
import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.agreement.AgreementReport;
import dev.cupel.engine.agreement.AnswerAgreement;
import dev.cupel.engine.agreement.Coefficient;
import dev.cupel.engine.agreement.MatchedAgreement;
import dev.cupel.engine.agreement.SpanAgreement;
import dev.cupel.engine.agreement.SpanAgreement.Span;
import dev.cupel.engine.agreement.UnitisingAlpha;
import dev.cupel.engine.agreement.UnitisingAlpha.Continuum;
import dev.cupel.engine.agreement.UnitisingAlpha.Unit;
import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.judgement.MatchedRegions;
import dev.cupel.engine.numbers.Bootstrap;
import dev.cupel.engine.structured.EditDistance;
import dev.cupel.engine.structured.Mask;
import dev.cupel.engine.structured.RegionIndex;
import dev.cupel.engine.structured.Texts;
import dev.cupel.formats.answers.AnswerTable;
import dev.cupel.formats.nativeform.PlainQuestion;
import dev.cupel.formats.nativeform.SpanUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;

/** Agreement where an answer is a text, a mask, or all the regions that somebody marked. */
final class StructuredAnswersReport {
    private static final int LABELS_SHOWN = 60;

    private final AnswerTable table;
    private final Bootstrap.Options bootstrap;
    /** Tasks of several answers. */
    private final int compared;

    /** The coefficients of the kind, headline first. */
    private Facts figures = Facts.of();
    /** Of regions, those used most first; empty for texts and masks. */
    private List<Label> labels = List.of();
    /** How many tasks the figures of texts and masks rest on, if not on all. */
    private OptionalInt sampled = OptionalInt.empty();

    private StructuredAnswersReport(AnswerTable table, Bootstrap.Options bootstrap) {
        this.table = table;
        this.bootstrap = bootstrap;
        this.compared =
                (int) table.tasks().stream().filter(t -> t.given().size() > 1).count();
    }

    /**
     * One label of regions.
     *
     * @param regions marked with it
     * @param f1 between annotators, of these regions alone
     */
    private record Label(String name, int regions, Coefficient f1) {}

    /** @param characters whether texts are compared by characters instead of words */
    static Report of(String file, AnswerTable table, boolean characters, Bootstrap.Options bootstrap) {
        if (table.answerCount() == 0) {
            throw new InputException(Code.EMPTY, file, "has no answers", "give at least one task answered twice");
        }
        StructuredAnswersReport report = new StructuredAnswersReport(table, bootstrap);
        report.measure(characters);
        return report.report(file);
    }

    private void figure(String key, String title, String meaning, Coefficient value) {
        figures = figures.with(key, title, Cell.estimate(value, Format.THREE_DECIMALS), meaning);
    }

    private void measure(boolean characters) {
        RegionIndex index = table.index();
        switch (table.question()) {
            case Question.Text asked -> {
                List<List<String>> texts =
                        answers(table, (answer, task) -> Texts.comparable(((Answer.Written) answer).text()));
                AnswerAgreement all = AnswerAgreement.of(
                        texts, characters ? EditDistance::ofTexts : EditDistance::ofWords, bootstrap);
                String unit = characters ? "characters" : "words";
                figure(
                        "krippendorff_edit",
                        "Krippendorff's alpha (edits)",
                        unit + " that differ, against what two answers to different tasks would show",
                        all.alpha());
                figure("closeness", "Closeness", "share of " + unit + " that need no edit, mean", all.closeness());
                figure("percent", "Percent of equal texts", "", all.exact());
                sampled = sampled(all);
            }
            case Question.Masks asked -> {
                AnswerAgreement all = AnswerAgreement.of(
                        answers(table, (answer, task) -> RegionIndex.mask((Answer.Masks) answer)),
                        Mask::distance,
                        bootstrap);
                figure("mean_iou", "Mean IoU", "pixels that both set over those that either set", all.closeness());
                figure("percent", "Percent of equal masks", "", all.exact());
                sampled = sampled(all);
            }
            case Question.Spans asked -> {
                List<List<List<Span>>> spans =
                        answers(table, (answer, task) -> index.spans((Answer.Spans) answer, task.text()));
                SpanAgreement all = SpanAgreement.of(spans, bootstrap);
                String position = table.tasks().stream().allMatch(task -> task.unit() == SpanUnit.TOKENS)
                        ? "tokens"
                        : "characters";
                figure("f1_exact", "F1, exact", "same label and both ends", all.exact());
                figure("f1_partial", "F1, touching", "same label and some text in common", all.partial());
                figure("f1_positions", "F1 of " + position, position + " covered with the same label", all.token());
                figure(
                        "krippendorff_unitizing",
                        "Krippendorff's alpha (unitizing)",
                        "where passages begin and end, beyond chance",
                        unitizing(table, spans, bootstrap));
                labels = labels(
                        table,
                        spans,
                        Span::label,
                        (of, none) -> SpanAgreement.of(of, none).exact());
            }
            case Question.Matched asked -> matched(MatchedRegions.of(asked, index));
        }
    }

    private void matched(MatchedRegions<?> regions) {
        List<List<Answer.Structured>> items = answers(table, (answer, task) -> answer);
        String things = PlainQuestion.things(table.question());
        MatchedRegions.Kind kind = regions.kind();
        MatchedAgreement all = regions.agreement(items, bootstrap);
        figure(
                kind.f1Key(),
                "F1 at " + kind.title() + " 0.5",
                things + " with a partner of the same label that is half the same",
                all.f1());
        figure(
                kind.meanKey(),
                "Mean " + kind.title(),
                "of partners; " + things + " without one count as 0",
                all.similarity());
        List<Label> found = new ArrayList<>();
        regions.byLabel(items)
                .forEach((number, one) -> found.add(new Label(
                        table.labels().get(number),
                        one.regions(),
                        one.agreement().f1())));
        labels = mostFirst(found);
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
        return mostFirst(all);
    }

    private static List<Label> mostFirst(List<Label> all) {
        return all.stream()
                .sorted((a, b) -> Integer.compare(b.regions(), a.regions()))
                .toList();
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

    private List<String> interpretation() {
        List<String> sentences = new ArrayList<>();
        figures.all().forEach(figure -> {
            if (!(figure.value() instanceof Cell.Estimated(Coefficient value, Format format))
                    || !(value instanceof Coefficient.Estimate estimate)) {
                return;
            }
            String percent = Math.round(100 * estimate.value()) + " %";
            switch (figure.key()) {
                case "f1_exact" ->
                    sentences.add("Of the spans that one annotator marks, another marks " + percent
                            + " with the same label and the same two ends.");
                case "f1_partial" -> sentences.add(percent + " touch a span of the same label by the other annotator.");
                case "f1_iou50", "f1_frechet50", "f1_oks50" ->
                    sentences.add("Of the " + PlainQuestion.things(table.question()) + " that one annotator marks, "
                            + percent + " have a partner of the same label that is at least half the same.");
                case "closeness" ->
                    sentences.add("Two answers to the same task share " + percent
                            + " of the longer one, case and punctuation aside.");
                case "mean_iou" -> {
                    if (table.question() instanceof Question.Masks) {
                        sentences.add("Of the pixels that either of two annotators sets, both set " + percent + ".");
                    }
                }
                default -> {}
            }
        });
        if (compared > 0 && compared < 5) {
            sentences.add("All this rests on " + Count.of(compared, "task")
                    + " with two or more answers: too few to rely on.");
        }
        if (figures.all().stream().noneMatch(figure -> figure.key().startsWith("krippendorff"))) {
            sentences.add("No figure here is corrected for chance.");
        }
        return sentences;
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>(table.notes());
        if (table.repeats() > 0) {
            notes.add(Count.of(table.repeats(), "answer")
                    + " beyond the first of an annotator on a task; --repeated says which of them count.");
        }
        sampled.ifPresent(n -> notes.add("The answers are too many to compare each with each: the figures rest on "
                + Count.of(n, "task") + ", evenly spaced."));
        return notes;
    }

    private Report report(String file) {
        String things = PlainQuestion.things(table.question());
        List<String> notes = notes();
        ReportTable<Label> each = ReportTable.of(labels)
                .column("label", "label", label -> Cell.text(label.name()))
                .column("regions", "regions", label -> Cell.whole(label.regions()))
                .column("f1", "F1", label -> Cell.estimate(label.f1(), Format.THREE_DECIMALS))
                .meaning("between annotators, of the regions of one label");
        return Report.of("agreement", file, "Agreement in")
                .headed(
                        Count.of(table.answerCount(), "answer") + " (" + things + ") by "
                                + Count.of(table.workers().size(), "worker") + " on "
                                + Count.of(table.tasks().size(), "task") + ", " + Format.WHOLE.of(compared)
                                + " of them answered twice or more",
                        "",
                        "Version " + AgreementReport.VERSION + "; seed " + bootstrap.seed())
                .with("version", Cell.text(AgreementReport.VERSION))
                .with("kind", Cell.text(PlainQuestion.kind(table.question())))
                .with(
                        "answers",
                        Facts.of()
                                .with("count", Cell.whole(table.answerCount()))
                                .with("tasks", Cell.whole(table.tasks().size()))
                                .with("pairable_tasks", Cell.whole(compared))
                                .with("workers", Cell.whole(table.workers().size()))
                                .with("repeated", Cell.whole(table.repeats()))
                                .with("rows_without_answer", Cell.whole(table.rowsLeftOut())))
                .with("resamples", Cell.whole(bootstrap.replicates()))
                .with("seed", Cell.whole(bootstrap.seed()))
                .with("headline", Cell.text(figures.all().getFirst().key()))
                .with("coefficients", figures)
                .with("labels", each)
                .with("interpretation", Sentences.meaning(interpretation()))
                .with("notes", Sentences.notes(notes))
                .section("Coefficients", Measures.of("coefficient", figures))
                .section(Sentences.meaning(interpretation()))
                .section("Labels", each.first(LABELS_SHOWN, LABELS_SHOWN))
                .section(Sentences.warnings(notes));
    }
}
