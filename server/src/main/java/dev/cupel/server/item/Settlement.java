package dev.cupel.server.item;

import java.util.Collection;
import java.util.List;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Says again what is known about items once its cause is written: gold, a decision, places. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class Settlement {
    private final JdbcClient sql;
    private final ApplicationEventPublisher events;

    Settlement(JdbcClient sql, ApplicationEventPublisher events) {
        this.sql = sql;
        this.events = events;
    }

    /**
     * To be called before anything else is written about items of a project. Everybody takes the project first: who took an item
     * first would wait for somebody who changes the project, who waits for somebody who waits for the item.
     */
    public void hold(long project) {
        sql.sql("select 1 from project where id = ? for share")
                .param(project)
                .query((row, number) -> number)
                .list();
    }

    /**
     * The same, and these items after it: their gold is written by whoever holds them, so that two who write it never wait for each
     * other.
     */
    void hold(long project, Collection<Long> items) {
        hold(project);
        sql.sql("select 1 from item where id = any (?) and project_id = ? order by id for no key update")
                .params(items.toArray(Long[]::new), project)
                .query((row, number) -> number)
                .list();
    }

    /** Best answers (gold over decision over consensus) and status of these items, in the caller's transaction. */
    public void of(Collection<Long> items) {
        sql.sql("select settle_items(?)")
                .param(items.toArray(Long[]::new))
                .query((row, number) -> number)
                .list();
    }

    /** The same after a cause was written that rooms above hear of first: whether an item wants answers is part of what its status says. */
    void afterChange(long project, Collection<Long> items) {
        events.publishEvent(new StandingChanged(project, List.copyOf(items)));
        of(items);
    }
}
