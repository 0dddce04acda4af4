package dev.cupel.server.item;

import dev.cupel.server.project.OptionsInUse;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Options in verified answers. */
@Component
final class GoldOptions implements OptionsInUse {
    private final JdbcClient sql;

    GoldOptions(JdbcClient sql) {
        this.sql = sql;
    }

    @Override
    public boolean inUse(long project, short question, short option, String id) {
        return OptionsInUse.in(sql, List.of("gold"), project, question, option, id);
    }
}
