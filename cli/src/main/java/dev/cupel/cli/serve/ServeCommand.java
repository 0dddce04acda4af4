package dev.cupel.cli.serve;

import dev.cupel.cli.console.Console;
import dev.cupel.cli.console.ExitCodes;
import dev.cupel.cli.demo.DemoProgress;
import dev.cupel.cli.demo.DemoSeeder;
import dev.cupel.server.CupelServer;
import dev.cupel.server.ServeOptions;
import dev.cupel.server.platform.StartFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cupel serve}: database, API and pages in one process. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Starts everything and prints the address; on first start also a one-time set-up link.",
        footerHeading = "%nCtrl-C stops it cleanly.%n%nExamples:%n",
        footer = {
            "  ./cupel serve --demo",
            "  ./cupel serve --port 9090 --data /srv/cupel",
            "  ./cupel serve --public-url https://labels.example.org --trusted-proxy 10.0.0.5 --bind 10.0.0.2",
            "  ./cupel serve --database-url postgresql://cupel@db:5432/cupel --database-password-file password.txt",
        })
public final class ServeCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--demo", description = "fill it with an example project and simulated annotators")
    private boolean demo;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "TCP port, by default ${DEFAULT-VALUE}; 0 for any free one")
    private int port = 8080;

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            description = "address to listen on, by default ${DEFAULT-VALUE}: this machine only")
    private String bind = "127.0.0.1";

    @Option(
            names = "--public-url",
            paramLabel = "URL",
            description = {
                "address that people type, such as https://labels.example.org: links start with it, and with",
                "https cookies are sent by https only"
            })
    private @Nullable String publicUrl;

    @Option(
            names = "--trusted-proxy",
            paramLabel = "ADDRESS",
            split = ",",
            description = {
                "address or range (10.0.0.0/8) of a proxy whose X-Forwarded-For and X-Forwarded-Proto are",
                "believed; may be repeated; by default nobody's are"
            })
    private List<String> trustedProxies = new ArrayList<>();

    @Option(
            names = "--tls-certificate",
            paramLabel = "FILE",
            description = "certificate chain as PEM: serve https; needs --tls-key")
    private @Nullable Path tlsCertificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "its unencrypted private key as PEM")
    private @Nullable Path tlsKey;

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            description = "text, or json: one object a line, with the names of the Elastic Common Schema")
    private String logFormat = "text";

    public ServeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (port < 0 || port > 65_535) {
            console.err().println("--port: is " + port);
            console.err().println("    give a port from 0 to 65535");
            return ExitCodes.WRONG_USAGE;
        }
        switch (logFormat) {
            case "text" -> {}
            // The log belongs to the process, so its form is a property of the process.
            case "json" -> System.setProperty("logging.structured.format.console", "ecs");
            default -> {
                console.err().println("--log-format: is " + logFormat);
                console.err().println("    use text or json");
                return ExitCodes.WRONG_USAGE;
            }
        }
        if ((tlsCertificate == null) != (tlsKey == null)) {
            console.err().println("--tls-certificate and --tls-key: one is missing");
            console.err().println("    give both, or none to serve plain http");
            return ExitCodes.WRONG_USAGE;
        }
        if (demo && tlsKey != null) {
            console.err().println("--demo: is filled over plain http, and --tls-certificate allows https only");
            console.err().println("    leave one of them out");
            return ExitCodes.WRONG_USAGE;
        }
        stopWithLauncher();
        try {
            ServeOptions.Tls tls =
                    tlsCertificate == null || tlsKey == null ? null : new ServeOptions.Tls(tlsCertificate, tlsKey);
            ServeOptions options = new ServeOptions(
                    port,
                    database.data,
                    database.database(System.getenv()),
                    bind,
                    demo,
                    new ServeOptions.Site(publicUrl, trustedProxies, tls));
            return CupelServer.run(options, console.lineByLine(), running -> {
                if (demo) {
                    running.build(token -> fill(running.address(), token));
                }
            });
        } catch (StartFailure failure) {
            console.err().println(failure.getMessage());
            return ExitCodes.BAD_INPUT;
        }
    }

    /** Whoever kills the launcher means the server: it stops too, cleanly. */
    private static void stopWithLauncher() {
        Long launcher = Long.getLong("cupel.launcher");
        if (launcher != null) {
            ProcessHandle.of(launcher).ifPresent(l -> {
                var unused = l.onExit().thenRun(() -> System.exit(ExitCodes.DONE));
            });
        }
    }

    /** The demo is built while the server is in use already; what goes wrong with it must not stop the server. */
    private void fill(String address, String token) {
        try {
            DemoSeeder.seed(URI.create(address), token, DemoProgress.silent());
            console.err().println("The demo is complete: 264 texts, answers of ten simulated annotators.");
        } catch (IOException e) {
            console.err().println("The demo could not be completed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
