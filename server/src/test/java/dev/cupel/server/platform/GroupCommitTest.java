package dev.cupel.server.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class GroupCommitTest {
    @Test
    void requestsThatArriveWhileABatchRunsShareTheNextOne() throws Exception {
        AtomicInteger batches = new AtomicInteger();
        CountDownLatch firstIsRunning = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        GroupCommit<Integer, Integer> commit = new GroupCommit<>(
                requests -> {
                    if (batches.incrementAndGet() == 1) {
                        firstIsRunning.countDown();
                        await(goOn);
                    }
                    return requests.stream().map(n -> n * n).toList();
                },
                64,
                1,
                size -> {});
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> answers = new ArrayList<>();
            answers.add(executor.submit(() -> commit.submit(0)));
            firstIsRunning.await();
            CountDownLatch submitted = new CountDownLatch(9);
            for (int i = 1; i < 10; i++) {
                int n = i;
                answers.add(executor.submit(() -> {
                    submitted.countDown();
                    return commit.submit(n);
                }));
            }
            submitted.await();
            Thread.sleep(50);
            goOn.countDown();
            for (int i = 0; i < 10; i++) {
                assertThat(answers.get(i).get()).isEqualTo(i * i);
            }
        }
        assertThat(batches.get()).isEqualTo(2);
    }

    @Test
    void aRequestThatFailsDoesNotSpoilTheOthersOfItsBatch() throws Exception {
        GroupCommit<Integer, Integer> commit = new GroupCommit<>(
                requests -> {
                    if (requests.contains(13)) {
                        throw new IllegalArgumentException("thirteen");
                    }
                    return requests;
                },
                64,
                1,
                size -> {});
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> fine = new ArrayList<>();
            List<Future<Integer>> spoilt = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                int n = i == 100 ? 12 : i % 10;
                fine.add(executor.submit(() -> commit.submit(n)));
                if (i % 20 == 0) {
                    spoilt.add(executor.submit(() -> commit.submit(13)));
                }
            }
            for (Future<Integer> one : fine) {
                assertThat(one.get()).isNotNull();
            }
            assertThat(spoilt).allSatisfy(one -> assertThatThrownBy(one::get).hasRootCauseMessage("thirteen"));
        }
        assertThatThrownBy(() -> commit.submit(13)).hasMessage("thirteen");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
