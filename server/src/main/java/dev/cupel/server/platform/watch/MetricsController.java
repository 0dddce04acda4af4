package dev.cupel.server.platform.watch;

import dev.cupel.server.platform.web.Access;
import dev.cupel.server.platform.web.Access.Level;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Metrics in the text form of Prometheus, for a token of an owner of the installation with the scope read. */
@RestController
final class MetricsController {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsController.class);
    private static final long FRESH = Duration.ofSeconds(15).toNanos();

    private final PrometheusMeterRegistry metrics;
    private final List<Counted> counted;
    private final AtomicLong dueNanos = new AtomicLong(System.nanoTime());

    MetricsController(PrometheusMeterRegistry metrics, List<Counted> counted) {
        this.metrics = metrics;
        this.counted = counted;
    }

    @Access(Level.INSTANCE_OWNER)
    @GetMapping(value = "/api/v1/metrics", produces = "text/plain;version=0.0.4;charset=utf-8")
    String metrics() {
        long now = System.nanoTime();
        long due = dueNanos.get();
        if (now - due >= 0 && dueNanos.compareAndSet(due, now + FRESH)) {
            counted.forEach(MetricsController::count);
        }
        return metrics.scrape("text/plain; version=0.0.4; charset=utf-8");
    }

    private static void count(Counted figures) {
        try {
            figures.count();
        } catch (DataAccessException | TransactionException e) {
            LOG.warn("metrics cannot be counted: {}", e.getClass().getSimpleName());
            figures.forget();
        }
    }
}
