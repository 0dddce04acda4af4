package dev.cupel.server.item;

import dev.cupel.server.platform.web.Problem;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Gold that newcomers practise on. They are told its verified answers, so it measures nobody any more: the queue does not mix it in,
 * and no test has it.
 */
@Component
public class PracticeItems {
    private final JdbcClient sql;
    private final Settlement settlement;

    PracticeItems(JdbcClient sql, Settlement settlement) {
        this.sql = sql;
        this.settlement = settlement;
    }

    /**
     * @param explanation why the verified answer is right, which replaces what was said before; empty for nothing
     * @throws Problem item_not_gold
     */
    @Transactional
    public void add(long project, long item, UUID author, String explanation) {
        settlement.hold(project, List.of(item));
        int stored = sql.sql("""
                insert into practice_item as r (item_id, project_id, explanation, added_by)
                select :item, :project, :explanation, :author where exists (select 1 from gold where item_id = :item)
                on conflict (item_id) do update set explanation = excluded.explanation
                """)
                .param("item", item)
                .param("project", project)
                .param("explanation", explanation)
                .param("author", author)
                .update();
        if (stored == 0) {
            throw Problem.conflict(
                    "item_not_gold",
                    "Only an item with a verified answer can be practised on.",
                    "Give its gold answer first.");
        }
        settlement.afterChange(project, List.of(item));
    }

    /** From now on it is gold like any other: mixed into the queue and part of tests. */
    @Transactional
    public void remove(long project, long item) {
        settlement.hold(project, List.of(item));
        int gone = sql.sql("delete from practice_item where item_id = ?")
                .param(item)
                .update();
        if (gone > 0) {
            settlement.afterChange(project, List.of(item));
        }
    }
}
