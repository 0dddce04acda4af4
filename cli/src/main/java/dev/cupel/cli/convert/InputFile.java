package dev.cupel.cli.convert;

import dev.cupel.cli.console.Console;
import dev.cupel.cli.console.Files;
import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.formats.columns.Source;
import dev.cupel.formats.dataset.DatasetFormat;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file to be read once or twice. A stream that is to be read twice is laid down in a file meanwhile. */
final class InputFile implements Closeable {
    private final String name;
    private final Optional<Path> file;
    private final @Nullable Path temporary;
    private final @Nullable BufferedInputStream stream;
    private final byte[] head;

    private InputFile(
            String name,
            Optional<Path> file,
            @Nullable Path temporary,
            @Nullable BufferedInputStream stream,
            byte[] head) {
        this.name = name;
        this.file = file;
        this.temporary = temporary;
        this.stream = stream;
        this.head = head;
    }

    static InputFile of(String given, Console console, boolean twice) throws IOException {
        Source source = Files.source(given, console);
        return switch (source) {
            case Source.File(Path path)
            when java.nio.file.Files.isDirectory(path) ->
                throw new InputException(Code.MALFORMED, given, "is a folder", "name a file inside it");
            case Source.File(Path path)
            when !java.nio.file.Files.exists(path) || java.nio.file.Files.isRegularFile(path) -> {
                try (InputStream in = java.nio.file.Files.newInputStream(path)) {
                    yield new InputFile(given, Optional.of(path), null, null, in.readNBytes(DatasetFormat.LOOK_BYTES));
                } catch (NoSuchFileException missing) {
                    throw new InputException(Code.MISSING, given, "there is no such file", "check the path");
                } catch (AccessDeniedException denied) {
                    throw new InputException(
                            Code.MISSING, given, "this file may not be read", "give yourself the right to read it");
                }
            }
            case Source.File(Path path) -> ofStream(given, java.nio.file.Files.newInputStream(path), twice);
            case Source.Stream(String called, InputStream in) -> ofStream(called, in, twice);
        };
    }

    private static InputFile ofStream(String name, InputStream in, boolean twice) throws IOException {
        if (twice) {
            Path laid = java.nio.file.Files.createTempFile("cupel-convert", ".in");
            java.nio.file.Files.copy(in, laid, StandardCopyOption.REPLACE_EXISTING);
            try (InputStream again = java.nio.file.Files.newInputStream(laid)) {
                return new InputFile(name, Optional.of(laid), laid, null, again.readNBytes(DatasetFormat.LOOK_BYTES));
            }
        }
        BufferedInputStream buffered = new BufferedInputStream(in, DatasetFormat.LOOK_BYTES);
        buffered.mark(DatasetFormat.LOOK_BYTES);
        byte[] head = buffered.readNBytes(DatasetFormat.LOOK_BYTES);
        buffered.reset();
        return new InputFile(name, Optional.empty(), null, buffered, head);
    }

    /** As messages call it. */
    String name() {
        return name;
    }

    /** Its first bytes. */
    byte[] head() {
        return head;
    }

    /** From the beginning; a stream that was not to be read twice only once. */
    InputStream open() throws IOException {
        if (file.isPresent()) {
            return java.nio.file.Files.newInputStream(file.get());
        }
        if (stream == null) {
            throw new IllegalStateException("neither file nor stream");
        }
        return stream;
    }

    @Override
    public void close() throws IOException {
        if (temporary != null) {
            java.nio.file.Files.deleteIfExists(temporary);
        }
    }
}
