package dev.cupel.server.platform.web;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** For load balancers and scripts: answers only when the database does. */
@RestController
final class HealthController {
    record Health(String status, String database) {}

    private final JdbcClient sql;

    HealthController(JdbcClient sql) {
        this.sql = sql;
    }

    @Access(Access.Level.PUBLIC)
    @GetMapping("/api/v1/health")
    Health health() {
        sql.sql("select 1").query(Integer.class).single();
        return new Health("up", "up");
    }
}
