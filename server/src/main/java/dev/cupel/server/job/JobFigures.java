package dev.cupel.server.job;

import dev.cupel.server.platform.watch.Counted;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How many jobs of each kind are in each state. */
@Component
final class JobFigures implements Counted {
    private static final List<String> STATES = List.of("queued", "running", "done", "failed", "cancelled");

    private record Key(String kind, String state) {}

    private record Row(String kind, String state, long jobs) {}

    private final JdbcClient sql;
    private final Jobs jobs;
    private final MultiGauge gauges;

    JobFigures(JdbcClient sql, Jobs jobs, MeterRegistry metrics) {
        this.sql = sql;
        this.jobs = jobs;
        this.gauges = MultiGauge.builder("cupel.jobs")
                .description("Jobs of the last seven days, by kind and state")
                .register(metrics);
        forget();
    }

    @Override
    public void count() {
        Map<Key, Long> counts = new HashMap<>();
        sql.sql("""
                select kind, state, count(*) as jobs from job
                where state in ('queued', 'running') or created_at > now() - interval '7 days' group by kind, state
                """).query(Row.class).list().forEach(row -> counts.put(new Key(row.kind(), row.state()), row.jobs()));
        show(counts, 0);
    }

    @Override
    public void forget() {
        show(Map.of(), Double.NaN);
    }

    private void show(Map<Key, Long> counts, double otherwise) {
        List<MultiGauge.Row<Number>> rows = new ArrayList<>();
        // Also kinds that only another version of the server does: their jobs wait.
        Set<String> kinds = new TreeSet<>(jobs.kinds());
        counts.keySet().forEach(key -> kinds.add(key.kind()));
        for (String kind : kinds) {
            for (String state : STATES) {
                Long jobs = counts.get(new Key(kind, state));
                rows.add(MultiGauge.Row.of(Tags.of("kind", kind, "state", state), jobs == null ? otherwise : jobs));
            }
        }
        gauges.register(rows, true);
    }
}
