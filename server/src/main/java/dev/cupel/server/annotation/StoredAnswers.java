package dev.cupel.server.annotation;

import dev.cupel.server.project.AnswersGiven;
import dev.cupel.server.project.OptionsInUse;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class StoredAnswers implements AnswersGiven, OptionsInUse {
    private final JdbcClient sql;

    StoredAnswers(JdbcClient sql) {
        this.sql = sql;
    }

    @Override
    public boolean to(long project, short question) {
        // What is taken out may be brought back.
        return sql.sql("select exists (select 1 from vote where project_id = :p and question = :q)"
                        + " or exists (select 1 from taken_out_vote where project_id = :p and question = :q)")
                .param("p", project)
                .param("q", question)
                .query(Boolean.class)
                .single();
    }

    @Override
    public boolean inUse(long project, short question, short option, String id) {
        return OptionsInUse.in(
                sql, List.of("vote", "vote_again", "gold_attempt", "taken_out_vote"), project, question, option, id);
    }
}
