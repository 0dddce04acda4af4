package dev.cupel.server.item;

import java.util.Collection;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Says again what is known about items once its cause is written: gold, a decision, places. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class Settlement {
    private final JdbcClient sql;

    Settlement(JdbcClient sql) {
        this.sql = sql;
    }

    /** Best answers (gold over decision over consensus) and status of these items, in the caller's transaction. */
    public void of(Collection<Long> items) {
        sql.sql("select settle_items(?)")
                .param(items.toArray(Long[]::new))
                .query((row, number) -> number)
                .list();
    }
}
