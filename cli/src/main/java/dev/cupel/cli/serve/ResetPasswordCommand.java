package dev.cupel.cli.serve;

import dev.cupel.cli.console.Console;
import dev.cupel.cli.console.ExitCodes;
import dev.cupel.server.AccountTool;
import dev.cupel.server.ServeOptions;
import dev.cupel.server.platform.StartFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cupel reset-password}: a way back into an account for whoever can read the data folder. */
@Command(
        name = "reset-password",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Prints a one-time link that sets a new password, or asks for the password here.",
            "Works beside a running server and on a stopped one."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./cupel reset-password olga@example.org",
            "  ./cupel reset-password olga@example.org --prompt --data /srv/cupel",
        })
public final class ResetPasswordCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "EMAIL", description = "the address the person signs in with")
    private String email = "";

    @Option(names = "--prompt", description = "ask for the new password instead of printing a link")
    private boolean prompt;

    @Option(names = "--enable", description = "also switch the account on if it was switched off")
    private boolean enable;

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Option(
            names = "--public-url",
            paramLabel = "URL",
            description = "what the link starts with, by default the address of the server that was started last")
    private @Nullable String publicUrl;

    public ResetPasswordCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        try {
            String base = new ServeOptions.Site(publicUrl, List.of(), null).publicUrl();
            try (AccountTool tool = AccountTool.open(database.data, database.database(System.getenv()))) {
                UUID account = tool.account(email);
                if (enable) {
                    tool.enable(account);
                }
                if (prompt) {
                    tool.setPassword(account, newPassword());
                    console.out()
                            .println("The password is set. All sessions and API tokens of the account have ended.");
                } else {
                    console.out().println(tool.link(account, base));
                    console.err()
                            .println("The link works once, within 24 hours. Earlier links of the account have ended.");
                }
            }
            return ExitCodes.DONE;
        } catch (StartFailure failure) {
            console.err().println(failure.getMessage());
            return ExitCodes.BAD_INPUT;
        }
    }

    @SuppressWarnings("SystemConsoleNull") // it is null again with the console asked for here
    private String newPassword() throws IOException {
        // From Java 22 on there is a console without a terminal as well, unless this one is asked for.
        System.setProperty("jdk.console", "java.base");
        java.io.Console terminal = System.console();
        if (terminal == null) {
            // A pipe: the password of a program, which makes no typing errors.
            String line = new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line;
        }
        char[] first = terminal.readPassword("New password for %s: ", email);
        char[] second = terminal.readPassword("The same again: ");
        if (first == null || second == null || !java.util.Arrays.equals(first, second)) {
            throw new StartFailure("These are two different passwords.", "Start again and type the same one twice.");
        }
        return new String(first);
    }
}
