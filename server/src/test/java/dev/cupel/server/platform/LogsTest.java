package dev.cupel.server.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.cupel.server.TestServer;
import dev.cupel.server.platform.postgres.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Logs hold no personal details, and nobody writes lines of their own into them. */
final class LogsTest {
    @TempDir
    Path folder;

    private static String logged(String message, @org.jspecify.annotations.Nullable Throwable failure) {
        String pattern = TestServer.running().context().getEnvironment().getRequiredProperty("logging.pattern.console");
        LoggerContext context = new LoggerContext();
        PatternLayout layout = new PatternLayout();
        layout.setContext(context);
        layout.setPattern(pattern);
        layout.start();
        return layout.doLayout(new LoggingEvent(
                "dev.cupel", context.getLogger("dev.cupel"), Level.WARN, message, failure, new Object[0]));
    }

    @Test
    void aMessageIsOneLineWhateverItHolds() {
        String line = logged("key a\r\n12:00:00 ERROR all is lost\u001b[2J\u2028more\u0000", null);
        assertThat(line.strip().lines()).hasSize(1);
        assertThat(line.strip())
                .doesNotContain("\u001b", "\u2028", "\u0000", "\r")
                .contains("all is lost");
    }

    @Test
    void aStackTraceHasNoLinesThatSomebodyElseWrote() {
        String text = logged(
                "failed",
                new IllegalStateException(
                        "key a\n12:00:00 ERROR all is lost",
                        new java.io.IOException("inner\n12:00:01 ERROR more is lost")));
        assertThat(text.lines().skip(1))
                .isNotEmpty()
                .allMatch(line -> line.isEmpty()
                        || line.startsWith("\t")
                        || line.startsWith("Caused by: ")
                        || line.startsWith("java.lang.Ill"));
        assertThat(text).contains("IllegalStateException", "Caused by: ", "\tat ");
    }

    @Test
    void theLogOfTheDatabaseTellsNothingOfWhatIsInIt() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder);
                Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                Statement statement = connection.createStatement()) {
            statement.execute("create table person (email text primary key)");
            for (int i = 0; i < 2; i++) {
                try (PreparedStatement insert = connection.prepareStatement("insert into person values (?)")) {
                    insert.setString(1, "anna@example.org");
                    insert.execute();
                } catch (SQLException expected) {
                    assertThat(i).isOne();
                }
            }
            assertThatThrownBy(() -> statement.execute("insert into person values ('anna@example.org')"))
                    .isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> statement.execute("select 'anna@example.org'::uuid"))
                    .isInstanceOf(SQLException.class);
            statement.execute("do $$ begin raise warning 'anna@example.org'; end $$");
        }
        assertThat(Files.readString(folder.resolve("database.log")))
                .isNotEmpty()
                .doesNotContain("anna@");
    }

    @Test
    void anErrorOfTheDatabaseDoesNotQuoteTheValue() {
        JdbcClient sql = TestServer.running().context().getBean(JdbcClient.class);
        TestServer.owner();
        assertThatThrownBy(() -> sql.sql("""
                        insert into account (id, kind, email, display_name) values (?, 'person', ?, 'A')
                        """)
                        .params(UUID.randomUUID(), "owner@example.org")
                        .update())
                .hasMessageContaining("account_email_key")
                .message()
                .doesNotContain("owner@example.org");
    }
}
