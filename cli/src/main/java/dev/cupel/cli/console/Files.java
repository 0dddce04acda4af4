package dev.cupel.cli.console;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.formats.columns.Source;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Names on the command line and the streams behind them; {@code -} is standard input or output. */
public final class Files {
    private Files() {}

    public static Source source(String name, Console console) {
        return name.equals("-") ? new Source.Stream("stdin", console.in()) : new Source.File(Path.of(name));
    }

    /** Something that writes a whole file. */
    @FunctionalInterface
    public interface Writing {
        void to(OutputStream out) throws IOException;
    }

    /** Writes a file that is either complete or not there: into a neighbour first, which then takes its name. */
    public static void write(String name, Console console, Writing writing) throws IOException {
        if (name.equals("-")) {
            writing.to(console.out());
            console.out().flush();
            return;
        }
        Path target = Path.of(name);
        if (java.nio.file.Files.isDirectory(target)) {
            throw new InputException(Code.MALFORMED, name, "is a folder", "name a file inside it");
        }
        if (java.nio.file.Files.exists(target) && !java.nio.file.Files.isRegularFile(target)) {
            // A device or a pipe cannot be replaced, only written to.
            try (OutputStream out = java.nio.file.Files.newOutputStream(target)) {
                writing.to(out);
            }
            return;
        }
        Path partial = target.resolveSibling(target.getFileName() + ".partial");
        try {
            try (OutputStream out = java.nio.file.Files.newOutputStream(partial)) {
                writing.to(out);
            }
            try {
                java.nio.file.Files.move(
                        partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                java.nio.file.Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (NoSuchFileException missing) {
            throw new InputException(
                    Code.MISSING, name, "its folder does not exist", "make the folder, or name another place");
        } catch (FileSystemException failed) {
            throw new InputException(
                    Code.MISSING,
                    name,
                    "cannot be written" + (failed.getReason() == null ? "" : ": " + failed.getReason()),
                    "give yourself the right to write there, or name another place");
        } finally {
            java.nio.file.Files.deleteIfExists(partial);
        }
    }
}
