package dev.cupel.cli.console;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Work on a thread of its own, while the command goes on; what it throws comes out where the command waits for it. */
public final class Alongside<T> {
    private final FutureTask<T> work;

    private Alongside(FutureTask<T> work) {
        this.work = work;
    }

    public static <T> Alongside<T> start(String name, Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().name("cupel-" + name).daemon().start(task);
        return new Alongside<>(task);
    }

    /** Waits for its result. */
    public T join() throws IOException {
        try {
            return work.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for work alongside");
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            if (cause instanceof IOException e) {
                throw e;
            }
            if (cause instanceof RuntimeException e) {
                throw e;
            }
            if (cause instanceof Error e) {
                throw e;
            }
            throw new IllegalStateException(failed);
        }
    }
}
