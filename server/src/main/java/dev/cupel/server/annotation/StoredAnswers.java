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
        return sql.sql("select exists (select 1 from vote where project_id = ? and question = ?)")
                .params(project, question)
                .query(Boolean.class)
                .single();
    }

    @Override
    public boolean inUse(long project, short question, short option, String id) {
        return OptionsInUse.in(sql, List.of("vote", "vote_again", "gold_attempt"), project, question, option, id);
    }
}
