package dev.cupel.server.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.IntConsumer;

/**
 * Runs requests that arrive at the same time as one batch, so that many people share one durable commit. A request that
 * finds nobody working starts at once: alone, it waits for nothing.
 *
 * @param <Q> what is asked
 * @param <R> what is answered
 */
public final class GroupCommit<Q, R> {
    /** Answers a batch: one result per request, in order; all of it in one transaction. */
    public interface Batch<Q, R> {
        List<R> run(List<Q> requests);
    }

    private record Waiting<Q, R>(Q request, CompletableFuture<R> answer) {}

    private final Batch<Q, R> batch;
    private final int limit;
    private final Semaphore atOnce;
    private final IntConsumer sizes;
    private final ConcurrentLinkedQueue<Waiting<Q, R>> waiting = new ConcurrentLinkedQueue<>();

    /**
     * @param limit most requests in one batch
     * @param atOnce most batches under way at the same time
     * @param sizes is told how many requests each batch has
     */
    public GroupCommit(Batch<Q, R> batch, int limit, int atOnce, IntConsumer sizes) {
        this.sizes = sizes;
        this.batch = batch;
        this.limit = limit;
        this.atOnce = new Semaphore(atOnce);
    }

    /** @return the answer, after its transaction has committed */
    public R submit(Q request) {
        Waiting<Q, R> mine = new Waiting<>(request, new CompletableFuture<>());
        waiting.add(mine);
        if (atOnce.tryAcquire()) {
            drainOnce();
        }
        try {
            return mine.answer().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Runs one batch with the permit held, then hands over to a thread of its own if more are waiting. */
    private void drainOnce() {
        try {
            runOne();
        } finally {
            atOnce.release();
            if (!waiting.isEmpty() && atOnce.tryAcquire()) {
                Thread.ofVirtual().name("group-commit").start(this::drainOnce);
            }
        }
    }

    private void runOne() {
        List<Waiting<Q, R>> taken = new ArrayList<>();
        Waiting<Q, R> next = waiting.poll();
        while (next != null) {
            taken.add(next);
            next = taken.size() < limit ? waiting.poll() : null;
        }
        if (taken.isEmpty()) {
            return;
        }
        sizes.accept(taken.size());
        try {
            answer(taken);
        } catch (RuntimeException whole) {
            // One bad request must not spoil the others: nothing was committed, so each is tried alone.
            for (Waiting<Q, R> one : taken) {
                try {
                    answer(List.of(one));
                } catch (RuntimeException own) {
                    one.answer().completeExceptionally(own);
                }
            }
        }
    }

    private void answer(List<Waiting<Q, R>> requests) {
        List<R> results = batch.run(requests.stream().map(Waiting::request).toList());
        if (results.size() != requests.size()) {
            throw new IllegalStateException(results.size() + " answers to " + requests.size() + " requests");
        }
        for (int i = 0; i < results.size(); i++) {
            requests.get(i).answer().complete(results.get(i));
        }
    }
}
