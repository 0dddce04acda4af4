package dev.cupel.cli.convert;

import dev.cupel.cli.console.Console;
import dev.cupel.cli.console.ExitCodes;
import dev.cupel.cli.console.Files;
import dev.cupel.cli.report.JsonForm;
import dev.cupel.cli.report.TextForm;
import dev.cupel.engine.Finding;
import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.answer.Schema;
import dev.cupel.formats.dataset.CsvReader;
import dev.cupel.formats.dataset.CsvWriter;
import dev.cupel.formats.dataset.CupelReader;
import dev.cupel.formats.dataset.CupelWriter;
import dev.cupel.formats.dataset.DatasetFormat;
import dev.cupel.formats.dataset.ItemReader;
import dev.cupel.formats.dataset.ItemWriter;
import dev.cupel.formats.dataset.LabeledItem;
import dev.cupel.formats.dataset.Losses;
import dev.cupel.formats.dataset.VotesWriter;
import dev.cupel.formats.nativeform.FindingList;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Labeled items from one format into another. */
@Command(
        name = "convert",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Writes labeled items in another format, and says what that format cannot express.",
        footerHeading =
                "%nFormats: cupel is our own JSONL with everything that is known of each item, csv a row per item with its"
                        + " best known answers, votes a row task,worker,label per answer to one question (written, not read)."
                        + " Answers are read by the schema, which a first line {\"schema\": {...}} of the file carries;"
                        + " exports of the server do not, so name it.%n%nExamples:%n",
        footer = {
            "  ./cupel convert items.jsonl --schema schema.json --to csv --out items.csv",
            "  ./cupel convert items.jsonl --schema schema.json --to votes --question mood --out votes.csv",
            "  ./cupel convert items.jsonl --schema schema.json --to cupel --out again.jsonl --json",
        })
public final class ConvertCommand implements Callable<Integer> {
    private static final int MOST_PROBLEMS = 20;

    private final Console console;

    @Parameters(paramLabel = "IN", description = "file of labeled items; - reads standard input")
    private String in = "";

    @Option(names = "--from", paramLabel = "F", description = "format of the file: cupel or csv; found out if left out")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "G", required = true, description = "cupel, csv or votes")
    private String to = "";

    @Option(
            names = "--out",
            paramLabel = "O",
            required = true,
            description = "write the result there; - is standard output")
    private String out = "";

    @Option(
            names = "--schema",
            paramLabel = "FILE",
            description = "schema as JSON, instead of the one that the file carries")
    private @Nullable String schemaFile;

    @Option(
            names = "--question",
            paramLabel = "Q",
            description = "whose votes are written; may be left out if the schema has one question")
    private @Nullable String question;

    @Option(names = "--json", description = "print one JSON object for programs instead of sentences")
    private boolean json;

    public ConvertCommand(Console console) {
        this.console = console;
    }

    /** What a run came to. */
    private static final class Progress {
        private final Losses reading = new Losses();
        private Losses writing = new Losses();
        private long items;
        private long rows;
        private boolean anotherSchema;

        List<Losses.Loss> losses() {
            List<Losses.Loss> all = new ArrayList<>(reading.all());
            all.addAll(writing.all());
            return all;
        }
    }

    @Override
    public Integer call() throws IOException {
        DatasetFormat target = DatasetFormat.ofKey(to, "--to");
        DatasetFormat said = from == null ? null : readable(DatasetFormat.ofKey(from, "--from"));
        Schema schema = schemaFile == null ? null : SchemaFile.read(schemaFile, console);
        try (InputFile input = InputFile.of(in, console, target == DatasetFormat.CSV)) {
            DatasetFormat source = said == null ? readable(detected(input)) : said;
            Progress progress = new Progress();
            // A table needs the names of its columns before its first row.
            List<String> metadata = target == DatasetFormat.CSV ? metadata(input, source, schema) : List.of();
            Files.write(out, console, stream -> convert(input, source, schema, target, metadata, stream, progress));
            console.endProgress();
            report(source, target, progress);
        }
        return ExitCodes.DONE;
    }

    private DatasetFormat detected(InputFile input) {
        return DatasetFormat.detect(input.head())
                .orElseThrow(() -> new InputException(
                        Code.MALFORMED,
                        input.name(),
                        "looks like none of the formats that hold labeled items",
                        "export it from a project as JSONL or CSV, or say its format with --from"));
    }

    private static DatasetFormat readable(DatasetFormat format) {
        if (!format.canBeRead()) {
            throw new InputException(
                    Code.UNKNOWN_NAME,
                    "--from",
                    format.key() + " can be written, not read: bare votes have no items",
                    "import the items, or convert from cupel or csv");
        }
        return format;
    }

    private List<String> metadata(InputFile input, DatasetFormat source, @Nullable Schema schema) throws IOException {
        console.step("looking for columns");
        TreeSet<String> names = new TreeSet<>();
        FindingList findings = new FindingList();
        try (ItemReader items = reader(input, source, schema, findings, new Losses())) {
            for (LabeledItem item = next(items, input); item != null; item = next(items, input)) {
                names.addAll(item.metadata().node().propertyNames());
                refuse(findings, MOST_PROBLEMS, input);
            }
        }
        refuse(findings, 1, input);
        return List.copyOf(names);
    }

    private void convert(
            InputFile input,
            DatasetFormat source,
            @Nullable Schema schema,
            DatasetFormat target,
            List<String> metadata,
            OutputStream stream,
            Progress progress)
            throws IOException {
        console.step("converting");
        FindingList findings = new FindingList();
        try (ItemReader items = reader(input, source, schema, findings, progress.reading)) {
            LabeledItem item = next(items, input);
            try (ItemWriter writer = writer(items, target, metadata, stream)) {
                writer.begin();
                for (; item != null; item = next(items, input)) {
                    progress.rows += writer.write(item);
                    progress.items++;
                    refuse(findings, MOST_PROBLEMS, input);
                }
                progress.writing = writer.losses();
            }
            progress.anotherSchema = items instanceof CupelReader lines && lines.carriesAnotherSchema();
        }
        refuse(findings, 1, input);
        if (progress.items == 0) {
            throw new InputException(
                    Code.EMPTY, input.name(), "holds no items", "name a file with an item in each line");
        }
    }

    private static ItemReader reader(
            InputFile input, DatasetFormat source, @Nullable Schema schema, FindingList findings, Losses losses)
            throws IOException {
        return switch (source) {
            case CUPEL -> new CupelReader(input.open(), schema, findings, losses);
            case CSV -> {
                if (schema == null) {
                    throw new InputException(
                            Code.MISSING,
                            input.name(),
                            "a table does not say what was asked",
                            "name the schema with --schema FILE");
                }
                yield new CsvReader(input.open(), schema, findings, losses);
            }
            case VOTES -> throw new IllegalStateException("votes are not read");
        };
    }

    private ItemWriter writer(ItemReader items, DatasetFormat target, List<String> metadata, OutputStream stream) {
        Schema schema = items.schema();
        return switch (target) {
            // What had its schema keeps it, and what had none of these lines gets one: else nothing says it any more.
            case CUPEL ->
                new CupelWriter(stream, schema, !(items instanceof CupelReader lines) || lines.carriesSchema());
            case CSV -> new CsvWriter(stream, schema, metadata);
            case VOTES -> new VotesWriter(stream, schema, asked(schema));
        };
    }

    private Question asked(Schema schema) {
        List<String> ids = schema.questions().stream().map(Question::id).toList();
        if (question == null && ids.size() > 1) {
            throw new InputException(
                    Code.UNKNOWN_NAME,
                    "--question",
                    "votes are of one question, and the schema has several",
                    "name one of " + String.join(", ", ids));
        }
        return question == null
                ? schema.questions().getFirst()
                : schema.question(question)
                        .orElseThrow(() -> new InputException(
                                Code.UNKNOWN_NAME,
                                "--question",
                                "there is no question \"" + question + "\"",
                                "name one of " + String.join(", ", ids)));
    }

    /** What is wrong with the file as a whole is told with its name. */
    private static @Nullable LabeledItem next(ItemReader items, InputFile input) throws IOException {
        try {
            return items.next();
        } catch (InputException refused) {
            throw new InputException(refused.findings().stream()
                    .map(finding -> finding.in(input.name()))
                    .toList());
        }
    }

    private static void refuse(FindingList findings, int least, InputFile input) {
        List<Finding> all = findings.all();
        if (all.size() >= least) {
            throw new InputException(all.stream()
                    .limit(MOST_PROBLEMS)
                    .map(finding -> finding.in(input.name()))
                    .toList());
        }
    }

    private void report(DatasetFormat source, DatasetFormat target, Progress progress) {
        Conversion found = new Conversion(
                in,
                source,
                target,
                progress.items,
                progress.rows,
                progress.losses(),
                progress.anotherSchema
                        ? List.of("The file carries another schema than " + schemaFile + ", by which it was read.")
                        : List.of());
        Console shown = out.equals("-") ? console.onlyErr() : console;
        if (json) {
            JsonForm.print(found.report(), shown.out());
        } else {
            TextForm.print(found.report(), shown, out.equals("-") ? List.of() : List.of("Wrote " + out + "."));
        }
        found.lossesInWords().forEach(console.err()::println);
    }
}
