package dev.cupel.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cupel.cli.console.Console;
import dev.cupel.cli.page.Axis;
import dev.cupel.cli.page.Plots;
import dev.cupel.engine.agreement.Coefficient;
import dev.cupel.engine.numbers.Interval;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One report in its three forms: a terminal, a program, a page. */
final class ReportFormsTest {
    private static final String WHY = "Nobody answered twice.";
    private static final String HOSTILE = "<script>alert('1')</script>\u001b[31m\"&\u202e";

    private record Worker(String name, int votes, Coefficient kappa) {}

    private static Coefficient known(double value) {
        return new Coefficient.Estimate(
                value, Optional.of(new Interval(value - 0.1, value + 0.1, 0.95)), Optional.empty(), 7, 21);
    }

    private static ReportTable<Worker> table(Worker... workers) {
        return ReportTable.of(List.of(workers))
                .column("worker", "worker", w -> Cell.text(w.name()))
                .column("votes", "votes", w -> Cell.whole(w.votes()))
                .column("kappa", "kappa", w -> Cell.estimate(w.kappa(), Format.THREE_DECIMALS))
                .bar();
    }

    private static Report report() {
        return Report.of("example", "votes.csv", "Example of").headed("3 votes by 2 workers", "", "Version 1");
    }

    private static String text(Report report) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        TextForm.print(report, Console.of(new ByteArrayInputStream(new byte[0]), print, print), List.of());
        return out.toString(StandardCharsets.UTF_8);
    }

    private static JsonNode json(Report report) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonForm.print(report, new PrintStream(out, true, StandardCharsets.UTF_8));
        return JsonMapper.shared().readTree(out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void anUndefinedEstimatePrintsItsReasonInAllThreeFormsWhetherAloneOrInATable() {
        Coefficient undefined = new Coefficient.Undefined(WHY);
        Facts facts = Facts.of().with("kappa", "Cohen's kappa", Cell.estimate(undefined, Format.THREE_DECIMALS), "");
        ReportTable<Worker> rows = table(new Worker("ann", 3, undefined));
        for (Report one : List.of(
                report().with("coefficients", facts).section("Coefficients", Measures.of("coefficient", facts)),
                report().with("workers", rows).section("Workers", rows.first(9, 9)))) {
            assertThat(text(one)).contains(WHY).doesNotContain("NaN");
            assertThat(json(one).toString()).contains("\"value\":null", "\"undefined\":\"" + WHY + "\"");
            assertThat(PageForm.html(one)).contains(WHY).doesNotContain("NaN");
        }
    }

    @Test
    void whatHasNoNumberOrNoIntervalSaysWhyOnceBelowItsTable() {
        ReportTable<Integer> rows = ReportTable.of(List.of(1, 2))
                .column("value", "value", n -> Cell.number(OptionalDouble.empty(), Format.BY_SIZE, "nothing known"))
                .column("interval", "interval", n -> Cell.between(Optional.empty(), Format.BY_SIZE, "one answer"));
        Report one = report().with("rows", rows).section("Rows", rows.first(9, 9));
        assertThat(text(one)).containsOnlyOnce("-: nothing known").containsOnlyOnce("-: one answer");
        assertThat(json(one).at("/rows/0/value").isNull()).isTrue();
        assertThat(json(one).at("/rows/0/interval").isNull()).isTrue();
        assertThat(PageForm.html(one)).containsOnlyOnce("-: nothing known").containsOnlyOnce("-: one answer");
    }

    @Test
    void anEstimateHasItsIntervalInAllThreeForms() {
        Facts facts = Facts.of()
                .with("kappa", "Cohen's kappa", Cell.estimate(known(0.5), Format.THREE_DECIMALS), "by chance");
        Report one = report().with("coefficients", facts).section("Coefficients", Measures.of("coefficient", facts));
        assertThat(text(one)).contains("0.500", "0.400 – 0.600", "95% interval", "by chance");
        assertThat(json(one).at("/coefficients/kappa").toString())
                .isEqualTo("{\"value\":0.5,\"interval\":[0.4,0.6],\"no_interval\":null,\"tasks\":7,\"votes\":21}");
        assertThat(PageForm.html(one)).contains("0.500 (0.400 – 0.600), by chance");
    }

    @Test
    void columnsAlignWordsAtTheirBeginningsAndFiguresAtTheirEndsWhateverTheWidthOfTheCharacters() {
        ReportTable<Worker> rows = table(
                new Worker("ann", 1, known(0.5)),
                new Worker("日本語の名前", 12_345, known(-0.25)),
                new Worker("7", 22, known(1)));
        List<String> lines = text(report().with("workers", rows).section("Workers", rows.first(9, 9)))
                .lines()
                .dropWhile(line -> !line.contains("──"))
                .skip(1)
                .toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).startsWith("  ann                1   0.500  ");
        assertThat(lines.get(1)).isEqualTo("  日本語の名前  12,345  -0.250");
        assertThat(lines.get(2)).startsWith("  7                 22   1.000  ████");
    }

    @Test
    void keysStandInTheOrderInWhichTheyWereSaidAndWhatIsForPeopleHasNone() {
        ReportTable<Worker> rows = table(new Worker("ann", 1, known(0.5)))
                .words("in words", w -> "one vote")
                .data("votes_again", w -> Cell.whole(w.votes()));
        JsonNode json = json(report().with("z", Cell.flag(true)).with("a", rows).with("m", Cell.nothing()));
        assertThat(json.propertyNames()).containsExactly("command", "file", "z", "a", "m");
        assertThat(json.get("a").get(0).propertyNames()).containsExactly("worker", "votes", "kappa", "votes_again");
        assertThat(text(report().section("Workers", rows.first(9, 9))))
                .contains("in words")
                .doesNotContain("votes_again");
    }

    @Test
    void numbersThatJsonDoesNotKnowAreNullAndAllOthersKeepTheirDigits() {
        JsonNode json = json(report().with("nan", Cell.number(Double.NaN, Format.TWO_DECIMALS))
                .with("open", Cell.between(0.25, Double.POSITIVE_INFINITY, Format.TWO_DECIMALS))
                .with("third", Cell.number(1 / 3.0, Format.TWO_DECIMALS))
                .with("whole", Cell.number(3, Format.TWO_DECIMALS))
                .with("share", Cell.share(0.125))
                .with("counts", new Cell.Counts(Map.of("cat", 2))));
        assertThat(json.get("nan").isNull()).isTrue();
        assertThat(json.get("open").toString()).isEqualTo("[0.25,null]");
        assertThat(json.get("third").doubleValue()).isEqualTo(1 / 3.0);
        assertThat(json.get("whole").toString()).isEqualTo("3");
        assertThat(json.get("share").doubleValue()).isEqualTo(0.125);
        assertThat(json.at("/counts/cat").intValue()).isEqualTo(2);
        assertThat(Cell.between(0.25, Double.POSITIVE_INFINITY, Format.TWO_DECIMALS)
                        .words())
                .isEqualTo("at least 0.25");
        assertThat(Cell.number(Double.NaN, Format.TWO_DECIMALS).words()).isEqualTo("-");
    }

    @Test
    void hostileNamesAreTextInEveryPlaceOfAPageAndHarmlessInATerminal() {
        ReportTable<String> rows = ReportTable.of(List.of(HOSTILE))
                .column(HOSTILE, HOSTILE, Cell::text)
                .meaning(HOSTILE);
        Facts facts = Facts.of()
                .with("a", HOSTILE, Cell.text(HOSTILE), HOSTILE)
                .with("b", HOSTILE, Cell.estimate(new Coefficient.Undefined(HOSTILE), Format.BY_SIZE), HOSTILE);
        Axis axis = Axis.of(HOSTILE, 0, 1);
        Plot.Line line = new Plot.Line(
                HOSTILE,
                Cell.number(0.5, Format.BY_SIZE),
                Cell.between(Optional.empty(), Format.BY_SIZE, HOSTILE),
                List.of(),
                OptionalDouble.empty(),
                HOSTILE);
        List<String> names = List.of(HOSTILE, "b");
        List<List<OptionalDouble>> values = List.of(
                List.of(OptionalDouble.of(1), OptionalDouble.empty()),
                List.of(OptionalDouble.of(0), OptionalDouble.of(.5)));
        Report one = Report.of("example", HOSTILE, HOSTILE)
                .headed(HOSTILE, HOSTILE, HOSTILE)
                .with("facts", facts)
                .with("rows", rows)
                .card("facts.a", HOSTILE)
                .section(
                        HOSTILE,
                        rows.first(9, 9),
                        Measures.of(HOSTILE, facts),
                        Sentences.notes(List.of(HOSTILE)),
                        new Remark(HOSTILE),
                        new Picture(HOSTILE, () -> new Plot.Ranges(List.of(line), axis, OptionalDouble.empty())),
                        new Picture(
                                HOSTILE,
                                () -> new Plot.Scatter(
                                        HOSTILE, List.of(new Plots.Dot(HOSTILE, 0.5, 0.5)), axis, axis, false)),
                        new Picture(
                                HOSTILE,
                                () -> new Plot.Matrices(List.of(
                                        new Plot.Matrix(HOSTILE, HOSTILE, names, names, values, HOSTILE, HOSTILE)))),
                        new Picture(HOSTILE, () -> new Plot.Gallery(List.of(HOSTILE), List.of(), true)),
                        new Picture(HOSTILE, () -> new Plot.None(HOSTILE)));
        assertThat(PageForm.html(one))
                .contains("&lt;script&gt;")
                .doesNotContain("<script", "alert('1')", "\u001b", "\u202e", "\"&\u202e");
        assertThat(json(one).at("/facts/a").stringValue()).isEqualTo(HOSTILE);
        assertThat(text(one)).contains("<script>").doesNotContain("\u001b", "\u202e");
    }

    @Test
    void whatIsCutOffIsCountedAndTheOtherEndStaysInSight() {
        ReportTable<Integer> rows =
                ReportTable.of(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9)).column("n", "number", Cell::whole);
        assertThat(text(report().section("Rows", rows.first(3, 0))))
                .contains("... and 6 more")
                .doesNotContain("4");
        assertThat(text(report().section("Rows", rows.first(9, 0)))).doesNotContain("more");
        List<String> ends = text(report().section("Rows", rows.first(3, 0).withLast(2)))
                .lines()
                .map(String::strip)
                .toList();
        assertThat(ends).containsSubsequence("1", "2", "3", "…", "8", "9").doesNotContain("4", "7");
        assertThat(PageForm.html(report().section("Rows", rows.first(3, 0)))).doesNotContain("<section>");
        assertThat(json(report().with("rows", rows)).get("rows").size()).isEqualTo(9);
    }

    @Test
    void warningsStandLastInATerminalAndFirstOnAPage() {
        Report one = report().section(Sentences.warnings(List.of("Careful.")))
                .section("Afterwards", new Remark("All is well."))
                .section("Empty", Sentences.notes(List.of()));
        assertThat(text(one))
                .containsSubsequence("All is well.", "Look twice", "Careful.")
                .doesNotContain("Empty");
        assertThat(PageForm.html(one))
                .containsSubsequence("Look twice", "Careful.", "All is well.")
                .doesNotContain("Empty");
    }

    @Test
    void aCardIsAFigureThatProgramsSeeToo() {
        Report one = report().with("votes", Facts.of().with("count", Cell.whole(12_000)));
        assertThat(PageForm.html(one.card("votes.count", "votes"))).contains("<b>12,000</b><span>votes</span>");
        assertThatThrownBy(() -> PageForm.html(one.card("votes.none", "votes"))).hasMessageContaining("votes.none");
    }

    @Test
    void aPlotIsDrawnForAPageOnly() {
        Report one = report().section("Plot", new Picture("seen", () -> {
            throw new IllegalStateException("drawn");
        }));
        assertThat(text(one)).doesNotContain("Plot");
        json(one);
        assertThatThrownBy(() -> PageForm.html(one)).hasMessage("drawn");
    }
}
