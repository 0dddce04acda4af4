package dev.cupel.server.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.TransactionSystemException;

class DatabaseTroubleTest {
    private static Throwable refused(String state) {
        return new IllegalStateException(new SQLException("said", state));
    }

    @Test
    void aDatabaseThatIsAwayOrStopsOrIsFullPassesAndAnythingElseDoesNot() {
        assertThat(DatabaseTrouble.of(refused("08006"))).isEqualTo(DatabaseTrouble.AWAY);
        assertThat(DatabaseTrouble.of(refused("57P01"))).isEqualTo(DatabaseTrouble.AWAY);
        assertThat(DatabaseTrouble.of(refused("53300"))).isEqualTo(DatabaseTrouble.AWAY);
        assertThat(DatabaseTrouble.of(refused("25006"))).as("a standby").isEqualTo(DatabaseTrouble.AWAY);
        assertThat(DatabaseTrouble.of(refused("53100"))).isEqualTo(DatabaseTrouble.FULL);
        assertThat(DatabaseTrouble.of(new SQLException("could not extend: No space left on device", "58030")))
                .isEqualTo(DatabaseTrouble.FULL);
        assertThat(DatabaseTrouble.of(new IOException("No space left on device")))
                .isEqualTo(DatabaseTrouble.FULL);
        assertThat(DatabaseTrouble.of(new SQLTransientConnectionException("no connection in time")))
                .isEqualTo(DatabaseTrouble.AWAY);
        assertThat(DatabaseTrouble.of(new TransactionSystemException("commit", new SQLException("cut", "08006"))))
                .isEqualTo(DatabaseTrouble.AWAY);
        assertThat(DatabaseTrouble.of(new SQLException("Connection is closed")))
                .as("the pool's words for a connection that broke, whatever is asked of it next")
                .isEqualTo(DatabaseTrouble.AWAY);
        assertThat(DatabaseTrouble.of(refused("23505"))).isNull();
        assertThat(DatabaseTrouble.of(new DataIntegrityViolationException("x"))).isNull();
        assertThat(DatabaseTrouble.of(new DataAccessResourceFailureException(
                        "too long a key", new SQLException("too long", "54000"))))
                .as("a limit does not pass: sending it again would never end")
                .isNull();
        assertThat(DatabaseTrouble.of(new IOException("Broken pipe"))).isNull();
    }
}
