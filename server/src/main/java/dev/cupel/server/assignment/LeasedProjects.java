package dev.cupel.server.assignment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** To which project an assignment belongs: never changes, so what this server leased it need not look up. */
@Component
public class LeasedProjects {
    private static final int LIMIT = 50_000;

    private final JdbcClient sql;
    private final Map<UUID, Long> known = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Long> eldest) {
            return size() > LIMIT;
        }
    });

    LeasedProjects(JdbcClient sql) {
        this.sql = sql;
    }

    void remember(UUID assignment, long project) {
        known.put(assignment, project);
    }

    public Optional<Long> projectOf(UUID assignment) {
        Long project = known.get(assignment);
        if (project != null) {
            return Optional.of(project);
        }
        Optional<Long> found = sql.sql("select project_id from assignment where id = ?")
                .param(assignment)
                .query(Long.class)
                .optional();
        found.ifPresent(p -> known.put(assignment, p));
        return found;
    }
}
