package dev.cupel.cli.serve;

import dev.cupel.cli.console.Console;
import dev.cupel.cli.console.ExitCodes;
import dev.cupel.server.BackupTool;
import dev.cupel.server.platform.StartFailure;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cupel backup}: everything a server has, in one file. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes everything the server has into one file, as it was at one moment: projects, answers, accounts, images.",
            "Works beside a running server, which goes on working, and on a stopped one."
        },
        footerHeading =
                "%nNot in it: sessions and one-time links. The file holds everything in the clear; keep it as safe"
                        + " as the server.%n%nExamples:%n",
        footer = {
            "  ./cupel backup monday.zip",
            "  ./cupel backup monday.zip --data /srv/cupel --overwrite",
            "  ./cupel backup db.zip --database-url postgresql://cupel@db/cupel --database-password-file pw.txt",
        })
public final class BackupCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "FILE", description = "where the backup goes: a ZIP, complete or not there")
    private Path file = Path.of("");

    @Option(names = "--overwrite", description = "replace FILE if it is there, once the new one is complete")
    private boolean overwrite;

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    public BackupCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        long began = System.nanoTime();
        try {
            var written = BackupTool.backup(
                    database.data, database.database(System.getenv()), file, overwrite, new WorkProgress(console));
            console.endProgress();
            console.out()
                    .println(file + ": " + WorkProgress.summary(written.manifest()) + "; the file has "
                            + WorkProgress.megabytes(written.fileBytes()) + ", written in "
                            + WorkProgress.seconds(System.nanoTime() - began) + ".");
            return ExitCodes.DONE;
        } catch (StartFailure failure) {
            console.endProgress();
            console.err().println(failure.getMessage());
            return ExitCodes.BAD_INPUT;
        }
    }
}
