package dev.cupel.cli.options;

import dev.cupel.cli.console.Console;
import dev.cupel.cli.console.Files;
import dev.cupel.cli.console.TextTable;
import java.io.IOException;
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

    /** Says where all results are, or how to get them: {@code saySo(console, 800, "labels")}. */
    public void saySo(Console console, long count, String things) {
        String all = count == 1 ? "the result" : TextTable.count(count) + " " + things;
        if (out == null) {
            console.text().println((count == 1 ? "The result as a file" : "All " + all) + ": add --out FILE.");
        } else if (!out.equals("-")) {
            console.text().println("Wrote " + all + " to " + out + ".");
        }
    }
}
