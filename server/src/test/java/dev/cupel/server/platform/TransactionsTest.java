package dev.cupel.server.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import dev.cupel.server.Logged;
import dev.cupel.server.TestServer;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

final class TransactionsTest {
    @Test
    void aTransactionWhoseConnectionBreaksTellsWhatBrokeItAndLogsNoTrace() {
        JdbcClient sql = TestServer.running().context().getBean(JdbcClient.class);
        TransactionTemplate transaction = TestServer.running().context().getBean(TransactionTemplate.class);
        try (Logged log = Logged.all()) {
            Throwable failure = catchThrowable(() ->
                    transaction.executeWithoutResult(status -> sql.sql("select pg_terminate_backend(pg_backend_pid())")
                            .query(Boolean.class)
                            .single()));
            assertThat(DatabaseTrouble.of(failure)).isEqualTo(DatabaseTrouble.AWAY);
            assertThat(failure).hasMessageContaining("pg_terminate_backend");
            assertThat(log.events())
                    .noneMatch(event -> event.getThrowableProxy() != null)
                    .noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.ERROR));
        }
        assertThat(sql.sql("select 1").query(Integer.class).single()).isOne();
    }
}
