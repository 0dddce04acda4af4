package dev.cupel.cli.serve;

import dev.cupel.cli.console.Console;
import dev.cupel.cli.console.ExitCodes;
import dev.cupel.server.BackupTool;
import dev.cupel.server.backup.Manifest;
import dev.cupel.server.platform.StartFailure;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cupel restore}: what a backup holds, in a new place. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Fills an empty data folder, or an empty PostgreSQL database, from a backup of this Cupel or an older one.",
            "It is filled to the end or left empty. The file is read once to the end before anything is changed."
        },
        footerHeading = "%nPeople sign in again afterwards; one-time links have to be made again.%n%nExamples:%n",
        footer = {
            "  ./cupel restore monday.zip --data new-data",
            "  ./cupel restore monday.zip --check",
            "  ./cupel restore db.zip --database-url postgresql://cupel@db/new --database-password-file pw.txt",
        })
public final class RestoreCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "FILE", description = "a backup")
    private Path file = Path.of("");

    @Option(names = "--check", description = "only read the file and say whether it is whole")
    private boolean check;

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    public RestoreCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        long began = System.nanoTime();
        try {
            WorkProgress progress = new WorkProgress(console);
            if (check) {
                Manifest manifest = BackupTool.check(file, progress);
                console.endProgress();
                console.out().println(file + " is whole: " + WorkProgress.summary(manifest) + ".");
                return ExitCodes.DONE;
            }
            var external = database.database(System.getenv());
            Manifest manifest = BackupTool.restore(file, database.data, external, progress);
            console.endProgress();
            console.out()
                    .println("Restored " + WorkProgress.summary(manifest) + ", in "
                            + WorkProgress.seconds(System.nanoTime() - began) + ".");
            console.out()
                    .println("Start it with: ./cupel serve "
                            + (external == null ? "--data " + database.data : "--database-url URL"));
            return ExitCodes.DONE;
        } catch (StartFailure failure) {
            console.endProgress();
            console.err().println(failure.getMessage());
            return ExitCodes.BAD_INPUT;
        }
    }
}
