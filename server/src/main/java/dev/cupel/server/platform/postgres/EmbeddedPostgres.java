package dev.cupel.server.platform.postgres;

import dev.cupel.server.platform.StartFailure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

/**
 * A durable PostgreSQL in a folder: fsync on, loopback only, generated password.
 *
 * <p>The binaries come from Maven Central (io.zonky.test.postgres). The library around them is made for tests: it
 * starts with {@code -F} and trust authentication and cannot take over a database that outlived a killed server, so
 * only its binaries are used. A postmaster that still runs in the folder is adopted, once the database itself has said that
 * this is its folder; one that dies is restarted. Only what was started or adopted here is ever stopped (decision 0086).
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final String VERSION = "18.3";
    private static final String USER = "cupel";

    /** Durability first; the rest sizes a small server for one machine. */
    private static final List<String> SETTINGS = List.of(
            "fsync=on",
            "synchronous_commit=on",
            "full_page_writes=on",
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=60",
            "shared_buffers=256MB",
            "max_wal_size=2GB",
            "checkpoint_timeout=15min",
            "jit=off",
            "autovacuum_naptime=15s",
            "random_page_cost=1.1",
            "timezone=UTC",
            "logging_collector=off",
            // Its log tells about the database, never about what is in it: statements, their values, and errors that
            // quote
            // either are the server's to tell.
            "log_min_messages=log",
            "log_min_error_statement=panic",
            "log_error_verbosity=terse",
            "log_statement=none",
            "log_min_duration_statement=-1",
            "log_parameter_max_length=0",
            "log_parameter_max_length_on_error=0");

    private final Path home;
    private final Path data;
    private final Path log;
    private final Path passwordFile;
    private final int port;
    private volatile boolean closing;
    /** The first process, as it was started or adopted; 0 while there is none. */
    private volatile long pid;

    private EmbeddedPostgres(Path home, Path data, Path log, Path passwordFile, int port) {
        this.home = home;
        this.data = data;
        this.log = log;
        this.passwordFile = passwordFile;
        this.port = port;
    }

    /**
     * Starts the database of a folder, making it on first use.
     *
     * @param folder a folder this process owns alone (the caller holds its lock)
     * @throws StartFailure if this platform has no binaries, or PostgreSQL refuses; the message quotes its log
     */
    public static EmbeddedPostgres start(Path folder) {
        try {
            Path home = folder.resolve("postgresql-" + VERSION);
            Path data = folder.resolve("database");
            Path password = folder.resolve("database-password");
            Files.createDirectories(folder);
            requireSameMajor(folder, data);
            if (!Files.exists(home.resolve("bin/postgres"))) {
                unpack(home);
            }
            if (!Files.exists(data.resolve("PG_VERSION"))) {
                initialise(home, data, password);
            }
            PidFile running = running(data, password);
            EmbeddedPostgres postgres = new EmbeddedPostgres(
                    home,
                    data,
                    folder.resolve("database.log"),
                    password,
                    running != null ? running.port() : freePort());
            if (running != null) {
                postgres.pid = running.pid();
            } else {
                postgres.startPostmaster();
            }
            Thread.ofVirtual().name("postgres-watch").start(postgres::watch);
            return postgres;
        } catch (IOException e) {
            throw new StartFailure(
                    "The embedded database could not be started in " + folder + ": " + e.getMessage(),
                    "Check that the folder is writable and has space, or use --database-url.");
        }
    }

    /** The files of one major version are nothing to another: what is in them goes over as rows. */
    private static void requireSameMajor(Path folder, Path data) throws IOException {
        Path file = data.resolve("PG_VERSION");
        String here = VERSION.substring(0, VERSION.indexOf('.'));
        if (!Files.exists(file)) {
            return;
        }
        String there = Files.readString(file).strip();
        if (!there.equals(here)) {
            throw new StartFailure(
                    "The database in " + folder.toAbsolutePath() + " is of PostgreSQL " + there
                            + "; this Cupel has PostgreSQL " + here + ".",
                    "Take it over: with the Cupel that wrote it, ./cupel backup FILE --data " + folder
                            + "; then with this one, ./cupel restore FILE --data NEW-DIR.");
        }
    }

    /** How to sign in to a database that runs. */
    public record Login(String jdbcUrl, String user, String password) {}

    /** @return the database of a folder if it runs at this moment: for those who neither start nor stop it */
    public static Optional<Login> running(Path folder) {
        try {
            Path password = folder.resolve("database-password");
            PidFile file = running(folder.resolve("database"), password);
            return file == null
                    ? Optional.empty()
                    : Optional.of(new Login(jdbcUrl(file.port()), USER, password(password)));
        } catch (IOException e) {
            throw new StartFailure(
                    "The database in " + folder + " cannot be looked at: " + e.getMessage(),
                    "Run this as the user who runs the server.");
        }
    }

    public String jdbcUrl() {
        return jdbcUrl(port);
    }

    private static String jdbcUrl(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    public String user() {
        return USER;
    }

    public String password() {
        return password(passwordFile);
    }

    private static String password(Path passwordFile) {
        try {
            return Files.readString(passwordFile).strip();
        } catch (IOException e) {
            throw new StartFailure(
                    "The database password cannot be read: " + e.getMessage(), "Restore " + passwordFile + ".");
        }
    }

    @Override
    public void close() {
        abandon();
        try {
            PidFile file = PidFile.read(data);
            if (file == null || file.pid() != pid || file.claim(data, file.process()) != PidFile.Claim.PERHAPS_OURS) {
                // pg_ctl would stop whatever the file names.
                LOG.warn("PostgreSQL is not stopped: the process that was started here is gone already");
                return;
            }
        } catch (IOException e) {
            LOG.warn("PostgreSQL is not stopped: {}", e.getMessage());
            return;
        }
        Result stopped = run(bin("pg_ctl"), "stop", "-D", data.toString(), "-m", "fast", "-w", "-t", "60");
        if (stopped.exit() != 0) {
            LOG.warn("PostgreSQL did not stop cleanly: {}", stopped.output());
        }
    }

    /** Looks after the database no longer, and leaves it running: what a killed server does. */
    void abandon() {
        closing = true;
    }

    /** Number of the first process. */
    long pid() {
        return pid;
    }

    private void startPostmaster() {
        List<String> options = new ArrayList<>(List.of("-p", Integer.toString(port)));
        for (String setting : SETTINGS) {
            options.add("-c");
            options.add(setting);
        }
        Result started = run(
                bin("pg_ctl"),
                "start",
                "-D",
                data.toString(),
                "-l",
                log.toString(),
                "-w",
                "-t",
                "60",
                "-o",
                String.join(" ", options));
        if (started.exit() != 0) {
            throw new StartFailure(
                    "PostgreSQL did not start: " + started.output().strip() + tail(log),
                    "See " + log + ", or use --database-url with a PostgreSQL of your own.");
        }
        try {
            PidFile file = PidFile.read(data);
            pid = file == null ? 0 : file.pid();
        } catch (IOException e) {
            throw new StartFailure(
                    "PostgreSQL started, but its pid file cannot be read: " + e.getMessage(),
                    "Check the permissions of " + data + ".");
        }
    }

    /** Restarts a postmaster that was killed; its backends need a moment to let go of the shared memory. */
    private void watch() {
        while (!closing) {
            try {
                Thread.sleep(300);
                if (!closing && !works()) {
                    LOG.warn("PostgreSQL is gone, starting it again");
                    startPostmaster();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (StartFailure | IOException e) {
                LOG.warn("PostgreSQL is not back yet: {}", e.getMessage());
            }
        }
    }

    private boolean works() throws IOException {
        PidFile file = PidFile.read(data);
        // By its program, not only by its number: a killed process that nobody has waited for still has a number.
        return file != null && file.pid() == pid && file.process().postgres();
    }

    /**
     * Finds a database that outlived its server. A pid file that means another process or another folder is removed,
     * because PostgreSQL itself only looks whether any process has its number.
     *
     * @return the pid file of a database that runs in this folder and takes connections; null if none runs
     * @throws StartFailure if one runs that cannot be spoken to
     */
    private static @Nullable PidFile running(Path data, Path passwordFile) throws IOException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        String said = "it does not take connections";
        while (true) {
            PidFile file = PidFile.read(data);
            if (file == null) {
                return null;
            }
            if (file.claim(data, file.process()) == PidFile.Claim.STALE) {
                LOG.info("process {} is not the database of {}: its pid file is left over", file.pid(), data);
                PidFile.delete(data);
                return null;
            }
            if (file.ready()) {
                try {
                    Path worksIn = dataDirectory(file.port(), password(passwordFile));
                    if (PidFile.same(worksIn, data)) {
                        return file;
                    }
                    said = "it says that it works in " + worksIn;
                } catch (SQLException e) {
                    said = String.valueOf(e.getMessage());
                }
            }
            if (System.nanoTime() > until) {
                throw new StartFailure(
                        "PostgreSQL already runs in " + data + " as process " + file.pid()
                                + ", but it cannot be taken over: " + said + ".",
                        "Stop it with: kill " + file.pid() + " (if the folder was renamed, this is enough).");
            }
            try {
                Thread.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StartFailure("Interrupted while waiting for PostgreSQL.", "Start again.");
            }
        }
    }

    private static Path dataDirectory(int port, String password) throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", USER);
        login.setProperty("password", password);
        login.setProperty("connectTimeout", "5");
        login.setProperty("socketTimeout", "10");
        try (Connection connection = DriverManager.getConnection(jdbcUrl(port), login);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show data_directory")) {
            row.next();
            return Path.of(row.getString(1));
        }
    }

    private static void initialise(Path home, Path data, Path passwordFile) throws IOException {
        byte[] secret = new byte[24];
        new SecureRandom().nextBytes(secret);
        Files.deleteIfExists(passwordFile);
        Files.createFile(
                passwordFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passwordFile, HexFormat.of().formatHex(secret) + "\n");
        // Made beside and renamed, so that a start which dies half-way leaves nothing that looks like a database.
        Path fresh = data.resolveSibling("database.new");
        deleteTree(fresh);
        Result made = run(
                home.resolve("bin/initdb").toString(),
                "-D",
                fresh.toString(),
                "-U",
                USER,
                "-A",
                "scram-sha-256",
                "--pwfile=" + passwordFile,
                "-E",
                "UTF-8",
                "--locale-provider=builtin",
                "--locale=C.UTF-8");
        if (made.exit() != 0) {
            throw new StartFailure(
                    "The database could not be created: " + made.output().strip(),
                    "Check that " + data.getParent() + " is on a local disk with space, or use --database-url.");
        }
        Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void unpack(Path home) throws IOException {
        String name = "postgres-" + platform() + ".txz";
        try (InputStream archive = EmbeddedPostgres.class.getResourceAsStream("/" + name)) {
            if (archive == null) {
                throw new StartFailure(
                        "No embedded PostgreSQL for " + System.getProperty("os.name") + " on "
                                + System.getProperty("os.arch") + ".",
                        "Use --database-url with a PostgreSQL of your own.");
            }
            Path fresh = home.resolveSibling(home.getFileName() + ".new");
            deleteTree(fresh);
            try (TarArchiveInputStream tar =
                    new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    Path target = fresh.resolve(entry.getName()).normalize();
                    if (!target.startsWith(fresh)) {
                        throw new IOException("unexpected path in archive: " + entry.getName());
                    }
                    if (entry.isDirectory()) {
                        Files.createDirectories(target);
                    } else if (entry.isSymbolicLink()) {
                        Files.createDirectories(parent(target));
                        Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                    } else {
                        Files.createDirectories(parent(target));
                        Files.copy(tar, target);
                        if ((entry.getMode() & 0100) != 0) {
                            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
                        }
                    }
                }
            }
            Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
        String cpu = System.getProperty("os.arch");
        return os + "-" + (cpu.equals("aarch64") ? "arm_64" : "x86_64");
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IllegalStateException("no parent: " + path);
        }
        return parent;
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (var paths = Files.walk(root)) {
            for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private String bin(String program) {
        return home.resolve("bin").resolve(program).toString();
    }

    private record Result(int exit, String output) {}

    private static Result run(String... command) {
        List<String> line = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name")) && !platform().startsWith("darwin")) {
            // PostgreSQL refuses to run as root; in a user namespace of its own it is nobody, with root's files.
            line.add("unshare");
            line.add("-U");
        }
        line.addAll(List.of(command));
        try {
            Path output = Files.createTempFile("cupel-postgres", ".out");
            try {
                Process process = new ProcessBuilder(line)
                        .redirectErrorStream(true)
                        .redirectInput(ProcessBuilder.Redirect.from(
                                Path.of("/dev/null").toFile()))
                        // A file, not a pipe: the postmaster inherits it and would keep a pipe open for ever.
                        .redirectOutput(output.toFile())
                        .start();
                if (!process.waitFor(120, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
                return new Result(process.waitFor(), Files.readString(output, StandardCharsets.UTF_8));
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new StartFailure(
                    "Could not run " + command[0] + ": " + e.getMessage(),
                    "Run Cupel as an ordinary user, or use --database-url.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("Interrupted while waiting for " + command[0] + ".", "Start again.");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String tail(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return "\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
        } catch (IOException e) {
            return "";
        }
    }
}
