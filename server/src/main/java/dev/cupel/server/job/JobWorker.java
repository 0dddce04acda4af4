package dev.cupel.server.job;

import dev.cupel.server.blob.Arrivals;
import dev.cupel.server.blob.BlobStore;
import dev.cupel.server.platform.DatabaseTrouble;
import dev.cupel.server.platform.web.Problem;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionSystemException;

/**
 * Runs jobs on this server: a few of each lane at a time, on platform threads, because they compute and would otherwise hold the
 * carriers of the virtual threads that answer requests.
 */
@Component
class JobWorker implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(JobWorker.class);
    private static final long LOOK_MS = 300;
    private static final long BEAT_MS = 2_000;
    private static final Duration SWEEP_EVERY = Duration.ofMinutes(10);

    private final JobStore store;
    private final BlobStore blobs;
    private final Arrivals arrivals;
    private final Map<String, JobHandler> handlers = new HashMap<>();
    private final Map<UUID, JobRun> running = new ConcurrentHashMap<>();
    private final Map<Lane, Semaphore> places = new EnumMap<>(Lane.class);
    private final Semaphore news = new Semaphore(0);
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().name("job-", 1).daemon(true).factory());
    private final CountDownLatch stopSign = new CountDownLatch(1);
    private volatile boolean started;
    private volatile boolean stopping;
    private @Nullable Thread finder;

    JobWorker(JobStore store, BlobStore blobs, Arrivals arrivals, Lanes lanes, List<JobHandler> handlers) {
        this.store = store;
        this.blobs = blobs;
        this.arrivals = arrivals;
        for (Lane lane : Lane.values()) {
            places.put(lane, new Semaphore(lanes.places(lane)));
        }
        for (JobHandler handler : handlers) {
            if (this.handlers.put(handler.kind().name(), handler) != null) {
                throw new IllegalStateException(
                        "two handlers for " + handler.kind().name());
            }
        }
    }

    @Override
    public void start() {
        started = true;
        finder = Thread.ofVirtual().name("job-finder").start(this::find);
        Thread.ofVirtual().name("job-keeper").start(this::keep);
    }

    /** Looks for a job now rather than at the next round. */
    void wake() {
        news.release();
    }

    boolean stopping() {
        return stopping;
    }

    /** Asks a run on this server to stop; one elsewhere hears of it with its next heartbeat. */
    void cancel(UUID id) {
        JobRun run = running.get(id);
        if (run != null) {
            run.cancel();
        }
    }

    private void find() {
        while (!stopping) {
            try {
                List<String> kinds = kindsWithPlace();
                Optional<JobStore.Claim> claim = kinds.isEmpty() ? Optional.empty() : store.claim(kinds);
                if (claim.isPresent()) {
                    begin(claim.get());
                } else if (news.tryAcquire(LOOK_MS, TimeUnit.MILLISECONDS)) {
                    news.drainPermits();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.warn("cannot look for jobs: {}", e.getMessage());
                pause(1_000);
            }
        }
    }

    /** @return the kinds whose lane has a free place; only the finder takes places, so they stay free until it does */
    private List<String> kindsWithPlace() {
        return handlers.values().stream()
                .map(JobHandler::kind)
                .filter(kind -> place(kind.lane()).availablePermits() > 0)
                .map(JobKind::name)
                .toList();
    }

    private Semaphore place(Lane lane) {
        return Objects.requireNonNull(places.get(lane));
    }

    private void begin(JobStore.Claim claim) {
        JobHandler handler = handlers.get(claim.kind());
        if (handler == null) {
            throw new IllegalStateException("claimed a job nobody here does: " + claim.kind());
        }
        Semaphore place = place(handler.kind().lane());
        place.acquireUninterruptibly();
        JobRun run = new JobRun(store, blobs, claim);
        running.put(run.id(), run);
        threads.execute(() -> runAndLeave(handler, run, claim.fruitless(), place));
    }

    private void runAndLeave(JobHandler handler, JobRun run, int fruitless, Semaphore place) {
        try {
            run(handler, run, fruitless);
        } finally {
            running.remove(run.id(), run);
            place.release();
            arrivals.announce();
            wake();
        }
    }

    private void run(JobHandler handler, JobRun run, int fruitless) {
        try {
            if (fruitless > JobStore.MAX_FRUITLESS) {
                store.end(
                        run,
                        "failed",
                        "The server or its database stopped " + JobStore.MAX_FRUITLESS + " times while doing this, "
                                + "and it came no further. See the server's log; then start the job again.");
                return;
            }
            run.stopIfAsked();
            handler.run(run);
            store.end(run, "done", null);
        } catch (JobStopped stopped) {
            settle(run, stopped.why());
        } catch (JobFailure failure) {
            fail(run, failure.getMessage());
        } catch (Problem problem) {
            fail(run, problem.getMessage() + (problem.fix() == null ? "" : " " + problem.fix()));
        } catch (Throwable failure) {
            JobStore.GivenBack interrupted = interruption(failure);
            if (interrupted != null) {
                LOG.warn("job {} is interrupted by the database: {}", run.id(), failure.getMessage());
                giveBack(run, interrupted);
                return;
            }
            LOG.error("job {} failed", run.id(), failure);
            fail(run, "Something went wrong on our side; the server's log has the details under job " + run.id() + ".");
        }
    }

    /** @return what the database is to blame for; null if the failure is the job's own */
    private static JobStore.@Nullable GivenBack interruption(Throwable failure) {
        return switch (DatabaseTrouble.of(failure)) {
            case AWAY -> JobStore.GivenBack.DATABASE_AWAY;
            case FULL -> JobStore.GivenBack.DATABASE_FULL;
            case null -> failure instanceof TransactionSystemException ? JobStore.GivenBack.DATABASE_AWAY : null;
        };
    }

    private void settle(JobRun run, JobStopped.Why why) {
        switch (why) {
            case CANCELLED -> end(run, "cancelled", null);
            case SHUTDOWN -> giveBack(run, JobStore.GivenBack.STOPPING);
            case LEASE_LOST -> LOG.info("job {} went on elsewhere", run.id());
        }
    }

    private void fail(JobRun run, @Nullable String error) {
        end(run, "failed", error);
    }

    private void end(JobRun run, String state, @Nullable String error) {
        try {
            store.end(run, state, error);
        } catch (JobStopped lost) {
            LOG.info("job {} went on elsewhere", run.id());
        } catch (RuntimeException e) {
            if (interruption(e) != null) {
                // The lease runs out and the job is taken up again from its last checkpoint.
                LOG.warn("job {} could not be closed: {}", run.id(), e.getMessage());
            } else {
                LOG.error("the end of job {} could not be stored", run.id(), e);
                endBare(run);
            }
        }
    }

    private void endBare(JobRun run) {
        try {
            store.endBare(
                    run,
                    "What came of this job could not be stored; the server's log has the details under job " + run.id()
                            + ".");
        } catch (JobStopped lost) {
            LOG.info("job {} went on elsewhere", run.id());
        } catch (RuntimeException e) {
            LOG.warn("job {} could not be closed: {}", run.id(), e.getMessage());
        }
    }

    /** Tries for as long as a restart of the database takes; after that the lease runs out by itself. */
    private void giveBack(JobRun run, JobStore.GivenBack why) {
        for (int tries = 0; tries < 10 && (tries == 0 || !stopping); tries++) {
            try {
                store.giveBack(run.id(), run.lease(), why);
                return;
            } catch (RuntimeException e) {
                pause(1_000);
            }
        }
    }

    /** Keeps the leases of this server's runs, and removes old files now and then. */
    private void keep() {
        long swept = System.nanoTime() - SWEEP_EVERY.toNanos();
        while (!stopping) {
            try {
                if (stopSign.await(BEAT_MS, TimeUnit.MILLISECONDS)) {
                    return;
                }
                beat();
                if (System.nanoTime() - swept >= SWEEP_EVERY.toNanos()) {
                    swept = System.nanoTime();
                    store.sweep();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.warn("cannot keep job leases: {}", e.getMessage());
            }
        }
    }

    private void beat() {
        Map<String, JobRun> byLease = new HashMap<>();
        running.values().forEach(run -> byLease.put(run.lease(), run));
        if (byLease.isEmpty()) {
            return;
        }
        Set<String> heard = new HashSet<>();
        for (JobStore.Beat beat : store.heartbeat(byLease.keySet())) {
            heard.add(beat.lease());
            JobRun run = byLease.get(beat.lease());
            if (run != null && beat.cancelRequested()) {
                run.cancel();
            }
        }
        // A lease that is not there any more has gone elsewhere; one that is locked is at a checkpoint right now.
        Set<String> held = store.held(byLease.keySet());
        byLease.forEach((lease, run) -> {
            if (!heard.contains(lease) && !held.contains(lease)) {
                run.loseLease();
            }
        });
    }

    private static void pause(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gives every lease back, so that whoever comes next goes on at once. */
    @Override
    public void stop() {
        stopping = true;
        running.values().forEach(JobRun::shutDown);
        wake();
        arrivals.announce();
        stopSign.countDown(); // not an interrupt: that would break the connection a heartbeat is using
        threads.shutdown();
        try {
            if (finder != null) {
                finder.join(Duration.ofSeconds(2));
            }
            if (!threads.awaitTermination(4, TimeUnit.SECONDS)) {
                // A run in the middle of a long step: its lease goes back, and what it still writes finds no row.
                running.values().forEach(run -> {
                    run.loseLease();
                    giveBack(run, JobStore.GivenBack.STOPPING);
                });
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            started = false;
        }
    }

    @Override
    public boolean isRunning() {
        return started;
    }

    /** Before the web server waits for its requests to end: those that follow a running job must let go. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
