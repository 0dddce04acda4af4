package dev.cupel.formats.annotations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.formats.annotations.ExportedItem.Annotation;
import dev.cupel.formats.annotations.ExportedItem.Answer;
import dev.cupel.formats.annotations.ExportedItem.Consensus;
import dev.cupel.formats.rows.Row;
import dev.cupel.formats.rows.RowFormat;
import dev.cupel.formats.rows.RowReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ExportTest {
    private static final ExportedItem ITEM = new ExportedItem(
            "i1",
            "k,1",
            "{\"text\":\"so\\nso\"}",
            "{}",
            List.of(
                    new Annotation(
                            "ann",
                            false,
                            "production",
                            List.of(new Answer("mood", "\"so \\\"so\\\"\\u00e4\""), new Answer("stars", "3")),
                            null,
                            "hm, well",
                            2,
                            1,
                            4,
                            5120,
                            Instant.parse("2026-02-03T04:05:06Z")),
                    new Annotation("bob", true, "gold", List.of(), "not English", null, 1, 1, 4, 9, Instant.EPOCH)),
            List.of(new Consensus("mood", "\"good\"", 0.9, "auto", "1", 2, null, null)));

    @Test
    void jsonlHoldsEverything() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonlExport export = new JsonlExport(out)) {
            export.write(ITEM);
            export.write(ITEM);
        }
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(2);
        JsonNode item = JsonMapper.shared().readTree(lines.getFirst());
        assertThat(item.propertyNames())
                .containsExactly("item", "key", "fields", "metadata", "annotations", "consensus");
        assertThat(item.at("/fields/text").stringValue()).isEqualTo("so\nso");
        assertThat(item.at("/annotations/0/answers/mood").stringValue()).isEqualTo("so \"so\"ä");
        assertThat(item.at("/annotations/0/guideline_version").intValue()).isEqualTo(4);
        assertThat(item.at("/annotations/0/saved_at").stringValue()).isEqualTo("2026-02-03T04:05:06Z");
        assertThat(item.at("/annotations/1/skipped").stringValue()).isEqualTo("not English");
        assertThat(item.at("/consensus/mood/probability").doubleValue()).isEqualTo(0.9);
    }

    @Test
    void csvHasARowPerAnnotation() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CsvExport export = new CsvExport(out, CsvExport.Rows.ANNOTATIONS, List.of("mood", "stars"))) {
            export.write(ITEM);
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("""
                        item,key,annotator,kind,mood,stars,skipped,comment,active_ms,saved_at
                        i1,"k,1",ann,production,"so ""so""ä",3,,"hm, well",5120,2026-02-03T04:05:06Z
                        i1,"k,1",bob,gold,,,not English,,9,1970-01-01T00:00:00Z
                        """);
    }

    @Test
    void csvHasARowPerItemForTheConsensus() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CsvExport export = new CsvExport(out, CsvExport.Rows.CONSENSUS, List.of("mood", "stars"))) {
            export.write(ITEM);
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("""
                        item,key,mood,mood_probability,mood_method,stars,stars_probability,stars_method
                        i1,"k,1",good,0.9,auto,,,
                        """);
    }

    @Test
    void nothingToWriteIsAHeader() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new CsvExport(out, CsvExport.Rows.CONSENSUS, List.of()).close();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("item,key\n");
    }

    /** What is written is read back, whatever the names hold. */
    @Property
    void anyNameComesBackFromJsonlAndCsv(@ForAll String name) throws IOException {
        String whole = new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        ExportedItem item = new ExportedItem(whole, null, "{}", "{}", List.of(), List.of());
        ByteArrayOutputStream jsonl = new ByteArrayOutputStream();
        try (JsonlExport export = new JsonlExport(jsonl)) {
            export.write(item);
        }
        assertThat(JsonMapper.shared().readTree(jsonl.toByteArray()).get("item").stringValue())
                .isEqualTo(whole);
        ByteArrayOutputStream csv = new ByteArrayOutputStream();
        try (CsvExport export = new CsvExport(csv, CsvExport.Rows.CONSENSUS, List.of())) {
            export.write(item);
        }
        try (RowReader rows = RowReader.open(new ByteArrayInputStream(csv.toByteArray()), RowFormat.CSV)) {
            assertThat(rows.next()).isEqualTo(new Row(2, Map.of("item", whole, "key", "")));
        }
    }
}
