package dev.cupel.server.item;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tells the database's planner at once of many new rows: it would not hear of them for a minute, and search badly until then. */
@Component
class PlannerStatistics {
    private static final Logger LOG = LoggerFactory.getLogger(PlannerStatistics.class);
    private static final int MANY = 2_000;

    private final JdbcClient sql;
    private final AnnotationsBrought annotationsBrought;

    PlannerStatistics(JdbcClient sql, AnnotationsBrought annotationsBrought) {
        this.sql = sql;
        this.annotationsBrought = annotationsBrought;
    }

    /**
     * To be called also when the work ended early: what it stored stays. A failure is only logged.
     *
     * @param items that were added or changed
     * @param annotations that came with them
     */
    void refresh(long items, long annotations) {
        if (items + annotations <= MANY) {
            return;
        }
        try {
            sql.sql("analyze item (id, project_id, key, metadata, words), item_state, place")
                    .update();
            if (annotations > 0) {
                annotationsBrought.analyze();
            }
        } catch (DataAccessException e) {
            LOG.warn("statistics after many new items could not be made: {}", e.getMessage());
        }
    }
}
