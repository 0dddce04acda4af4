package dev.cupel.server.item;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Transactions that work side by side, because one database process uses one core, and commit one after the other, so
 * that what is stored is a beginning of the file at every moment.
 *
 * <p>The work of two transactions must not touch the same rows: the later one waits for the earlier one here, where the
 * database cannot see it. What touches common rows belongs to the ordered part.
 */
final class OrderedTransactions implements AutoCloseable {
    private static final int LANES = 2;

    private final TransactionTemplate transaction;
    private final ExecutorService lanes = Executors.newFixedThreadPool(
            LANES, Thread.ofPlatform().name("import-writer-", 1).daemon(true).factory());
    private final Deque<CompletableFuture<Void>> open = new ArrayDeque<>();
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

    OrderedTransactions(TransactionTemplate transaction) {
        this.transaction = transaction;
    }

    /**
     * Starts a transaction, once fewer than two are open.
     *
     * @param work beside other transactions
     * @param ordered after all earlier transactions have committed, as the end of this one
     * @throws RuntimeException what an earlier transaction failed with; none after it has committed
     */
    <T> void submit(Supplier<T> work, Consumer<T> ordered) throws InterruptedException {
        if (open.size() >= LANES) {
            await(open.removeFirst());
        }
        CompletableFuture<Void> before = last;
        CompletableFuture<Void> mine = new CompletableFuture<>();
        last = mine;
        open.add(mine);
        lanes.execute(() -> {
            try {
                transaction.executeWithoutResult(status -> {
                    T result = work.get();
                    before.join();
                    ordered.accept(result);
                });
                mine.complete(null);
            } catch (Throwable e) {
                mine.completeExceptionally(e instanceof CompletionException && e.getCause() != null ? e.getCause() : e);
            }
        });
    }

    /** Waits for all. */
    void finish() throws InterruptedException {
        while (!open.isEmpty()) {
            await(open.removeFirst());
        }
    }

    private static void await(CompletableFuture<Void> one) throws InterruptedException {
        try {
            one.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException problem -> throw problem;
                case Error problem -> throw problem;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    /** Whoever leaves early leaves no transaction behind: the open ones end first, one way or the other. */
    @Override
    public void close() {
        lanes.close();
    }
}
