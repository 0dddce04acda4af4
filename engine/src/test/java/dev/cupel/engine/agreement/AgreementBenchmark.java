package dev.cupel.engine.agreement;

import dev.cupel.engine.agreement.AnswerAgreement.Ranking;
import dev.cupel.engine.numbers.Bootstrap;
import dev.cupel.engine.votes.Votes;
import java.util.ArrayList;
import java.util.List;
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

/** Agreement on 100,000 votes of four classes, with and without resampling; run by {@code bench/jmh.sh}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class AgreementBenchmark {
    @Param({"0", "1000"})
    int resamples = 0;

    private Votes votes = Votes.of(0, 0, 0, new int[0], new int[0], new int[0]);
    private AgreementOptions options = AgreementOptions.DEFAULTS;
    private List<List<Ranking>> rankings = List.of();

    @Setup
    public void simulate() {
        int items = 20_000;
        int perItem = 5;
        SplittableRandom chance = new SplittableRandom(42);
        int[] task = new int[items * perItem];
        int[] worker = new int[task.length];
        int[] label = new int[task.length];
        for (int r = 0; r < task.length; r++) {
            task[r] = r / perItem;
            worker[r] = chance.nextInt(200) * perItem + r % perItem;
            label[r] = chance.nextInt(10) < 7 ? task[r] % 4 : chance.nextInt(4);
        }
        votes = Votes.of(items, 1_000, 4, task, worker, label);
        options = AgreementOptions.DEFAULTS.withBootstrap(Bootstrap.Options.DEFAULTS.withReplicates(resamples));
        List<List<Ranking>> ranked = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            List<Ranking> answers = new ArrayList<>();
            for (int j = 0; j < perItem; j++) {
                int swap = chance.nextInt(5);
                int[] order = {0, 1, 2, 3, 4};
                order[swap] = i % 5;
                order[i % 5] = swap;
                answers.add(Ranking.of(order));
            }
            ranked.add(answers);
        }
        rankings = ranked;
    }

    @Benchmark
    public Coefficient nominalAlpha() {
        return Agreement.measure(votes, Measure.KRIPPENDORFF_NOMINAL, options);
    }

    @Benchmark
    public Coefficient ordinalAlpha() {
        return Agreement.measure(votes, Measure.KRIPPENDORFF_ORDINAL, options);
    }

    @Benchmark
    public AgreementReport wholeReport() {
        return AgreementReport.of(votes, options);
    }

    @Benchmark
    public AnswerAgreement fiveThousandRankings() {
        return AnswerAgreement.of(rankings, Ranking::kendall, options.bootstrap());
    }
}
