package dev.cupel.server.platform;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** A thread that looks for work as long as the server runs. Whatever goes wrong in a round, there is another one. */
public abstract class BackgroundLoop implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundLoop.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final String name;
    private volatile @Nullable Thread thread;

    /** @param name of the thread, as logs say it */
    protected BackgroundLoop(String name) {
        this.name = name;
    }

    /** Waits until there may be something to do, and does it. */
    protected abstract void round() throws InterruptedException;

    @Override
    public void start() {
        Thread runner = Thread.ofVirtual().name(name).unstarted(this::run);
        // Known before it runs: one that is quicker than this line would find that nobody wants it, and end.
        thread = runner;
        runner.start();
    }

    @Override
    public final void stop() {
        Thread running = thread;
        thread = null;
        if (running != null) {
            running.interrupt();
        }
    }

    @Override
    public final boolean isRunning() {
        return thread != null;
    }

    private void run() {
        while (isRunning()) {
            try {
                round();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | LinkageError e) {
                // Whatever it is: without this thread nothing of the kind would happen any more, and nobody would be
                // told.
                if (isRunning()) {
                    LOG.warn("{}: a round has failed, the next one follows", name, e);
                    pause();
                }
            }
        }
    }

    /** What it was may last. */
    private static void pause() {
        try {
            Thread.sleep(AFTER_FAILURE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
