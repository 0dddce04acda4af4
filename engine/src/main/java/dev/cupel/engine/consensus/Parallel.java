package dev.cupel.engine.consensus;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Work on ranges of tasks by several threads, for computations whose parts may be merged in any order. */
final class Parallel {
    private static final int TASKS_PER_BLOCK = 8192;

    private Parallel() {}

    @FunctionalInterface
    interface RangeWork<S> {
        void on(S state, int fromTask, int toTask);
    }

    /**
     * Walks all tasks in blocks; every thread has its own state. Which thread takes which block is left to chance, so
     * the states must be merged by an operation that does not mind the order.
     *
     * @return the states, one per thread that was asked for, at least one
     */
    static <S> List<S> walk(int taskCount, int threads, Supplier<S> newState, RangeWork<S> work) {
        int blocks = (int) (((long) taskCount + TASKS_PER_BLOCK - 1) / TASKS_PER_BLOCK);
        int used = Math.max(1, Math.min(threads, blocks));
        if (used == 1) {
            S state = newState.get();
            work.on(state, 0, taskCount);
            return List.of(state);
        }
        AtomicInteger nextBlock = new AtomicInteger();
        return IntStream.range(0, used)
                .parallel()
                .mapToObj(thread -> {
                    S state = newState.get();
                    for (int b = nextBlock.getAndIncrement(); b < blocks; b = nextBlock.getAndIncrement()) {
                        int from = b * TASKS_PER_BLOCK;
                        work.on(state, from, (int) Math.min(taskCount, (long) from + TASKS_PER_BLOCK));
                    }
                    return state;
                })
                .toList();
    }
}
