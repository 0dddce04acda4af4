package dev.cupel.formats.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cupel.engine.InputException;
import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.answer.Schema;
import dev.cupel.formats.nativeform.ExactJson;
import dev.cupel.formats.nativeform.FindingList;
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
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class DatasetTest {
    private static final Schema SCHEMA = LabeledItems.SCHEMA;

    private final FindingList findings = new FindingList();
    private final Losses losses = new Losses();

    private static InputStream in(String file) {
        return new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8));
    }

    private static List<LabeledItem> all(ItemReader reader) throws IOException {
        List<LabeledItem> items = new ArrayList<>();
        for (LabeledItem item = reader.next(); item != null; item = reader.next()) {
            items.add(item);
        }
        return items;
    }

    private List<LabeledItem> read(String file, @Nullable Schema schema) throws IOException {
        return all(new CupelReader(in(file), schema, findings, losses));
    }

    private static String cupel(List<LabeledItem> items, boolean withSchema) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ItemWriter writer = new CupelWriter(out, SCHEMA, withSchema)) {
            write(items, writer);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static void write(List<LabeledItem> items, ItemWriter writer) throws IOException {
        writer.begin();
        for (LabeledItem item : items) {
            writer.write(item);
        }
        writer.flush();
    }

    private static List<LabeledItem> items(long seed) {
        LabeledItems made = new LabeledItems(seed);
        List<LabeledItem> items = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            items.add(made.item(i));
        }
        return items;
    }

    @Property(tries = 300)
    void whatIsWrittenAsOurJsonlReadsAsTheSameItems(@ForAll long seed, @ForAll boolean withSchema) throws IOException {
        List<LabeledItem> items = items(seed);
        String file = cupel(items, withSchema);
        FindingList wrong = new FindingList();
        Losses lost = new Losses();
        CupelReader reader = new CupelReader(in(file), withSchema ? null : SCHEMA, wrong, lost);
        assertThat(all(reader)).isEqualTo(items);
        assertThat(wrong.all()).isEmpty();
        assertThat(lost.all()).isEmpty();
        assertThat(reader.schema()).isEqualTo(SCHEMA);
        assertThat(cupel(items, withSchema)).as("once more, byte for byte").isEqualTo(file);
    }

    @Property(tries = 300)
    void aTableReadsAsWhatItCanExpress(@ForAll long seed) throws IOException {
        List<LabeledItem> items = items(seed);
        TreeSet<String> names = new TreeSet<>();
        items.forEach(item -> names.addAll(item.metadata().node().propertyNames()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CsvWriter writer = new CsvWriter(out, SCHEMA, List.copyOf(names));
        write(items, writer);
        FindingList wrong = new FindingList();
        Losses lost = new Losses();
        String file = out.toString(StandardCharsets.UTF_8);
        List<LabeledItem> read = all(new CsvReader(in(file), SCHEMA, wrong, lost));
        assertThat(wrong.all()).isEmpty();
        assertThat(lost.all()).isEmpty();
        assertThat(read).hasSameSizeAs(items);
        for (int i = 0; i < items.size(); i++) {
            assertThat(asInTable(read.get(i))).isEqualTo(asInTable(items.get(i)));
        }
        ByteArrayOutputStream again = new ByteArrayOutputStream();
        write(read, new CsvWriter(again, SCHEMA, List.copyOf(names)));
        assertThat(again.toString(StandardCharsets.UTF_8)).isEqualTo(file);
    }

    /** What is left of an item in a table, in a form that can be compared. */
    private static Map<String, Object> asInTable(LabeledItem item) {
        Map<String, Object> kept = new LinkedHashMap<>();
        kept.put("key", item.key());
        kept.put("fields", item.fields().node());
        Map<String, String> metadata = new LinkedHashMap<>();
        ExactJson.values(item.metadata().node()).forEach((name, value) -> metadata.put(name, ExactJson.text(value)));
        kept.put("metadata", metadata);
        kept.put("status", String.valueOf(item.status()));
        for (Question question : SCHEMA.questions()) {
            LabeledItem.Consensus best = item.consensus().get(question.id());
            Given value = best == null ? null : bare(best.value());
            kept.put("consensus." + question.id(), String.valueOf(value));
            kept.put("source." + question.id(), best == null ? "" : String.valueOf(best.source()));
            kept.put("probability." + question.id(), best == null ? "" : String.valueOf(best.probability()));
            kept.put("gold." + question.id(), String.valueOf(bare(item.gold().get(question.id()))));
            kept.put("answered." + question.id(), item.answered(question.id()));
        }
        return kept;
    }

    private static @Nullable Given bare(@Nullable Given given) {
        if (given instanceof Given.Known(Answer.Preferred(var choice, var strength, var shown))) {
            return new Given.Known(
                    new Answer.Preferred(choice, java.util.OptionalInt.empty(), java.util.Optional.empty()));
        }
        return given;
    }

    @Test
    void contentStaysLetterByLetter() throws IOException {
        String line =
                "{\"key\":\"a\",\"fields\":{\"b\": 1.50, \"text\" : \"x\\u00e9 NaN\"},\"metadata\":{\"n\":{\"z\":1,\"a\":[1e3]}}}\n";
        LabeledItem item = read(line, SCHEMA).getFirst();
        assertThat(findings.all()).isEmpty();
        assertThat(item.fields().json()).isEqualTo("{\"b\": 1.50, \"text\" : \"x\\u00e9 NaN\"}");
        assertThat(cupel(List.of(item), false)).contains("\"metadata\":{\"n\":{\"z\":1,\"a\":[1e3]}}");
    }

    @Test
    void offsetsAreCodePointsInTheFileAndUtf16Inside() throws IOException {
        String span =
                "{\"key\":\"a\",\"fields\":{\"text\":\"😀 Anna\"},\"unit\":\"%s\",\"gold\":{\"names\":[{\"begin\":%d,\"end\":%d,\"label\":\"PER\"}]}}\n";
        LabeledItem points = read(span.formatted("code_points", 2, 6), SCHEMA).getFirst();
        LabeledItem units = read(span.formatted("utf16", 3, 7), SCHEMA).getFirst();
        assertThat(points).isEqualTo(units);
        assertThat(points.gold().toString()).contains("begin=3, end=7");
        assertThat(cupel(List.of(units), false)).contains("\"unit\":\"code_points\"", "\"begin\":2,\"end\":6");
    }

    @Test
    void whatHasNothingToBeReadByStaysAsItStands() throws IOException {
        String line =
                "{\"key\":\"a\",\"fields\":{\"text\":\"x\"},\"gold\":{\"old\":{\"b\":[1.0]},\"names\":[{\"begin\":0,\"end\":9,\"label\":\"PER\"}]}}\n";
        LabeledItem item = read(line, SCHEMA).getFirst();
        assertThat(cupel(List.of(item), false))
                .contains("\"gold\":{\"old\":{\"b\":[1.0]},\"names\":[{\"begin\":0,\"end\":9,\"label\":\"PER\"}]}");
        assertThat(losses.all()).extracting(Losses.Loss::kind).containsExactly(Losses.Kind.MISPLACED_SPANS);
    }

    @Test
    void everyFaultIsNamedWithItsLineAndTheRestIsRead() throws IOException {
        List<LabeledItem> items = read("""
                {"key":"a","fields":{"text":"x"},"gold":{"mood":7}}
                {"key":"b","fields":"x"}
                {"fields":{"text":"x"}}
                no json
                {"key":"c","fields":{"text":"x"},"annotations":[{"answers":{}}],"extra":1}
                {"key":"d","fields":{"text":"x"},"extra":1}
                """, SCHEMA);
        assertThat(items).extracting(LabeledItem::key).containsExactly("d");
        assertThat(findings.all())
                .extracting(finding -> finding.where())
                .containsExactly(
                        "line 1 gold.mood",
                        "line 2 fields",
                        "line 3 key",
                        "line 4:1",
                        "line 5 annotations[0].annotator");
        assertThat(losses.all()).contains(new Losses.Loss(Losses.Kind.UNKNOWN_KEYS, 2, "c extra"));
    }

    @Test
    void withoutASchemaAnswersAreNotGuessed() {
        assertThatThrownBy(() -> read("{\"key\":\"a\",\"fields\":{\"text\":\"x\"}}\n", null))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--schema");
    }

    @Test
    void votesAreOneRowPerAnswerAndSayWhatTheyLeaveOut() throws IOException {
        List<LabeledItem> items = read("""
                {"key":"a","fields":{"text":"Anna, so"},"status":"complete","annotations":[\
                {"annotator":"Ann","answers":{"topics":["price"],"names":[{"begin":0,"end":4,"label":"PER"}]}},\
                {"annotator":"Bob","answers":{"topics":[],"names":[]}},\
                {"annotator":"Bob","kind":"repeat","answers":{"topics":["price"],"names":[]}},\
                {"annotator":"Cy","outcome":"skipped","answers":{},"skipReason":"no"}]}
                """, SCHEMA);
        assertThat(votes(items, "topics")).isEqualTo("""
                task,worker,label
                a::price,Ann,1
                a::a|b,Ann,0
                a::taste,Ann,0
                a::[x],Ann,0
                a::price,Bob,0
                a::a|b,Bob,0
                a::taste,Bob,0
                a::[x],Bob,0
                """);
        assertThat(votes(items, "names")).isEqualTo("""
                task,worker,answer,text
                a,Ann,"[{""begin"":0,""end"":4,""label"":""PER""}]","Anna, so"
                a,Bob,[],
                """);
    }

    private static String votes(List<LabeledItem> items, String question) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        VotesWriter writer =
                new VotesWriter(out, SCHEMA, SCHEMA.question(question).orElseThrow());
        try {
            write(items, writer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(writer.losses().all())
                .extracting(Losses.Loss::kind)
                .containsExactly(
                        Losses.Kind.SKIPPED,
                        Losses.Kind.OTHER_QUESTIONS,
                        Losses.Kind.ITEM_DETAILS,
                        Losses.Kind.CONTENT);
        return out.toString(StandardCharsets.UTF_8);
    }
}
