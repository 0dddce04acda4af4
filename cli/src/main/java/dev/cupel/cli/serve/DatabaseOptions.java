package dev.cupel.cli.serve;

import dev.cupel.server.DatabaseAddress;
import dev.cupel.server.ServeOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the data is. Passwords come from a file or the environment: everybody on a machine can read its command lines. */
final class DatabaseOptions {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "folder of the embedded database, by default ${DEFAULT-VALUE}")
    Path data = Path.of("cupel-data");

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            description = {
                "use this PostgreSQL instead of the embedded one, without its password;",
                "also taken from CUPEL_DATABASE_URL"
            })
    private @Nullable String url;

    @Option(
            names = "--database-password-file",
            paramLabel = "FILE",
            description = {
                "file whose first line is the password of that PostgreSQL; else it is taken",
                "from CUPEL_DATABASE_PASSWORD"
            })
    private @Nullable Path passwordFile;

    /**
     * @param environment variables by name
     * @return null for the embedded database
     */
    ServeOptions.@Nullable Database database(Map<String, String> environment) {
        String address = url != null ? url : blankIsNone(environment.get("CUPEL_DATABASE_URL"));
        if (address == null) {
            if (passwordFile != null) {
                throw wrong("--database-password-file: there is no --database-url it could belong to");
            }
            return null;
        }
        if (url != null && DatabaseAddress.hasPassword(url)) {
            throw wrong("--database-url: a password on the command line can be read by everybody on this machine."
                    + " Leave it out of the address and give it with --database-password-file FILE or in"
                    + " CUPEL_DATABASE_PASSWORD; or put the whole address into CUPEL_DATABASE_URL");
        }
        String password = passwordFile != null
                ? firstLine(passwordFile)
                : blankIsNone(environment.get("CUPEL_DATABASE_PASSWORD"));
        return new ServeOptions.Database(address, password);
    }

    private String firstLine(Path file) {
        try {
            return Files.readString(file).lines().findFirst().orElse("");
        } catch (IOException e) {
            throw wrong("--database-password-file: " + file + " cannot be read ("
                    + e.getClass().getSimpleName() + "). Give a text file whose first line is the password");
        }
    }

    private static @Nullable String blankIsNone(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }

    private ParameterException wrong(String what) {
        if (command == null) {
            throw new IllegalStateException(what);
        }
        return new ParameterException(command.commandLine(), what);
    }
}
