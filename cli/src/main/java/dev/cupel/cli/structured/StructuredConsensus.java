package dev.cupel.cli.structured;

import dev.cupel.cli.console.Console;
import dev.cupel.cli.console.Files;
import dev.cupel.cli.options.ReportOptions;
import dev.cupel.cli.options.ResultOptions;
import dev.cupel.cli.report.EstimationFacts.Timing;
import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.judgement.Fusion;
import dev.cupel.engine.judgement.FusionMethod;
import dev.cupel.engine.votes.RepeatPolicy;
import dev.cupel.formats.answers.AnswerReader;
import dev.cupel.formats.answers.AnswerTable;
import dev.cupel.formats.answers.AnswerWriter;
import dev.cupel.formats.columns.Source;
import dev.cupel.formats.labels.TableShape;
import dev.cupel.formats.nativeform.PlainQuestion;
import dev.cupel.formats.nativeform.SpanUnit;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code cupel consensus} where answers are texts or regions. */
public final class StructuredConsensus {
    private StructuredConsensus() {}

    /**
     * What was asked for.
     *
     * @param file as the user named it
     * @param source to read the answers from
     * @param shape how the table is laid out
     * @param question that was asked; empty: what the first answer looks like
     * @param unit what offsets count on rows that do not say
     * @param method its key, or {@code auto}
     * @param truth name of the file of known answers
     * @param rounds upper bound on rounds of estimation
     */
    public record Request(
            String file,
            Source source,
            TableShape shape,
            Optional<Question.Structured> question,
            SpanUnit unit,
            boolean characters,
            String method,
            RepeatPolicy repeated,
            @Nullable String truth,
            @Nullable Integer rounds,
            int threads) {}

    public static void run(Request request, Console console, ResultOptions result, ReportOptions show)
            throws IOException {
        long begun = System.nanoTime();
        console.step("reading");
        AnswerTable table = AnswerReader.read(
                request.source(), request.shape(), request.question(), request.unit(), request.repeated());
        Optional<AnswerReader.Truth> truth = request.truth() == null
                ? Optional.empty()
                : Optional.of(AnswerReader.truth(Files.source(request.truth(), console), request.unit(), table));
        FusionMethod method = method(table.question(), request.method());
        long parsed = System.nanoTime();
        console.step("estimating, " + method.key());
        Fusion fusion = Fusion.of(
                table.question(),
                table.tasks().stream().map(AnswerTable.Task::toFuse).toList(),
                table.workers().size(),
                table.index(),
                new Fusion.Options(
                        method,
                        request.characters(),
                        request.rounds() == null ? OptionalInt.empty() : OptionalInt.of(request.rounds()),
                        request.threads()));
        StructuredFigures figures = StructuredFigures.of(request.file(), table, method, fusion, truth);
        long estimated = System.nanoTime();
        console.endProgress();
        result.write(console, stream -> {
            try (AnswerWriter lines = new AnswerWriter(stream, table.question())) {
                for (int t = 0; t < table.tasks().size(); t++) {
                    lines.write(table.tasks().get(t), figures.settled().get(t));
                }
            }
        });
        Timing timing = new Timing(parsed - begun, estimated - parsed, System.nanoTime() - estimated);
        show.print(
                StructuredConsensusReport.of(figures, timing),
                console,
                result.reportTo(console),
                result.said(table.tasks().size(), "answers of the consensus"));
    }

    /** @param name a key, or {@code auto} for the default of the kind */
    private static FusionMethod method(Question.Structured question, String name) {
        List<FusionMethod> known = FusionMethod.of(question);
        return known.stream()
                .filter(method -> name.equals("auto") || method.key().equals(name))
                .findFirst()
                .orElseThrow(() -> new InputException(
                        Code.UNKNOWN_NAME,
                        "--method",
                        "\"" + name + "\" is no method for " + PlainQuestion.things(question),
                        "write " + known.stream().map(FusionMethod::key).collect(Collectors.joining(", "))));
    }
}
