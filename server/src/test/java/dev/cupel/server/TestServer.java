package dev.cupel.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One real server on a real PostgreSQL for all tests of this module, on a free port, in a temporary folder. */
public final class TestServer {
    private static final CupelServer.Running RUNNING = start();
    private static final Owner OWNER = Owner.setUp(RUNNING);

    private TestServer() {}

    private static CupelServer.Running start() {
        try {
            Path folder = Files.createTempDirectory("cupel-test");
            CupelServer.Running running = CupelServer.start(new ServeOptions(0, folder, null, "127.0.0.1", false));
            Runtime.getRuntime().addShutdownHook(new Thread(running::close));
            return running;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static CupelServer.Running running() {
        return RUNNING;
    }

    public static Owner owner() {
        return OWNER;
    }
}
