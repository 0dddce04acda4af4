package dev.cupel.server;

import dev.cupel.server.platform.StartFailure;
import dev.cupel.server.platform.postgres.DataFolder;
import dev.cupel.server.platform.postgres.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The database of a server for whoever stands at its machine: one that runs is used beside the server and left running; one
 * that is stopped is started, and stopped by {@link #close}, also when the program is interrupted.
 */
final class OperatorDatabase implements AutoCloseable {
    private final DataSource source;
    private final Runnable below;

    private OperatorDatabase(DataSource source, Runnable below) {
        this.source = source;
        this.below = below;
    }

    /**
     * @param data folder of the embedded database, looked at unless there is an external one
     * @throws StartFailure if there is no database, or it cannot be reached
     */
    static OperatorDatabase open(Path data, ServeOptions.@Nullable Database external) {
        if (external != null) {
            Map<String, Object> properties = DatabaseAddress.parse(external);
            DatabaseCheck.check(properties);
            return external(properties);
        }
        if (!Files.exists(data.resolve("database").resolve("PG_VERSION"))) {
            throw new StartFailure(
                    "There is no database of Cupel in " + data.toAbsolutePath() + ".",
                    "Name the folder of the server with --data, or its PostgreSQL with --database-url.");
        }
        var running = EmbeddedPostgres.running(data);
        if (running.isPresent()) {
            var login = running.get();
            return new OperatorDatabase(source(login.jdbcUrl(), login.user(), login.password()), () -> {});
        }
        DataFolder folder = DataFolder.open(data);
        try {
            return started(data, folder::close);
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /** One that a backup is to be restored into. */
    static OperatorDatabase forRestore(ServeOptions.Database external) {
        Map<String, Object> properties = DatabaseAddress.parse(external);
        DatabaseCheck.checkForRestore(properties);
        return external(properties);
    }

    private static OperatorDatabase external(Map<String, Object> properties) {
        return new OperatorDatabase(
                source(
                        String.valueOf(properties.get("spring.datasource.url")),
                        (String) properties.get("spring.datasource.username"),
                        (String) properties.get("spring.datasource.password")),
                () -> {});
    }

    /**
     * Starts the database of a folder that nobody else works in, making it on first use.
     *
     * @param after called once it has been stopped
     */
    static OperatorDatabase started(Path data, Runnable after) {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(data);
        // A database is a process of its own: it would outlive a Ctrl-C.
        Thread interrupted = new Thread(postgres::close, "stop-database");
        Runtime.getRuntime().addShutdownHook(interrupted);
        return new OperatorDatabase(source(postgres.jdbcUrl(), postgres.user(), postgres.password()), () -> {
            try {
                Runtime.getRuntime().removeShutdownHook(interrupted);
            } catch (IllegalStateException alreadyStopping) {
                return;
            }
            postgres.close();
            after.run();
        });
    }

    private static DataSource source(String url, @Nullable String user, @Nullable String password) {
        DriverManagerDataSource source = new DriverManagerDataSource(url);
        if (user != null) {
            source.setUsername(user);
        }
        if (password != null) {
            source.setPassword(password);
        }
        return source;
    }

    DataSource source() {
        return source;
    }

    @Override
    public void close() {
        below.run();
    }
}
