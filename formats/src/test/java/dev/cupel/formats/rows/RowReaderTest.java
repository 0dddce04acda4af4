package dev.cupel.formats.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RowReaderTest {
    @Test
    void csvRowsCarryTheLineOnWhichTheyBegin() {
        assertThat(read(RowFormat.CSV, "id,text\r\na,\"two\nlines\"\n\nb,plain\rc,\"say \"\"hi\"\"\""))
                .containsExactly(
                        row(2, "id", "a", "text", "two\nlines"),
                        row(5, "id", "b", "text", "plain"),
                        row(6, "id", "c", "text", "say \"hi\""));
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstName() {
        assertThat(read(RowFormat.CSV, "\uFEFFid , text\nä,ö\n")).containsExactly(row(2, "id", "ä", "text", "ö"));
    }

    @Test
    void tsvKeepsCommas() {
        assertThat(read(RowFormat.TSV, "id\ttext\n1\ta, b\n")).containsExactly(row(2, "id", "1", "text", "a, b"));
    }

    @Test
    void compressedFilesAreReadAsTheyAre() throws IOException {
        assertThat(read(RowFormat.CSV, gzip("id\n1\n2\n"))).hasSize(2);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    @Test
    void aCompressedFileMayHaveSeveralPartsAndEndInZeros() throws IOException {
        assertThat(read(RowFormat.CSV, joined(gzip("id\n1\n"), gzip("2\n"), gzip(""), gzip("3\n"), new byte[1024])))
                .extracting(event -> ((Row) event).values().get("id"))
                .containsExactly("1", "2", "3");
    }

    @ParameterizedTest
    @EnumSource(RowFormat.class)
    void whatFollowsACompressedPartAndIsNoneIsDamageAndNotTheEnd(RowFormat format) throws IOException {
        String text = switch (format) {
            case CSV, TSV -> "id\n1\n";
            case JSONL -> "{\"id\":\"1\"}\n";
            case JSON -> "[{\"id\":\"1\"},";
        };
        byte[] next = gzip("{\"id\":\"2\"}]\n");
        byte[] changed = next.clone();
        changed[0]++;
        byte[] otherSum = next.clone();
        otherSum[otherSum.length - 6]++;
        Map<String, byte[]> tails = Map.of(
                "a first byte that is changed",
                changed,
                "a head that is cut",
                java.util.Arrays.copyOf(next, 6),
                "a sum that is cut",
                java.util.Arrays.copyOf(next, next.length - 3),
                "a sum that is changed",
                otherSum,
                "junk",
                "junk".getBytes(StandardCharsets.UTF_8),
                "junk behind zeros",
                new byte[] {0, 0, 0, 'j'});
        tails.forEach((what, tail) -> {
            List<RowEvent> events = new ArrayList<>();
            RowReader reader = RowReader.open(new ByteArrayInputStream(joined(first(text), tail)), format);
            drain(reader, events);
            assertThat(events.getFirst())
                    .as(what)
                    .isInstanceOfSatisfying(
                            Row.class, row -> assertThat(row.values()).containsEntry("id", "1"));
            assertThat(events.getLast())
                    .as(what)
                    .isInstanceOfSatisfying(
                            RowProblem.class,
                            problem -> assertThat(problem.finding().what())
                                    .contains("damaged or cut short")
                                    .doesNotContain("null"));
            assertThat(reader.cutShort()).as(what).isNotNull();
        });
    }

    private static byte[] first(String text) {
        try {
            return gzip(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aNameOfAColumnWithNulIsSaidWithItsPlace() {
        assertThat(read(RowFormat.CSV, "id,te\0xt\n1,a\n"))
                .singleElement()
                .isInstanceOfSatisfying(RowProblem.class, problem -> {
                    assertThat(problem.line()).isEqualTo(1);
                    assertThat(problem.finding().what())
                            .contains("column 2", "te\uFFFDxt", "NUL")
                            .doesNotContain("\0");
                });
    }

    @Test
    void aCompressedFileCutShortGivesItsRowsAndThenSaysSo() throws IOException {
        byte[] whole = gzip("id\n" + "12345\n".repeat(1000) + "x".repeat(10));
        byte[] cut = java.util.Arrays.copyOf(whole, whole.length - 9);
        List<RowEvent> events = read(RowFormat.CSV, cut);
        assertThat(events.getLast())
                .isInstanceOfSatisfying(
                        RowProblem.class,
                        problem -> assertThat(problem.finding().what()).contains("damaged or cut short"));
    }

    @Test
    void aRaggedRowIsNamedAndTheOthersAreKept() {
        assertThat(read(RowFormat.CSV, "a,b\n1,2\n3\n4,5,6\n7,8\n"))
                .containsExactly(
                        row(2, "a", "1", "b", "2"),
                        new RowProblem(
                                3,
                                0,
                                "the row has 1 value, the header names 2",
                                "add the missing values, empty if need be"),
                        new RowProblem(
                                4,
                                0,
                                "the row has 3 values, the header names 2",
                                "quote values that hold a comma, or name the further columns"),
                        row(5, "a", "7", "b", "8"));
    }

    @Test
    void aStrayQuoteCostsOneRowNotTheRestOfTheFile() {
        List<RowEvent> events = read(RowFormat.CSV, "a,b\n1,\"oops\n2,fine\n3,fine\n");
        assertThat(events)
                .containsExactly(
                        new RowProblem(
                                2,
                                3,
                                "a quoted value is opened here and never closed",
                                "close the quote, or write a quote inside a value as \"\""),
                        row(3, "a", "2", "b", "fine"),
                        row(4, "a", "3", "b", "fine"));
    }

    @Test
    void textBehindAClosingQuoteIsPointedAtByLineAndCharacter() {
        assertThat(read(RowFormat.CSV, "a,b\nä,\"x\ny\"z\nq,r\n").getFirst())
                .isEqualTo(new RowProblem(
                        3,
                        3,
                        "there is text after the closing quote",
                        "put a comma after the quote, or write a quote inside a value as \"\""));
    }

    @Test
    void bytesThatAreNotUtf8ArePointedAt() {
        byte[] latin1 = "a,b\n1,caf\u00e9\n2,tea\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(read(RowFormat.CSV, latin1))
                .containsExactly(
                        new RowProblem(2, 6, "byte 0xE9 is not UTF-8 text", "save the file as UTF-8"),
                        row(3, "a", "2", "b", "tea"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "''|the file is empty",
                "'a,a'|two columns are named \"a\"",
                "'\"\",'|no column has a name",
                "'\"a'|a quoted value is opened here and never closed"
            })
    void aHeaderThatCannotBeUsedEndsTheReading(String header, String what) {
        List<RowEvent> events = read(RowFormat.CSV, header.substring(1, header.length() - 1) + "\n1,2\n");
        if (header.equals("''")) {
            events = read(RowFormat.CSV, "");
        }
        assertThat(events).singleElement().isInstanceOfSatisfying(RowProblem.class, problem -> {
            assertThat(problem.finding().what()).isEqualTo(what);
            assertThat(problem.finding().fix()).isNotBlank();
        });
    }

    @Test
    void utf16IsReadByItsMarkAndExcelFilesAreRecognised() {
        for (var encoding : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE)) {
            String mark = encoding.equals(StandardCharsets.UTF_16) ? "" : "\uFEFF";
            assertThat(read(RowFormat.CSV, (mark + "id\tn\n\u4e2d\ud83d\ude00\t1\n").getBytes(encoding)))
                    .containsExactly(row(2, "id", "\u4e2d\ud83d\ude00", "n", "1"));
        }
        assertThat(read(RowFormat.CSV, new byte[] {'P', 'K', 3, 4, 20, 0}).getFirst())
                .isInstanceOf(RowProblem.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "|", "\t"})
    void theSeparatorIsFoundWhateverTheFormatIsCalled(String separator) {
        String text = "text,label\n\"cold; tea, \tand | more\",neg\nLovely place,pos\n"
                .replace("text,label", "text" + separator + "label")
                .replace("\",neg", "\"" + separator + "neg")
                .replace("place,pos", "place" + separator + "pos");
        for (RowFormat format : List.of(RowFormat.CSV, RowFormat.TSV)) {
            assertThat(read(format, text))
                    .containsExactly(
                            row(2, "text", "cold; tea, \tand | more", "label", "neg"),
                            row(3, "text", "Lovely place", "label", "pos"));
        }
    }

    @Test
    void aSeparatorInTheOnlyColumnsTextsIsNoSeparator() {
        assertThat(read(RowFormat.CSV, "Is it good; or bad?\nyes\nno\n"))
                .containsExactly(row(2, "Is it good; or bad?", "yes"), row(3, "Is it good; or bad?", "no"));
    }

    @Test
    void theFirstLineOfExcelNamesTheSeparator() {
        assertThat(read(RowFormat.CSV, "sep=;\na,b;c\n1,2;3\n")).containsExactly(row(3, "a,b", "1,2", "c", "3"));
    }

    @Test
    void aColumnWithoutANameIsLeftOutAndNoted() throws IOException {
        try (RowReader reader = RowReader.open(
                new ByteArrayInputStream(",text\n0,Tea\n".getBytes(StandardCharsets.UTF_8)), RowFormat.CSV)) {
            assertThat(reader.next()).isEqualTo(row(2, "text", "Tea"));
            assertThat(reader.notes())
                    .singleElement()
                    .satisfies(note -> assertThat(note.what()).isEqualTo("column 1 has no name and was left out"));
        }
    }

    @Test
    void rowsOfSeparatorsAreBlank() {
        assertThat(read(RowFormat.CSV, "a,b\n1,2\n,,\n , \n\"\",\n3,4\n"))
                .containsExactly(row(2, "a", "1", "b", "2"), row(6, "a", "3", "b", "4"));
    }

    @Test
    void theExtraHeaderRowsOfQualtricsAreLeftOutAndNoted() throws IOException {
        String text =
                "a,b\n\"Which, of\nthese?\",Why\n\"{\"\"ImportId\"\":\"\"Q1\"\"}\",\"{\"\"ImportId\"\":\"\"Q2\"\"}\"\n1,2\n";
        try (RowReader reader =
                RowReader.open(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), RowFormat.CSV)) {
            assertThat(reader.next()).isEqualTo(row(5, "a", "1", "b", "2"));
            assertThat(reader.notes().getFirst().what())
                    .isEqualTo("lines 2 to 4 are extra header rows of Qualtrics and no answers; left out");
        }
    }

    @Test
    void aNumberThatIsNoneIsLikeNull() {
        assertThat(read(RowFormat.JSONL, "{\"a\": NaN, \"b\": 1}")).containsExactly(noTexts(row(1, "b", "1")));
    }

    @Test
    void jsonLinesKeepNumbersAndNestedValuesAsTheirText() {
        assertThat(
                        read(
                                RowFormat.JSONL,
                                "{\"id\": 1.50, \"ok\": true, \"none\": null, \"tags\": [1, {\"a\": \"b\"}]}\n\n{\"id\": \"\\u00e4\"}"))
                .containsExactly(
                        noTexts(row(1, "id", "1.50", "ok", "true", "tags", "[1,{\"a\":\"b\"}]")), row(3, "id", "ä"));
        assertThat(read(RowFormat.JSONL, "{\"n\": 1, \"t\": \"1\", \"d\": [0.10, 12345678901234567890.5, 1E2]}"))
                .containsExactly(new Row(
                        1, Map.of("n", "1", "t", "1", "d", "[0.10,12345678901234567890.5,1E+2]"), Set.of("n", "d")));
    }

    @Test
    void aBrokenJsonLineIsNamedAndTheOthersAreKept() {
        List<RowEvent> events = read(RowFormat.JSONL, """
                {"id": 1}
                {"id": }
                [1]
                {"id": 2} {"id": 3}
                {"id": 4, "id": 5}
                {"id": "\\ud800"}
                {"id": 6}
                """);
        assertThat(events).hasSize(7);
        assertThat(events.getFirst()).isEqualTo(noTexts(row(1, "id", "1")));
        assertThat(events.getLast()).isEqualTo(noTexts(row(7, "id", "6")));
        assertThat(events.subList(1, 6))
                .allSatisfy(event -> assertThat(event).isInstanceOf(RowProblem.class))
                .extracting(RowEvent::line)
                .containsExactly(2L, 3L, 4L, 5L, 6L);
    }

    @Test
    void aJsonArrayIsReadElementByElement() {
        assertThat(read(RowFormat.JSON, "[ {\"id\": 1},\n 7,\n {\"id\": {\"x\": null}} ]\n"))
                .containsExactly(
                        noTexts(row(1, "id", "1")),
                        new RowProblem(
                                2, 2, "this element is not an object", "write every element as {\"name\": \"value\"}"),
                        noTexts(row(3, "id", "{\"x\":null}")));
    }

    @Test
    void aSyntaxErrorInAnArrayEndsTheReadingAndSaysSo() {
        List<RowEvent> events = read(RowFormat.JSON, "[{\"id\": 1},\n{\"id\" 2},{\"id\": 3}]");
        assertThat(events).hasSize(2);
        assertThat(events.get(1)).isInstanceOfSatisfying(RowProblem.class, problem -> {
            assertThat(problem.line()).isEqualTo(2);
            assertThat(problem.finding().what()).contains("the rest of the file was not read");
        });
    }

    @Test
    void deepNestingIsAProblemNotACrash() {
        String deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}\n";
        assertThat(read(RowFormat.JSONL, deep + "{\"a\":1}\n"))
                .hasSize(2)
                .satisfies(events -> assertThat(events.getFirst()).isInstanceOf(RowProblem.class));
        assertThat(read(RowFormat.JSON, "[" + deep + "]").getFirst()).isInstanceOf(RowProblem.class);
    }

    @Test
    void tenMegabytesInOneValueAreFineAndMoreThanTheLimitIsOneBadRow() {
        String large = "x".repeat(10_000_000);
        assertThat(read(RowFormat.CSV, "a,b\n1," + large + "\n2,y\n"))
                .hasSize(2)
                .allMatch(Row.class::isInstance);
        assertThat(read(RowFormat.JSONL, "{\"a\":\"" + large + "\"}\n")).allMatch(Row.class::isInstance);
        List<RowEvent> limited = new ArrayList<>();
        String wide = "a,b\n1,\"" + "x".repeat(500_000) + "\"\n2,y\n";
        drain(
                RowReader.open(new ByteArrayInputStream(wide.getBytes(StandardCharsets.UTF_8)), RowFormat.CSV, 100_000),
                limited);
        assertThat(limited)
                .satisfiesExactly(
                        first -> assertThat(first).isInstanceOf(RowProblem.class),
                        second -> assertThat(second).isEqualTo(row(3, "a", "2", "b", "y")));
    }

    /** However the stream is cut into reads, and whatever the values hold, what was written comes back. */
    @Property
    void writtenRowsComeBackHoweverTheStreamIsCut(
            @ForAll("tables") List<List<String>> table, @ForAll @IntRange(min = 1, max = 7) int readBytes) {
        StringBuilder csv = new StringBuilder("x,y,z\n");
        StringBuilder json = new StringBuilder();
        List<Map<String, String>> expected = new ArrayList<>();
        for (List<String> cells : table) {
            csv.append(quoted(cells.get(0))).append(',');
            csv.append(quoted(cells.get(1)))
                    .append(',')
                    .append(quoted(cells.get(2)))
                    .append("\r\n");
            Map<String, String> values = new LinkedHashMap<>();
            for (int i = 0; i < 3; i++) {
                values.put("xyz".substring(i, i + 1), cells.get(i));
            }
            expected.add(values);
            json.append(tools.jackson.databind.json.JsonMapper.shared().writeValueAsString(values))
                    .append('\n');
        }
        // A row of a delimited file whose values are all empty is a blank one.
        assertThat(values(read(RowFormat.CSV, trickling(csv.toString(), readBytes))))
                .isEqualTo(expected.stream()
                        .filter(row -> row.values().stream()
                                .anyMatch(value ->
                                        !value.isBlank() || (quoted(value).startsWith("\"") && !value.isEmpty())))
                        .toList());
        assertThat(values(read(RowFormat.JSONL, trickling(json.toString(), readBytes))))
                .isEqualTo(expected);
        String array = "[" + String.join(",", json.toString().lines().toList()) + "]";
        assertThat(values(read(RowFormat.JSON, trickling(array, readBytes)))).isEqualTo(expected);
    }

    @Provide
    Arbitrary<List<List<String>>> tables() {
        Arbitrary<String> cell = Arbitraries.strings()
                .withChars("ab,\"\n\r\t ä\u4e2d{}[]\\")
                .ofMaxLength(6)
                .map(text -> text + (text.length() == 5 ? "\ud83d\ude00" : ""));
        return cell.list().ofSize(3).list().ofMaxSize(6);
    }

    @Property(tries = 3000)
    void noBytesMakeItThrowAndLinesNeverRunBackwards(@ForAll byte[] noise, @ForAll RowFormat format) {
        byte[] alphabet = "{}[]\",:\n\r\t a1ntrue\\u00d8".getBytes(StandardCharsets.US_ASCII);
        byte[] bytes = noise.clone();
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] > -100) {
                bytes[i] = alphabet[Math.floorMod(bytes[i], alphabet.length)];
            }
        }
        long line = 0;
        for (RowEvent event : read(format, bytes)) {
            if (event instanceof Row) {
                assertThat(event.line()).isGreaterThanOrEqualTo(line);
                line = event.line();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(RowFormat.class)
    void formatsAreKnownByTheEndingOfTheName(RowFormat format) {
        String ending = format.name().toLowerCase(java.util.Locale.ROOT);
        assertThat(RowFormat.ofFileName("My.Data." + ending + ".gz")).contains(format);
        assertThat(RowFormat.ofFileName("data.xlsx")).isEmpty();
    }

    private static String quoted(String text) {
        boolean plain = !text.isEmpty() && text.chars().noneMatch(c -> ",\"\n\r".indexOf(c) >= 0);
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    private static List<Map<String, String>> values(List<RowEvent> events) {
        List<Map<String, String>> all = new ArrayList<>();
        for (RowEvent event : events) {
            all.add(((Row) event).values());
        }
        return all;
    }

    private static InputStream trickling(String text, int readBytes) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, readBytes));
            }
        };
    }

    private static List<RowEvent> read(RowFormat format, String text) {
        return read(format, text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<RowEvent> read(RowFormat format, byte[] bytes) {
        return read(format, new ByteArrayInputStream(bytes));
    }

    private static List<RowEvent> read(RowFormat format, InputStream in) {
        List<RowEvent> events = new ArrayList<>();
        drain(RowReader.open(in, format), events);
        return events;
    }

    private static void drain(RowReader reader, List<RowEvent> into) {
        try (reader) {
            for (RowEvent event = reader.next(); event != null; event = reader.next()) {
                into.add(event);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Row row(long line, String... keysAndValues) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            values.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return new Row(line, values);
    }

    /** None of its values is a text in JSON. */
    private static Row noTexts(Row row) {
        return new Row(row.line(), row.values(), row.values().keySet());
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
