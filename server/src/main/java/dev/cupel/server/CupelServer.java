package dev.cupel.server;

import dev.cupel.server.identity.Builder;
import dev.cupel.server.identity.SetUp;
import dev.cupel.server.platform.StartFailure;
import dev.cupel.server.platform.postgres.DataFolder;
import dev.cupel.server.platform.postgres.EmbeddedPostgres;
import dev.cupel.server.platform.web.SiteAddress;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Starts everything: the database, its migrations, the API and the user interface. */
@SpringBootApplication(proxyBeanMethods = false)
@EnableScheduling
public class CupelServer {
    /** A running server, for tests and for the command line. */
    public static final class Running implements AutoCloseable {
        private final ConfigurableApplicationContext context;
        private final AutoCloseable below;
        private final SiteAddress site;

        private Running(ConfigurableApplicationContext context, AutoCloseable below) {
            this.context = context;
            this.below = below;
            this.site = context.getBean(SiteAddress.class);
        }

        /** @return where the pages are on this machine, such as http://localhost:8080 */
        public String address() {
            return site.listening();
        }

        /** @return where people reach the pages: the public address if there is one */
        public String publicAddress() {
            return site.base();
        }

        /** @return the one-time set-up link, while there is no owner */
        public Optional<String> setUpLink() {
            return context.getBean(SetUp.class).freshToken().map(token -> site.base() + "/setup#" + token);
        }

        /**
         * Lets a program fill this server through its API.
         *
         * @param work gets a token that may do everything; it stops working afterwards
         */
        public void build(Consumer<String> work) {
            Builder builder = context.getBean(Builder.class);
            try {
                work.accept(builder.token());
            } finally {
                builder.revokeTokens();
            }
        }

        public ConfigurableApplicationContext context() {
            return context;
        }

        @Override
        public void close() {
            context.close();
            try {
                below.close();
            } catch (Exception e) {
                throw new IllegalStateException("the database did not stop", e);
            }
        }
    }

    /**
     * Starts a server and returns once it answers.
     *
     * @throws StartFailure if the folder, the port or the database does not allow it
     */
    public static Running start(ServeOptions options) {
        checkAddress(options);
        checkPort(options);
        Map<String, Object> properties = new HashMap<>(SiteProperties.of(options.site()));
        AutoCloseable below;
        if (options.database() == null) {
            DataFolder folder = DataFolder.open(options.data());
            EmbeddedPostgres postgres;
            try {
                postgres = EmbeddedPostgres.start(options.data());
            } catch (RuntimeException e) {
                folder.close();
                throw e;
            }
            properties.put("spring.datasource.url", postgres.jdbcUrl());
            properties.put("spring.datasource.username", postgres.user());
            properties.put("spring.datasource.password", postgres.password());
            properties.put("cupel.data", options.data().toAbsolutePath().toString());
            below = () -> {
                postgres.close();
                folder.close();
            };
        } else {
            properties.putAll(DatabaseAddress.parse(options.database()));
            DatabaseCheck.check(properties);
            below = () -> {};
        }
        properties.put("server.port", options.port());
        properties.put("server.address", options.bind());
        properties.put("cupel.demo", options.demo());
        properties.put("cupel.version", version());
        try {
            SpringApplication application = new SpringApplication(CupelServer.class);
            application.setBannerMode(Banner.Mode.OFF);
            application.setRegisterShutdownHook(false);
            application.setLogStartupInfo(false);
            application.setDefaultProperties(properties);
            ConfigurableApplicationContext context = application.run();
            Running running = new Running(context, below);
            context.getBean(SetUp.class).rememberAddress(running.publicAddress());
            return running;
        } catch (RuntimeException e) {
            try {
                below.close();
            } catch (Exception closing) {
                e.addSuppressed(closing);
            }
            throw refused(e, options);
        }
    }

    /**
     * Serves until the process is told to stop.
     *
     * @param onStart called once the server answers, on a thread of its own
     * @return the process's exit status
     */
    public static int run(ServeOptions options, PrintStream out, Consumer<Running> onStart) {
        Running running = start(options);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            out.println("Stopping ...");
                            running.close();
                            out.println("Stopped. Everything is saved.");
                            stopped.countDown();
                        },
                        "stop"));
        out.println("Cupel is at   " + running.publicAddress());
        SiteProperties.plainTextWarning(options).ifPresent(out::println);
        running.setUpLink()
                .ifPresent(link ->
                        out.println("Set it up at  " + link + "\n              (one time, makes the owner account)"));
        out.println("Ctrl-C stops it.");
        Thread.ofVirtual().name("on-start").start(() -> onStart.accept(running));
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    /** @return version of this program; {@code dev} where it has not been packaged */
    static String version() {
        String version = CupelServer.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }

    private static void checkAddress(ServeOptions options) {
        String fix =
                "Give an address of this machine: 127.0.0.1 for this machine alone, 0.0.0.0 for all that reach it.";
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getByName(options.bind()), 0));
        } catch (UnknownHostException e) {
            throw new StartFailure("--bind: " + options.bind() + " is no address, and no name of one.", fix);
        } catch (IOException e) {
            throw new StartFailure(
                    "--bind: " + options.bind() + " cannot be listened on: " + e.getMessage() + ".", fix);
        }
    }

    private static void checkPort(ServeOptions options) {
        if (options.port() == 0) {
            return;
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(options.bind(), options.port()));
        } catch (IOException e) {
            throw new StartFailure(
                    "Port " + options.port() + " on " + options.bind() + " cannot be used: " + e.getMessage() + ".",
                    "Stop the other program, or choose another port with --port.");
        }
    }

    private static RuntimeException refused(RuntimeException failure, ServeOptions options) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartFailure told) {
                return told;
            }
            if (cause instanceof java.sql.SQLException refused) {
                return new StartFailure(
                        "The database refused: " + refused.getMessage(),
                        options.database() == null
                                ? "See database.log in " + options.data() + "."
                                : "Check the address, user and password of --database-url.");
            }
        }
        return failure;
    }
}
