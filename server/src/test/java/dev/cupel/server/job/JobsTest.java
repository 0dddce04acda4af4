package dev.cupel.server.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cupel.engine.Finding;
import dev.cupel.server.CupelServer;
import dev.cupel.server.Owner;
import dev.cupel.server.ServeOptions;
import dev.cupel.server.blob.Arrivals;
import dev.cupel.server.blob.BlobStore;
import dev.cupel.server.platform.StartFailure;
import dev.cupel.server.platform.web.Access;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Several workers on one database, each standing for a server. */
final class JobsTest {
    private static CupelServer.Running server;
    private static JdbcClient sql;
    private static JobStore store;
    private static BlobStore blobs;
    private static Arrivals arrivals;
    private static TransactionTemplate transaction;
    private static final JobKind TRIAL = new JobKind("trial", Lane.CPU, Access.Level.MANAGER);
    private static final JobOwner OWNER = new JobOwner("project:1");

    private final List<JobWorker> workers = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        server = CupelServer.start(
                new ServeOptions(0, Files.createTempDirectory("cupel-jobs"), null, "127.0.0.1", false));
        server.context().getBean(JobWorker.class).stop();
        sql = server.context().getBean(JdbcClient.class);
        store = server.context().getBean(JobStore.class);
        blobs = server.context().getBean(BlobStore.class);
        arrivals = server.context().getBean(Arrivals.class);
        transaction = server.context().getBean(TransactionTemplate.class);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void stopWorkers() {
        workers.forEach(JobWorker::stop);
        sql.sql("update job set state = 'cancelled' where state in ('queued', 'running')")
                .update();
    }

    private interface Work {
        void run(JobRun run) throws Exception;
    }

    private JobWorker worker(Work work) {
        return worker(new Lanes(2, 2, 2), handler(TRIAL, work));
    }

    private JobWorker worker(Lanes lanes, JobHandler... handlers) {
        JobWorker worker = new JobWorker(store, blobs, arrivals, lanes, List.of(handlers));
        worker.start();
        workers.add(worker);
        return worker;
    }

    private static JobHandler handler(JobKind kind, Work work) {
        return new JobHandler() {
            @Override
            public JobKind kind() {
                return kind;
            }

            @Override
            public String unit() {
                return "steps";
            }

            @Override
            public void run(JobRun run) throws Exception {
                work.run(run);
            }
        };
    }

    private static UUID submit() {
        return submit(TRIAL, OWNER);
    }

    private static UUID submit(JobKind kind, JobOwner owner) {
        UUID id = UUID.randomUUID();
        store.insert(id, kind, "steps", owner, null, Map.of("question", "q"), null);
        return id;
    }

    private static String state(UUID id) {
        return sql.sql("select state from job where id = ?")
                .param(id)
                .query(String.class)
                .single();
    }

    private static String error(UUID id) {
        return sql.sql("select error from job where id = ?")
                .param(id)
                .query(String.class)
                .single();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new AssertionError("waited in vain");
            }
            Thread.sleep(10);
        }
    }

    /** What happens when a server dies: nobody extends its leases. */
    private static void abandon(UUID id) {
        sql.sql("update job set lease_owner = 'a dead server', lease_until = now() - interval '1 minute' where id = ?")
                .param(id)
                .update();
    }

    @Test
    void anAbandonedJobGoesOnFromItsLastCheckpointAndTheOldRunWritesNothingMore() throws Exception {
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch another = new CountDownLatch(1);
        List<Integer> begun = new ArrayList<>();
        worker(run -> {
            int from = run.progress().path("step").asInt(0);
            synchronized (begun) {
                begun.add(from);
            }
            if (from == 0) {
                run.checkpoint(Map.of("step", 3), 3);
                taken.countDown();
                assertThat(another.await(20, TimeUnit.SECONDS)).isTrue();
                run.checkpoint(Map.of("step", 9), 9);
                throw new AssertionError("the checkpoint of a lost lease must not return");
            }
            another.countDown();
            run.checkpoint(Map.of("step", 5), 5);
        });
        UUID id = submit();
        assertThat(taken.await(20, TimeUnit.SECONDS)).isTrue();
        abandon(id);
        await(() -> state(id).equals("done"));
        assertThat(begun).containsExactly(0, 3);
        assertThat(sql.sql("select done from job where id = ?")
                        .param(id)
                        .query(Long.class)
                        .single())
                .isEqualTo(5);
    }

    @Test
    void twoServersNeverRunOneJobAtOnce() throws Exception {
        List<UUID> runs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            worker(run -> {
                synchronized (runs) {
                    runs.add(run.id());
                }
            });
        }
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            ids.add(submit());
        }
        await(() -> ids.stream().allMatch(id -> state(id).equals("done")));
        assertThat(runs).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void stoppingAServerGivesItsLeasesBackAtOnceAndDoesNotCountAsAnAttempt() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        JobWorker first = worker(run -> {
            run.checkpoint(Map.of("step", 1), 1);
            begun.countDown();
            while (true) {
                run.stopIfAsked();
                Thread.sleep(5);
            }
        });
        UUID id = submit();
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        first.stop();
        assertThat(state(id)).isEqualTo("queued");
        assertThat(sql.sql("select attempts from job where id = ?")
                        .param(id)
                        .query(Integer.class)
                        .single())
                .isZero();
        worker(run -> run.checkpoint(Map.of(), 10 + run.progress().path("step").asInt()));
        await(() -> state(id).equals("done"));
        assertThat(sql.sql("select done from job where id = ?")
                        .param(id)
                        .query(Long.class)
                        .single())
                .isEqualTo(11);
    }

    @Test
    void aJobThatTakesEveryServerDownIsNotTriedForEver() throws Exception {
        UUID id = submit();
        sql.sql("update job set state = 'running', attempts = 40, fruitless = ? where id = ?")
                .params(JobStore.MAX_FRUITLESS, id)
                .update();
        abandon(id);
        worker(run -> {
            throw new AssertionError("must not run again");
        });
        await(() -> state(id).equals("failed"));
        assertThat(error(id)).contains("12 times");
    }

    private static long waits(UUID id) {
        return sql.sql(
                        "select coalesce(round(extract(epoch from not_before - clock_timestamp())), 0) from job where id = ?")
                .param(id)
                .query(Long.class)
                .single();
    }

    private static void waitNoLonger(UUID id) {
        sql.sql("update job set not_before = null where id = ?").param(id).update();
    }

    @Test
    void runsThatEndWithTheirServerWaitLongerEachTimeUntilOneComesFurther() {
        UUID id = submit();
        List<Long> waits = new ArrayList<>();
        for (int run = 1; run <= JobStore.MAX_FRUITLESS + 1; run++) {
            JobStore.Claim claim = store.claim(List.of("trial")).orElseThrow();
            assertThat(claim.fruitless()).isEqualTo(run);
            waits.add(waits(id));
            abandon(id);
            assertThat(store.claim(List.of("trial")))
                    .as("it waits, though its lease is over")
                    .isEmpty();
            waitNoLonger(id);
        }
        assertThat(waits).startsWith(5L, 10L, 20L, 40L, 80L, 160L, 320L, 640L, 900L, 900L);
        assertThat(waits.subList(0, JobStore.MAX_FRUITLESS - 1).stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .as("seconds that a bystander survives")
                .isGreaterThan(3_600);

        JobStore.Claim claim = store.claim(List.of("trial")).orElseThrow();
        JobRun run = new JobRun(store, blobs, claim);
        run.checkpoint(Map.of(), 1);
        abandon(id);
        assertThat(store.claim(List.of("trial")))
                .as("figures alone are no progress: the next run begins where this one did")
                .isEmpty();
        waitNoLonger(id);
        run = new JobRun(store, blobs, store.claim(List.of("trial")).orElseThrow());
        run.checkpoint(Map.of("step", 2), 2);
        abandon(id);
        assertThat(store.claim(List.of("trial")).orElseThrow().fruitless()).isEqualTo(1);
    }

    @Test
    void aJobWhoseDatabaseGoesAwayIsResumedWhateverIsSaidAboutIt() throws Exception {
        List<Exception> away = List.of(
                new java.sql.SQLException("Connection is closed"),
                new java.sql.SQLException("An I/O error occurred while sending to the backend.", "08006"),
                new java.sql.SQLException("terminating connection due to administrator command", "57P01"),
                new org.springframework.jdbc.UncategorizedSQLException(
                        "select", null, new java.sql.SQLException("Connection is closed")),
                new org.springframework.transaction.TransactionSystemException("could not roll back"));
        AtomicInteger runs = new AtomicInteger();
        worker(run -> {
            int before = runs.getAndIncrement();
            if (before < away.size()) {
                throw away.get(before);
            }
        });
        UUID id = submit();
        await(() -> {
            waitNoLonger(id);
            return !List.of("queued", "running").contains(state(id));
        });
        assertThat(state(id)).isEqualTo("done");
        assertThat(runs).hasValue(away.size() + 1);
    }

    @Test
    void aJobThatFindsTheDiskFullLooksAgainInAMinuteForAsLongAsItTakes() throws Exception {
        worker(run -> {
            throw new java.sql.SQLException("could not extend file", "53100");
        });
        UUID id = submit();
        await(() -> waits(id) > 30);
        assertThat(state(id)).isEqualTo("queued");
        assertThat(sql.sql("select fruitless from job where id = ?")
                        .param(id)
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void aJobWhoseReasonOrFiguresCannotBeStoredIsClosedAllTheSame() throws Exception {
        worker(run -> {
            run.summary("fileName", "a\0b");
            if (run.params().path("question").asString().equals("figures")) {
                run.summary("figures", Map.of("a", "b\0"));
                return;
            }
            throw new JobFailure("The column te\0xt is unknown.", "Rename it.");
        });
        UUID reason = submit();
        UUID figures = UUID.randomUUID();
        store.insert(figures, TRIAL, "steps", OWNER, null, Map.of("question", "figures"), null);
        await(() -> state(reason).equals("failed") && state(figures).equals("failed"));
        assertThat(error(reason)).isEqualTo("The column te\uFFFDxt is unknown. Rename it.");
        assertThat(error(figures)).contains("could not be stored", figures.toString());
    }

    @Test
    void problemsAreSavedWithTheirCheckpointAndCountedBeyondWhatIsKept() throws Exception {
        worker(run -> {
            for (int i = 1; i <= JobRun.KEPT_PROBLEMS + 5; i++) {
                run.found(Finding.inRow(
                        Finding.Code.MALFORMED, i, i == 1 ? "" : "text", "row " + i + " is bad\0", "mend it"));
                if (i % 4_000 == 0) {
                    run.checkpoint(Map.of(), i);
                }
            }
        });
        UUID id = submit();
        await(() -> state(id).equals("done"));
        assertThat(sql.sql("select problem_count from job where id = ?")
                        .param(id)
                        .query(Long.class)
                        .single())
                .isEqualTo(JobRun.KEPT_PROBLEMS + 5);
        assertThat(sql.sql("select count(*) from job_problem where job_id = ? and n = line")
                        .param(id)
                        .query(Long.class)
                        .single())
                .isEqualTo(JobRun.KEPT_PROBLEMS);
        assertThat(sql.sql("select what from job_problem where job_id = ? and n = 1 and field is null")
                        .param(id)
                        .query(String.class)
                        .single())
                .isEqualTo("row 1 is bad\uFFFD");
    }

    @Test
    void aWaitingJobIsCancelledAtOnceAndARunningOneAtItsNextLook() throws Exception {
        UUID waiting = submit();
        assertThat(store.cancel(waiting)).isTrue();
        assertThat(state(waiting)).isEqualTo("cancelled");
        CountDownLatch begun = new CountDownLatch(1);
        worker(run -> {
            begun.countDown();
            while (true) {
                run.checkpoint(Map.of(), 1);
                run.stopIfAsked();
                Thread.sleep(5);
            }
        });
        UUID running = submit();
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(store.cancel(running)).isFalse();
        await(() -> state(running).equals("cancelled"));
    }

    @Test
    void aFailureTellsItsReasonAndABugDoesNotTellItsInsides() throws Exception {
        worker(run -> {
            if (run.params().path("question").asString().equals("bug")) {
                throw new IllegalStateException("secret insides");
            }
            throw new JobFailure("There are no votes.", "Collect some first.");
        });
        UUID told = submit();
        UUID bug = UUID.randomUUID();
        store.insert(bug, TRIAL, "steps", OWNER, null, Map.of("question", "bug"), null);
        await(() -> state(told).equals("failed") && state(bug).equals("failed"));
        assertThat(error(told)).isEqualTo("There are no votes. Collect some first.");
        assertThat(error(bug)).contains("our side").doesNotContain("secret");
    }

    @Test
    void aWorkOfATransactionThatRollsBackLeavesNoTrace() throws Exception {
        worker(run -> {
            transaction.executeWithoutResult(status -> {
                run.checkpoint(Map.of("step", 7), 7);
                status.setRollbackOnly();
            });
        });
        UUID id = submit();
        await(() -> state(id).equals("done"));
        assertThat(sql.sql("select progress->>'step' from job where id = ?")
                        .param(id)
                        .query((row, n) -> String.valueOf(row.getString(1)))
                        .single())
                .isEqualTo("null");
    }

    @Test
    void theSweepRemovesOldResultsAndLeftoversButNothingInUse() {
        UUID keptUpload = file("2 days");
        UUID leftover = file("2 days");
        UUID fresh = file("1 hour");
        UUID oldResult = file("9 days");
        UUID newResult = file("3 days");
        UUID open = UUID.randomUUID();
        store.insert(open, TRIAL, "bytes", OWNER, null, Map.of(), keptUpload);
        for (UUID result : List.of(oldResult, newResult)) {
            UUID job = UUID.randomUUID();
            store.insert(job, TRIAL, "rows", OWNER, null, Map.of(), null);
            sql.sql("update job set state = 'done', result_blob = ?, finished_at = now() - ?::interval where id = ?")
                    .params(result, result.equals(oldResult) ? "8 days" : "2 days", job)
                    .update();
        }
        // What another room keeps: items show it.
        UUID shown = file("2 days");
        sql.sql("""
                insert into media (project_id, sha256, blob_id, type, bytes, width, height)
                select id, decode(repeat('ab', 32), 'hex'), ?, 'image/png', 1, 1, 1 from project where key = ?
                """).params(shown, Owner.setUp(server).project(1)).update();
        store.sweep();
        assertThat(sql.sql("select id from blob").query(UUID.class).list())
                .contains(keptUpload, fresh, newResult, shown)
                .doesNotContain(leftover, oldResult);
    }

    @Test
    void slowModelCallsFillTheirOwnLaneAndKeepNoImportWaiting() throws Exception {
        JobKind calls = new JobKind("calls", Lane.MODEL, Access.Level.MANAGER);
        JobKind files = new JobKind("files", Lane.IO, Access.Level.MANAGER);
        CountDownLatch answer = new CountDownLatch(1);
        AtomicInteger asking = new AtomicInteger();
        AtomicInteger mostAsking = new AtomicInteger();
        worker(
                new Lanes(1, 1, 3),
                handler(calls, run -> {
                    mostAsking.accumulateAndGet(asking.incrementAndGet(), Math::max);
                    answer.await();
                    asking.decrementAndGet();
                }),
                handler(files, run -> {}),
                handler(TRIAL, run -> {}));
        List<UUID> slow = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            slow.add(submit(calls, OWNER));
        }
        await(() -> asking.get() == 3);
        List<UUID> quick = List.of(submit(files, OWNER), submit(TRIAL, OWNER), submit(files, OWNER));
        await(() -> quick.stream().allMatch(id -> state(id).equals("done")));
        assertThat(slow.stream().map(JobsTest::state)).containsOnly("running", "queued");
        assertThat(asking).hasValue(3);
        answer.countDown();
        await(() -> slow.stream().allMatch(id -> state(id).equals("done")));
        assertThat(mostAsking).hasValue(3);
    }

    @Test
    void aLaneWithoutPlacesIsLeftToOtherServers() throws Exception {
        JobKind calls = new JobKind("calls", Lane.MODEL, Access.Level.MANAGER);
        worker(new Lanes(1, 1, 0), handler(calls, run -> {}), handler(TRIAL, run -> {}));
        UUID call = submit(calls, OWNER);
        UUID other = submit();
        await(() -> state(other).equals("done"));
        assertThat(state(call)).isEqualTo("queued");
        worker(new Lanes(0, 0, 1), handler(calls, run -> {}));
        await(() -> state(call).equals("done"));
    }

    @Test
    void aNumberOfPlacesThatCannotBeIsNamedWithItsSetting() {
        assertThatThrownBy(() -> new Lanes(2, -1, 4))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("cupel.jobs.io is -1");
    }

    @Test
    void aJobOfAKindThatNobodyHereDoesWaitsUntouched() throws Exception {
        JobKind unknown = new JobKind("of-tomorrow", Lane.CPU, Access.Level.MANAGER);
        UUID waiting = submit(unknown, OWNER);
        UUID abandoned = submit(unknown, OWNER);
        sql.sql("update job set state = 'running', attempts = 1 where id = ?")
                .param(abandoned)
                .update();
        abandon(abandoned);
        String before = rows(waiting, abandoned);
        worker(run -> {});
        UUID known = submit();
        await(() -> state(known).equals("done"));
        assertThat(rows(waiting, abandoned)).isEqualTo(before);
        worker(new Lanes(1, 1, 1), handler(unknown, run -> {}));
        await(() -> state(waiting).equals("done") && state(abandoned).equals("done"));
    }

    private static String rows(UUID... ids) {
        return sql.sql("select string_agg(to_jsonb(j)::text, ' ' order by id) from job j where id = any(:ids)")
                .param("ids", ids)
                .query(String.class)
                .single();
    }

    @Test
    void jobsThatTakeTurnsNeverRunTwoAtOnceForOneOwner() throws Exception {
        JobKind turns = new JobKind("turns", Lane.IO, Access.Level.MANAGER, true);
        JobOwner other = JobOwner.INSTANCE;
        Map<JobOwner, AtomicInteger> running = Map.of(OWNER, new AtomicInteger(), other, new AtomicInteger());
        AtomicInteger most = new AtomicInteger();
        CountDownLatch both = new CountDownLatch(2);
        Work work = run -> {
            AtomicInteger its = Objects.requireNonNull(running.get(run.owner()));
            most.accumulateAndGet(its.incrementAndGet(), Math::max);
            both.countDown();
            assertThat(both.await(20, TimeUnit.SECONDS))
                    .as("another owner's does not wait")
                    .isTrue();
            Thread.sleep(30);
            its.decrementAndGet();
        };
        worker(new Lanes(1, 4, 1), handler(turns, work));
        worker(new Lanes(1, 4, 1), handler(turns, work));
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            ids.add(submit(turns, i % 2 == 0 ? OWNER : other));
        }
        await(() -> ids.stream().noneMatch(id -> List.of("queued", "running").contains(state(id))));
        assertThat(ids.stream().map(JobsTest::state)).containsOnly("done");
        assertThat(most).hasValue(1);
    }

    @Test
    void aJobThatTakesTurnsNeverOvertakesOneThatWaitsToGoOn() throws Exception {
        JobKind turns = new JobKind("turns", Lane.IO, Access.Level.MANAGER, true);
        UUID first = submit(turns, OWNER);
        UUID second = submit(turns, OWNER);
        // As after a run that the database interrupted.
        sql.sql("update job set not_before = clock_timestamp() + interval '1 second' where id = ?")
                .param(first)
                .update();
        List<UUID> order = Collections.synchronizedList(new ArrayList<>());
        worker(new Lanes(1, 4, 1), handler(turns, run -> order.add(run.id())));
        await(() -> order.size() == 2);
        assertThat(order).containsExactly(first, second);
    }

    private static UUID file(String age) {
        UUID id = blobs.create().id();
        sql.sql("update blob set created_at = now() - ?::interval where id = ?")
                .params(age, id)
                .update();
        return id;
    }
}
