package dev.cupel.cli.options;

import dev.cupel.cli.console.Console;
import dev.cupel.cli.console.Files;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a report is shown: {@code --json} and {@code --html}. */
public final class ReportOptions {
    @Option(names = "--json", description = "print one JSON object for programs instead of tables")
    private boolean json;

    @Option(names = "--html", paramLabel = "REPORT", description = "write one self-contained page with plots")
    private @Nullable String html;

    public boolean json() {
        return json;
    }

    /** @param page made only if it is wanted */
    public void writePage(Console console, Supplier<String> page) throws IOException {
        if (html != null) {
            console.step("drawing");
            byte[] text = page.get().getBytes(StandardCharsets.UTF_8);
            console.endProgress();
            Files.write(html, console, stream -> stream.write(text));
        }
    }

    /** Whether there is a page to speak of. */
    public boolean page() {
        return html != null;
    }

    /** Says that there is a page, if there is. */
    public void saySo(Console console) {
        if (html != null) {
            console.text().println("Wrote the page " + html + ".");
        }
    }
}
