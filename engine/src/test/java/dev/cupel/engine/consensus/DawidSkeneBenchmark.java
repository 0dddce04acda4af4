package dev.cupel.engine.consensus;

import dev.cupel.engine.votes.Votes;
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

/** Ten rounds of Dawid-Skene; run by {@code bench/jmh.sh}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DawidSkeneBenchmark {
    @Param({"10000", "1000000"})
    int voteCount;

    @Param({"2", "4", "10"})
    int classes;

    @Param({"1", "2"})
    int threads;

    private Votes votes = Votes.of(0, 0, 0, new int[0], new int[0], new int[0]);

    @Setup
    public void simulate() {
        votes = SimulatedCrowd.seeded(42, voteCount / 5, 5, voteCount / 100, classes).votes;
    }

    @Benchmark
    public Consensus tenRounds() {
        return DawidSkene.estimate(
                votes,
                DawidSkene.Options.DEFAULTS
                        .withMaxRounds(10)
                        .withTolerance(1e-300)
                        .withThreads(threads));
    }
}
