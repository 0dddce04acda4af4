package dev.cupel.formats.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cupel.engine.InputException;
import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.answer.Region;
import dev.cupel.engine.answer.Region.Tag;
import dev.cupel.engine.answer.RunLengths;
import dev.cupel.engine.votes.RepeatPolicy;
import dev.cupel.formats.columns.Source;
import dev.cupel.formats.nativeform.PlainQuestion;
import dev.cupel.formats.nativeform.SpanUnit;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AnswerReaderTest {
    private static Source source(String text) {
        return new Source.Stream("stdin", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static AnswerTable read(String text) throws IOException {
        return AnswerReader.read(source(text), Optional.empty(), SpanUnit.CODE_POINTS, RepeatPolicy.KEEP_ALL);
    }

    private static String row(String task, String worker, String answer, String... more) {
        return "{\"task\":\"" + task + "\",\"worker\":\"" + worker + "\",\"answer\":" + answer
                + (more.length == 0 ? "" : "," + String.join(",", more)) + "}\n";
    }

    private static List<String> problems(String text) {
        InputException refused = catchThrowableOfType(InputException.class, () -> read(text));
        assertThat(refused).as("refuses " + text).isNotNull();
        return refused.findings().stream().map(Object::toString).toList();
    }

    private static Answer only(AnswerTable table) {
        return table.tasks().getFirst().given().getFirst().answer();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"hello\" | text",
                "\"[1]\" | text",
                "[{\"begin\":0,\"end\":2}] | spans",
                "[{\"left\":0,\"top\":0,\"width\":2,\"height\":1}] | boxes",
                "[{\"beginSeconds\":0,\"endSeconds\":2}] | segments",
                "{\"size\":[2,3],\"counts\":[1,5]} | mask",
                "[{\"points\":[[0,0],[9,0],[0,9]],\"holes\":[[[1,1],[2,1],[1,2]]]}] | polygons",
                "[{\"points\":[[0,0],[9,0],[0,9]]},{\"points\":[[0,0],[9,0],[0,9]],\"holes\":[]}] | polygons",
                "[{\"points\":{\"nose\":[1,2,2]}}] | keypoints",
                "{\"timeBase\":[1,25],\"tracks\":[]} | tracks"
            })
    void theFirstAnswerShowsWhatWasAsked(String answer, String kind) throws IOException {
        assertThat(PlainQuestion.kind(
                        read(row("t", "w", answer, "\"text\":\"hello\"")).question()))
                .isEqualTo(kind);
    }

    @Test
    void namesMayBeAliasesAndNumbers() throws IOException {
        AnswerTable table =
                read("{\"item\":7,\"annotator\":10,\"answer\":\"x\"}\n{\"item\":7,\"rater\":9,\"answer\":\"y\"}\n");
        assertThat(table.tasks()).extracting(AnswerTable.Task::name).containsExactly("7");
        assertThat(table.workers()).containsExactly("9", "10");
    }

    @Test
    void aTableOfTextsIsReadFromCsvToo() throws IOException {
        AnswerTable table = read("task,worker,answer\nt,a,\"one, two\"\nt,b,\n");
        assertThat(only(table)).isEqualTo(new Answer.Written("one, two"));
        assertThat(table.rowsLeftOut()).isEqualTo(1);
    }

    @Test
    void aJsonArrayAndACompressedFileAreTheSame() throws IOException {
        String array = "[" + row("t", "w", "\"x\"").strip() + ","
                + row("t", "v", "\"y\"").strip() + "]";
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(array.getBytes(StandardCharsets.UTF_8));
        }
        Source source = new Source.Stream("stdin", new ByteArrayInputStream(packed.toByteArray()));
        AnswerFile.Looked looked = AnswerFile.lookAt(source);
        assertThat(looked.structured()).isTrue();
        assertThat(AnswerReader.read(looked.source(), Optional.empty(), SpanUnit.CODE_POINTS, RepeatPolicy.KEEP_ALL))
                .isEqualTo(read(array));
        packed.writeBytes(new byte[] {1, 2, 3});
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> AnswerReader.read(
                        new Source.Stream("stdin", new ByteArrayInputStream(packed.toByteArray())),
                        Optional.empty(),
                        SpanUnit.CODE_POINTS,
                        RepeatPolicy.KEEP_ALL)))
                .isInstanceOf(dev.cupel.engine.InputException.class);
    }

    @Test
    void itemsAndAnswersMayComeInOneFile() throws IOException {
        AnswerTable table =
                read(row("t", "w", "[{\"begin\":6,\"end\":11}]") + "{\"task\":\"t\",\"text\":\"hello world\"}\n");
        assertThat(table.tasks().getFirst().text()).contains("hello world");
        assertThat(table.rowsLeftOut()).isZero();
    }

    @Test
    void votesAreNotTakenForAnswers() throws IOException {
        for (String votes : List.of(
                "task,worker,label\nt,w,x\n",
                "task,worker,label,answer\nt,w,x,y\n",
                "{\"task\":\"t\",\"worker\":\"w\",\"label\":\"x\",\"answer\":\"y\"}\n",
                "",
                "nonsense")) {
            AnswerFile.Looked looked = AnswerFile.lookAt(source(votes));
            assertThat(looked.structured()).as(votes).isFalse();
            assertThat(((Source.Stream) looked.source()).in().readAllBytes())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo(votes);
        }
    }

    // ---------------------------------------------------------------- units

    @Test
    void anEmojiIsOneCodePointAndTwoUtf16Units() throws IOException {
        String text = "\"text\":\"😀 Anna 👩\u200d🔬\"";
        Answer byCodePoints = only(read(row("t", "w", "[{\"begin\":2,\"end\":6,\"text\":\"Anna\"}]", text)));
        Answer byUtf16 =
                only(read(row("t", "w", "[{\"begin\":3,\"end\":7,\"text\":\"Anna\"}]", text, "\"unit\":\"utf16\"")));
        assertThat(byUtf16).isEqualTo(byCodePoints).isEqualTo(new Answer.Spans(List.of(Region.Span.of("", 3, 7))));
    }

    @Test
    void anOffsetInsideACharacterIsRefused() {
        assertThat(problems(row("t", "w", "[{\"begin\":1,\"end\":2}]", "\"text\":\"😀x\"", "\"unit\":\"utf16\"")))
                .singleElement()
                .asString()
                .startsWith("stdin:1: answer[0] begins inside a character, at UTF-16 unit 1");
    }

    @Test
    void aQuoteInTheWrongPlaceTellsWhichUnitWasMeant() {
        assertThat(problems(row("t", "w", "[{\"begin\":3,\"end\":7,\"text\":\"Anna\"}]", "\"text\":\"😀 Anna!\"")))
                .singleElement()
                .asString()
                .contains("quotes \"Anna\", but from 3 to 7 there stands \"nna!\"")
                .endsWith("say \"unit\": \"utf16\"");
    }

    record Marked(String text, int begin, int end) {}

    @Provide
    Arbitrary<Marked> marked() {
        Arbitrary<String> texts = Arbitraries.of("a", " ", "é", "😀", "👩\u200d🔬", "漢", "\\u0041", "𝒳")
                .list()
                .ofMinSize(1)
                .ofMaxSize(10)
                .map(parts -> String.join("", parts).replace("\\u0041", "A"));
        return texts.flatMap(text -> Combinators.combine(
                        Arbitraries.integers().between(0, text.codePointCount(0, text.length()) - 1),
                        Arbitraries.integers().between(0, text.codePointCount(0, text.length()) - 1))
                .as((a, b) -> new Marked(text, Math.min(a, b), Math.max(a, b) + 1)));
    }

    @Property
    void bothUnitsMeanTheSamePlace(@ForAll("marked") Marked marked) throws IOException {
        String text = "\"text\":\"" + marked.text() + "\"";
        String quote = marked.text()
                .substring(
                        marked.text().offsetByCodePoints(0, marked.begin()),
                        marked.text().offsetByCodePoints(0, marked.end()));
        int begin = marked.text().offsetByCodePoints(0, marked.begin());
        String span = "[{\"begin\":%d,\"end\":%d,\"text\":\"%s\"}]";
        assertThat(only(read(row(
                        "t", "w", span.formatted(begin, begin + quote.length(), quote), text, "\"unit\":\"utf16\""))))
                .isEqualTo(only(read(row("t", "w", span.formatted(marked.begin(), marked.end(), quote), text))));
    }

    @Test
    void tokensNeedTheirNumberInsteadOfAText() throws IOException {
        String span = "[{\"begin\":1,\"end\":3,\"label\":\"PER\"}]";
        AnswerTable table = read(row("t", "w", span, "\"unit\":\"tokens\"", "\"length\":3"));
        assertThat(table.tasks().getFirst().unit()).isEqualTo(SpanUnit.TOKENS);
        assertThat(problems(row("t", "w", span, "\"unit\":\"tokens\"", "\"text\":\"a b c\""))
                        .getFirst())
                .contains("add \"length\"");
    }

    // ---------------------------------------------------------------- bad input

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "4 | the answer is 4",
                "true | the answer is true",
                "[\"a\"] | the answer is [\"a\"]",
                "[{\"x\":1}] | the answer is [{\"x\":1}]",
                "[{\"begin\":0}] | answer[0].end is missing",
                "[{\"begin\":0,\"end\":1.5}] | answer[0].end is 1.5",
                "[{\"begin\":0,\"end\":\"1\"}] | answer[0].end is \"1\"",
                "[{\"begin\":0,\"end\":9}] | answer[0] from 0 to 9 does not lie in the text of 5 code points",
                "[{\"begin\":-1,\"end\":3}] | answer[0] from -1 to 3 begins before the text",
                "[{\"begin\":3,\"end\":3}] | answer[0] from 3 to 3 holds nothing",
                "[{\"begin\":0,\"end\":2,\"label\":[1]}] | answer[0].label is [1]",
                "[{\"begin\":0,\"end\":2},{\"left\":1}] | answer[1] is {\"left\":1}, not one of the spans",
                "[{\"left\":0,\"top\":0,\"width\":-2,\"height\":1}] | answer[0] is -2 wide and 1 high",
                "[{\"left\":0,\"top\":0,\"width\":2,\"height\":0}] | answer[0] is 2 wide and 0 high",
                "[{\"left\":NaN,\"top\":0,\"width\":2,\"height\":1}] | give a finite number",
                "[{\"left\":1e999,\"top\":0,\"width\":2,\"height\":1}] | answer[0].left is",
                "[{\"left\":0,\"top\":0,\"width\":2,\"height\":1,\"rotation\":30}] | answer[0].rotation is 30",
                "[{\"beginSeconds\":2,\"endSeconds\":1}] | answer[0] ends at 1 s and begins at 2 s",
                "{\"size\":[2,3],\"counts\":[9]} | answer.counts[0] ends at pixel 9 of 6",
                "{\"size\":[2,3],\"counts\":[-1]} | answer.counts[0] is -1",
                "{\"size\":[2],\"counts\":[1]} | no mask",
                "{\"size\":[0,3],\"counts\":[1]} | answer.",
                "[{\"points\":[[0,0],[5,5],[9,9]],\"holes\":[]}] | answer[0].points enclose no area",
                "[{\"points\":{\"nose\":[1,2,5]}}] | answer[0].points.nose[2] is 5",
                "{\"timeBase\":[1,0],\"tracks\":[]} | answer.timeBase is [1,0]",
                "{\"size\":[2,3],\"counts\":\"~~\"} | answer.counts is no compressed run-length code"
            })
    void whatIsWrongIsNamedWithItsPlace(String answer, String complaint) {
        assertThat(problems(row("t", "w", answer, "\"text\":\"hello\"")))
                .singleElement()
                .asString()
                .startsWith("stdin:1")
                .contains(complaint);
    }

    @Test
    void spansNeedTheirText() {
        assertThat(problems(row("t", "w", "[{\"begin\":0,\"end\":1}]")))
                .singleElement()
                .asString()
                .startsWith("stdin:1: spans need the text that they lie in; add \"text\"");
    }

    @Test
    void kindsMayNotBeMixed() {
        assertThat(problems(row("t", "a", "\"x\"")
                        + row("t", "b", "[{\"left\":0,\"top\":0,\"width\":2,\"height\":1}]")
                        + row("t", "c", "[]")))
                .satisfiesExactly(
                        first -> assertThat(first)
                                .contains("stdin:2: the answer is a list of boxes, but line 1 has a text"),
                        second -> assertThat(second).contains("stdin:3: the answer is an empty list"));
        assertThat(problems(row("t", "c", "[]") + row("t", "a", "\"x\"")).getFirst())
                .contains("stdin:1: the answer is an empty list, but line 2 has a text");
    }

    /** Nothing can be read before it is known, so that this is the only finding. */
    @Test
    void polygonsAndPolylinesAreWrittenAlikeSoThatTheirKindMustBeSaid() throws IOException {
        String rows = row("t", "w", "[{\"points\":[[0,0],[9,0],[0,9]],\"label\":\"a\"}]");
        assertThat(problems(rows + rows))
                .singleElement()
                .asString()
                .contains(
                        "stdin:1", "a list of polygons or a list of polylines", "--kind polygons or --kind polylines");
        for (Question.Structured asked : List.of(
                new Question.Polygons(Question.Common.of("answer"), Question.Marks.ANY),
                new Question.Polylines(Question.Common.of("answer"), Question.Marks.ANY))) {
            assertThat(AnswerReader.read(source(rows), Optional.of(asked), SpanUnit.CODE_POINTS, RepeatPolicy.KEEP_ALL)
                            .question())
                    .isEqualTo(asked);
        }
        assertThatThrownBy(() -> AnswerReader.read(
                        source(rows),
                        Optional.of(new Question.Boxes(Question.Common.of("answer"), Question.Marks.ANY)),
                        SpanUnit.CODE_POINTS,
                        RepeatPolicy.KEEP_ALL))
                .hasMessageContaining("a list of polygons or a list of polylines, but wanted is a list of boxes");
    }

    @Test
    void tracksOfOneTaskAreOfOneVideo() {
        assertThat(problems(row("t", "a", "{\"timeBase\":[1,25],\"tracks\":[]}")
                        + row("t", "b", "{\"timeBase\":[1,30],\"tracks\":[]}")
                        + row("u", "b", "{\"timeBase\":[1,30],\"tracks\":[]}")))
                .singleElement()
                .asString()
                .startsWith("stdin:2: the tracks count frames of the time base [1, 30], those on line 1 of [1, 25]");
        assertThat(problems(row("t", "a", "{\"timeBase\":[1,25],\"tracks\":[]}") + row("t", "b", "[]")))
                .singleElement()
                .asString()
                .contains("the answer is an empty list, but wanted is tracks");
    }

    @Test
    void allProblemsOfAFileComeTogetherUpToTwenty() {
        StringBuilder rows = new StringBuilder(
                "{not json}\n{\"worker\":\"w\",\"answer\":\"x\"}\n{\"task\":\"t\",\"answer\":\"x\"}\n");
        for (int i = 0; i < 30; i++) {
            rows.append(row("t" + i, "w", "5"));
        }
        List<String> problems = problems(rows.toString());
        assertThat(problems).hasSize(21);
        assertThat(problems.get(0)).startsWith("stdin:1:").contains("not JSON");
        assertThat(problems.get(1)).startsWith("stdin:2: has no task");
        assertThat(problems.get(2)).startsWith("stdin:3: has an answer, but no worker");
        assertThat(problems.getLast()).contains("13 more problems");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "{\"task\":\"t\",\"text\":\"hello\"}\n", "{\"task\":\"t\",\"worker\":\"w\"}\n"})
    void aFileWithoutAnswersIsRefused(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(InputException.class).hasMessageContaining("stdin");
    }

    @Test
    void onlyEmptyListsDoNotShowTheirKindUnlessItIsSaid() throws IOException {
        String rows = row("t", "w", "[]");
        assertThat(problems(rows).getFirst()).contains("say it with --kind");
        AnswerTable boxes = AnswerReader.read(
                source(rows),
                Optional.of(new Question.Boxes(Question.Common.of("answer"), Question.Marks.ANY)),
                SpanUnit.CODE_POINTS,
                RepeatPolicy.KEEP_ALL);
        assertThat(only(boxes)).isEqualTo(new Answer.Boxes(List.of()));
    }

    @Test
    void masksOfOneTaskAreOfOnePicture() {
        assertThat(problems(row("t", "a", "{\"size\":[2,3],\"counts\":[1,5]}")
                        + row("t", "b", "{\"size\":[3,2],\"counts\":[1,5]}")))
                .singleElement()
                .asString()
                .startsWith("stdin:2: the mask of 3 × 2 pixels is of another picture");
    }

    @Test
    void ofSeveralMasksAndTurnedBoxesThereIsNoConsensusYet() {
        String mask = "{\"size\":[2,3],\"counts\":[1,5]}";
        assertThat(problems(row("t", "a", "[" + mask + "," + mask + "]")))
                .singleElement()
                .asString()
                .startsWith("stdin:1: the answer has 2 masks");
    }

    @Test
    void aMaskMayStandInAList() throws IOException {
        String mask = "{\"size\":[2,3],\"counts\":[1,5]}";
        assertThat(only(read(row("t", "a", "[" + mask + "]")))).isEqualTo(only(read(row("t", "a", mask))));
    }

    @Test
    void whatTheConsensusDoesNotUseIsSaid() throws IOException {
        AnswerTable commented =
                read(row("t", "w", "[{\"begin\":0,\"end\":2,\"comment\":\"sure?\",\"turn\":1}]", "\"text\":\"hello\""));
        assertThat(commented.notes()).hasSize(2).anyMatch(note -> note.contains("\"comment\""));
        AnswerTable table = read(row("t", "w", "[{\"begin\":0,\"end\":2,\"mood\":1}]", "\"text\":\"hello\""));
        assertThat(table.notes()).singleElement().asString().contains("\"mood\"");
    }

    @Test
    void theRepeatPolicyIsTheUsers() throws IOException {
        String rows = row("t", "w", "\"one\"") + row("t", "v", "\"two\"") + row("t", "w", "\"three\"");
        assertThat(texts(rows, RepeatPolicy.KEEP_ALL)).containsExactly("one", "two", "three");
        assertThat(texts(rows, RepeatPolicy.FIRST)).containsExactly("one", "two");
        assertThat(texts(rows, RepeatPolicy.LAST)).containsExactly("two", "three");
    }

    private static List<String> texts(String rows, RepeatPolicy policy) throws IOException {
        AnswerTable table = AnswerReader.read(source(rows), Optional.empty(), SpanUnit.CODE_POINTS, policy);
        assertThat(table.repeats()).isEqualTo(1);
        return table.tasks().getFirst().given().stream()
                .map(given -> ((Answer.Written) given.answer()).text())
                .toList();
    }

    // ---------------------------------------------------------------- out and in again

    @Provide
    Arbitrary<Answer.Structured> answers() {
        Arbitrary<Double> number = Arbitraries.doubles().between(0, 100).ofScale(3);
        Tag tag = Tag.of("a \"label\"");
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(12).map(Answer.Written::new),
                Combinators.combine(number, number, number, number)
                        .as((a, b, c, d) -> new Region.Box(tag, a, b, 1 + c, 1 + d, 0))
                        .list()
                        .ofMaxSize(3)
                        .map(Answer.Boxes::new),
                Combinators.combine(number, number)
                        .as((a, b) -> new Region.Segment(tag, a, a + 0.5 + b))
                        .list()
                        .ofMaxSize(3)
                        .map(Answer.Segments::new),
                Combinators.combine(number, number)
                        .as((a, b) -> new Region.Keypoints(
                                tag,
                                Map.of("nose", new Region.Keypoint(new Region.Point(a, b), Region.Visibility.HIDDEN))))
                        .list()
                        .ofMaxSize(3)
                        .map(Answer.Keypoints::new),
                Combinators.combine(number, number)
                        .as((a, b) -> new Region.Track(
                                tag,
                                List.of(new Region.Keyframe(
                                        3, a, b, 1 + a, 1 + b, Optional.of(false), Optional.empty()))))
                        .list()
                        .ofMaxSize(3)
                        .map(tracks -> new Answer.Tracks(new Answer.TimeBase(1, 25), tracks)),
                Arbitraries.integers()
                        .between(0, 4)
                        .array(int[].class)
                        .ofSize(5)
                        .map(counts ->
                                new Answer.Masks(List.of(new Region.Mask(Tag.of(""), RunLengths.of(7, 3, counts))))));
    }

    private static Question.Structured asked(Answer.Structured answer) {
        Question.Common common = Question.Common.of("answer");
        return switch (answer) {
            case Answer.Written a -> new Question.Text(common);
            case Answer.Spans a -> new Question.Spans(common, Question.Marks.ANY);
            case Answer.Boxes a -> new Question.Boxes(common, Question.Marks.ANY);
            case Answer.Masks a -> new Question.Masks(common, Question.Marks.ANY, true);
            case Answer.Segments a -> new Question.Segments(common, Question.Marks.ANY);
            case Answer.Polygons a -> new Question.Polygons(common, Question.Marks.ANY);
            case Answer.Polylines a -> new Question.Polylines(common, Question.Marks.ANY);
            case Answer.Keypoints a -> new Question.Keypoints(common, Question.Marks.ANY, Question.Skeleton.ANY);
            case Answer.Tracks a -> new Question.Tracks(common, Question.Marks.ANY);
        };
    }

    @Property
    void whatIsWrittenIsReadAgainAsItWas(@ForAll("answers") Answer.Structured answer) throws IOException {
        AnswerTable.Task task = new AnswerTable.Task(
                "t \"1\"", Optional.empty(), SpanUnit.CODE_POINTS, 0, List.of(new AnswerTable.Given(0, answer)));
        AnswerTable table = new AnswerTable(
                asked(answer), List.of(task), List.of("w"), List.of("other", "a \"label\""), 0, 0, List.of());
        List<Map<String, Double>> figures = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            figures.add(Map.of("confidence", 0.5));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (AnswerWriter writer = new AnswerWriter(out, table.question())) {
            writer.write(
                    task,
                    new AnswerWriter.Settled(
                            Optional.of(answer),
                            answer instanceof Answer.Masks ? List.of() : figures,
                            OptionalDouble.of(1),
                            OptionalDouble.of(1)));
        }
        AnswerReader.Truth truth =
                AnswerReader.truth(source(out.toString(StandardCharsets.UTF_8)), SpanUnit.CODE_POINTS, table);
        assertThat(truth.answers()).containsExactly(Optional.of(answer));
    }

    @Property
    void compressedRunLengthsAreThoseOfCoco(@ForAll("runs") int[] counts) throws IOException {
        String list = java.util.Arrays.toString(counts);
        String packed = compressed(counts).replace("\\", "\\\\");
        assertThat(only(read(row("t", "w", "{\"size\":[100,100],\"counts\":\"" + packed + "\"}"))))
                .isEqualTo(only(read(row("t", "w", "{\"size\":[100,100],\"counts\":" + list + "}"))));
    }

    @Provide
    Arbitrary<int[]> runs() {
        return Arbitraries.integers()
                .between(0, 900)
                .array(int[].class)
                .ofMinSize(1)
                .ofMaxSize(11);
    }

    /** As rleToString of the COCO API does it. */
    private static String compressed(int[] counts) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < counts.length; i++) {
            long x = (long) counts[i] - (i > 2 ? counts[i - 2] : 0);
            boolean more = true;
            while (more) {
                long c = x & 0x1f;
                x >>= 5;
                more = (c & 0x10) != 0 ? x != -1 : x != 0;
                text.append((char) ((more ? c | 0x20 : c) + 48));
            }
        }
        return text.toString();
    }

    @Test
    void truthsOfOtherTasksAreCountedAndTwoTruthsRefused() throws IOException {
        AnswerTable table = read(row("t", "w", "\"x\""));
        AnswerReader.Truth truth = AnswerReader.truth(
                source("{\"task\":\"t\",\"answer\":\"x\"}\n{\"task\":\"u\",\"truth\":\"y\"}\n"),
                SpanUnit.CODE_POINTS,
                table);
        assertThat(truth.withoutAnswers()).isEqualTo(1);
        assertThatThrownBy(() -> AnswerReader.truth(
                        source("{\"task\":\"t\",\"answer\":\"x\"}\n{\"task\":\"t\",\"answer\":\"y\"}\n"),
                        SpanUnit.CODE_POINTS,
                        table))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("stdin:2: task \"t\" has another truth on line 1");
        assertThatThrownBy(() ->
                        AnswerReader.truth(source("{\"task\":\"u\",\"answer\":\"x\"}\n"), SpanUnit.CODE_POINTS, table))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("none of its 1 tasks is among the answers");
    }
}
