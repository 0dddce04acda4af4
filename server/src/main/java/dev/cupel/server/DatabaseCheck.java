package dev.cupel.server;

import dev.cupel.server.platform.StartFailure;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Says before anything else is started what an external PostgreSQL lacks, in words of the one who set it up. */
final class DatabaseCheck {
    /** What the migrations use: {@code date_bin}. */
    static final int OLDEST = 14;

    private static final String STATE = """
            select current_setting('server_version_num')::int / 10000, current_setting('server_version'),
                   current_setting('server_encoding'), current_user, current_schema(),
                   current_schema() is not null and has_schema_privilege(current_schema(), 'create'),
                   pg_is_in_recovery(), to_regclass('unfinished_restore') is not null
            """;

    private DatabaseCheck() {}

    /**
     * @param mayCreate whether tables can be made in the schema that is searched first
     * @param restoring whether a restore into it has begun and not ended
     */
    record State(
            int major,
            String version,
            String encoding,
            String user,
            @Nullable String schema,
            boolean mayCreate,
            boolean standby,
            boolean restoring) {}

    /**
     * Whether a server can work with it.
     *
     * @param properties Spring's data source properties
     */
    static void check(Map<String, Object> properties) {
        if (state(properties).restoring()) {
            throw new StartFailure(
                    "A restore into the database of --database-url has not ended.",
                    "Wait for it; if it was interrupted, run ./cupel restore again: it begins anew.");
        }
    }

    /**
     * Whether a backup can be restored into it, as far as this class looks.
     *
     * @param properties Spring's data source properties
     */
    static void checkForRestore(Map<String, Object> properties) {
        state(properties);
    }

    private static State state(Map<String, Object> properties) {
        String url = String.valueOf(properties.get("spring.datasource.url"));
        Properties login = new Properties();
        login.setProperty("loginTimeout", "10");
        login.setProperty("connectTimeout", "10");
        copy(properties, "spring.datasource.username", login, "user");
        copy(properties, "spring.datasource.password", login, "password");
        try (Connection connection = DriverManager.getConnection(url, login);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(STATE)) {
            row.next();
            State state = new State(
                    row.getInt(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getBoolean(6),
                    row.getBoolean(7),
                    row.getBoolean(8));
            StartFailure lack = lack(state);
            if (lack != null) {
                throw lack;
            }
            return state;
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    private static void copy(Map<String, Object> from, String key, Properties to, String name) {
        Object value = from.get(key);
        if (value != null) {
            to.setProperty(name, value.toString());
        }
    }

    /** @return what is missing for Cupel to work there, or null */
    static @Nullable StartFailure lack(State state) {
        if (state.major() < OLDEST) {
            return new StartFailure(
                    "The PostgreSQL of --database-url is version " + state.version() + "; Cupel needs " + OLDEST
                            + " or newer.",
                    "Upgrade it, or leave --database-url out to use the one that comes with Cupel.");
        }
        if (state.standby()) {
            return new StartFailure(
                    "The PostgreSQL of --database-url is a standby, which nothing can be written to.",
                    "Give the address of the primary.");
        }
        if (!state.encoding().equals("UTF8")) {
            return new StartFailure(
                    "The database of --database-url holds text as " + state.encoding() + "; Cupel needs UTF8.",
                    "Make one with: create database cupel encoding 'UTF8' template template0");
        }
        if (!state.mayCreate()) {
            return new StartFailure(
                    "The user " + state.user() + " may not make tables in the database of --database-url.",
                    "Let its owner run: grant create on schema " + (state.schema() == null ? "public" : state.schema())
                            + " to " + state.user());
        }
        return null;
    }

    private static StartFailure refused(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        String said = e.getMessage();
        if (state.startsWith("28")) {
            return new StartFailure(
                    "The PostgreSQL of --database-url does not let this user in: " + said,
                    "Check user and password of --database-url; special characters are written as in web addresses (@ is %40).");
        }
        if (state.equals("3D000")) {
            return new StartFailure(
                    "The PostgreSQL of --database-url has no such database: " + said,
                    "Check the name after the last /, or make it with: create database cupel encoding 'UTF8' template template0");
        }
        if (state.startsWith("08")) {
            return new StartFailure(
                    "The PostgreSQL of --database-url cannot be reached: " + said,
                    "Check host and port, that it runs, and that it listens on this address.");
        }
        return new StartFailure(
                "The PostgreSQL of --database-url refused: " + said, "Check the address of --database-url.");
    }
}
