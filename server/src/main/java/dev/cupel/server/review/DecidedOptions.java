package dev.cupel.server.review;

import dev.cupel.server.project.OptionsInUse;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Options in decisions, also in those that were taken back: they stay in the history. */
@Component
final class DecidedOptions implements OptionsInUse {
    private final JdbcClient sql;

    DecidedOptions(JdbcClient sql) {
        this.sql = sql;
    }

    @Override
    public boolean inUse(long project, short question, short option, String id) {
        return OptionsInUse.in(sql, List.of("adjudication"), project, question, option, id);
    }
}
