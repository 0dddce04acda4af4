package dev.cupel.server.item;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.cupel.formats.nativeform.ExactJson;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.project.Projects;
import dev.cupel.server.project.SchemaCodes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Items as lists and screens show them. */
@Component
public class Items {
    /** Characters of a field's value in a list: a longer text is cut, a list keeps its first entries; the item itself shows all. */
    public static final int SHORTENED = 2_000;

    /** Where an item stands. */
    public enum Status {
        UNLABELED(0),
        IN_PROGRESS(1),
        COMPLETE(2),
        DISPUTED(3),
        ADJUDICATED(4),
        /** Set aside: nobody is asked about it, and it takes no part in figures and exports. */
        EXCLUDED(5),
        /** In the bin: as excluded, and in no list but that of the bin. */
        IN_BIN(6);

        private final short code;

        Status(int code) {
            this.code = (short) code;
        }

        @JsonValue
        public String json() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** @return the number stored */
        public short code() {
            return code;
        }

        public static Status of(int code) {
            for (Status status : values()) {
                if (status.code == code) {
                    return status;
                }
            }
            throw new IllegalStateException("no status has the number " + code);
        }
    }

    /** Where a best known answer comes from. */
    public enum Source {
        CONSENSUS,
        ADJUDICATION,
        GOLD;

        @JsonValue
        public String json() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** @param code the number stored */
        public static Source of(int code) {
            return switch (code) {
                case 0 -> CONSENSUS;
                case 1 -> ADJUDICATION;
                case 2 -> GOLD;
                default -> throw new IllegalStateException("no source has the number " + code);
            };
        }
    }

    /**
     * @param value in the native form of its question; offsets of spans count UTF-16 units
     * @param probability in [0, 1]; null unless a consensus method gave one
     * @param disputed people disagree, and nobody has decided
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Best(Object value, @Nullable Double probability, Source source, boolean disputed) {}

    /**
     * @param fields what labelers see, as JSON
     * @param overlap answers wanted
     * @param disagreement of the first question, 0 none to 1 maximal; null while too few have answered
     * @param consensus best known answer by question id
     * @param excludedReason why it is set aside; null if it is not
     * @param bin since when it is in the bin, and by whom; null if it is not
     * @param practice what newcomers who practise on this gold are told; null if nobody does
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ItemRow(
            long id,
            String key,
            Map<String, JsonNode> fields,
            Map<String, String> metadata,
            Status status,
            boolean gold,
            int answers,
            int overlap,
            @Nullable Double disagreement,
            Map<String, Best> consensus,
            @Nullable String excludedReason,
            @Nullable InBin bin,
            @Nullable OnPractice practice,
            Instant createdAt) {}

    /** @param explanation why the verified answer is right, as Markdown; empty for nothing to say */
    public record OnPractice(String explanation) {}

    /** @param by their name */
    public record InBin(Instant at, String by) {}

    private final JdbcClient sql;
    private final JsonMapper json;
    private final Projects projects;

    Items(JdbcClient sql, JsonMapper json, Projects projects) {
        this.sql = sql;
        this.json = json;
        this.projects = projects;
    }

    /** @throws Problem item_unknown if the project has no such item */
    public ItemRow row(long project, long item) {
        return load(project, List.of(item), false).stream()
                .findFirst()
                .orElseThrow(() -> Problem.notFound("item_unknown", "This project has no item " + item + ".")
                        .with("item", item));
    }

    /** @return the items in the order asked for, long fields shortened; those of other projects are left out */
    public List<ItemRow> rows(long project, List<Long> items) {
        return load(project, items, true);
    }

    private List<ItemRow> load(long project, Collection<Long> items, boolean shortened) {
        if (items.isEmpty()) {
            return List.of();
        }
        Long[] ids = items.toArray(Long[]::new);
        SchemaCodes codes = projects.schema(project);
        Map<Long, Map<String, Best>> best = new HashMap<>();
        sql.sql(
                        "select item_id, question, source, option, number, options, value, probability, disputed from item_answer where item_id = any(?)")
                .param(ids)
                .query(row -> {
                    SchemaCodes.Answered answered = codes.answer(row);
                    if (answered != null) {
                        best.computeIfAbsent(row.getLong("item_id"), i -> new LinkedHashMap<>())
                                .put(answered.question().id(), best(answered, row));
                    }
                });
        Map<Long, ItemRow> byId = new HashMap<>();
        String texts = shortened
                ? "case when i.bytes <= %1$d then i.fields else shortened(i.fields, %1$d) end as fields, "
                                .formatted(SHORTENED)
                        + "case when i.bytes <= %1$d then i.metadata else shortened(i.metadata, %1$d) end as metadata"
                                .formatted(SHORTENED)
                : "i.fields, i.metadata";
        sql.sql("select " + texts + """
                , i.id, i.key, i.created_at, i.excluded_reason, b.binned_at, c.display_name as binned_by, r.explanation, s.status, s.gold, s.answers, s.disagreement,
                       coalesce(i.answers_wanted, p.overlap) as overlap
                from item i join item_state s on s.item_id = i.id join project p on p.id = i.project_id
                    left join item_bin b on b.item_id = i.id left join account c on c.id = b.binned_by left join practice_item r on r.item_id = i.id
                where i.id = any(?) and i.project_id = ?
                """).params(ids, project).query(row -> {
            long id = row.getLong("id");
            double disagreement = decimal(row.getFloat("disagreement"));
            boolean unknown = row.wasNull();
            byId.put(
                    id,
                    new ItemRow(
                            id,
                            row.getString("key"),
                            ExactJson.values(ExactJson.read(row.getString("fields"))),
                            texts(row.getString("metadata")),
                            Status.of(row.getShort("status")),
                            row.getBoolean("gold"),
                            row.getInt("answers"),
                            row.getInt("overlap"),
                            unknown ? null : disagreement,
                            best.getOrDefault(id, Map.of()),
                            row.getString("excluded_reason"),
                            row.getTimestamp("binned_at") == null
                                    ? null
                                    : new InBin(row.getTimestamp("binned_at").toInstant(), row.getString("binned_by")),
                            row.getString("explanation") == null ? null : new OnPractice(row.getString("explanation")),
                            row.getTimestamp("created_at").toInstant()));
        });
        return items.stream().map(byId::get).filter(Objects::nonNull).toList();
    }

    private static Best best(SchemaCodes.Answered answered, ResultSet row) throws SQLException {
        double probability = decimal(row.getFloat("probability"));
        boolean unknown = row.wasNull();
        Source source = Source.of(row.getShort("source"));
        return new Best(
                answered.json(),
                unknown ? null : probability,
                source,
                source == Source.CONSENSUS && row.getBoolean("disputed"));
    }

    /** Six decimals: a four-byte number read as eight bytes shows other digits in text than in binary transfer. */
    private static double decimal(float stored) {
        return Math.rint(stored * 1e6) / 1e6;
    }

    private Map<String, String> texts(String document) {
        Map<String, String> texts = new LinkedHashMap<>();
        json.readTree(document)
                .properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asString("")));
        return texts;
    }
}
