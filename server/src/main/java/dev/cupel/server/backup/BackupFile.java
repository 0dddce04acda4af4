package dev.cupel.server.backup;

import dev.cupel.server.backup.Manifest.Table;
import dev.cupel.server.platform.StartFailure;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import tools.jackson.core.JacksonException;

/** A file that {@link Backup} has written. */
public final class BackupFile implements AutoCloseable {
    static final String MANIFEST = "manifest.json";
    private static final int MOST_MANIFEST_BYTES = 16 << 20;
    private static final int PORTION = 1 << 18;

    private final Path path;
    private final ZipFile zip;
    private final Manifest manifest;

    private BackupFile(Path path, ZipFile zip, Manifest manifest) {
        this.path = path;
        this.zip = zip;
        this.manifest = manifest;
    }

    /**
     * Opens a file and reads its manifest; {@link #check} reads the rest.
     *
     * @throws StartFailure if it is none, is cut, or comes from a newer Cupel
     */
    public static BackupFile open(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new StartFailure("There is no file " + path + ".", "Name a file that ./cupel backup has written.");
        }
        ZipFile zip;
        try {
            zip = new ZipFile(path.toFile());
        } catch (ZipException e) {
            throw damaged(path, "it is no backup, or its end is missing");
        } catch (IOException e) {
            throw unreadable(path, e);
        }
        try {
            return new BackupFile(path, zip, manifest(path, zip));
        } catch (RuntimeException e) {
            close(zip, e);
            throw e;
        }
    }

    private static Manifest manifest(Path path, ZipFile zip) {
        ZipEntry entry = zip.getEntry(MANIFEST);
        if (entry == null || entry.getSize() > MOST_MANIFEST_BYTES) {
            throw damaged(path, "it has no manifest");
        }
        byte[] json;
        try (InputStream in = zip.getInputStream(entry)) {
            json = in.readNBytes(MOST_MANIFEST_BYTES);
        } catch (ZipException | EOFException e) {
            // What is packed may also say that it goes on where there is nothing more.
            throw damaged(path, "its manifest cannot be read");
        } catch (IOException e) {
            throw unreadable(path, e);
        }
        CRC32 sum = new CRC32();
        sum.update(json);
        if (sum.getValue() != entry.getCrc()) {
            throw damaged(path, "its manifest is not as it was written");
        }
        try {
            Format format = Manifest.JSON.readValue(json, Format.class);
            if (format.format() > Manifest.FORMAT) {
                throw newer(path, format.cupel());
            }
            return Manifest.JSON.readValue(json, Manifest.class);
        } catch (JacksonException e) {
            throw damaged(path, "its manifest cannot be understood");
        }
    }

    /** What every version of the manifest has. */
    private record Format(int format, String cupel) {}

    public Manifest manifest() {
        return manifest;
    }

    static StartFailure newer(Path path, String cupel) {
        return new StartFailure(
                path + " was written by a newer Cupel (" + cupel + ") than this one.",
                "Restore it with that version or a later one.");
    }

    StartFailure newer() {
        return newer(path, manifest.cupel());
    }

    StartFailure damaged(String what) {
        return damaged(path, what);
    }

    private static StartFailure damaged(Path path, String what) {
        return new StartFailure(
                path + " is damaged: " + what + ". Nothing was changed.",
                "Copy it again from where it was made, or take another backup.");
    }

    private static StartFailure unreadable(Path path, IOException e) {
        return new StartFailure(
                path + " cannot be read: " + e.getMessage() + ".", "Check the file's permissions and its disk.");
    }

    /**
     * Reads all of it and compares it with the manifest.
     *
     * @throws StartFailure naming the table that is not as it was written
     */
    public void check(BackupProgress progress) {
        long before = 0;
        for (Table table : manifest.tables()) {
            String step = "checking " + table.name();
            MessageDigest digest = sha256();
            long bytes = 0;
            try (InputStream in = rows(table)) {
                byte[] portion = new byte[PORTION];
                for (int read = in.read(portion); read >= 0; read = in.read(portion)) {
                    digest.update(portion, 0, read);
                    bytes += read;
                    progress.at(step, 0, before + bytes, manifest.bytes());
                }
            } catch (IOException e) {
                throw damaged("the table " + table.name() + " cannot be unpacked");
            }
            if (bytes != table.bytes()
                    || !HexFormat.of().formatHex(digest.digest()).equals(table.sha256())) {
                throw damaged("the table " + table.name() + " is not as it was written");
            }
            before += bytes;
        }
    }

    /** The rows of a table, as COPY takes them. */
    InputStream rows(Table table) throws IOException {
        ZipEntry entry = zip.getEntry(table.entry());
        if (entry == null) {
            throw damaged("the table " + table.name() + " is missing");
        }
        return zip.getInputStream(entry);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void close(ZipFile zip, RuntimeException because) {
        try {
            zip.close();
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
