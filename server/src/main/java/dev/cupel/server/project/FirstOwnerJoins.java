package dev.cupel.server.project;

import dev.cupel.server.identity.FirstOwner;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Projects that are there before the first owner (the demo's) become theirs. */
@Component
class FirstOwnerJoins {
    private final JdbcClient sql;
    private final ProjectGate gate;
    private final BuilderMembership builder;

    FirstOwnerJoins(JdbcClient sql, ProjectGate gate, BuilderMembership builder) {
        this.builder = builder;
        this.sql = sql;
        this.gate = gate;
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void join(FirstOwner owner) {
        sql.sql("""
                insert into member (project_id, account_id, role) select id, ?, 'owner' from project
                on conflict (project_id, account_id) do nothing
                """).param(owner.account()).update();
        builder.leaveIfDone();
        gate.forget();
    }
}
