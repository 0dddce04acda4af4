package dev.cupel.server.export;

import dev.cupel.server.item.Items;
import dev.cupel.server.project.SchemaCodes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Best known answers, verified answers and numbers of votes of a range of items. */
final class ItemAnswers {
    /**
     * @param probability null unless a consensus method gave one
     * @param disputed people disagree, and nobody has decided
     * @param posterior probability by option id; empty if there is none
     */
    record Best(
            SchemaCodes.Answered known,
            @Nullable Float probability,
            Items.Source source,
            @Nullable Float disagreement,
            boolean disputed,
            Map<String, Float> posterior) {}

    private ItemAnswers() {}

    static Map<Long, List<Best>> best(JdbcClient snapshot, SchemaCodes codes, ItemRange range) {
        Map<Long, List<Best>> byItem = new HashMap<>();
        snapshot.sql("""
                select item_id, question, source, option, number, options, value, probability, disagreement, disputed, posterior,
                       posterior_options
                from item_answer a where\s""" + range.holds("a") + " order by item_id, question")
                .params(range.values())
                .query(row -> {
                    SchemaCodes.Answered known = codes.answer(row);
                    if (known != null) {
                        byItem.computeIfAbsent(row.getLong("item_id"), i -> new ArrayList<>(2))
                                .add(new Best(
                                        known,
                                        number(row, "probability"),
                                        Items.Source.of(row.getInt("source")),
                                        number(row, "disagreement"),
                                        row.getBoolean("disputed") && row.getInt("source") == 0,
                                        codes.posterior(known.question(), row)));
                    }
                });
        return byItem;
    }

    static Map<Long, List<SchemaCodes.Answered>> gold(JdbcClient snapshot, SchemaCodes codes, ItemRange range) {
        Map<Long, List<SchemaCodes.Answered>> byItem = new HashMap<>();
        snapshot.sql("select item_id, question, option, number, options, value from gold g where " + range.holds("g")
                        + " order by item_id, question")
                .params(range.values())
                .query(row -> {
                    SchemaCodes.Answered known = codes.answer(row);
                    if (known != null) {
                        byItem.computeIfAbsent(row.getLong("item_id"), i -> new ArrayList<>(2))
                                .add(known);
                    }
                });
        return byItem;
    }

    /** @return number of votes by question number, by item */
    static Map<Long, Map<Short, Integer>> votes(JdbcClient snapshot, ItemRange range, List<Short> questions) {
        Map<Long, Map<Short, Integer>> byItem = new HashMap<>();
        for (short question : questions) {
            snapshot.sql("select item_id, count(*) from vote v where v.question = :question and " + range.holds("v")
                            + " group by item_id")
                    .param("question", question)
                    .params(range.values())
                    .query(row -> {
                        byItem.computeIfAbsent(row.getLong(1), i -> new HashMap<>())
                                .put(question, row.getInt(2));
                    });
        }
        return byItem;
    }

    private static @Nullable Float number(ResultSet row, String column) throws SQLException {
        float number = row.getFloat(column);
        return row.wasNull() ? null : number;
    }
}
