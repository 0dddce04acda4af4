package dev.cupel.engine.numbers;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Every numeric method on 100,000 ratings by 1,000 raters who lean and scatter; run by {@code bench/jmh.sh}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class NumbersBenchmark {
    private Ratings ratings = Ratings.of(0, 0, new int[0], new int[0], new double[0]);

    @Setup
    public void simulate() {
        int tasks = 10_000;
        int perTask = 10;
        int raters = 1_000;
        SplittableRandom chance = new SplittableRandom(42);
        double[] lean = chance.doubles(raters, -5, 5).toArray();
        double[] scatter = chance.doubles(raters, 1, 15).toArray();
        int[] task = new int[tasks * perTask];
        int[] worker = new int[task.length];
        double[] value = new double[task.length];
        double truth = 0;
        for (int r = 0; r < task.length; r++) {
            truth = r % perTask == 0 ? chance.nextDouble(100) : truth;
            task[r] = r / perTask;
            worker[r] = chance.nextInt(raters / perTask) * perTask + r % perTask;
            value[r] = Math.rint(truth + lean[worker[r]] + scatter[worker[r]] * chance.nextDouble(-1, 1));
        }
        ratings = Ratings.of(tasks, raters, task, worker, value);
    }

    /** The estimates of one method. */
    @State(Scope.Benchmark)
    public static class Method {
        @Param
        NumberMethod method = NumberMethod.MEDIAN;
    }

    @Benchmark
    public Numbers estimate(Method chosen) {
        return Numbers.estimate(ratings, NumberOptions.DEFAULTS.withMethod(chosen.method));
    }
}
