package dev.cupel.server.annotation;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Answers that are asked for once more of whoever gave them: the queue hands their items out again before anything new, with the
 * reason. They count until they are answered again.
 */
@Component
public class SentBack {
    private final JdbcClient sql;

    SentBack(JdbcClient sql) {
        this.sql = sql;
    }

    /**
     * First answers of these items, gold like all others: what is left out would be known to be gold. Tests are not sent back, and nothing
     * twice.
     *
     * @param number by which the caller knows what it does
     * @return the items that were sent back
     */
    @Transactional
    public List<Long> send(long project, long number, long member, List<Long> items, UUID author, String reason) {
        return sql.sql("""
                insert into sent_back (change_id, assignment_id, project_id, member_id, item_id, reason, sent_by)
                select :number, a.id, a.project_id, a.member_id, a.item_id, :reason, :author
                from assignment a
                where a.project_id = :project and a.member_id = :member and a.item_id = any (:items)
                  and a.round = 0 and a.state = 'answered' and a.kind <> 'qualification'
                order by a.item_id
                on conflict (assignment_id) where ended_at is null do nothing
                returning item_id
                """)
                .param("number", number)
                .param("project", project)
                .param("member", member)
                .param("items", items.toArray(Long[]::new))
                .param("author", author)
                .param("reason", reason)
                .query((row, n) -> row.getLong(1))
                .list();
    }

    /** @return how many are not asked for any more; the others have been answered again */
    @Transactional
    public int callOff(long number, List<Long> items, UUID author) {
        return sql.sql("""
                update sent_back b set ended_at = clock_timestamp(), ended_by = ?
                where b.change_id = ? and b.item_id = any (?) and b.ended_at is null
                """).params(author, number, items.toArray(Long[]::new)).update();
    }
}
