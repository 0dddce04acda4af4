package dev.cupel.server.item;

import java.util.List;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Items that are set aside: nobody is asked about them, and they take no part in figures and exports. Nothing of them is lost; what
 * is on somebody's screen may still be answered.
 */
@Component
class Exclusions {
    private final JdbcClient sql;
    private final Settlement settlement;
    private final ApplicationEventPublisher events;

    Exclusions(JdbcClient sql, Settlement settlement, ApplicationEventPublisher events) {
        this.sql = sql;
        this.settlement = settlement;
        this.events = events;
    }

    /** @param reason why; replaces the one that was given before */
    @Transactional
    public void exclude(long project, long item, UUID author, String reason) {
        settlement.hold(project);
        sql.sql("update item set excluded_at = clock_timestamp(), excluded_by = ?, excluded_reason = ? where id = ?")
                .params(author, reason, item)
                .update();
        settle(project, item);
    }

    @Transactional
    public void include(long project, long item) {
        settlement.hold(project);
        sql.sql("update item set excluded_at = null, excluded_by = null, excluded_reason = null where id = ?")
                .param(item)
                .update();
        settle(project, item);
    }

    private void settle(long project, long item) {
        events.publishEvent(new StandingChanged(project, List.of(item)));
        settlement.of(List.of(item));
    }
}
