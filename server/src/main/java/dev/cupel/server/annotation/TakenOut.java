package dev.cupel.server.annotation;

import java.util.List;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Answers of a member that count nowhere any more: not as votes, not towards what an item wants, not on gold. They stay in the log,
 * and whoever gave them is not asked again; tests stay as they are.
 */
@Component
public class TakenOut {
    private final JdbcClient sql;
    private final ApplicationEventPublisher events;

    TakenOut(JdbcClient sql, ApplicationEventPublisher events) {
        this.sql = sql;
        this.events = events;
    }

    /**
     * @param number by which the caller knows what it does; the same for all portions of it
     * @return the items of which something was taken out
     */
    @Transactional
    public List<Long> takeOut(long project, long number, long member, List<Long> items, UUID author, String reason) {
        sql.sql("""
                insert into taken_out (id, project_id, member_id, reason, taken_by) values (?, ?, ?, ?, ?)
                on conflict (id) do nothing
                """).params(number, project, member, reason, author).update();
        return sql.sql("select take_answers_out(?, ?, ?, ?)")
                .params(project, number, member, items.toArray(Long[]::new))
                .query((row, n) -> row.getLong(1))
                .list();
    }

    /** To be called after the last portion: reports follow then, not after each. */
    public void over(long project) {
        events.publishEvent(new AnswersMoved(project));
    }

    /**
     * @param number by which they were taken out
     * @return the items on which they count again; those on which somebody else was asked meanwhile have an answer more
     */
    @Transactional
    public List<Long> bringBack(long project, long number, List<Long> items, UUID author) {
        return sql.sql("select bring_answers_back(?, ?, ?, ?)")
                .params(project, number, items.toArray(Long[]::new), author)
                .query((row, n) -> row.getLong(1))
                .list();
    }
}
