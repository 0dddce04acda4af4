package dev.cupel.server.blob;

import org.springframework.stereotype.Component;

/**
 * Wakes who waits on this server when a file has grown, or when what it belongs to has come to an end. What happens on other
 * servers is not heard of: whoever waits looks again every {@link #LOOK_MS}.
 */
@Component
public final class Arrivals {
    private static final long LOOK_MS = 100;

    /** How often something arrived on this server; guarded by this. */
    private long count;

    /** @return a mark for {@link #await}; take it before looking, so that nothing slips between */
    public synchronized long mark() {
        return count;
    }

    /** Waits a moment, at most until something arrives on this server. */
    public synchronized void await(long mark) {
        long until = System.nanoTime() + LOOK_MS * 1_000_000;
        try {
            long leftMs = LOOK_MS;
            while (count == mark && leftMs > 0) {
                wait(leftMs);
                leftMs = (until - System.nanoTime()) / 1_000_000;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public synchronized void announce() {
        count++;
        notifyAll();
    }
}
