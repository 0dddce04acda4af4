package dev.cupel.server.assignment;

import dev.cupel.server.platform.watch.Counted;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How much waits in the queue, and how many leases are out: over all projects, so that nobody's project has a name here. */
@Component
final class QueueFigures implements Counted {
    /** Counting further would cost more than the figure is worth. */
    static final int MOST = 100_000;

    private record Counts(long open, long leases) {}

    private final JdbcClient sql;
    private volatile double open = Double.NaN;
    private volatile double leases = Double.NaN;

    QueueFigures(JdbcClient sql, MeterRegistry metrics) {
        this.sql = sql;
        Gauge.builder("cupel.queue.items", () -> open)
                .description("Items that wait for somebody's answer; not counted beyond " + MOST)
                .register(metrics);
        Gauge.builder("cupel.queue.leases", () -> leases)
                .description("Leases that are out and have not run out; not counted beyond " + MOST)
                .register(metrics);
    }

    @Override
    public void count() {
        Counts counts = sql.sql("""
                select (select count(*) from (select 1 from place where stage = 'production' and open limit :most) q) as open,
                       (select count(*) from (select 1 from assignment
                                              where state = 'leased' and leased_until > now() limit :most) a) as leases
                """).param("most", MOST).query(Counts.class).single();
        open = counts.open();
        leases = counts.leases();
    }

    @Override
    public void forget() {
        open = Double.NaN;
        leases = Double.NaN;
    }
}
