package dev.cupel.server.project;

import dev.cupel.server.identity.BuilderAtWork;
import java.util.UUID;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The program that builds the demo owns its projects while it works, and has left them once they have a person for an
 * owner. What it did keeps its name: guidelines and decisions say who wrote them.
 */
@Component
class BuilderMembership {
    private final JdbcClient sql;
    private final ProjectGate gate;

    BuilderMembership(JdbcClient sql, ProjectGate gate) {
        this.sql = sql;
        this.gate = gate;
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void on(BuilderAtWork builder) {
        if (builder.begins()) {
            sql.sql("update member set removed_at = null where account_id = ?")
                    .param(builder.account())
                    .update();
            gate.forget();
        } else {
            leave(builder.account());
        }
    }

    private void leave(UUID account) {
        sql.sql("""
                update member m set removed_at = now()
                where m.account_id = ? and m.removed_at is null
                  and exists (select 1 from member o join account a on a.id = o.account_id
                              where o.project_id = m.project_id and o.role = 'owner' and o.removed_at is null
                                and a.kind = 'person')
                """).param(account).update();
        gate.forget();
    }

    /** Where somebody has become the first owner: the program leaves, unless it is still at work. */
    void leaveIfDone() {
        sql.sql("""
                select a.id from account a
                where a.kind = 'simulated' and a.instance_owner
                  and not exists (select 1 from api_token t where t.account_id = a.id and t.revoked_at is null)
                """).query(UUID.class).list().forEach(this::leave);
    }
}
