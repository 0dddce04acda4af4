package dev.cupel.cli.options;

import dev.cupel.cli.console.Console;
import dev.cupel.cli.console.Files;
import dev.cupel.cli.report.JsonForm;
import dev.cupel.cli.report.PageForm;
import dev.cupel.cli.report.Report;
import dev.cupel.cli.report.TextForm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a report is shown: {@code --json} and {@code --html}. */
public final class ReportOptions {
    @Option(names = "--json", description = "print one JSON object for programs instead of tables")
    private boolean json;

    @Option(names = "--html", paramLabel = "REPORT", description = "write one self-contained page with plots")
    private @Nullable String html;

    /**
     * Writes the page if there is to be one, and prints the report as text or JSON.
     *
     * @param files where the page goes
     * @param to where the report goes
     * @param closing lines for people at the end
     */
    public void print(Report report, Console files, Console to, Optional<String> closing) throws IOException {
        if (html != null) {
            files.step("drawing");
            byte[] page = PageForm.html(report).getBytes(StandardCharsets.UTF_8);
            files.endProgress();
            Files.write(html, files, stream -> stream.write(page));
        }
        if (json) {
            JsonForm.print(report, to.out());
            return;
        }
        List<String> lines = new ArrayList<>();
        closing.ifPresent(lines::add);
        if (html != null) {
            lines.add("Wrote the page " + html + ".");
        }
        TextForm.print(report, to, lines);
    }
}
