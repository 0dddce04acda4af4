package dev.cupel.cli.options;

import dev.cupel.cli.console.Console;
import dev.cupel.cli.console.Files;
import dev.cupel.cli.report.Cell;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the result goes: {@code --out}. */
public final class ResultOptions {
    @Option(
            names = "--out",
            paramLabel = "F",
            description = "write the result there, as described below; - is standard output")
    private @Nullable String out;

    public void write(Console console, Files.Writing writing) throws IOException {
        if (out != null) {
            console.step("writing");
            Files.write(out, console, writing);
            console.endProgress();
        }
    }

    /** With {@code --out -} the result itself is on standard output; the report steps aside. */
    public Console reportTo(Console console) {
        return "-".equals(out) ? console.onlyErr() : console;
    }

    /** Where all results are, or how to get them: {@code said(800, "labels")}; nothing if they are to be seen. */
    public Optional<String> said(long count, String things) {
        String all = count == 1 ? "the result" : Cell.whole(count).words() + " " + things;
        return "-".equals(out)
                ? Optional.empty()
                : Optional.of(
                        out != null
                                ? "Wrote " + all + " to " + out + "."
                                : (count == 1 ? "The result as a file" : "All " + all) + ": add --out FILE.");
    }
}
