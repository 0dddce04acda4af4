package dev.cupel.server.project;

import dev.cupel.server.identity.Accounts;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Makes members of annotators whom a file names and nobody here is. */
@Component
public class ImportedAnnotators {
    private final JdbcClient sql;
    private final Accounts accounts;

    ImportedAnnotators(JdbcClient sql, Accounts accounts) {
        this.sql = sql;
        this.accounts = accounts;
    }

    /**
     * @param name as the file writes it
     * @param kind person, simulated or model
     * @return the new member's id
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public long add(long project, String name, String kind) {
        return sql.sql("insert into member (project_id, account_id, role) values (?, ?, 'labeler') returning id")
                .params(project, accounts.addImported(name, kind))
                .query(Long.class)
                .single();
    }
}
