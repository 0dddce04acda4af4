package dev.cupel.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Somebody's own PostgreSQL, of the oldest major version that Cupel works with, and a user of it who is no superuser. */
public final class OldestPostgres implements AutoCloseable {
    private static final Path BINARIES = Path.of("target/oldest-postgres.jar");
    private static final String USER = "anna";
    private static final String PASSWORD = "words of anna";

    private final Path home;
    private final Path data;
    private final int port;

    private OldestPostgres(Path home, Path data, int port) {
        this.home = home;
        this.data = data;
        this.port = port;
    }

    public static OldestPostgres start() throws IOException, SQLException {
        Path folder = Files.createTempDirectory("cupel-oldest");
        Path home = folder.resolve("home");
        unpack(home);
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        OldestPostgres postgres = new OldestPostgres(home, folder.resolve("data"), port);
        postgres.run("initdb", "-D", postgres.data.toString(), "-U", "postgres", "-A", "trust", "-E", "UTF-8");
        postgres.run(
                "pg_ctl",
                "start",
                "-w",
                "-D",
                postgres.data.toString(),
                "-l",
                folder.resolve("log").toString(),
                "-o",
                "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off");
        postgres.asSuperuser("postgres", "create role anna login password '" + PASSWORD + "'");
        return postgres;
    }

    /** @return an empty database that belongs to a user who is no superuser */
    ServeOptions.Database database(String name) throws SQLException {
        asSuperuser("postgres", "create database " + name + " owner anna encoding 'UTF8' template template0");
        return existing(name);
    }

    ServeOptions.Database existing(String name) {
        return new ServeOptions.Database("postgresql://" + USER + "@127.0.0.1:" + port + "/" + name, PASSWORD);
    }

    Connection connect(String name) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + name, USER, PASSWORD);
    }

    private void asSuperuser(String database, String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + port + "/" + database, "postgres", "");
                var sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    private static void unpack(Path home) throws IOException {
        try (ZipInputStream jar = new ZipInputStream(Files.newInputStream(BINARIES))) {
            ZipEntry entry = jar.getNextEntry();
            while (entry != null && !entry.getName().endsWith(".txz")) {
                entry = jar.getNextEntry();
            }
            untar(jar, home);
        }
    }

    private static void untar(InputStream archive, Path home) throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)));
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            Path target = home.resolve(entry.getName()).normalize();
            Files.createDirectories(entry.isDirectory() ? target : target.getParent());
            if (entry.isSymbolicLink()) {
                Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            } else if (!entry.isDirectory()) {
                Files.copy(tar, target);
                Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    private void run(String program, String... arguments) throws IOException {
        List<String> line = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            line.addAll(List.of("unshare", "-U"));
        }
        line.add(home.resolve("bin").resolve(program).toString());
        line.addAll(List.of(arguments));
        Path output = Files.createTempFile("oldest-postgres", ".out");
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(program + ": " + Files.readString(output, StandardCharsets.UTF_8));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        run("pg_ctl", "stop", "-w", "-m", "fast", "-D", data.toString());
    }
}
