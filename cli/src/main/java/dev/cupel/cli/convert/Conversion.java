package dev.cupel.cli.convert;

import dev.cupel.cli.report.Cell;
import dev.cupel.cli.report.Report;
import dev.cupel.cli.report.ReportTable;
import dev.cupel.cli.report.Sentences;
import dev.cupel.formats.dataset.DatasetFormat;
import dev.cupel.formats.dataset.Losses.Loss;
import java.util.ArrayList;
import java.util.List;

/**
 * What a conversion came to.
 *
 * @param losses by kind
 */
record Conversion(
        String file,
        DatasetFormat source,
        DatasetFormat target,
        long items,
        long rows,
        List<Loss> losses,
        List<String> warnings) {
    Report report() {
        return Report.of("convert", file, "Conversion")
                .headed(
                        count(items, "item") + " as " + source.key() + ", " + count(rows, "row") + " as "
                                + target.key(),
                        "",
                        "")
                .with("from", Cell.text(source.key()))
                .with("to", Cell.text(target.key()))
                .with("items", Cell.whole(items))
                .with("rows", Cell.whole(rows))
                .with(
                        "losses",
                        ReportTable.of(losses)
                                .data("kind", loss -> Cell.text(loss.kind().key()))
                                .data("count", loss -> Cell.whole(loss.count()))
                                .data("example", loss -> Cell.text(loss.example()))
                                .data("what", loss -> Cell.text(loss.kind().words())))
                .with("warnings", Sentences.warnings(warnings))
                .section(Sentences.warnings(warnings));
    }

    /** For standard error: the result itself may be on standard output. */
    List<String> lossesInWords() {
        List<String> lines = new ArrayList<>();
        if (!losses.isEmpty()) {
            lines.add("Not in the result:");
            losses.forEach(loss -> lines.add("  " + Cell.whole(loss.count()).words() + " x "
                    + loss.kind().words() + " (" + loss.kind().key() + "), first: " + loss.example()));
        }
        return lines;
    }

    private static String count(long number, String thing) {
        return Cell.whole(number).words() + " " + thing + (number == 1 ? "" : "s");
    }
}
