package dev.cupel.cli;

import dev.cupel.cli.agreement.AgreementCommand;
import dev.cupel.cli.consensus.ConsensusCommand;
import dev.cupel.cli.console.Console;
import dev.cupel.cli.console.ExitCodes;
import dev.cupel.cli.convert.ConvertCommand;
import dev.cupel.cli.numbers.NumbersCommand;
import dev.cupel.cli.preferences.PreferencesCommand;
import dev.cupel.cli.serve.BackupCommand;
import dev.cupel.cli.serve.ResetPasswordCommand;
import dev.cupel.cli.serve.RestoreCommand;
import dev.cupel.cli.serve.ServeCommand;
import dev.cupel.engine.Finding;
import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The entry point: one command per question that can be asked of files, and {@code serve}. */
@Command(
        name = "cupel",
        description =
                "People and models label data together; every released dataset carries the proof of how good it is.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {
            ServeCommand.class,
            ResetPasswordCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            ConsensusCommand.class,
            AgreementCommand.class,
            NumbersCommand.class,
            PreferencesCommand.class,
            ConvertCommand.class,
            TrainCommand.class
        },
        footerHeading = "%nStart here:%n",
        footer = {
            "  ./cupel serve --demo                 a server with an example project",
            "  ./cupel backup FILE.zip              everything the server has, in one file",
            "  ./cupel consensus LABELS.csv         what the crowd says, and who can be trusted",
            "  ./cupel agreement LABELS.csv         how far people agree",
            "  ./cupel numbers LABELS.csv           one number out of many people's numbers",
            "  ./cupel preferences COMPARISONS.csv  which item is how good, out of pairs",
            "  ./cupel convert ITEMS --to G --out F labeled items in another format",
            "  ./cupel COMMAND --help               everything about one command",
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done",
            "1:a bug of the program",
            "2:wrong usage",
            "3:bad input; file, line, column and remedy are named"
        })
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        int status = run(arguments, Console.ofProcess());
        if (status != ExitCodes.DONE) {
            System.exit(status);
        }
    }

    /** Runs one command; the console is where it reads, writes and complains. */
    public static int run(String[] arguments, Console console) {
        CommandLine line = new CommandLine(new Main(), new CommandFactory(console));
        line.setOut(console.outWriter());
        line.setErr(console.errWriter());
        line.setColorScheme(CommandLine.Help.defaultColorScheme(
                console.colors() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        line.setUsageHelpWidth(100);
        Converters.register(line);
        line.setExecutionExceptionHandler((failure, command, parsed) -> report(failure, console));
        line.setParameterExceptionHandler((failure, tokens) -> {
            PrintStream err = console.err();
            err.println(failure.getMessage());
            CommandLine.UnmatchedArgumentException.printSuggestions(failure, console.errWriter());
            err.println("Try: cupel "
                    + (failure.getCommandLine().getParent() == null
                            ? "--help"
                            : failure.getCommandLine().getCommandName() + " --help"));
            return ExitCodes.WRONG_USAGE;
        });
        if (arguments.length == 0) {
            line.usage(console.out());
            return ExitCodes.WRONG_USAGE;
        }
        int status = line.execute(arguments);
        console.flush();
        return status;
    }

    /** Bad input and bad options are the caller's to mend; everything else is a bug and shows its trace. */
    static int report(Exception failure, Console console) {
        console.endProgress();
        PrintStream err = console.err();
        if (failure instanceof InputException refused) {
            for (Finding problem : refused.findings()) {
                err.println(problem.where() + ": " + problem.what());
                err.println("    " + problem.fix());
            }
            boolean usage = refused.code() == Code.OPTION_OUT_OF_RANGE || refused.code() == Code.UNKNOWN_NAME;
            return usage ? ExitCodes.WRONG_USAGE : ExitCodes.BAD_INPUT;
        }
        if (failure instanceof IOException) {
            err.println("Reading or writing failed: " + failure.getMessage());
            return ExitCodes.BAD_INPUT;
        }
        err.println("This is a bug of Cupel; please report it with the lines below.");
        failure.printStackTrace(err);
        return ExitCodes.BUG;
    }

    /** Commands get the console through their constructor. */
    private record CommandFactory(Console console) implements CommandLine.IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            Object command = switch (type.getSimpleName()) {
                case "ConsensusCommand" -> new ConsensusCommand(console);
                case "AgreementCommand" -> new AgreementCommand(console);
                case "NumbersCommand" -> new NumbersCommand(console);
                case "PreferencesCommand" -> new PreferencesCommand(console);
                case "ConvertCommand" -> new ConvertCommand(console);
                case "ServeCommand" -> new ServeCommand(console);
                case "ResetPasswordCommand" -> new ResetPasswordCommand(console);
                case "BackupCommand" -> new BackupCommand(console);
                case "RestoreCommand" -> new RestoreCommand(console);
                case "TrainCommand" -> new TrainCommand(console);
                default -> CommandLine.defaultFactory().create(type);
            };
            return type.cast(command);
        }
    }

    /** Says which build this is. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() throws IOException {
            Properties build = new Properties();
            try (InputStream in = Main.class.getResourceAsStream("/dev/cupel/cli/build.properties")) {
                if (in != null) {
                    build.load(new java.io.InputStreamReader(in, StandardCharsets.UTF_8));
                }
            }
            return new String[] {
                "Cupel " + build.getProperty("version", "unknown") + ", Java " + System.getProperty("java.version")
            };
        }
    }
}
