package dev.cupel.server.identity;

import dev.cupel.server.platform.web.Problem;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Slows guessing: 10 failures per account and 50 per address within 15 minutes, counted in PostgreSQL for all servers. */
@Component
class SignInLimit {
    private static final int PER_ACCOUNT = 10;
    private static final int PER_ADDRESS = 50;
    private static final String WINDOW = "date_bin('15 minutes', now(), timestamptz '2026-01-01')";

    private final JdbcClient sql;

    SignInLimit(JdbcClient sql) {
        this.sql = sql;
    }

    void check(String account, String address) {
        boolean tooMany = sql.sql("select exists (select 1 from sign_in_failure where window_start = " + WINDOW
                        + " and ((bucket = ? and failures >= ?) or (bucket = ? and failures >= ?)))")
                .params("account:" + account, PER_ACCOUNT, "address:" + address, PER_ADDRESS)
                .query(Boolean.class)
                .single();
        if (tooMany) {
            throw Problem.of(
                            HttpStatus.TOO_MANY_REQUESTS,
                            "too_many_attempts",
                            "Too many failed sign-ins.",
                            "Wait a quarter of an hour, then try again.")
                    .retryAfter(java.time.Duration.ofSeconds(60));
        }
    }

    void failed(String account, String address) {
        for (String bucket : new String[] {"account:" + account, "address:" + address}) {
            sql.sql("insert into sign_in_failure as f (bucket, window_start, failures) values (?, " + WINDOW
                            + ", 1) on conflict (bucket, window_start) do update set failures = f.failures + 1")
                    .param(bucket)
                    .update();
        }
        sql.sql("delete from sign_in_failure where window_start < now() - interval '1 day'")
                .update();
    }
}
