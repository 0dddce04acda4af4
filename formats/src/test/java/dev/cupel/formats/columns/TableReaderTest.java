package dev.cupel.formats.columns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cupel.engine.Finding;
import dev.cupel.engine.InputException;
import dev.cupel.formats.rows.Row;
import dev.cupel.formats.rows.RowEvent;
import dev.cupel.formats.rows.RowFormat;
import dev.cupel.formats.rows.RowProblem;
import dev.cupel.formats.rows.RowReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TableReaderTest {
    private static final TableReader VOTES = TableReader.of(
            Column.name("task"),
            Column.name("worker", "annotator").ordered(Column.Order.NATURAL),
            Column.name("label").ordered(Column.Order.VALUE).emptyLeavesRowOut());

    @Test
    void columnsAreFoundByNameWhateverTheirOrder() throws IOException {
        assertThat(cells("note,label,task,worker\nhi,no,t1,w10\n,yes,t2,w2\n"))
                .containsExactly("t1 w10 no", "t2 w2 yes");
    }

    @ParameterizedTest
    @ValueSource(strings = {",", "\t", ";", "|"})
    void theSeparatorIsFoundFromTheHeader(String separator) throws IOException {
        assertThat(cells("task,worker,label\nt1,w1,a\n".replace(",", separator)))
                .containsExactly("t1 w1 a");
    }

    @Test
    void lineEndsMayBeMixedAndTheLastOneMissing() throws IOException {
        assertThat(cells("\uFEFFtask,annotator,label\r\nt1,w1,a\nt2,w1,b\r\r\n\nt3,w1,c"))
                .containsExactly("t1 w1 a", "t2 w1 b", "t3 w1 c");
    }

    @Test
    void blanksAroundAValueAreDroppedUnlessItIsQuoted() throws IOException {
        assertThat(cells("task, worker ,label\n t1 ,\tw1,\" a \"\nt2,w1,\"say \"\"hi\"\", you\"\n"))
                .containsExactly("t1 w1  a ", "t2 w1 say \"hi\", you");
    }

    @Test
    void anEmptyLabelMeansNoAnswer() throws IOException {
        Table table = read("task,worker,label\nt1,w1,a\nt1,w2,\nt2,w2,\"\"\n");
        assertThat(table.rows()).isEqualTo(1);
        assertThat(table.rowsLeftOut()).isEqualTo(2);
        assertThat(table.names(1).toList()).containsExactly("w1");
    }

    @Test
    void namesAreNumberedAsTheirColumnSays() throws IOException {
        Table table = read("task,worker,label\nt9,w10,10\nt1,w9,9\nt5,w1,-1.5\n");
        assertThat(table.names(0).toList()).containsExactly("t9", "t1", "t5");
        assertThat(table.names(1).toList()).containsExactly("w1", "w9", "w10");
        assertThat(table.names(2).toList()).containsExactly("-1.5", "9", "10");
        assertThat(read("task,worker,label\nt,w,b\nt,w,10\nt,w,9\n").names(2).toList())
                .containsExactly("10", "9", "b");
    }

    @Test
    void allProblemsOfAFileAreListedWithTheirPlaces() {
        assertThat(problems("task,worker,label\nt1,w1\n,w1,a\nt1,w1,a,b\nt1,w1,\"a\"b\nt1,w\u00e4,ok\n"))
                .extracting(Finding::where)
                .containsExactly("in.csv:2", "in.csv:3:1", "in.csv:4", "in.csv:5:10");
    }

    @Test
    void moreThanTwentyProblemsAreCounted() {
        List<Finding> problems = problems("task,worker,label\n" + "x\n".repeat(50));
        assertThat(problems).hasSize(21);
        assertThat(problems.getLast().what()).isEqualTo("has 30 more problems");
    }

    @Test
    void aByteThatIsNotUtf8IsPointedAt() {
        byte[] bytes = "task,worker,label\nt1,wä,caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
        InputException refused = catchThrowableOfType(InputException.class, () -> VOTES.read(stream(bytes)));
        assertThat(refused.where()).isEqualTo("in.csv:2:5");
        assertThat(refused.what()).isEqualTo("byte 0xE4 is not UTF-8 text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "\uFEFF"})
    void anEmptyFileIsSaidToBeEmpty(String text) {
        assertThat(problems(text).getFirst().what()).isEqualTo("the file is empty");
    }

    @Test
    void aFileWithoutRowsOrAnswersSaysSo() {
        assertThat(problems("task,worker,label\n").getFirst().what()).isEqualTo("there are no rows below the header");
        assertThat(problems("task,worker,label\nt,w,\n").getFirst().what()).isEqualTo("no row has an answer");
    }

    @Test
    void aMissingColumnIsNamedTogetherWithWhatIsThere() {
        assertThat(problems("task,who,label\nt,w,a\n").getFirst().what())
                .isEqualTo("there is no column worker; the header reads \"task,who,label\"");
    }

    @Test
    void numbersThatAreNoneAreRefused() {
        TableReader numbers = TableReader.of(Column.name("task"), Column.number("label"));
        InputException refused = catchThrowableOfType(
                InputException.class,
                () -> numbers.read(stream("task,label\na,1.5\nb,NaN\nc,1e999\nd,0x1p3\ne,1_0\nf,-.5e2\n"
                        .getBytes(StandardCharsets.UTF_8))));
        assertThat(refused.findings())
                .extracting(Finding::where)
                .containsExactly("in.csv:3:3", "in.csv:4:3", "in.csv:5:3", "in.csv:6:3");
    }

    @Property
    void numbersAreReadExactlyAsJavaReadsThem(@ForAll("decimals") String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(NumberBytes.parse(bytes, 0, bytes.length)).isEqualTo(Double.parseDouble(text));
    }

    @Provide
    Arbitrary<String> decimals() {
        return Arbitraries.oneOf(
                Arbitraries.bigDecimals().ofScale(6).map(Object::toString),
                Arbitraries.doubles().map(Object::toString),
                Arbitraries.longs().map(Object::toString));
    }

    @Test
    void codesForMissingAnswersAreNoAnswersInAllTheirSpellings() throws IOException {
        String text = "task,worker,label\nt1,w1,1\nt1,w2,None\nt2,w1,-9\nt2,w2,-9.0\nt3,w1,2\n";
        Table table = VOTES.rules(new CellRules(List.of("None", "-9"), false))
                .read(stream(text.getBytes(StandardCharsets.UTF_8)));
        assertThat(cells(table)).containsExactly("t1 w1 1", "t3 w1 2");
        assertThat(table.rowsLeftOut()).isEqualTo(3);
        assertThat(table.names(0).toList()).containsExactly("t1", "t3");
    }

    @Test
    void aColumnPerRaterIsReadAsOneRowPerAnswer() throws IOException {
        Table table = VOTES.wide().read(stream("task,r1,r2\na,1,\nb,2,3\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(cells(table)).containsExactly("a r1 1", "b r1 2", "b r2 3");
        assertThat(table.rowsLeftOut()).isEqualTo(1);
    }

    @Test
    void aRowWhoseOnlyValueIsAQuoteIsNoBlankRow() {
        assertThat(problems("task,worker,label\nt1,w1,a\n\"\"\"\",,\n")
                        .getFirst()
                        .what())
                .isEqualTo("the worker is empty");
    }

    @Test
    void aHeaderMayHoldLineEnds() throws IOException {
        assertThat(cells("task,worker,label,\"Why,\r\n\"\"this\"\"?\"\nt1,w1,a,\"x\ny\"\n"))
                .containsExactly("t1 w1 a");
        assertThat(problems("task,worker,label,\"Why\nthis?\"\nt1,w1\n")
                        .getFirst()
                        .where())
                .isEqualTo("in.csv:3");
    }

    @Test
    void anObjectWhereALabelBelongsIsSaidToBeOne() {
        assertThat(problems("{\"task\":1,\"worker\":2,\"label\":{\"begin\":1}}\n")
                        .getFirst()
                        .what())
                .isEqualTo("the label is a JSON object, not one class or number");
    }

    @Test
    void aMissingKeyIsNamedTogetherWithTheKeysThatAreThere() {
        assertThat(problems("{\"task\":1,\"worker\":2,\"output\":\"x\"}\n")
                        .getFirst()
                        .what())
                .isEqualTo("no row has the key label; the keys of the first row are task, worker, output");
    }

    @Test
    void jsonLinesAndArraysAreTables() throws IOException {
        String lines = "{\"task\":\"t1\",\"worker\":7,\"label\":true}\n{\"task\":\"t2\",\"worker\":8,\"label\":null}\n";
        assertThat(cells(lines)).containsExactly("t1 7 true");
        assertThat(cells("[" + lines.strip().replace("\n", ",") + "]")).containsExactly("t1 7 true");
        assertThat(problems("{\"task\":\"t1\",\"label\":1}\n{\n").stream().map(Finding::where))
                .containsExactly("in.csv:1", "in.csv:2:2");
    }

    @Test
    void compressedFilesAreTables(@TempDir Path folder) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write("task,worker,label\nt1,w1,a\n".getBytes(StandardCharsets.UTF_8));
        }
        Path file = Files.write(folder.resolve("labels.csv.gz"), bytes.toByteArray());
        assertThat(cells(VOTES.read(new Source.File(file)))).containsExactly("t1 w1 a");
        Path cut = Files.write(
                folder.resolve("cut.csv.gz"), java.util.Arrays.copyOf(bytes.toByteArray(), bytes.size() - 6));
        InputException refused = catchThrowableOfType(InputException.class, () -> VOTES.read(new Source.File(cut)));
        assertThat(refused.what()).contains("damaged or cut short").doesNotContain("null");
        bytes.writeBytes("more".getBytes(StandardCharsets.UTF_8));
        Path more = Files.write(folder.resolve("more.csv.gz"), bytes.toByteArray());
        refused = catchThrowableOfType(InputException.class, () -> VOTES.read(new Source.File(more)));
        assertThat(refused.what()).contains("damaged or cut short", "not gzip");
    }

    @Test
    void filesThatCannotBeReadAreNamed(@TempDir Path folder) {
        for (Path path : List.of(folder, folder.resolve("none.csv"))) {
            InputException refused =
                    catchThrowableOfType(InputException.class, () -> VOTES.read(new Source.File(path)));
            assertThat(refused.where()).isEqualTo(path.toString());
        }
    }

    @Test
    void tenMegabytesInOneValueAreOneName() throws IOException {
        String large = "x".repeat(10_000_000);
        Table table = read("task,worker,label\nt1,w1,\"" + large + "\"\nt2,w1," + large + "\n");
        assertThat(table.names(2).size()).isEqualTo(1);
        assertThat(table.names(2).byteLength(0)).isEqualTo(10_000_000);
    }

    /** The parts of a file are read as if it were one, also when a cut falls into a quoted value. */
    @Property(tries = 300)
    void theNumberOfThreadsChangesNothing(
            @ForAll("tables") List<List<String>> table,
            @ForAll @IntRange(min = 2, max = 9) int threads,
            @ForAll boolean crlf)
            throws IOException {
        String text = csv(table, crlf ? "\r\n" : "\n");
        Path file = Files.createTempFile("cupel", ".csv");
        try {
            Files.writeString(file, text);
            Object whole = outcome(VOTES.threads(1), new Source.File(file));
            Object parts = outcome(VOTES.threads(threads).minPartBytes(1), new Source.File(file));
            Object streamed = outcome(
                    VOTES,
                    new Source.Stream(
                            file.toString(), new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))));
            assertThat(parts).isEqualTo(whole);
            assertThat(streamed).isEqualTo(whole);
        } finally {
            Files.delete(file);
        }
    }

    /** The fast reader and the obvious one see the same values. */
    @Property(tries = 300)
    void agreesWithTheRowReader(
            @ForAll("tables") List<List<String>> table,
            @ForAll @IntRange(max = 3) int separator,
            @ForAll boolean said,
            @ForAll boolean utf16)
            throws IOException {
        char between = ",;\t|".charAt(separator);
        String plain = (said ? "sep=" + between + "\n" : "") + csv(table, "\n", between);
        // Both readers look through the same encodings; UTF-16 says so by its mark.
        byte[] bytes = plain.getBytes(utf16 ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8);
        List<String> expected = new ArrayList<>();
        boolean refused = false;
        try (RowReader rows = RowReader.open(new ByteArrayInputStream(bytes), RowFormat.CSV)) {
            for (RowEvent event = rows.next(); event != null; event = rows.next()) {
                switch (event) {
                    case Row row -> {
                        List<String> cells = List.copyOf(row.values().values());
                        if (!cells.get(2).isEmpty()) {
                            refused |= cells.get(0).isEmpty() || cells.get(1).isEmpty();
                            expected.add(String.join(" ", cells));
                        } else {
                            refused |= cells.get(0).isEmpty() || cells.get(1).isEmpty();
                        }
                    }
                    case RowProblem problem -> refused = true;
                }
            }
        }
        Object outcome = outcome(VOTES, stream(bytes));
        if (refused || expected.isEmpty()) {
            assertThat(outcome.toString()).startsWith("refused");
        } else {
            assertThat(outcome).isEqualTo(expected);
        }
    }

    @Provide
    Arbitrary<List<List<String>>> tables() {
        // Quoting happens wherever it must, so blanks at the ends always survive.
        Arbitrary<String> cell = Arbitraries.strings()
                .withChars("ab,\"\n\r 1ä\u4e2d")
                .ofMinLength(1)
                .ofMaxLength(14);
        Arbitrary<String> rarelyEmpty = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(30, cell), net.jqwik.api.Tuple.of(1, Arbitraries.just("")));
        return rarelyEmpty.list().ofSize(3).list().ofMinSize(1).ofMaxSize(40);
    }

    @Property(tries = 3000)
    void noBytesMakeItFailInAnotherWayThanByNamingProblems(@ForAll byte[] noise, @ForAll boolean parts)
            throws IOException {
        byte[] alphabet = "\",\n\r\t a1{}[];".getBytes(StandardCharsets.US_ASCII);
        byte[] header = "task,worker,label\n".getBytes(StandardCharsets.US_ASCII);
        byte[] bytes = java.util.Arrays.copyOf(header, header.length + 4 * noise.length);
        for (int i = header.length; i < bytes.length; i++) {
            byte b = noise[(i * 31) % noise.length];
            bytes[i] = b > -110 ? alphabet[Math.floorMod(b + i, alphabet.length)] : b;
        }
        Path file = Files.createTempFile("cupel", ".csv");
        try {
            Files.write(file, bytes);
            TableReader reader = parts ? VOTES.threads(4).minPartBytes(1) : VOTES;
            assertThat(outcome(reader, new Source.File(file)))
                    .isEqualTo(outcome(VOTES.threads(1), new Source.File(file)));
        } finally {
            Files.delete(file);
        }
    }

    private static Object outcome(TableReader reader, Source source) throws IOException {
        try {
            return cells(reader.read(source));
        } catch (InputException refused) {
            return "refused " + refused.getMessage();
        }
    }

    private static String csv(List<List<String>> table, String lineEnd) {
        return csv(table, lineEnd, ',');
    }

    private static String csv(List<List<String>> table, String lineEnd, char between) {
        StringBuilder csv = new StringBuilder("task" + between + "worker" + between + "label").append(lineEnd);
        for (List<String> cells : table) {
            for (int i = 0; i < 3; i++) {
                String cell = cells.get(i);
                boolean quote = cell.chars().anyMatch(c -> ",\"\n\r ".indexOf(c) >= 0);
                csv.append(i == 0 ? "" : String.valueOf(between))
                        .append(quote ? '"' + cell.replace("\"", "\"\"") + '"' : cell);
            }
            csv.append(lineEnd);
        }
        return csv.toString();
    }

    private static List<Finding> problems(String text) {
        return catchThrowableOfType(
                        InputException.class, () -> VOTES.read(stream(text.getBytes(StandardCharsets.UTF_8))))
                .findings();
    }

    private static List<String> cells(String text) throws IOException {
        return cells(read(text));
    }

    private static List<String> cells(Table table) {
        List<String> cells = new ArrayList<>();
        for (int row = 0; row < table.rows(); row++) {
            cells.add(table.names(0).get(table.codes(0)[row]) + " "
                    + table.names(1).get(table.codes(1)[row]) + " "
                    + table.names(2).get(table.codes(2)[row]));
        }
        return cells;
    }

    private static Table read(String text) throws IOException {
        return VOTES.read(stream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Source stream(byte[] bytes) {
        return new Source.Stream("in.csv", new ByteArrayInputStream(bytes));
    }
}
