package dev.cupel.server.assignment;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** How far each member has come in the queue. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class Cursors {
    private final JdbcClient sql;

    Cursors(JdbcClient sql) {
        this.sql = sql;
    }

    /**
     * Everybody searches from the start again, once the order changes. Who asks for the next item waits until the transaction ends: some
     * places locked would look like none left.
     */
    void toTheStart(long project) {
        sql.sql("""
                insert into queue_cursor (member_id) select id from member where project_id = ? order by id
                on conflict (member_id) do nothing
                """).param(project).update();
        sql.sql("""
                update queue_cursor set reached = -1
                where member_id in (select c.member_id from queue_cursor c join member m on m.id = c.member_id
                                    where m.project_id = ? order by c.member_id for update of c)
                """).param(project).update();
    }
}
