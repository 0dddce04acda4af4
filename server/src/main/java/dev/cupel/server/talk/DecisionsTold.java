package dev.cupel.server.talk;

import dev.cupel.server.review.Decided;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Counts, for each person who had answered, how many decisions there were on their items on a day; an item decided twice counts twice. So an inbox says "12 decisions" by reading
 * one row, however many people and decisions there are; what they were is looked up when somebody wants to know.
 */
@Component
class DecisionsTold {
    private final JdbcClient sql;

    DecisionsTold(JdbcClient sql) {
        this.sql = sql;
    }

    /** Members in one order for everybody: decisions on two items that the same people answered must not wait for each other. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void on(Decided decided) {
        sql.sql("""
                insert into decisions_told as t (member_id, day, decisions, last_at)
                select a.member_id, (clock_timestamp() at time zone 'UTC')::date, 1, clock_timestamp()
                from assignment a
                    join member m on m.id = a.member_id
                    join account c on c.id = m.account_id and c.kind = 'person' and not c.imported
                where a.item_id = ? and a.round = 0 and a.state = 'answered' and m.account_id <> ?
                order by a.member_id
                on conflict (member_id, day) do update
                    set decisions = t.decisions + 1, last_at = greatest(t.last_at, excluded.last_at)
                """).params(decided.itemId(), decided.by()).update();
    }
}
