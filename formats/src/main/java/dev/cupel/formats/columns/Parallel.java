package dev.cupel.formats.columns;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Runs a few long tasks at once and waits for all of them. */
final class Parallel {
    private Parallel() {}

    interface Task {
        void run(int index) throws IOException;
    }

    /** Runs tasks 0 to count - 1, the first on this thread; throws what the task of the lowest number threw. */
    static void run(int count, Task task) throws IOException {
        @Nullable Throwable[] failures = new Throwable[count];
        Thread[] threads = new Thread[count];
        for (int i = 1; i < count; i++) {
            int index = i;
            threads[i] =
                    Thread.ofPlatform().daemon().name("cupel-reader-" + i).start(() -> attempt(index, task, failures));
        }
        if (count > 0) {
            attempt(0, task, failures);
        }
        boolean interrupted = false;
        for (int i = 1; i < count; i++) {
            while (threads[i].isAlive()) {
                try {
                    threads[i].join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        for (Throwable failure : failures) {
            switch (failure) {
                case null -> {}
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                case IOException e -> throw e;
                default -> throw new IllegalStateException(failure);
            }
        }
    }

    private static void attempt(int index, Task task, @Nullable Throwable[] failures) {
        try {
            task.run(index);
        } catch (Exception | Error failure) {
            failures[index] = failure;
        }
    }
}
