package dev.cupel.server.platform.watch;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cupel.server.platform.web.Access;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * For load balancers, service managers and scripts. Live: the process answers. Ready: it can also work, because the database
 * answers and has all tables. Both are public and say nothing about who or what is inside.
 */
@RestController
final class HealthController {
    private static final Logger LOG = LoggerFactory.getLogger(HealthController.class);
    private static final long PATIENCE_SECONDS = 2;
    /** So that asking often costs nothing, and many who ask share one look. */
    private static final long FRESH = Duration.ofMillis(500).toNanos();

    record Live(String status) {}

    /** @param reason why not, in a word: database_unreachable, migrations_missing */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Ready(String status, @Nullable String reason) {}

    private record Look(CompletableFuture<@Nullable String> reason, long begunNanos) {}

    private final JdbcClient sql;
    private final Flyway flyway;
    private volatile boolean migrated;
    private final AtomicReference<@Nullable Look> last = new AtomicReference<>();

    HealthController(JdbcClient sql, Flyway flyway) {
        this.sql = sql;
        this.flyway = flyway;
    }

    @Access(Access.Level.PUBLIC)
    @GetMapping("/health/live")
    Live live() {
        return new Live("up");
    }

    @Access(Access.Level.PUBLIC)
    @GetMapping("/health/ready")
    ResponseEntity<Ready> ready() {
        String reason = reason();
        return reason == null
                ? ResponseEntity.ok(new Ready("up", null))
                : ResponseEntity.status(503).header("Retry-After", "2").body(new Ready("down", reason));
    }

    private @Nullable String reason() {
        Look look = last.get();
        long now = System.nanoTime();
        if (look == null || (look.reason().isDone() && now - look.begunNanos() > FRESH)) {
            Look fresh = new Look(new CompletableFuture<>(), now);
            if (last.compareAndSet(look, fresh)) {
                Thread.ofVirtual().name("health").start(() -> fresh.reason().complete(ask()));
                look = fresh;
            } else {
                look = last.get();
            }
        }
        try {
            return look == null ? "database_unreachable" : look.reason().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return "database_unreachable";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "database_unreachable";
        }
    }

    private @Nullable String ask() {
        try {
            sql.sql("select 1").query(Integer.class).single();
            if (!migrated) {
                migrated = flyway.info().pending().length == 0;
            }
            return migrated ? null : "migrations_missing";
        } catch (RuntimeException e) {
            LOG.warn(
                    "not ready: {}",
                    String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
            return "database_unreachable";
        }
    }
}
