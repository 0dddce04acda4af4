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

/** Every method with its defaults on 100,000 votes; run by {@code bench/jmh.sh}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class MethodsBenchmark {
    @Param
    ConsensusMethod method = ConsensusMethod.AUTO;

    private Votes votes = Votes.of(0, 0, 0, new int[0], new int[0], new int[0]);

    @Setup
    public void simulate() {
        votes = SimulatedCrowd.seeded(42, 20_000, 5, 1_000, method == ConsensusMethod.KOS ? 2 : 4).votes;
    }

    @Benchmark
    public Consensus estimate() {
        return method.estimate(votes);
    }
}
