package dev.cupel.server.assignment;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * How many answers items still want, for rooms above that know when more would be a waste. The queue hands out what has
 * a free place, so a closed item costs the search nothing; what is on somebody's screen already may still be answered.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class Places {
    private final JdbcClient sql;

    Places(JdbcClient sql) {
        this.sql = sql;
    }

    /** Keeps everybody else from an item's places until the transaction ends; saving takes them before the item's state. */
    public void lock(long item) {
        sql.sql("select 1 from queue where item_id = ? for update")
                .param(item)
                .query(Integer.class)
                .optional();
    }

    /** No more answers are wanted. */
    public void close(long item) {
        sql.sql("update queue set wanted = 0 where item_id = ? and wanted <> 0")
                .param(item)
                .update();
    }

    /** As many answers are wanted as the project asks for; those that are there count. Not for gold. */
    public void open(long item) {
        sql.sql("""
                update queue q set wanted = p.overlap from project p
                where p.id = q.project_id and q.item_id = ? and q.wanted = 0
                """).param(item).update();
    }
}
